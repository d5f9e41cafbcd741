"""Fagan's nomogram: from the probability before the scan, by the likelihood ratio, to that after.

Each line is straight, since log odds add: y = -log odds before at the left, log odds after at the
right, and half the log of the ratio in the middle.
Source: Fagan, N Engl J Med 1975;293:257.
"""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from alsstats.figures.accuracy_rows import accuracies
from alsstats.figures.lettering import LINE
from alsstats.figures.nomogram_scales import (
    log_odds,
    reach_of,
    ticks_after,
    ticks_before,
    ticks_of_ratios,
)
from alsstats.figures.nomogram_ways import start_of, ways_of, words_of
from alsstats.figures.one_sign import main_sign
from alsstats.figures.page import INK, look, new_figure
from alsstats.figures.placing import EDGE, Place, placed_axes, write
from alsstats.figures.predictive_curves import in_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.nomogram_scales import Tick
    from alsstats.figures.nomogram_ways import Way
    from alsstats.figures.page import Page
    from alsstats.result import Result

SIDE, TICK = 14.0, 1.0  # mm outside the scales, and of a tick
HIGH, ABOVE, BELOW = 98.0, 13.0, 2.0  # mm of the scales, above them and below them
WIDEST = 110.0  # mm from the scale at the left to that at the right
HEADINGS = (("Probability", "before, %"), ("Likelihood", "ratio"), ("Probability", "after, %"))
KEY = {"ncols": 2, "borderaxespad": 0.2, "handlelength": 2.6}


def is_in(result: Result) -> bool:
    """Tell whether there is a prevalence to begin with, and a sign that was assessed."""
    return bool(accuracies(result)) and start_of(main_sign(result)) is not None


def drawn(result: Result, page: Page) -> Figure:
    """Draw the three scales, and a line for a positive and for a negative result."""
    words = [line for part in words_of(result) for line in in_lines(part, page.width - 2 * EDGE)]
    foot = ABOVE + HIGH + BELOW
    figure = new_figure(page, foot + len(words) * LINE + EDGE)
    across = min(WIDEST, page.width - 2 * SIDE)
    left = (page.width - across) / 2
    axes = placed_axes(figure, Place(left, ABOVE, across, HIGH))
    for place, heading in enumerate(HEADINGS):
        x = left + place * across / 2
        write(figure, heading, x, ABOVE - 1.0, va="bottom", ha="center")
    sign = main_sign(result)
    before, ways = start_of(sign), ways_of(sign)
    reach = reach_of([one for one in (before, *(way.after for way in ways)) if one is not None])
    axes.set(xlim=(0, across), ylim=(-reach, reach))
    axes.axis("off")
    _scaled(axes, across, reach)
    axes.plot(0, -log_odds(before or 0.5), "o", color=INK, markersize=4.0, clip_on=False)
    for place, way in enumerate(ways):
        _led(axes, across, before or 0.0, way, place)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.07), **KEY)
    write(figure, words, EDGE, foot)
    return figure


def _scaled(axes: Axes, across: float, reach: float) -> None:
    """Draw the scales, the labels of the middle one at its left."""
    unit = HIGH / (2 * reach)
    scales = (
        (0.0, ticks_before(reach, unit), -1),
        (across / 2, ticks_of_ratios(reach, unit), -1),
        (across, ticks_after(reach, unit), 1),
    )
    for x, ticks, side in scales:
        heights = [tick.y for tick in ticks]
        axes.vlines(x, min(heights), max(heights), colors=INK, linewidth=0.8, clip_on=False)
        for tick in ticks:
            _ticked(axes, x, tick, side)


def _ticked(axes: Axes, x: float, tick: Tick, side: int) -> None:
    axes.hlines(tick.y, x, x + side * TICK, colors=INK, linewidth=0.6, clip_on=False)
    where = x + side * (TICK + 0.6)
    end = "left" if side > 0 else "right"
    text = axes.text(where, tick.y, tick.label, ha=end, va="center_baseline", zorder=5)
    text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.3})


def _led(axes: Axes, across: float, before: float, way: Way, place: int) -> None:
    """Draw the line of one result; where the ratio is 0 or infinite, only its words are there."""
    held = look(place)
    start, end = -log_odds(before), log_odds(way.after)
    label = f"{way.result} result"
    if isinf(end):
        return
    (line,) = axes.plot([0, across / 2, across], [start, (start + end) / 2, end], held.marker)
    line.set(color=held.colour, linestyle=held.line, markersize=4.0, label=label, zorder=4)
    line.set_clip_on(False)


def described(result: Result) -> str:
    """Say the probabilities before and after, and the likelihood ratios between them."""
    return " ".join(["Fagan's nomogram.", *words_of(result)])
