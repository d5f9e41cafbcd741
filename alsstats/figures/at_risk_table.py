"""The numbers below survival curves: at risk, and events so far, each under its time's tick."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.figures.lettering import LINE, POINT, broken, widest
from alsstats.figures.page import PALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from alsstats.figures.page import Look
    from alsstats.result import Curve

TITLE = "At risk (events so far)"
APART = {True: 0.9, False: 2.5}  # mm between two columns, narrow or not
BETWEEN = 0.8  # mm between groups
LONGEST = 24.0  # mm of a name that stands to the left of its counts


class AtRiskTable(NamedTuple):
    """The table as it is printed: its times, a block of lines a group, and its measures in mm.

    Names stand to the left of the counts, or above them where they are long. A count is one line,
    or two. It begins `below` the axis.
    """

    below: float
    times: tuple[float, ...]
    names: tuple[list[str], ...]
    counts: tuple[list[list[str]], ...]
    above: bool
    left: float
    height: float


def laid_out(
    curves: Sequence[Curve], names: Sequence[str], width: float, below: float, *, narrow: bool
) -> AtRiskTable:
    """Return the table of some groups `below` axes of a width; narrow: counts in two lines."""
    form = "{}\n({})" if narrow else "{} ({})"
    cells = [
        [form.format(*pair).split("\n") for pair in zip(curve.at_risk, curve.events, strict=True)]
        for curve in curves
    ]
    texts = [line for row in cells for cell in row for line in cell]
    column = widest([*texts, *(f"{time:g}" for time in curves[0].x)])
    shown = columns_that_fit(curves[0].x, (column + APART[narrow]) / width)
    longest = widest(names)
    above = narrow or longest > LONGEST
    lines = tuple(broken(name, width) if above else [name] for name in names)
    rows = sum(len(cells[0][0]) + above * len(held) for held in lines)
    return AtRiskTable(
        below,
        tuple(curves[0].x[place] for place in shown),
        lines,
        tuple([row[place] for place in shown] for row in cells),
        above,
        column / 2 + 1.5 + (0.0 if above else longest),
        below + (rows + 1) * LINE + BETWEEN * len(lines),
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


def draw_table(axes: Axes, table: AtRiskTable, looks: Sequence[Look]) -> None:
    """Write the table below the axes: counts in the middle under the ticks of their times."""
    down = table.below

    def write(lines: Sequence[str], time: float, moved: float, **how: Any) -> None:
        for place, line in enumerate(lines):  # each by itself, so that SVG anchors it at its x
            lower = -(down + place * LINE) / POINT
            axes.annotate(
                line,
                (time, 0),
                xycoords=axes.get_xaxis_transform(),
                xytext=(-moved / POINT, lower),
                textcoords="offset points",
                va="top",
                annotation_clip=False,
                **how,
            )

    start = table.times[0]
    write([TITLE], start, table.left, ha="left", color=PALE)
    down += LINE
    for names, counts, look in zip(table.names, table.counts, looks, strict=True):
        down += BETWEEN
        write(names, start, table.left, ha="left", color=look.colour)
        down += table.above * len(names) * LINE
        for time, cell in zip(table.times, counts, strict=True):
            write(cell, time, 0.0, ha="center")
        down += len(counts[0]) * LINE
