"""A logarithmic axis of ratios: its range, ticks that are ratios people say, arrows at its ends."""

from __future__ import annotations

from math import ceil, exp, floor, isfinite, isnan, log
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from alsstats.figures.page import Look
    from alsstats.result import Row

FOLD = 16.0  # an interval that goes on this many fold beyond every estimate ends in an arrow
LEAST, DOUBLE = 1.25, 2.0  # the axis shows at least the one or the other to both sides of 1
NEAR = (0.05, 0.1, 0.2, 0.5)  # steps of ticks where all ratios are near 1
POWERS = (2.0, 4.0, 10.0, 100.0, 1000.0, 1e6, 1e12, 1e24, 1e48, 1e100)
APART = 2.0  # mm between the texts of two ticks


class Range(NamedTuple):
    """Where an axis of ratios begins and ends."""

    low: float
    high: float


def range_of(ratios: Iterable[tuple[float | None, float | None, float | None]]) -> Range:
    """Return a range with 1 and all finite ratios in it, and their limits as far as can be.

    Each ratio is given with its limits.
    """
    held = [tuple(value or 0.0 for value in ratio) for ratio in ratios]
    limits = [log(end) for _, *ends in held for end in ends if _is_shown(end)]
    middle = [
        log(value)
        for ratio, *ends in held
        for value in ([ratio] if _is_shown(ratio) else ends)
        if _is_shown(value)
    ]
    least, most = min([0.0, *middle]) - log(FOLD), max([0.0, *middle]) + log(FOLD)
    inside = [*middle, *(min(max(end, least), most) for end in limits)]
    least = log(LEAST if max([0.0, *map(abs, inside)]) < log(DOUBLE) / 2 else DOUBLE)
    low, high = min([-least, *inside]), max([least, *inside])
    space = 0.04 * (high - low)
    return Range(exp(low - space), exp(high + space))


def ticks_of(shown: Range, length: float, size: Callable[[str], float] = width_of) -> list[float]:
    """Return ratios to write at an axis of that length in mm: as many as do not touch.

    `size` gives the room of a text along the axis in mm.

    >>> ticks_of(Range(0.2, 20), 60), ticks_of(Range(0.8, 1.3), 40)
    ([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0], [0.8, 0.9, 1.0, 1.1, 1.2, 1.3])
    """
    for step in NEAR if shown.high / shown.low < 4 else ():
        found = [
            round(step * place, 2)
            for place in range(ceil(shown.low / step - 1e-9), floor(shown.high / step + 1e-9) + 1)
        ]
        if len(found) > 2 and 1.0 in found and _fit(found, shown, length, size):
            return found
    for power in POWERS:
        first = ceil(log(shown.low, power) - 1e-9)
        last = floor(log(shown.high, power) + 1e-9)
        found = [power**place for place in range(first, last + 1)]
        if _fit(found, shown, length, size):
            return found
    return [1.0]


def upright_ticks_of(shown: Range, length: float) -> list[float]:
    """Return ratios to write at an upright axis of that length in mm."""
    return ticks_of(shown, length, lambda _: LINE)


def words_of(tick: float) -> str:
    """Return a ratio as it is written at an axis."""
    return f"{tick:.10g}"


def set_ratio_ticks(axis: Axis, ticks: Sequence[float]) -> None:
    """Give a logarithmic axis its ticks, and no others."""
    from matplotlib.ticker import FixedLocator, NullLocator

    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_ticklabels(list(map(words_of, ticks)))


def draw_interval(axes: Axes, y: float, row: Row, shown: Range, look: Look, *, face: str) -> None:
    """Draw a ratio with its limits at height y: what leaves the axis, or is infinite, as arrows."""
    low, high = row.conf_low, row.conf_high
    if low is not None and high is not None and not isnan(low) and not isnan(high):
        ends = (max(low, shown.low), min(high, shown.high))
        axes.plot(ends, (y, y), color=look.colour, linewidth=1.0, solid_capstyle="butt")
        if low < shown.low:
            _arrow(axes, shown.low, y, "<", look)
        if high > shown.high:
            _arrow(axes, shown.high, y, ">", look)
    value = row.estimate
    if value is None or isnan(value):
        return
    if not shown.low <= value <= shown.high:
        _arrow(axes, *((shown.low, y, "<") if value < 1 else (shown.high, y, ">")), look)
        return
    axes.plot(
        [value],
        [y],
        marker=look.marker,
        markersize=4.2,
        markerfacecolor=face,
        markeredgecolor=look.colour,
        markeredgewidth=0.9,
        linestyle="none",
        zorder=3,
    )


def leaves(row: Row, shown: Range) -> bool:
    """Tell whether a ratio or one of its limits is drawn as an arrow."""
    held = (row.estimate, row.conf_low, row.conf_high)
    return any(value < shown.low or value > shown.high for value in held if value is not None)


def _arrow(axes: Axes, x: float, y: float, marker: str, look: Look) -> None:
    axes.plot(
        [x], [y], marker=marker, markersize=4.5, color=look.colour, linestyle="none", clip_on=False
    )


def _is_shown(value: float) -> bool:
    return isfinite(value) and value > 0


def _fit(ticks: Sequence[float], shown: Range, length: float, size: Callable[[str], float]) -> bool:
    whole = log(shown.high / shown.low)
    places = [log(tick / shown.low) / whole * length for tick in ticks]
    widths = [size(words_of(tick)) for tick in ticks]
    return all(
        there - here >= (one + other) / 2 + APART
        for here, there, one, other in zip(places, places[1:], widths, widths[1:], strict=False)
    )
