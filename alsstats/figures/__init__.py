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
    numbers_by_group,
    other_causes,
    page,
    prevalence,
    schoenfeld,
    shares_by_group,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result


class Kind(NamedTuple):
    """A kind of figure: whether a result holds what it shows, how it is drawn, what it says.

    `describe` gives its alternative text: what is drawn, and the numbers in it, in sentences.
    """

    fits: Callable[[Result], bool]
    draw: Callable[[Result, Page], Figure]
    describe: Callable[[Result], str]


FIGURES: dict[str, Kind] = {
    "accuracy-forest": Kind(
        accuracy_forest.is_in, accuracy_forest.drawn, accuracy_forest.described
    ),
    "flow": Kind(flow.is_in, flow.drawn, flow.described),
    "kaplan-meier": Kind(kaplan_meier.is_in, kaplan_meier.drawn, kaplan_meier.described),
    "kaplan-meier-four-levels": Kind(
        partial(kaplan_meier.is_in, four_levels=True),
        partial(kaplan_meier.drawn, four_levels=True),
        partial(kaplan_meier.described, four_levels=True),
    ),
    "hazard-ratios": Kind(hazard_ratios.is_in, hazard_ratios.drawn, hazard_ratios.described),
    "hazard-ratios-four-levels": Kind(
        partial(hazard_ratios.is_in, four_levels=True),
        partial(hazard_ratios.drawn, four_levels=True),
        partial(hazard_ratios.described, four_levels=True),
    ),
    "prevalence": Kind(prevalence.is_in, prevalence.drawn, prevalence.described),
    "other-causes": Kind(other_causes.is_in, other_causes.drawn, other_causes.described),
    "shares-by-group": Kind(
        shares_by_group.is_in, shares_by_group.drawn, shares_by_group.described
    ),
    "heat-map": Kind(heat_map.is_in, heat_map.drawn, heat_map.described),
    "hazard-ratio-curve": Kind(
        hazard_ratio_curve.is_in, hazard_ratio_curve.drawn, hazard_ratio_curve.described
    ),
    "schoenfeld": Kind(schoenfeld.is_in, schoenfeld.drawn, schoenfeld.described),
    "numbers-by-group": Kind(
        numbers_by_group.is_in, numbers_by_group.drawn, numbers_by_group.described
    ),
    "contrasts": Kind(contrasts.is_in, contrasts.drawn, contrasts.described),
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
        )
    why = "this answer does not hold what it shows" if name in FIGURES else ""
    raise UsageError(
        f"'{name}' is not a figure of this answer{did_you_mean(str(name), fitting)}",
        found=[f"figures of this answer: {', '.join(fitting)}"],
        why=why,
        fix=f"--plot {fitting[0]}=figure.svg",
    )
