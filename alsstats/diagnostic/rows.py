"""From a 2x2 table to rows and notes: every statistic of `STATISTICS`, and the projections."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.projection import npv_at, open_share, ppv_at
from alsstats.diagnostic.table import STATISTICS, prevalence
from alsstats.estimate import Estimate
from alsstats.intervals import known_interval, normal_quantile
from alsstats.result import Note, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LABELS = {statistic.name: statistic.label for statistic in STATISTICS}
AS_COUNTED = "as counted"


class Asked(NamedTuple):
    """How the numbers are wanted: confidence level, kind of interval, prevalences to project to."""

    level: float = 0.95
    interval: str = "wilson"
    prevalence: tuple[float, ...] = ()

    @classmethod
    def of(cls, level: float, interval: str, prevalence: Iterable[float] | float) -> Asked:
        """Check what is asked; take one prevalence or several, each once."""
        normal_quantile(level)
        several = prevalence if isinstance(prevalence, Iterable) else (prevalence,)
        return cls(level, known_interval(interval), tuple(dict.fromkeys(map(open_share, several))))


class Found(NamedTuple):
    """An estimate of one statistic, the prevalence it holds at, and which sign, against whom."""

    statistic: str
    at: float | None
    estimate: Estimate
    where: Mapping[str, Any]

    def rows(self) -> Iterator[Row]:
        """Return the row, and where 0.5 was added one with the ratio of the counts as they are."""
        yield Row.of(self.statistic, self.estimate, at=self.at, **self.where)
        plain = self.estimate.uncorrected
        if plain is not None:
            yield Row(statistic=self.statistic, estimate=plain, method=AS_COUNTED, **self.where)


def findings(table: TwoByTwo, asked: Asked, **where: Any) -> Iterator[Found]:
    """Compute every statistic of a table, then PPV and NPV at the prevalences asked for."""
    here = prevalence(table).value if table.total else None
    for statistic in STATISTICS:
        options = {"interval": asked.interval} if statistic.scale == "proportion" else {}
        estimate = statistic.compute(table, level=asked.level, **options)
        yield Found(statistic.name, here if statistic.at_prevalence else None, estimate, where)
    for at in asked.prevalence:
        yield Found("ppv", at, ppv_at(table, at, level=asked.level), where)
        yield Found("npv", at, npv_at(table, at, level=asked.level), where)


def notes(found: Iterable[Found], asked: Asked) -> Iterator[Note]:
    """Say what must be known to read the estimates rightly."""
    yield Note(
        "prevalence",
        "PPV, NPV and accuracy hold at the prevalence beside their names, which is that of the "
        "people in the table and not of a clinic; --prevalence 0.05,0.1 projects PPV and NPV",
    )
    if asked.prevalence:
        yield Note(
            "projection",
            "a prevalence that was asked for is taken as known: the limits at it are Bayes' rule "
            "applied to those of the likelihood ratio (with its 0.5, where that was added), and "
            "where the estimate is 0 or 100 % so is the limit on that side",
        )
    yield from _notes_of_gaps(found)


def _notes_of_gaps(found: Iterable[Found]) -> Iterator[Note]:
    """Say of what has no value, no limits, or 0.5 added to it, why that is; once a reason."""
    gaps: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        if one.estimate.uncorrected is not None:
            reason = "0.5 was added to every cell, since one of the ratio's own is 0"
            gaps.setdefault(("zero_cell", reason), []).append(one)
        elif one.estimate.reason:
            code = "undefined" if isnan(one.estimate.value) else "no_limits"
            reason = f"{code.replace('_', ' ')}, {one.estimate.reason}"
            gaps.setdefault((code, reason), []).append(one)
    for (code, reason), ones in gaps.items():
        plain = f"; '{AS_COUNTED}' is the ratio without it" if code == "zero_cell" else ""
        yield Note(code, f"{reason}: {_listed(ones)}{plain}")


def _listed(found: Iterable[Found]) -> str:
    """List statistics by the sign and the comparison that they are of."""
    by_place: dict[str, list[str]] = {}
    for one in found:
        term, comparison = one.where.get("term"), one.where.get("comparison")
        place = f"{term} against {comparison}" if term else ""
        label = LABELS[one.statistic]
        if label not in by_place.setdefault(place, []):
            by_place[place].append(label)
    return "; ".join(
        ", ".join(labels) + (f" of {place}" if place else "") for place, labels in by_place.items()
    )
