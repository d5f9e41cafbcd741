"""Kaplan-Meier curves of groups with the numbers at risk, each number under its time's tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.at_risk_table import AtRiskTable, draw_table, laid_out
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.line_labels import LineLabel, draw_labels, room_beside
from alsstats.figures.page import PALE, look, new_figure
from alsstats.figures.placing import EDGE, TICKS, Place, placed_axes, write, write_names_of_axes
from alsstats.figures.step_lines import draw_steps
from alsstats.figures.survival_groups import Groups, groups_of, labels_of, notes_of, told
from alsstats.figures.survival_words import (
    EVERYONE,
    compared,
    event_words,
    events_of,
    time_words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result

PERCENTS = 7.5  # mm to the left of the axes for the numbers of their ticks
NARROW = 120.0  # mm of a page on which counts stand in two lines
APART, ABOVE = 1.5, 3.0  # mm below the name of the time axis and the table, and above the axes
LEAST = {True: 42.0, False: 62.0}  # mm of the height of axes, on a narrow page or not
NAME = {True: 18.0, False: 34.0}  # mm of a name beside a line at most


class Sheet(NamedTuple):
    """A figure before it is drawn: its texts in lines, its table, and the room of its axes in mm.

    `heading` stands above the axes, `names` beside the lines, `time` below the axes, `event` at
    their left, and `notes` below the table.
    """

    heading: list[str]
    names: list[list[str]]
    time: list[str]
    event: list[str]
    notes: list[str]
    table: AtRiskTable
    axes: Place
    height: float


def is_in(result: Result, *, four_levels: bool = False) -> bool:
    """Tell whether there are curves of these groups."""
    return bool(groups_of(result, four_levels=four_levels).lines)


def drawn(result: Result, page: Page, *, four_levels: bool = False) -> Figure:
    """Draw the curves of all groups, and the table below them."""
    groups = groups_of(result, four_levels=four_levels)
    sheet = _sheet(result, groups, page)
    figure = new_figure(page, sheet.height)
    axes = placed_axes(figure, sheet.axes)
    times = sheet.table.times
    axes.set_xlim(times[0], max(times[-1], times[0] + 1e-9))
    axes.set_ylim(0, 100)
    axes.set_xticks(times, [f"{time:g}" for time in times])
    axes.set_yticks(range(0, 101, 20))
    _draw_curves(figure, axes, groups, sheet, page.grey_below)
    draw_table(axes, sheet.table, [look(place) for place in range(len(groups.names))])
    write(figure, sheet.heading, EDGE, EDGE)
    write_names_of_axes(figure, sheet.axes, sheet.time, sheet.event, PERCENTS)
    write(figure, sheet.notes, EDGE, sheet.height - EDGE, va="bottom", color=PALE)
    return figure


def described(result: Result, *, four_levels: bool = False) -> str:
    """Return the curves in sentences: of each group how many died, and its median survival."""
    groups = groups_of(result, four_levels=four_levels)
    over = "" if groups.by == EVERYONE else f" by {groups.by}"
    event = " or ".join(events_of(result))
    first = f"Kaplan-Meier curves{over}; event: {event}; time axis: {time_words(result)}."
    tests = (f"{line}." for line in compared(result, groups.by))
    return " ".join([first, *told(result, groups), *tests])


def _sheet(result: Result, groups: Groups, page: Page) -> Sheet:
    """Return where everything stands, so that nothing covers another."""
    narrow, inside = page.width < NARROW, page.width - 2 * EDGE
    names, right = room_beside(labels_of(result, groups), NAME[narrow])
    high = max(LEAST[narrow], sum(len(lines) * LINE + 0.8 for lines in names))
    event = broken(f"{event_words(result)} (%)", high)
    least = left = PERCENTS + len(event) * LINE
    for _ in range(2):  # the table's names may need more room than the axis
        width = inside - left - right
        time = broken(time_words(result), width)
        below = TICKS + len(time) * LINE + APART
        table = laid_out(groups.below, groups.names, width, below, narrow=narrow)
        left = max(least, table.left)
    heading = [line for text in compared(result, groups.by) for line in broken(text, inside)]
    notes = broken(" ".join(notes_of(result, groups, page.grey_below)), inside)
    axes = Place(left + EDGE, EDGE + len(heading) * LINE + ABOVE, width, high)
    height = axes.top + high + table.height + APART + len(notes) * LINE + EDGE
    return Sheet(heading, names, time, event, notes, table, axes, height)


def _draw_curves(figure: Figure, axes: Axes, groups: Groups, sheet: Sheet, grey_below: int) -> None:
    """Draw each curve, and its name beside its end."""
    ends = []
    for place, curve in enumerate(groups.curves):
        if curve is not None:
            draw_steps(axes, curve, look(place), grey_below, of=len(groups.lines))
            end = (curve.x[-1], 100 * curve.y[-1])
            ends.append(LineLabel(sheet.names[place], end, look(place)))
    draw_labels(figure, axes, sheet.axes, ends)
