"""Findings by category as a map: the darker a cell, the more people have the finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.figures.blocks import EDGE
from alsstats.figures.lettering import LINE, SIZE
from alsstats.figures.map_panels import (
    UNREAD,
    Drawn,
    is_cell,
    is_unread,
    laid_out,
    panels_of,
    words_of,
)
from alsstats.figures.page import RULE, new_figure
from alsstats.render.cells import SHARES, counts, estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result, Row

COLOURS = "Blues"  # of ColorBrewer: one hue, told apart in grey, by the colour-blind, on a copy
BLACK, WHITE = "#000000", "#ffffff"  # one of them has a contrast of 4.5 : 1 with any colour
APART, BAR, BAR_WIDTH = 5.0, 14.0, 50.0  # mm between panels, and for the scale of colours


def is_in(result: Result) -> bool:
    """Tell whether the result has shares of findings by a category."""
    return any(map(is_cell, result.rows))


def drawn(result: Result, page: Page) -> Figure:
    """Draw a cell for each finding in each level, with its share and counts."""
    panels = list(laid_out(panels_of(result), page.width))
    height = sum(panel.high + APART for panel in panels) + BAR
    figure = new_figure(page, height)
    figure.set_layout_engine("none")  # everything is placed in mm
    y = height
    for panel in panels:
        y -= panel.high
        size = (panel.width * len(panel.headings), panel.height * len(panel.names))
        box = (panel.left / page.width, y / height, size[0] / page.width, size[1] / height)
        axes = figure.add_axes(box)
        _cells(axes, panel)
        _names(axes, panel)
        y -= APART
    named = SHARES[next(row for row in result.rows if is_cell(row)).statistic]
    bar = (panels[0].left / page.width, 9.0 / height, BAR_WIDTH / page.width, 2.5 / height)
    _scale_of_colours(figure, bar, f"{named}, % of those assessed")
    return figure


def _cells(axes: Axes, panel: Drawn) -> None:
    """Colour the cells from 0 to 100 % always; hatch those in which nobody was assessed."""
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle
    from seaborn import heatmap

    rows = panel.panel.cells
    values = np.array([[_value(row) for row in cells] for cells in rows])
    look: dict[str, Any] = {"linewidths": 0.4, "linecolor": RULE, "cbar": False}
    no_names = {"xticklabels": False, "yticklabels": False}
    heatmap(values, ax=axes, cmap=COLOURS, vmin=0.0, vmax=1.0, **look, **no_names)
    colours = colormaps[COLOURS]
    for down, cells in enumerate(rows):
        for across, row in enumerate(cells):
            middle = (across + 0.5, down + 0.5)
            how: dict[str, Any] = {
                "ha": "center",
                "va": "center",
                "size": panel.size,
                "linespacing": 1.1,
            }
            if is_unread(row):
                box = Rectangle((across, down), 1, 1, facecolor="white", edgecolor=RULE, lw=0.5)
                box.set_hatch("/////")
                axes.add_patch(box)
                how["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
            ink = BLACK if is_unread(row) else ink_on(colours(_value(row))[:3])
            axes.text(*middle, "\n".join(words_of(row)), color=ink, **how)


def _value(row: Row) -> float:
    return float("nan") if row.estimate is None else row.estimate


def luminance(colour: tuple[float, ...]) -> float:
    """Return the relative luminance of red, green and blue from 0 to 1 (WCAG 2.2)."""
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def ink_on(colour: tuple[float, ...]) -> str:
    """Return black or white, whichever is easier to read on a colour.

    >>> ink_on((1.0, 1.0, 0.9)), ink_on((0.0, 0.1, 0.4))
    ('#000000', '#ffffff')
    """
    light = luminance(colour) + 0.05
    return BLACK if light / 0.05 >= 1.05 / light else WHITE


def _names(axes: Axes, panel: Drawn) -> None:
    """Write findings at the left, levels above, the title above these."""
    width, height = panel.width * len(panel.headings), panel.height * len(panel.names)
    for down, name in enumerate(panel.names):
        left = -(panel.left - EDGE) / panel.width
        axes.text(left, down + 0.5, "\n".join(name), va="center", linespacing=1.15)
    above = -1.0 / panel.height
    for across, heading in enumerate(panel.headings):
        how = {"rotation": 90, "va": "bottom"} if panel.turned else {"va": "baseline"}
        text = "\n".join(heading)
        axes.text(across + 0.5, above, text, ha="center", linespacing=1.15, **how)
    where = ((EDGE - panel.left) / width, 1 + (panel.head - LINE) / height)
    axes.text(*where, panel.panel.title, transform=axes.transAxes, size=SIZE + 0.5, weight="bold")


def _scale_of_colours(figure: Figure, box: tuple[float, float, float, float], label: str) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    colours = ScalarMappable(Normalize(0, 100), COLOURS)
    bar = figure.colorbar(colours, cax=figure.add_axes(box), orientation="horizontal")
    bar.set_label(label)
    bar.set_ticks([0, 25, 50, 75, 100])
    bar.outline.set_linewidth(0.5)


def described(result: Result) -> str:
    """Say every cell of the map."""
    sentences = []
    for panel in panels_of(result):
        sentences.append(f"Map of colours, darker for more: {panel.title}.")
        for name, rows in zip(panel.names, panel.cells, strict=True):
            cells = (
                f"{level} {' '.join(UNREAD) if is_unread(row) else estimate(row)} ({counts(row)})"
                for level, row in zip(panel.levels, rows, strict=True)
            )
            sentences.append(f"{name}: {', '.join(cells)}.")
    return " ".join(sentences)
