"""PPV and NPV of one sign against the prevalence, with limits; the table's own is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import LINE
from alsstats.figures.one_sign import main_sign
from alsstats.figures.page import INK, RULE, look, new_figure
from alsstats.figures.placing import EDGE, Place, placed_axes, write
from alsstats.figures.predictive_curves import (
    CASE_CONTROL,
    NAMES,
    bands_of,
    heading_of,
    in_lines,
    is_case_control,
    is_drawable,
    points_of,
    said_of_points,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.figures.predictive_curves import Band, Point
    from alsstats.result import Result

LIMITED = "limits of the likelihood ratio by Bayes' rule, the prevalence taken as known."
LEFT, RIGHT = 13.0, 4.0  # mm beside the axes
KEY, BELOW = 9.0, 10.0  # mm above the axes for the key, and below them for numbers and label
TALL = 0.42  # of the page's width, but not more than HIGHEST
HIGHEST = 70.0  # mm
UPRIGHT = 52.0  # mm at least


def is_in(result: Result) -> bool:
    """Tell whether sensitivity and specificity of the sign are both known."""
    return is_drawable(result)


def drawn(result: Result, page: Page) -> Figure:
    """Draw both curves from 0 to 100 %, with the prevalences that the rows are of."""
    sign = main_sign(result)
    points, bands = points_of(sign), bands_of(result, sign)
    room = page.width - 2 * EDGE
    words = [line for part in _words(result) for line in in_lines(part, room)]
    high = max(UPRIGHT, min(HIGHEST, TALL * page.width))
    foot = KEY + high + BELOW
    figure = new_figure(page, foot + len(words) * LINE + EDGE)
    axes = placed_axes(figure, Place(LEFT, KEY, page.width - LEFT - RIGHT, high))
    _scaled(axes)
    for place, (name, band) in enumerate(bands.items()):
        _curved(axes, NAMES[name], band, place)
    _pointed(axes, points)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    write(figure, words, EDGE, foot)
    return figure


def _scaled(axes: Axes) -> None:
    ticks = range(0, 101, 20)
    axes.set(xlim=(0, 100), ylim=(0, 100), xlabel="Prevalence, %", ylabel="PPV or NPV, %")
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.grid(color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)


def _curved(axes: Axes, name: str, band: Band, place: int) -> None:
    """Draw a curve, and its limits as a pale band with lines of its own kind."""
    held = look(place)
    x, y = (_percent(numbers) for numbers in (band.prevalence, band.value))
    axes.plot(x, y, color=held.colour, linestyle=held.line, label=name, clip_on=False)
    if band.low:
        low, high = _percent(band.low), _percent(band.high)
        axes.fill_between(x, low, high, color=held.colour, alpha=0.14, linewidth=0)
        for end in (low, high):
            axes.plot(x, end, color=held.colour, linestyle=held.line, linewidth=0.4, clip_on=False)


def _percent(shares: tuple[float, ...]) -> list[float]:
    return [100 * share for share in shares]


def _pointed(axes: Axes, points: list[Point]) -> None:
    """Mark the prevalence of the table by full marks on a line, those asked for by hollow ones."""
    labels = {True: "the table's own", False: "asked for"}
    for point in points:
        axes.axvline(100 * point.at, color=INK, linewidth=0.6, linestyle=(0, (1, 2)))
        known = [(place, row) for place, row in enumerate(point.rows.values()) if is_known(row)]
        for place, row in known:
            held = look(place)
            (mark,) = axes.plot(100 * point.at, 100 * (row.estimate or 0.0), held.marker)
            mark.set(color=held.colour, markersize=4.5, clip_on=False, zorder=4)
            mark.set_markerfacecolor(held.colour if point.is_own else "white")
    for is_own in dict.fromkeys(point.is_own for point in points):
        face = INK if is_own else "white"
        (mark,) = axes.plot([], [], "o", color=INK, markersize=4.5, label=labels[is_own])
        mark.set_markerfacecolor(face)


def _words(result: Result) -> list[str]:
    """Say of which sign and counts the curves are, and the numbers of the marks."""
    sign = main_sign(result)
    bands = bands_of(result, sign)
    how = [f"Bands: {LIMITED}"] if any(band.low for band in bands.values()) else []
    chosen = [CASE_CONTROL] if is_case_control(result) else []
    reasons = [f"{NAMES[name]}: {band.reason}." for name, band in bands.items() if band.reason]
    return [heading_of(sign), *said_of_points(points_of(sign)), *how, *chosen, *reasons]


def described(result: Result) -> str:
    """Say what the curves are of, and PPV and NPV at each prevalence that is marked."""
    return " ".join(["PPV and NPV against the prevalence, from 0 to 100 %.", *_words(result)])
