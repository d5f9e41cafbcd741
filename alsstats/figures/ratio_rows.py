"""Which hazard ratios stand in a forest: by term and level, and under each the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.page import LOOKS
from alsstats.figures.survival_words import preferred, rows_of, said, with_infinity
from alsstats.prognosis.models import ADJUSTED, FOUR_LEVELS, UNIVARIABLE
from alsstats.render.hazards import of_what
from alsstats.render.numbers import BLANK, p_value

if TYPE_CHECKING:
    from alsstats.figures.page import Look
    from alsstats.result import Result, Row

BY_PERIOD = "by period"
PERIOD = "period"


class RatioLine(NamedTuple):
    """A hazard ratio by one model: its row, and how it is drawn."""

    model: str
    row: Row
    look: Look
    filled: bool

    @property
    def face(self) -> str:
        """The colour inside its mark."""
        return self.look.colour if self.filled else "white"

    @property
    def counts(self) -> str:
        """Events and patients, as `90/122`."""
        return BLANK if self.row.events is None else f"{self.row.events}/{self.row.n}"

    @property
    def ratio(self) -> str:
        """The ratio with its limits, infinity as its sign."""
        return with_infinity(self.row)

    @property
    def p(self) -> str:
        """The p value."""
        return p_value(self.row.p_value)


class Block(NamedTuple):
    """What ratios are of, a term's level against another, and the ratio by each model."""

    name: str
    lines: tuple[RatioLine, ...]


def blocks_of(result: Result, *, four_levels: bool = False) -> list[Block]:
    """Return the hazard ratios of all covariates, or those of the four levels of a sign.

    Of each ratio the row whose limits are shown: by clusters where they are given, by the profile
    likelihood where there is one, or Wald's.
    """
    held = [row for row in rows_of(result, "hazard_ratio") if _is_of(row, four_levels=four_levels)]
    unit = str(said(result).get("unit") or "")
    by_name: dict[str, list[Row]] = {}
    for row in held:
        by_name.setdefault(_name(row, unit), []).append(row)
    return [Block(name, _lines(rows)) for name, rows in by_name.items()]


def smooth_terms(result: Result, *, four_levels: bool = False) -> list[Row]:
    """Return the overall tests of terms that have a curve, and no ratio."""
    return [
        row
        for row in rows_of(result, "likelihood_ratio", category="overall")
        if (row.term or "").startswith("spline(") and _is_of(row, four_levels=four_levels)
    ]


def _is_of(row: Row, *, four_levels: bool) -> bool:
    return (row.model or "").startswith(FOUR_LEVELS) == four_levels


def _name(row: Row, unit: str) -> str:
    name = of_what(row)
    return f"{name}, {row.group} {unit}".rstrip() if row.by == PERIOD else name


def _lines(rows: list[Row]) -> tuple[RatioLine, ...]:
    lines = []
    for name in dict.fromkeys(row.model or "" for row in rows):
        row = preferred([row for row in rows if row.model == name])
        model = name.removeprefix(FOUR_LEVELS).removeprefix(", ") or UNIVARIABLE
        place = 2 if BY_PERIOD in model else int(model == ADJUSTED)
        lines.append(RatioLine(model, row, LOOKS[place], filled=place > 0))
    return tuple(lines)
