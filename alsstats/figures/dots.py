"""Dots with their limits, a line each below headings: names at the left, numbers at the right."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.figures.blocks import AFTER, BETWEEN, EDGE, Column, Line, columns_of
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.page import INK, MILLIMETRES, PALE, RULE, new_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.blocks import Block
    from alsstats.figures.page import Page

ABOVE, BELOW = 2.0, 6.5  # mm above the first heading; for the numbers of the axis
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
    above = ABOVE if tallest < TALL else BELOW
    foot = len(words) * LINE + EDGE
    high = above + tallest + BELOW + len(label) * LINE + 1.0 + foot
    figure = new_figure(page, high)
    figure.set_layout_engine("none")  # everything is placed in mm
    for place, column in enumerate(columns):
        left = place * (column.width + BETWEEN)
        axes = _axes(figure, column, left, (high, above))
        _scaled(axes, scale, column)
        if above == BELOW:
            axes.tick_params(labeltop=True)
        middle = (left + column.width / 2) / page.width
        under = high - above - column.height - BELOW
        figure.text(middle, under / high, "\n".join(label), ha="center", va="top")
        _marked(axes, list(_written(axes, column)))
    figure.text(EDGE / page.width, foot / high, "\n".join(words), va="top", color=PALE)
    return figure


def _axes(figure: Figure, column: Column, left: float, heights: tuple[float, float]) -> Axes:
    """Make the axes between names and words: a unit of the upright axis is a mm."""
    width, (high, above) = figure.get_figwidth() * MILLIMETRES, heights
    corner = ((left + column.start) / width, (high - above - column.height) / high)
    size = ((column.end - column.start) / width, column.height / high)
    return figure.add_axes((*corner, *size))


def _scaled(axes: Axes, scale: Scale, column: Column) -> None:
    axes.set(xlim=(scale.low, scale.high), ylim=(column.height, 0), yticks=[])
    axes.set_xticks(list(scale.ticks), list(scale.ticks.values()))
    axes.spines["left"].set_visible(False)
    y = 0.0
    for block in column.blocks:  # the lines of the scale leave headings free
        reach = (y + block.top, y + block.height - AFTER)
        axes.vlines(list(scale.ticks), *reach, colors=RULE, linewidth=0.4, clip_on=False)
        if scale.reference is not None:
            axes.vlines(scale.reference, *reach, colors=INK, linewidth=0.6)
        y += block.height


def _written(axes: Axes, column: Column) -> Iterator[At]:
    """Write names at the left and words at the right; yield where each line stands."""
    across = column.end - column.start
    left, right = -(column.start - EDGE) / across, 1 + (column.width - EDGE - column.end) / across
    upright: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "linespacing": 1.15}
    y = 0.0
    for block in column.blocks:
        axes.text(left, y, "\n".join(block.heading), va="top", weight="bold", **upright)
        y += block.top
        for (line, name), height in zip(block.lines, block.heights, strict=True):
            middle = y + height / 2
            _line_of_words(axes, left, middle, name, color=line.look.colour, **upright)
            _line_of_words(axes, right, middle, list(line.words), ha="right", **upright)
            yield At(line, middle)
            y += height
        y += AFTER


def _line_of_words(axes: Axes, x: float, middle: float, words: list[str], **how: Any) -> None:
    """Write words about a height, single lines on one baseline whatever their letters are."""
    single = "center_baseline" if len(words) == 1 else "center"
    axes.text(x, middle, "\n".join(words), va=single, **how)


def _marked(axes: Axes, lines: list[At]) -> None:
    """Draw the dots of each look at once; say in words where there is none."""
    for look in dict.fromkeys((line.look, line.hollow) for line, _ in lines):
        alike = [at for at in lines if (at.line.look, at.line.hollow) == look and _is_drawn(at)]
        limited = [at for at in alike if _limits(at.line)]
        colour = look[0].colour
        if limited:
            y = [at.y for at in limited]
            low, high = zip(*(_limits(at.line) for at in limited), strict=True)
            axes.hlines(y, low, high, colors=colour, linewidth=1.0, clip_on=False)
            for end in (low, high):
                tops, feet = [at - CAP for at in y], [at + CAP for at in y]
                axes.vlines(end, tops, feet, colors=colour, linewidth=0.8, clip_on=False)
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


def _is_drawn(at: At) -> bool:
    return at.line.value is not None and isfinite(at.line.value)


def _limits(line: Line) -> tuple[float, ...]:
    """Return both limits, or nothing where there are none."""
    ends = [end for end in (line.low, line.high) if end is not None and isfinite(end)]
    return tuple(ends) if len(ends) == 2 else ()
