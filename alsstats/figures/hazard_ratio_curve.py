"""The hazard ratio along a number that has a spline, alone and adjusted, on a logarithmic axis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.estimates import limits_name
from alsstats.figures.lettering import LINE, broken, widest
from alsstats.figures.line_labels import LineLabel, draw_labels, room_beside
from alsstats.figures.number_axis import name_of, set_number_ticks
from alsstats.figures.number_axis import ticks_of as number_ticks_of
from alsstats.figures.page import INK, PALE, look, new_figure
from alsstats.figures.placing import (
    BESIDE,
    EDGE,
    TICKS,
    Place,
    placed_axes,
    size_of,
    write,
    write_names_of_axes,
)
from alsstats.figures.ratio_axis import range_of, set_ratio_ticks, upright_ticks_of, words_of
from alsstats.figures.survival_words import rows_of
from alsstats.render.numbers import p_value, significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Curve, Result

NAME = re.compile(r"hazard ratio, (?P<term>spline\((?P<column>.+), \d\)) against (?P<at>\S+)")
HEIGHT = 52.0  # mm of the axes
ABOVE, APART = 2.0, 1.5  # mm above the axes, and below the name of the level one
BAND = 0.14  # how opaque


class Spline(NamedTuple):
    """A spline of a number: against which value of it, and the curve by each model."""

    term: str
    column: str
    against: str
    curves: tuple[Curve, ...]


def is_in(result: Result) -> bool:
    """Tell whether there is a spline in a model."""
    return bool(_splines(result))


def drawn(result: Result, page: Page) -> Figure:
    """Draw axes for each spline, and in them a line for each model."""
    splines = _splines(result)
    notes = [broken(_notes(result, spline), page.width - 2 * EDGE) for spline in splines]
    names = [broken(name_of(spline.column), page.width / 2) for spline in splines]
    heights = [
        ABOVE + HEIGHT + TICKS + (len(name) + len(lines)) * LINE + APART + EDGE
        for name, lines in zip(names, notes, strict=True)
    ]
    figure = new_figure(page, sum(heights))
    down = 0.0
    for spline, name, lines, height in zip(splines, names, notes, heights, strict=True):
        _draw(figure, spline, name, down + ABOVE)
        down += height
        write(figure, lines, EDGE, down - EDGE, va="bottom", color=PALE)
    return figure


def described(result: Result) -> str:
    """Return each spline's hazard ratios at both ends of its covariate, and its tests."""
    parts = []
    for spline in _splines(result):
        for curve in spline.curves:
            ends = " and ".join(
                f"{significant(curve.y[place])} ({significant(curve.low[place])} to "
                f"{significant(curve.high[place])}) at {curve.x[place]:g}"
                for place in (0, -1)
            )
            parts.append(
                f"Hazard ratio along {spline.column} against {spline.against}, {curve.group}, "
                f"with {limits_name(result)}: {ends}."
            )
        parts.append(_tests(result, spline))
    return " ".join(parts)


def _splines(result: Result) -> list[Spline]:
    found: dict[str, Spline] = {}
    for curve in result.curves:
        match = NAME.fullmatch(curve.name)
        if match:
            before = found.get(curve.name)
            curves = (*(before.curves if before else ()), curve)
            found[curve.name] = Spline(match["term"], match["column"], match["at"], curves)
    return list(found.values())


def _draw(figure: Figure, spline: Spline, name: list[str], top: float) -> None:
    shown = range_of(
        point
        for curve in spline.curves
        for point in zip(curve.y, curve.low, curve.high, strict=True)
    )
    ticks = upright_ticks_of(shown, HEIGHT)
    numbers = BESIDE + widest(map(words_of, ticks))
    ratio = broken(f"Hazard ratio against {spline.against}", HEIGHT)
    names, right = room_beside([curve.group or "" for curve in spline.curves], 18.0)
    left = EDGE + len(ratio) * LINE + numbers
    box = Place(left, top, size_of(figure)[0] - left - right - EDGE, HEIGHT)
    axes = placed_axes(figure, box)
    axes.set_yscale("log")
    axes.set_ylim(*shown)
    set_ratio_ticks(axes.yaxis, ticks)
    ends = spline.curves[0].x[0], spline.curves[0].x[-1]
    axes.set_xlim(*ends)
    set_number_ticks(axes.xaxis, number_ticks_of(*ends, box.width))
    axes.axhline(1.0, color=INK, linewidth=0.6, zorder=0.5)
    write_names_of_axes(figure, box, name, ratio, numbers)
    labels = []
    for place, curve in enumerate(spline.curves):
        one = look(place)
        axes.fill_between(curve.x, curve.low, curve.high, color=one.colour, alpha=BAND, linewidth=0)
        for end in (curve.low, curve.high):
            axes.plot(curve.x, end, color=one.colour, linestyle=one.line, linewidth=0.4)
        axes.plot(curve.x, curve.y, color=one.colour, linestyle=one.line)
        labels.append(LineLabel(names[place], (curve.x[-1], curve.y[-1]), one))
    draw_labels(figure, axes, box, labels)


def _tests(result: Result, spline: Spline) -> str:
    """Say for each model whether the covariate matters, and whether along a curve."""
    parts = []
    for curve in spline.curves:
        p = {
            row.category: p_value(row.p_value)
            for row in rows_of(result, "likelihood_ratio", term=spline.term, model=curve.group)
        }
        said = ", ".join(f"{kind} {text}" for kind, text in p.items())
        parts.append(f"{spline.term}, {curve.group}: {said}.")
    return " ".join(parts)


def _notes(result: Result, spline: Spline) -> str:
    return f"Bands: {limits_name(result)}, each value by itself. {_tests(result, spline)}"
