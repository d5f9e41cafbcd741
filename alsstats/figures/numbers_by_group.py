"""Numbers by group as boxes, a panel a variable: with a sign and without, or by any category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.figures.blocks import (
    BETWEEN,
    EVERYONE,
    WIDE,
    Block,
    Column,
    Line,
    Placed,
    column_of,
    half,
)
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.number_axis import ends_of, set_number_ticks, ticks_of
from alsstats.figures.number_boxes import Box, Panel, is_number, panels_of, sentence
from alsstats.figures.page import PALE, new_figure
from alsstats.figures.page import look as look_of
from alsstats.figures.placing import EDGE, TICKS, Place, placed_axes, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Look, Page
    from alsstats.result import Result

ABOVE, APART = 2.0, 4.0  # mm above all, and below a panel
HALF, CAP = 1.6, 1.0  # mm: half the height of a box, and of the ends of its whiskers
QUARTILES = (
    "Box: lower quartile, median, upper quartile. Whiskers: 5th and 95th percentile. At the right: "
    "median (quartiles)."
)
MEANS = "Dot: mean. Line: one standard deviation to each side."


class Drawn(NamedTuple):
    """A panel, the block of its names and words, and its axis' and its tests' words in lines."""

    panel: Panel
    placed: Placed
    label: list[str]
    below: list[str]

    @property
    def height(self) -> float:
        """Return the height of the panel in mm."""
        lines = len(self.label) + len(self.below)
        return self.placed.top + sum(self.placed.heights) + TICKS + lines * LINE + APART


def is_in(result: Result) -> bool:
    """Tell whether the result has quantiles or means of numbers in groups."""
    return any(map(is_number, result.rows))


def described(result: Result) -> str:
    """Say the numbers of every group."""
    panels = panels_of(result)
    return " ".join([_legend(panels), *map(sentence, panels)])


def _legend(panels: Sequence[Panel]) -> str:
    boxes = [box for panel in panels for box in panel.boxes if box.n]
    kinds = (any(box.quantiles for box in boxes), any(not box.quantiles for box in boxes))
    return " ".join(text for text, held in zip((QUARTILES, MEANS), kinds, strict=True) if held)


def drawn(result: Result, page: Page) -> Figure:
    """Draw a panel of boxes for every variable, beside each other where the page has room."""
    panels = panels_of(result)
    several = page.width >= WIDE and len(panels) > 1
    room = (page.width - BETWEEN) / 2 if several else page.width
    column = column_of([_block(panel) for panel in panels], room)
    held = [
        Drawn(panel, placed, _label(panel, column), _below(panel, room))
        for panel, placed in zip(panels, column.blocks, strict=True)
    ]
    first = half([one.height for one in held]) if several else len(held)
    columns = [part for part in (held[:first], held[first:]) if part]
    legend = broken(_legend(panels), page.width - 2 * EDGE)
    tallest = max(sum(one.height for one in part) for part in columns)
    figure = new_figure(page, ABOVE + tallest + len(legend) * LINE + EDGE)
    for place, part in enumerate(columns):
        y = ABOVE
        for one in part:
            _panel(figure, one, column, (place * (room + BETWEEN), y))
            y += one.height
    write(figure, legend, EDGE, ABOVE + tallest, color=PALE)
    return figure


def _label(panel: Panel, column: Column) -> list[str]:
    """Wrap the label of an axis, so that it stays in its column with its middle below the axis."""
    middle = (column.start + column.end) / 2
    return broken(panel.axis, 2 * (min(middle, column.width - middle) - EDGE))


def _below(panel: Panel, room: float) -> list[str]:
    return [line for text in panel.below for line in broken(text, room - 2 * EDGE)]


def _block(panel: Panel) -> Block:
    lines = (
        Line(box.group, None, None, None, box.words, _look(place, box))
        for place, box in enumerate(panel.boxes)
    )
    return Block(panel.heading, tuple(lines))


def _look(place: int, box: Box) -> Look:
    return EVERYONE if box.group == "everyone" else look_of(place)


def _panel(figure: Figure, one: Drawn, column: Column, corner: tuple[float, float]) -> None:
    """Draw one panel, its upper left corner at these mm: a unit of the upright axis is a mm."""
    (left, upper), across = corner, column.end - column.start
    top, high = upper + one.placed.top, sum(one.placed.heights)
    axes = placed_axes(figure, Place(left + column.start, top, across, high))
    ends = ends_of([end for drawn_box in one.panel.boxes for end in drawn_box.ends])
    axes.set(xlim=ends, ylim=(high, 0), yticks=[])
    set_number_ticks(axes.xaxis, ticks_of(*ends, across))
    axes.spines["left"].set_visible(False)
    write(figure, one.placed.heading, left + EDGE, upper, weight="bold")
    y = 0.0
    for drawn_box, (line, name), tall in zip(
        one.panel.boxes, one.placed.lines, one.placed.heights, strict=True
    ):
        middle, right = y + tall / 2, left + column.width - EDGE
        write(figure, name, left + EDGE, top + middle, va="center", color=line.look.colour)
        write(figure, line.words, right, top + middle, va="center", ha="right")
        _box(axes, drawn_box, middle, line.look)
        y += tall
    under = top + high + TICKS
    write(figure, one.label, left + (column.start + column.end) / 2, under, ha="center")
    write(figure, one.below, left + EDGE, under + len(one.label) * LINE + 0.5)


def _box(axes: Axes, box: Box, y: float, look: Look) -> None:
    """Draw the box of one group, or its mean; of nobody nothing, which its words say."""
    from matplotlib.patches import Rectangle

    if not box.n:
        return
    low, high = box.ends
    axes.hlines(y, low, high, colors=look.colour, linewidth=0.9)
    axes.vlines([low, high], y - CAP, y + CAP, colors=look.colour, linewidth=0.9)
    if not box.quantiles:
        axes.plot([box.mean or 0.0], [y], marker=look.marker, markersize=4, color=look.colour)
        return
    lower, median, upper = box.quantiles[1:4]
    size = (upper - lower, 2 * HALF)
    edge: dict[str, Any] = {
        "facecolor": "white",
        "edgecolor": look.colour,
        "linewidth": 0.9,
        "zorder": 2.5,
    }
    axes.add_patch(Rectangle((lower, y - HALF), *size, **edge))
    axes.vlines(median, y - HALF, y + HALF, colors=look.colour, linewidth=2.2, zorder=3)
