"""Dots with their limits, a line each below headings: names at the left, numbers at the right."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.figures.blocks import AFTER, BETWEEN, Column, Line, columns_of
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.number_axis import set_number_ticks
from alsstats.figures.page import INK, PALE, RULE, new_figure
from alsstats.figures.placing import EDGE, TICKS, Place, placed_axes, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.blocks import Block
    from alsstats.figures.page import Page

ABOVE, APART = 2.0, 1.0  # mm above the first heading, and below the label of the axis
TALL = 220.0  # mm, of blocks that have the numbers of the axis above them too
MARK, CAP = 4.0, 0.9  # points across a dot; mm from the line to the end of a cap


class Scale(NamedTuple):
    """The axis: its label, its ends, its ticks with their words, and a line to compare with."""

    label: str
    low: float
    high: float
    ticks: dict[float, str]
    reference: float | None = None


class At(NamedTuple):
    """A line and where it stands: mm from the upper end of its column to its middle."""

    line: Line
    y: float


def drawn_dots(page: Page, blocks: Sequence[Block], scale: Scale, below: str = "") -> Figure:
    """Draw blocks one below the other, in two columns where they would be tall; then words."""
    columns = columns_of(blocks, page.width)
    label = broken(scale.label, columns[0].width - 2 * EDGE)
    words = broken(below, page.width - 2 * EDGE) if below else []
    tallest = max(column.height for column in columns)
    above = ABOVE if tallest < TALL else EDGE + TICKS
    end = above + tallest + TICKS + len(label) * LINE + APART
    figure = new_figure(page, end + len(words) * LINE + EDGE)
    for place, column in enumerate(columns):
        left = place * (column.width + BETWEEN)
        across = column.end - column.start
        axes = placed_axes(figure, Place(left + column.start, above, across, column.height))
        _scaled(axes, scale, column)
        axes.tick_params(labeltop=tallest >= TALL)
        _marked(axes, list(_written(figure, column, left, above)))
        under = above + column.height + TICKS
        write(figure, label, left + column.width / 2, under, ha="center")
    write(figure, words, EDGE, end, color=PALE)
    return figure


def _scaled(axes: Axes, scale: Scale, column: Column) -> None:
    axes.set(xlim=(scale.low, scale.high), ylim=(column.height, 0), yticks=[])
    set_number_ticks(axes.xaxis, scale.ticks)
    axes.spines["left"].set_visible(False)
    y = 0.0
    for block in column.blocks:  # the lines of the scale leave headings free
        reach = (y + block.top, y + block.height - AFTER)
        axes.vlines(list(scale.ticks), *reach, colors=RULE, linewidth=0.4, clip_on=False)
        if scale.reference is not None:
            axes.vlines(scale.reference, *reach, colors=INK, linewidth=0.6)
        y += block.height


def _written(figure: Figure, column: Column, left: float, y: float) -> Iterator[At]:
    """Write names at the left and words at the right; yield where each line stands."""
    above = y
    for block in column.blocks:
        write(figure, block.heading, left + EDGE, y, weight="bold")
        y += block.top
        for (line, name), height in zip(block.lines, block.heights, strict=True):
            middle, right = y + height / 2, left + column.width - EDGE
            write(figure, name, left + EDGE, middle, va="center", color=line.look.colour)
            write(figure, line.words, right, middle, va="center", ha="right")
            yield At(line, middle - above)
            y += height
        y += AFTER


def _marked(axes: Axes, lines: list[At]) -> None:
    """Draw the dots of each look at once; say in words where there is none."""
    for look in dict.fromkeys((line.look, line.hollow) for line, _ in lines):
        alike = [at for at in lines if (at.line.look, at.line.hollow) == look and _is_drawn(at)]
        limited = [at for at in alike if _limits(at.line)]
        colour = look[0].colour
        if limited:
            low, high = zip(*(_limits(at.line) for at in limited), strict=True)
            _draw_limits(axes, [at.y for at in limited], low, high, colour)
        axes.plot(
            [at.line.value or 0.0 for at in alike],
            [at.y for at in alike],
            linestyle="none",
            marker=look[0].marker,
            markersize=MARK,
            color=colour,
            markerfacecolor="white" if look[1] else colour,
            clip_on=False,
            zorder=3,
        )
    across = axes.get_yaxis_transform()
    for at in (at for at in lines if at.line.instead):
        words: dict[str, Any] = {"va": "center_baseline", "color": PALE, "transform": across}
        free = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # of the lines of the scale
        axes.text(0.02, at.y, at.line.instead, bbox=free, **words)


def _draw_limits(
    axes: Axes, y: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str
) -> None:
    """Draw lines from limit to limit, with a cap at each, on axes whose upright unit is a mm."""
    axes.hlines(y, low, high, colors=colour, linewidth=1.0, clip_on=False)
    for end in (low, high):
        upper, lower = [at - CAP for at in y], [at + CAP for at in y]
        axes.vlines(end, upper, lower, colors=colour, linewidth=0.8, clip_on=False)


def _is_drawn(at: At) -> bool:
    return at.line.value is not None and isfinite(at.line.value)


def _limits(line: Line) -> tuple[float, ...]:
    """Return both limits, or nothing where there are none."""
    ends = [end for end in (line.low, line.high) if end is not None and isfinite(end)]
    return tuple(ends) if len(ends) == 2 else ()
