"""Kaplan-Meier curves of groups with the numbers at risk, each number under its time's tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.at_risk_table import draw_table, laid_out
from alsstats.figures.line_labels import LineLabel, draw_labels, room_beside
from alsstats.figures.page import PALE, look
from alsstats.figures.placing import Box, placed_axes, placed_figure
from alsstats.figures.step_lines import draw_steps, few_at_risk
from alsstats.figures.survival_words import (
    EVERYONE,
    compared,
    event_words,
    grouping,
    rows_of,
    said,
    time_words,
)
from alsstats.figures.text_size import LINE, broken
from alsstats.render.numbers import BLANK, interval, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Curve, Result

NARROW = 120.0  # mm of a page on which counts stand in two lines
AXIS = 13.0  # mm to the left of the axes: its name and the numbers of its ticks
EDGE = 1.5  # mm


class Groups(NamedTuple):
    """The groups of a figure: the curve of each, None where there is none, and its table."""

    by: str
    names: tuple[str, ...]
    curves: tuple[Curve | None, ...]
    below: tuple[Curve, ...]


def is_in(result: Result, *, four_levels: bool = False) -> bool:
    """Tell whether there are curves of these groups."""
    return any(_groups(result, four_levels=four_levels).curves)


def drawn(result: Result, page: Page, *, four_levels: bool = False) -> Figure:
    """Draw the curves of all groups, and the table below them."""
    groups = _groups(result, four_levels=four_levels)
    most = 18.0 if page.width < NARROW else 34.0
    labels, right = room_beside(_labels(result, groups), most)
    left = AXIS
    for _ in range(2):  # the table's names may need more room than the axis
        width = page.width - left - right - 2 * EDGE
        table = laid_out(groups.below, groups.names, width, narrow=page.width < NARROW)
        left = max(AXIS, table.left)
    heading = [
        line for text in compared(result, groups.by) for line in broken(text, page.width - 4)
    ]
    notes = broken(_notes(result, groups, page), page.width - 2 * EDGE)
    tall = sum(len(lines) * LINE + 0.8 for lines in labels)
    height = max(42.0 if page.width < NARROW else 62.0, tall)
    above, foot = len(heading) * LINE + 3.0, table.height + len(notes) * LINE + 2.0
    whole = above + height + foot
    figure = placed_figure(page, whole)
    axes = placed_axes(figure, Box(left + EDGE, foot, width, height))
    axes.set_xlim(table.times[0], max(table.times[-1], table.times[0] + 1e-9))
    axes.set_ylim(0, 100)
    axes.set_xticks(table.times, [f"{time:g}" for time in table.times])
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel(time_words(result))
    axes.set_ylabel(f"{event_words(result)} (%)")
    ends = []
    for place, curve in enumerate(groups.curves):
        if curve is not None:
            draw_steps(axes, curve, look(place), page.grey_below, of=len(groups.names))
            end = (curve.x[-1], 100 * curve.y[-1])
            ends.append(LineLabel(labels[place], end, look(place)))
    draw_labels(axes, ends, width, height)
    draw_table(axes, table, [look(place) for place in range(len(groups.names))])
    figure.text(EDGE / page.width, 1 - 1.0 / whole, "\n".join(heading), va="top", linespacing=1.1)
    figure.text(
        EDGE / page.width, 1.0 / whole, "\n".join(notes), va="bottom", color=PALE, linespacing=1.1
    )
    return figure


def described(result: Result, *, four_levels: bool = False) -> str:
    """Return the curves in sentences: of each group how many died, and its median survival."""
    groups = _groups(result, four_levels=four_levels)
    over = "" if groups.by == EVERYONE else f" by {groups.by}"
    parts = [f"Kaplan-Meier curves{over}; time axis: {time_words(result)}."]
    by = None if groups.by == EVERYONE else groups.by
    for name in groups.names:
        group = "all" if by is None else name
        for row in rows_of(result, "median_survival", by=by, group=group):
            median = number(row.estimate, "number")
            median = "not reached" if median == BLANK else median
            limits = interval(row.conf_low, row.conf_high, "number")
            ends = "" if limits == BLANK else f" ({100 * result.level:.10g} % limits {limits})"
            parts.append(
                f"{name}: {row.events} events in {row.n} patients, median survival {median}{ends}."
            )
    for curve, name in zip(groups.below, groups.names, strict=True):
        pairs = zip(curve.x, curve.at_risk, curve.events, strict=True)
        counts = ", ".join(f"{n} ({events}) at {time:g}" for time, n, events in pairs)
        parts.append(f"At risk (events so far) of {name}: {counts}.")
    return " ".join([*parts, *(f"{line}." for line in compared(result, groups.by))])


def _groups(result: Result, *, four_levels: bool) -> Groups:
    by = grouping(result, four_levels=four_levels)
    below = [curve for curve in result.curves if curve.name == f"at risk, {by}"]
    if not below and not four_levels:
        by = EVERYONE
        below = [curve for curve in result.curves if curve.name == f"at risk, {by}"]
    held = {curve.group: curve for curve in result.curves if curve.name == f"survival, {by}"}
    names = tuple(curve.group or EVERYONE for curve in below)
    return Groups(by, names, tuple(held.get(curve.group) for curve in below), tuple(below))


def _labels(result: Result, groups: Groups) -> list[str]:
    by = None if groups.by == EVERYONE else groups.by
    counted = {row.group: row.n for row in rows_of(result, "events", by=by, category=None)}
    return [
        f"{name} (n\u00a0=\u00a0{counted.get(name, counted.get('all'))})" for name in groups.names
    ]


def _notes(result: Result, groups: Groups, page: Page) -> str:
    """Say what the marks mean, and what is not drawn."""
    drawn_ones = [curve for curve in groups.curves if curve is not None]
    parts = [f"Bands: {100 * result.level:.10g} % limits, each time by itself."]
    if any(any(curve.censored) for curve in drawn_ones):
        parts.append("Ticks on the lines: last seen without the event.")
    if any(few_at_risk(curve, page.grey_below) for curve in drawn_ones):
        parts.append(f"Grey: fewer than {page.grey_below} at risk.")
    asked = said(result)
    if asked.get("entry"):
        parts.append(f"Patients count from {asked['entry']} on.")
    if asked.get("from") is not None:
        parts.append(f"Among those followed beyond {asked['from']:g}.")
    if groups.by != EVERYONE and len({row.handling for row in result.rows}) > 1:
        parts.append("Only patients in whom every part was read.")
    none = [name for name, curve in zip(groups.names, groups.curves, strict=True) if curve is None]
    parts += [f"No curve of {name}: see the notes." for name in none]
    return " ".join(parts)
