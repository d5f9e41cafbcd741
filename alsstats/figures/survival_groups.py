"""The groups of a survival figure: their curves, their names, and what is said of them in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.estimates import limits_name
from alsstats.figures.page import LOOKS
from alsstats.figures.step_lines import censored, few_at_risk
from alsstats.figures.survival_words import (
    DEATH,
    EVERYONE,
    events_of,
    grouping,
    rows_of,
    said,
)
from alsstats.render.numbers import BLANK, interval, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Curve, Result, Row

ALL = "all"  # the group of everyone in the rows


class Groups(NamedTuple):
    """The groups of a figure: the curve of each, None where there is none, and its table."""

    by: str
    names: tuple[str, ...]
    curves: tuple[Curve | None, ...]
    below: tuple[Curve, ...]

    @property
    def lines(self) -> list[Curve]:
        """The curves that there are."""
        return [curve for curve in self.curves if curve is not None]


def groups_of(result: Result, *, four_levels: bool) -> Groups:
    """Return the groups that were asked about, or the four levels of a sign; or everyone."""
    by = grouping(result, four_levels=four_levels)
    if not four_levels and not any(curve.name == f"at risk, {by}" for curve in result.curves):
        by = EVERYONE
    below = tuple(curve for curve in result.curves if curve.name == f"at risk, {by}")
    held = {curve.group: curve for curve in result.curves if curve.name == f"survival, {by}"}
    names = tuple(curve.group or EVERYONE for curve in below)
    return Groups(by, names, tuple(held.get(curve.group) for curve in below), below)


def labels_of(result: Result, groups: Groups) -> list[str]:
    """Return the names with how many patients there are, where rows say so."""
    counted = {name: row.n for name, row in _rows(result, groups, "events").items()}
    beside = {name: f" (n = {n})" for name, n in counted.items()}
    return [name + beside.get(name, "") for name in groups.names]


def told(result: Result, groups: Groups) -> Iterator[str]:
    """Yield a sentence for each group: events, median survival, and the numbers at risk."""
    medians = _rows(result, groups, "median_survival")
    for name, row in _rows(result, groups, "events").items():
        median = (
            f", {_median(medians[name], limits_name(result))}" if name in medians else ", no curve"
        )
        yield f"{name}: {row.events} events in {row.n} patients{median}."
    for name, curve in zip(groups.names, groups.below, strict=True):
        counts = zip(curve.x, curve.at_risk, curve.events, strict=True)
        words = ", ".join(f"{n} ({events}) at {time:g}" for time, n, events in counts)
        yield f"At risk (events so far) of {name}: {words}."


def notes_of(result: Result, groups: Groups, grey_below: int) -> Iterator[str]:
    """Yield what the marks mean, who is counted, and what is not drawn."""
    if events_of(result) != [DEATH]:
        yield f"Event: {' or '.join(events_of(result))}."
    yield f"Bands: {limits_name(result)}, each time by itself."
    if any(map(censored, groups.lines)):
        yield "Ticks on the lines: last seen without the event."
    if any(any(curve.censored) and not censored(curve) for curve in groups.lines):
        yield "Those last seen without the event are too many to mark."
    if any(few_at_risk(curve, grey_below) for curve in groups.lines):
        yield f"Grey: fewer than {grey_below} at risk."
    if len(groups.lines) > len(LOOKS):
        yield f"Of more than {len(LOOKS)} groups, some look alike."
    yield from _who(result, groups)
    for name, curve in zip(groups.names, groups.curves, strict=True):
        if curve is None:
            yield f"No curve of {name}: see the notes."


def _who(result: Result, groups: Groups) -> Iterator[str]:
    """Yield from when on patients count, and which of them."""
    asked = said(result)
    if asked.get("entry"):
        yield f"Patients count from {asked['entry']} on."
    if asked.get("from") is not None:
        yield f"Among those followed beyond {asked['from']:g}."
    if groups.by != EVERYONE and len({row.handling for row in result.rows}) > 1:
        yield "Only patients in whom every part was read."


def _rows(result: Result, groups: Groups, statistic: str) -> dict[str, Row]:
    """Return the row of each group, by its name."""
    by = None if groups.by == EVERYONE else groups.by
    found = rows_of(result, statistic, by=by, category=None, model=None)
    return {EVERYONE if by is None else row.group or ALL: row for row in found}


def _median(row: Row, named: str) -> str:
    value = number(row.estimate, "number")
    limits = interval(row.conf_low, row.conf_high, "number")
    ends = "" if limits == BLANK else f" ({named} {limits})"
    return f"median survival {'not reached' if value == BLANK else value}{ends}"
