"""The numbers below survival curves: at risk, and events so far, each under its time's tick."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.page import INK, PALE
from alsstats.figures.text_size import LINE, POINT, SIZE, broken, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from alsstats.figures.page import Look
    from alsstats.result import Curve

TITLE = "At risk (events so far)"
BELOW = 10.5  # mm from the axis down past the numbers of its ticks and its name
APART = {True: 0.9, False: 2.5}  # mm between two columns, narrow or not
LONGEST = 24.0  # mm of a name that stands to the left of its counts


class AtRiskTable(NamedTuple):
    """The table as it is printed: its times, a block of rows a group, and its measures in mm.

    Names stand to the left of the counts, or above them where they are long.
    """

    times: tuple[float, ...]
    names: tuple[list[str], ...]
    counts: tuple[list[str], ...]
    above: bool
    left: float
    height: float


def laid_out(
    curves: Sequence[Curve], names: Sequence[str], width: float, narrow: bool
) -> AtRiskTable:
    """Return the table of some groups for axes of that width; narrow: counts in two lines."""
    form = "{}\n({})" if narrow else "{} ({})"
    cells = [
        [form.format(*pair) for pair in zip(curve.at_risk, curve.events, strict=True)]
        for curve in curves
    ]
    widest = max(width_of(line) for row in cells for cell in row for line in cell.split("\n"))
    shown = columns_that_fit(curves[0].x, (widest + APART[narrow]) / width)
    above = narrow or max(map(width_of, names)) > LONGEST
    lines = tuple([name] if not above else broken(name, width) for name in names)
    left = widest / 2 + 1.5 + (0.0 if above else max(map(width_of, names)))
    rows = sum(_lines_of(held, narrow, above) for held in lines)
    return AtRiskTable(
        tuple(curves[0].x[place] for place in shown),
        lines,
        tuple([row[place] for place in shown] for row in cells),
        above,
        left,
        BELOW + (rows + 1) * LINE + 0.8 * len(lines),
    )


def columns_that_fit(times: Sequence[float], least: float) -> list[int]:
    """Return which times have a column: the first, the last and as many between as there is room.

    `least` is how far columns must be apart, as a share of the axis.

    >>> columns_that_fit((0.0, 12.0, 24.0, 36.0, 48.0, 60.0), 0.3)
    [0, 2, 5]
    """
    last = len(times) - 1
    if last < 1:
        return [0] * len(times)
    apart = least * (times[last] - times[0])
    every = ceil(apart / (times[last] - times[last - 1]) - 1e-9) or 1
    between = [
        place
        for place in range(every, last, every)
        if times[place] - times[0] >= apart and times[last] - times[place] >= apart
    ]
    return [0, *between, last]


def draw_table(axes: Axes, table: AtRiskTable, looks: Sequence[Look], height: float) -> None:
    """Write the table below axes of that height in mm."""
    data = axes.get_xaxis_transform()
    down = BELOW

    def write(x: float, text: str, place: str, moved: float, colour: str) -> None:
        axes.annotate(
            text,
            (x, 0),
            xycoords=data,
            xytext=(-moved / POINT, -down / POINT),
            textcoords="offset points",
            ha=place,
            va="top",
            color=colour,
            fontsize=SIZE,
            linespacing=1.1,
            annotation_clip=False,
        )

    start = table.times[0]
    write(start, TITLE, "left", table.left, PALE)
    down += LINE
    for names, counts, look in zip(table.names, table.counts, looks, strict=True):
        down += 0.8
        write(start, "\n".join(names), "left", table.left, look.colour)
        down += len(names) * LINE if table.above else 0.0
        for time, cell in zip(table.times, counts, strict=True):
            write(time, cell, "center", 0.0, INK)
        down += (counts[0].count("\n") + 1) * LINE


def _lines_of(names: Sequence[str], narrow: bool, above: bool) -> int:
    return (2 if narrow else 1) + (len(names) if above else 0)
