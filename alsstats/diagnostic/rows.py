"""From a 2x2 table to rows: every statistic of `STATISTICS`, and the projections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.projection import npv_at, open_share, ppv_at
from alsstats.diagnostic.table import STATISTICS, prevalence
from alsstats.estimate import Estimate, undefined
from alsstats.intervals import known_interval, normal_quantile
from alsstats.result import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AS_COUNTED = "as counted"
AT_PREVALENCE = {held.name for held in STATISTICS if held.at_prevalence} | {"prevalence"}


class Asked(NamedTuple):
    """How the numbers are wanted: confidence level, kind of interval, prevalences to project to.

    Of a case-control study no number is given that holds only at the prevalence of its table.
    """

    level: float = 0.95
    interval: str = "wilson"
    prevalence: tuple[float, ...] = ()
    case_control: bool = False

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
    here = prevalence(table).value if table.total and not asked.case_control else None
    for statistic in STATISTICS:
        if asked.case_control and statistic.name in AT_PREVALENCE:
            estimate = undefined("", asked.level, asked.interval)
        else:
            options = {"interval": asked.interval} if statistic.scale == "proportion" else {}
            estimate = statistic.compute(table, level=asked.level, **options)
        yield Found(statistic.name, here if statistic.at_prevalence else None, estimate, where)
    for at in asked.prevalence:
        yield Found("ppv", at, ppv_at(table, at, level=asked.level), where)
        yield Found("npv", at, npv_at(table, at, level=asked.level), where)
