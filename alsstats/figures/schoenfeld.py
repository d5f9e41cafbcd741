"""Scaled Schoenfeld residuals over time: whether hazard ratios stay the same, seen with the eye."""

from __future__ import annotations

from math import ceil, inf, log
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.estimates import limits_name
from alsstats.figures.lettering import LINE, broken, widest
from alsstats.figures.number_axis import ends_of, set_number_ticks, ticks_of
from alsstats.figures.page import INK, PALE, look, new_figure
from alsstats.figures.placing import (
    BESIDE,
    EDGE,
    TICKS,
    Place,
    placed_axes,
    write,
    write_names_of_axes,
)
from alsstats.figures.survival_words import rows_of, time_words
from alsstats.prognosis.residual_curves import RESIDUALS, SMOOTH, words_of
from alsstats.render.numbers import p_value, significant

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Curve, Result

NARROW = 120.0  # mm of a page on which panels stand under each other
HIGH, BETWEEN, APART = 38.0, 6.0, 1.5  # mm of axes, between two columns, and around texts
RATIO = ["Log hazard ratio"]
BAND = 0.16  # how opaque


class Panel(NamedTuple):
    """A covariate: its residuals and its smooth curve where there are any, its ratio, its test."""

    name: str
    residuals: Curve | None
    smooth: Curve | None
    log_ratio: float | None
    test: str

    @property
    def times(self) -> list[float]:
        """Return all times of it."""
        return [x for curve in (self.residuals, self.smooth) if curve for x in curve.x]

    @property
    def heights(self) -> list[float]:
        """Return every log hazard ratio of it."""
        points = self.residuals.y if self.residuals else ()
        band = (*self.smooth.low, *self.smooth.high) if self.smooth else ()
        own = () if self.log_ratio is None else (self.log_ratio,)
        return [*points, *band, *own]


def is_in(result: Result) -> bool:
    """Tell whether there are residuals of a model."""
    return bool(_panels(result))


def drawn(result: Result, page: Page) -> Figure:
    """Draw a panel for each covariate of the last model."""
    panels = _panels(result)
    columns = 1 if page.width < NARROW or len(panels) == 1 else 2
    room = (page.width - (columns - 1) * BETWEEN) / columns
    titles = [[*broken(panel.name, room - 2 * EDGE), panel.test] for panel in panels]
    time = broken(time_words(result), room / 2)
    head = max(map(len, titles)) * LINE + APART
    each = head + HIGH + TICKS + len(time) * LINE + 2 * APART
    notes = broken(_notes(result, panels), page.width - 2 * EDGE)
    rows = ceil(len(panels) / columns)
    figure = new_figure(page, EDGE + rows * each + len(notes) * LINE + EDGE)
    for place, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        left, top = place % columns * (room + BETWEEN), EDGE + place // columns * each
        ticks = ticks_of(*ends_of(panel.heights), inf)
        numbers = BESIDE + widest(ticks.values())
        start = EDGE + LINE + numbers
        box = Place(left + start, top + head, room - start - EDGE, HIGH)
        axes = placed_axes(figure, box)
        write(figure, title, left + EDGE, box.top - APART, va="bottom")
        write_names_of_axes(figure, box, time, RATIO, numbers)
        _draw(axes, panel, box.width)
    write(figure, notes, EDGE, EDGE + rows * each, color=PALE)
    return figure


def described(result: Result) -> str:
    """Return for each covariate the test, and how its smooth log hazard ratio runs."""
    model = _model(result)
    parts = [f"Scaled Schoenfeld residuals, {model} model; time axis: {time_words(result)}."]
    for panel in _panels(result):
        said = f"{panel.name}: {panel.test}"
        if panel.smooth:
            y = panel.smooth.y
            said += (
                f"; smooth log hazard ratio {significant(y[0])} at first and "
                f"{significant(y[-1])} at last"
            )
        parts.append(f"{said}.")
    return " ".join([*parts, *_overall(result)])


def _panels(result: Result) -> list[Panel]:
    """Return the covariates of the model whose residuals there are, under the first rule."""
    of_kind = {
        start: {one.name.removeprefix(start): one for one in result.curves if _is(one, start)}
        for start in (RESIDUALS, SMOOTH)
    }
    model = _model(result)
    ratios = {
        words_of(row.term, row.category, row.comparison): row
        for row in rows_of(result, "hazard_ratio", model=model, by=None)
    }
    tests = {row.term: row for row in rows_of(result, "proportional_hazards", model=model)}
    panels = []
    for name in dict.fromkeys(name for held in of_kind.values() for name in held):
        row = ratios.get(name)
        if row is None:  # of another rule for readings
            continue
        value = log(row.estimate) if row.estimate else None
        several = sum(other.term == row.term for other in ratios.values()) > 1
        whole = ", all levels together" if several else ""
        tested = tests.get(row.term)
        p = p_value(None if tested is None else tested.p_value)
        test = f"Proportional hazards{whole}: {p}"
        points, line = of_kind[RESIDUALS].get(name), of_kind[SMOOTH].get(name)
        panels.append(Panel(name, points, line, value, test))
    return panels


def _is(curve: Curve, start: str) -> bool:
    return curve.name.startswith(start)


def _model(result: Result) -> str | None:
    return next((one.group for one in result.curves if _is(one, RESIDUALS)), None) or next(
        (one.group for one in result.curves if _is(one, SMOOTH)), None
    )


def _draw(axes: Axes, panel: Panel, width: float) -> None:
    colour = look(0).colour
    across, upright = ends_of(panel.times), ends_of(panel.heights)
    axes.set(xlim=across, ylim=upright)
    set_number_ticks(axes.xaxis, ticks_of(*across, width))
    set_number_ticks(axes.yaxis, ticks_of(*upright, inf))
    if panel.log_ratio is not None:
        axes.axhline(panel.log_ratio, color=INK, linewidth=0.6, linestyle=(0, (4, 2)))
    if panel.residuals:
        axes.plot(
            panel.residuals.x,
            panel.residuals.y,
            linestyle="none",
            marker="o",
            markersize=2.4,
            markerfacecolor="none",
            markeredgecolor=PALE,
            markeredgewidth=0.5,
        )
    if panel.smooth:
        axes.fill_between(
            panel.smooth.x,
            panel.smooth.low,
            panel.smooth.high,
            color=colour,
            alpha=BAND,
            linewidth=0,
        )
        axes.plot(panel.smooth.x, panel.smooth.y, color=colour)


def _overall(result: Result) -> list[str]:
    """Say the test of all covariates together, and which of them have no panel."""
    held = list(rows_of(result, "proportional_hazards", model=_model(result)))
    shown = {panel.name.partition(",")[0] for panel in _panels(result)}
    parts = [
        f"{row.term}, a curve: proportional hazards {p_value(row.p_value)}."
        for row in held
        if row.term and row.term.startswith("spline(") and row.term not in shown
    ]
    return parts + [
        f"Proportional hazards of all together: {p_value(row.p_value)}."
        for row in held
        if row.category == "GLOBAL"
    ]


def _notes(result: Result, panels: list[Panel]) -> str:
    limits = limits_name(result)
    parts = [f"Line and band: natural spline, {limits}. Dashed: the model's own ratio."]
    if any(panel.residuals for panel in panels):
        parts.insert(0, "Circles: deaths.")
    if any(panel.residuals is None for panel in panels):
        parts.append("Too many deaths to draw each.")
    if any(panel.smooth is None for panel in panels):
        parts.append("No line: deaths at too few times.")
    return " ".join([*parts, *_overall(result)])
