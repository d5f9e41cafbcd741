"""Results as figures: a figure is a file here, and `FIGURES` names them.

A figure is drawn from the rows and curves of a `Result`: it computes no statistic of its own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.figures import (
    accuracy_forest,
    contrasts,
    files,
    flow,
    hazard_ratio_curve,
    hazard_ratios,
    heat_map,
    kaplan_meier,
    nomogram,
    numbers_by_group,
    other_causes,
    page,
    predictive_values,
    prevalence,
    schoenfeld,
    shares_by_group,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result


class Kind(NamedTuple):
    """A kind of figure: what it shows; whether a result holds that, how it is drawn, what it says.

    `describe` gives its alternative text: what is drawn, and the numbers in it, in sentences.
    """

    shows: str
    fits: Callable[[Result], bool]
    draw: Callable[[Result, Page], Figure]
    describe: Callable[[Result], str]


def _kind(module: ModuleType, shows: str, **choice: bool) -> Kind:
    """Return the kind that a module draws."""
    functions = (module.is_in, module.drawn, module.described)
    return Kind(shows, *(partial(function, **choice) for function in functions))


FIGURES = {  # of those that fit an answer, the first is its main one
    "accuracy-forest": _kind(
        accuracy_forest, "sensitivity and specificity of each sign, side by side"
    ),
    "flow": _kind(flow, "who was enrolled, scanned, read and compared, down to the four cells"),
    "predictive-values": _kind(predictive_values, "PPV and NPV against the prevalence"),
    "nomogram": _kind(nomogram, "Fagan's nomogram, from before the test to after it"),
    "kaplan-meier": _kind(kaplan_meier, "survival by group, with those at risk"),
    "kaplan-meier-four-levels": _kind(
        kaplan_meier, "survival by both parts of a combined sign", four_levels=True
    ),
    "hazard-ratios": _kind(hazard_ratios, "hazard ratios, univariable and adjusted"),
    "hazard-ratios-four-levels": _kind(
        hazard_ratios, "hazard ratios of both parts of a combined sign", four_levels=True
    ),
    "hazard-ratio-curve": _kind(hazard_ratio_curve, "the hazard ratio along a spline's covariate"),
    "schoenfeld": _kind(schoenfeld, "scaled Schoenfeld residuals: does a ratio change over time"),
    "prevalence": _kind(prevalence, "how often each finding is present, by category"),
    "other-causes": _kind(other_causes, "how often another cause was found, by category"),
    "shares-by-group": _kind(shares_by_group, "what the people are like, by group"),
    "heat-map": _kind(heat_map, "findings by categories, with percent and counts"),
    "contrasts": _kind(contrasts, "differences of prevalence between groups, or between visits"),
    "numbers-by-group": _kind(numbers_by_group, "continuous variables by group, or by a sign"),
}


def names(result: Result) -> list[str]:
    """Return the names of the figures that a result can be drawn as, its main one first."""
    return [name for name, kind in FIGURES.items() if kind.fits(result)]


def draw(
    result: Result, name: str | None = None, *, width: float = 174, grey_below: int = 10
) -> Figure:
    """Draw a result: as the figure of that name, or as its main one.

    `width` in mm; where fewer than `grey_below` people are at risk a survival curve is grey.
    Save it by `figure.savefig`; files by `file_of` hold the alternative text, and no date.
    """
    kind = FIGURES[chosen(result, name)]
    with page.style():
        return kind.draw(result, page.Page(width, grey_below))


def describe(result: Result, name: str | None = None) -> str:
    """Return the figure's alternative text, for those who cannot see it."""
    return FIGURES[chosen(result, name)].describe(result)


def file_of(
    result: Result,
    extension: str = ".svg",
    name: str | None = None,
    *,
    width: float = 174,
    grey_below: int = 10,
) -> bytes:
    """Return a figure as the bytes of a file: `.svg`, `.pdf`, or `.png` at 300 dpi."""
    files.known(extension)
    held = chosen(result, name)
    with page.style():
        figure = FIGURES[held].draw(result, page.Page(width, grey_below))
        return files.figure_bytes(figure, extension, result.title, FIGURES[held].describe(result))


def chosen(result: Result, name: str | None) -> str:
    """Return the figure's name, of those that the result can be drawn as."""
    fitting = names(result)
    if name in fitting:
        return str(name)
    if name is None and fitting:
        return fitting[0]
    if not fitting:
        raise UsageError(
            "there is nothing to draw in this answer",
            found=[f"'{result.title}' has {len(result.rows)} rows, {len(result.curves)} curves"],
            fix="ask about somebody in whom there is something to show",
        )
    why = "this answer does not hold what it shows" if name in FIGURES else ""
    raise UsageError(
        f"'{name}' is not a figure of this answer{did_you_mean(str(name), fitting)}",
        found=[f"figures of this answer: {', '.join(fitting)}"],
        why=why,
        fix=f"--plot {fitting[0]}=figure.svg",
    )
