"""Numbers in groups as they are in the rows: quartiles and percentiles, or mean and deviation."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.number_axis import name_of
from alsstats.figures.shares import is_everyone
from alsstats.render.cells import USUAL, adjusted, label, scale, sign_label
from alsstats.render.numbers import interval, number, p_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

OF_NUMBERS = {"quantile", "mean", "standard_deviation"}
TESTS = ("mann_whitney", "kruskal_wallis", "welch_anova")


class Box(NamedTuple):
    """A group: how many people, and either five quantiles or the mean and standard deviation."""

    group: str
    n: int
    quantiles: tuple[float, ...] = ()
    mean: float | None = None
    deviation: float | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        """Return from where to where the box is drawn; nothing of nobody."""
        if not self.n:
            return ()
        if self.quantiles:
            return self.quantiles[0], self.quantiles[-1]
        mean, deviation = self.mean or 0.0, self.deviation
        spread = 0.0 if deviation is None or isnan(deviation) else deviation
        return mean - spread, mean + spread

    @property
    def words(self) -> tuple[str, str]:
        """Return the numbers as a table one prints them, and the number of people."""
        people = f"n {self.n}"
        if not self.n:
            return "nobody", people
        if self.quantiles:
            low, middle, high = (number(value, "number") for value in self.quantiles[1:4])
            return f"{middle} ({low} to {high})", people
        return f"{number(self.mean, 'number')} (SD {number(self.deviation, 'number')})", people


class Panel(NamedTuple):
    """A variable: the heading, the axis, its boxes, and tests or areas in words."""

    heading: str
    axis: str
    boxes: tuple[Box, ...]
    below: tuple[str, ...]


def is_number(row: Row) -> bool:
    """Tell whether a row is of a number in a group, as it is described or beside a finding."""
    return row.statistic in OF_NUMBERS and row.term is not None and row.target is None


def panels_of(result: Result) -> list[Panel]:
    """Return a panel of each variable, or of each finding with each number."""
    held: dict[tuple[str | None, ...], list[Row]] = {}
    for row in result.rows:
        if is_number(row) or _is_beside(row):
            number_of = row.comparison if row.by is None else None  # a finding with a number
            held.setdefault((row.term, number_of, row.handling), []).append(row)
    return [_panel(result, rows) for rows in held.values() if any(map(is_number, rows))]


def _is_beside(row: Row) -> bool:
    return row.statistic == "auc" or row.statistic in TESTS


def _panel(result: Result, rows: list[Row]) -> Panel:
    first = rows[0]
    variable = first.term or ""
    heading = f"{variable} by {sign_label(result, first.by)}" if first.by else variable
    if first.comparison:
        variable = first.comparison
        heading = f"{variable} by {sign_label(result, first.term or '')}"
        heading += f", {first.handling}" if first.handling != USUAL else ""
    below = tuple(map(_said, filter(_is_beside, rows)))
    return Panel(
        heading, name_of(variable), tuple(_boxes([row for row in rows if is_number(row)])), below
    )


def _boxes(rows: Sequence[Row]) -> Iterator[Box]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        named = "everyone" if is_everyone(row) else row.group or ""
        groups.setdefault(row.category or named, []).append(row)
    for group, held in groups.items():
        values = {row.statistic: row.estimate for row in held}
        found = sorted((row.at or 0.0, row.estimate) for row in held if row.statistic == "quantile")
        quantiles = tuple(value for _, value in found if value is not None)
        deviation = values.get("standard_deviation")
        yield Box(group, held[0].n or 0, quantiles, values.get("mean"), deviation)


def _said(row: Row) -> str:
    """Say an area under the curve with its limits, or a test."""
    if row.statistic == "auc":
        limits = interval(row.conf_low, row.conf_high, scale(row))
        return f"{label(row)} {number(row.estimate, scale(row))} ({limits})"
    text = f"{label(row)} {p_value(row.p_value)}"
    return text if row.p_adjusted is None else f"{text}, {adjusted(row)}"


def sentence(panel: Panel) -> str:
    """Say the numbers of one variable."""
    boxes = "; ".join([*map(_of_box, panel.boxes), *panel.below])
    return f"{panel.heading}: {boxes}."


def _of_box(box: Box) -> str:
    numbers, people = box.words
    if not box.n or not box.quantiles:
        return f"{box.group} {numbers}, {people}"
    low, high = (number(end, "number") for end in box.ends)
    return f"{box.group} {numbers}, 5th to 95th percentile {low} to {high}, {people}"
