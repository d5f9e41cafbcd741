"""A logarithmic axis of ratios: its range, ticks that are ratios people say, arrows at its ends."""

from __future__ import annotations

from math import ceil, exp, floor, isfinite, log
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.text_size import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from alsstats.figures.page import Look
    from alsstats.result import Row

FOLD = 16.0  # an interval that goes on this many fold beyond every estimate ends in an arrow
LEAST = 1.25  # the axis shows at least this much to both sides of 1
NEAR = (0.05, 0.1, 0.2, 0.5)  # steps of ticks where all ratios are near 1
POWERS = (2.0, 4.0, 10.0, 100.0, 1000.0, 1e6, 1e12, 1e24, 1e48, 1e100)
APART = 2.0  # mm between the texts of two ticks


class Range(NamedTuple):
    """Where an axis of ratios begins and ends."""

    low: float
    high: float


def range_of(rows: Iterable[Row]) -> Range:
    """Return a range with 1 and all finite estimates in it, and their limits as far as can be."""
    held = list(rows)
    limits = [log(end) for row in held for end in (row.conf_low, row.conf_high) if _is_shown(end)]
    middle = [
        log(value)
        for row in held
        for value in ([row.estimate] if _is_shown(row.estimate) else [row.conf_low, row.conf_high])
        if _is_shown(value)
    ]
    least, most = min([0.0, *middle]) - log(FOLD), max([0.0, *middle]) + log(FOLD)
    inside = [*middle, *(min(max(end, least), most) for end in limits)]
    low, high = min([-log(LEAST), *inside]), max([log(LEAST), *inside])
    space = 0.04 * (high - low)
    return Range(exp(low - space), exp(high + space))


def ticks_of(shown: Range, width: float) -> list[float]:
    """Return ratios to write at an axis `width` mm long: as many as do not touch.

    >>> ticks_of(Range(0.2, 20), 60), ticks_of(Range(0.8, 1.3), 40)
    ([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0], [0.8, 0.9, 1.0, 1.1, 1.2, 1.3])
    """
    for step in NEAR if shown.high / shown.low < 4 else ():
        found = [
            round(step * place, 2)
            for place in range(ceil(shown.low / step - 1e-9), floor(shown.high / step + 1e-9) + 1)
        ]
        if len(found) > 2 and 1.0 in found and _fit(found, shown, width):
            return found
    for power in POWERS:
        first, last = ceil(log(shown.low, power)), floor(log(shown.high, power))
        found = [power**place for place in range(first, last + 1)]
        if _fit(found, shown, width):
            return found
    return [1.0]


def set_ratios(axis: Axis, shown: Range, width: float) -> None:
    """Make an axis logarithmic, with these ends and its ticks."""
    from matplotlib.ticker import FixedLocator, NullLocator

    axes, name = axis.axes, axis.axis_name
    (axes.set_xscale if name == "x" else axes.set_yscale)("log")
    (axes.set_xlim if name == "x" else axes.set_ylim)(*shown)
    ticks = ticks_of(shown, width)
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_ticklabels([f"{tick:.10g}" for tick in ticks])


def draw_interval(axes: Axes, y: float, row: Row, shown: Range, look: Look, *, face: str) -> None:
    """Draw a ratio with its limits at height y: what leaves the axis, or is infinite, as arrows."""
    low, high = row.conf_low, row.conf_high
    if low is not None and high is not None and not (low != low or high != high):
        ends = (max(low, shown.low), min(high, shown.high))
        axes.plot(ends, (y, y), color=look.colour, linewidth=1.0, solid_capstyle="butt")
        if low < shown.low:
            _arrow(axes, shown.low, y, "<", look)
        if high > shown.high:
            _arrow(axes, shown.high, y, ">", look)
    value = row.estimate
    if value is None or value != value:
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


def _is_shown(value: float | None) -> bool:
    return isfinite(value or 0.0) and (value or 0.0) > 0


def _fit(ticks: Sequence[float], shown: Range, width: float) -> bool:
    whole = log(shown.high / shown.low)
    places = [log(tick / shown.low) / whole * width for tick in ticks]
    widths = [width_of(f"{tick:.10g}") for tick in ticks]
    return all(
        there - here >= (one + other) / 2 + APART
        for here, there, one, other in zip(places, places[1:], widths, widths[1:], strict=False)
    )
