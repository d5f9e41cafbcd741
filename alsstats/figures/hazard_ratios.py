"""A forest of hazard ratios on a logarithmic axis: alone and adjusted under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.estimates import limits_name, method_name
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.page import INK, PALE, new_figure
from alsstats.figures.placing import EDGE, Place, placed_axes, write
from alsstats.figures.ratio_axis import draw_interval, leaves, range_of, set_ratio_ticks, ticks_of
from alsstats.figures.ratio_rows import blocks_of, smooth_terms
from alsstats.figures.ratio_table import STEP, sheet_of, write_sheet
from alsstats.figures.survival_words import in_words
from alsstats.render.numbers import p_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.figures.ratio_axis import Range
    from alsstats.figures.ratio_rows import RatioLine
    from alsstats.result import Result

BELOW = 9.5  # mm of the axis's ticks and its name


def is_in(result: Result, *, four_levels: bool = False) -> bool:
    """Tell whether there are hazard ratios of covariates, or of four levels."""
    return bool(blocks_of(result, four_levels=four_levels))


def drawn(result: Result, page: Page, *, four_levels: bool = False) -> Figure:
    """Draw each ratio with its limits, and beside it what it is of, its numbers and p."""
    blocks = blocks_of(result, four_levels=four_levels)
    lines = [line for block in blocks for line in block.lines]
    sheet = sheet_of(blocks, page, limits_name(result))
    rows = [line.row for line in lines]
    shown = range_of((row.estimate, row.conf_low, row.conf_high) for row in rows)
    notes = broken(_notes(result, lines, shown, four_levels=four_levels), page.width - 2 * EDGE)
    foot = BELOW + len(notes) * LINE + EDGE
    figure = new_figure(page, sheet.bottom + foot)
    width = sheet.right - sheet.left
    axes = placed_axes(figure, Place(sheet.left, sheet.top, width, sheet.bottom - sheet.top))
    axes.set_xscale("log")
    axes.set_xlim(*shown)
    set_ratio_ticks(axes.xaxis, ticks_of(shown, width))
    axes.set_ylim(sheet.bottom, sheet.top)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Hazard ratio")
    beside = [(y - STEP / 2, y + STEP / 2) for y in sheet.heights]  # and not through the names
    for ends in beside if sheet.key else [(sheet.top, sheet.bottom)]:
        axes.plot((1.0, 1.0), ends, color=INK, linewidth=0.6, zorder=0.5)
    for y, line in zip(sheet.heights, lines, strict=True):
        draw_interval(axes, y, line.row, shown, line.look, face=line.face)
    write_sheet(figure, sheet)
    write(figure, notes, EDGE, sheet.bottom + BELOW, color=PALE)
    return figure


def described(result: Result, *, four_levels: bool = False) -> str:
    """Return the ratios in sentences, one a term and level."""
    parts = [f"Hazard ratios with {limits_name(result)}."]
    for block in blocks_of(result, four_levels=four_levels):
        ratios = "; ".join(
            f"{line.model} {in_words(line.row)}, {line.p}, "
            f"{line.row.events} events in {line.row.n} patients"
            for line in block.lines
        )
        parts.append(f"{block.name}: {ratios}.")
    return " ".join([*parts, *_smooth(result, four_levels=four_levels)])


def _notes(result: Result, lines: Sequence[RatioLine], shown: Range, *, four_levels: bool) -> str:
    """Say how the limits were made, what arrows are, and which terms have no ratio."""
    methods: dict[str, list[str]] = {}
    for line in lines:
        models = methods.setdefault(method_name(line.row), [])
        if line.model not in models:
            models.append(line.model)
    ways = [
        f"{method} ({', '.join(models)})" if len(methods) > 1 else method
        for method, models in methods.items()
    ]
    parts = [f"Limits: {'; '.join(ways)}."]
    if any(leaves(line.row, shown) for line in lines):
        parts.append("Arrows: goes on beyond the axis.")
    return " ".join([*parts, *_smooth(result, four_levels=four_levels)])


def _smooth(result: Result, *, four_levels: bool) -> list[str]:
    return [
        f"{row.term}, {row.model}: a curve and no one ratio, overall {p_value(row.p_value)}."
        for row in smooth_terms(result, four_levels=four_levels)
    ]
