"""Findings by category as a map: the darker a cell, the more people have the finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import SIZE
from alsstats.figures.map_panels import (
    LARGER,
    UNREAD,
    Drawn,
    is_cell,
    laid_out,
    panels_of,
    words_of,
)
from alsstats.figures.page import RULE, new_figure
from alsstats.figures.placing import EDGE, Place, placed_axes, write, write_upright
from alsstats.render.cells import SHARES, counts, estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result, Row

COLOURS = "Blues"  # of ColorBrewer: one hue, told apart in grey, by the colour-blind, on a copy
BLACK, WHITE = "#000000", "#ffffff"  # one of them has a contrast of 4.5 : 1 with any colour
APART, BAR, SIZE_OF_BAR = 5.0, 12.0, (50.0, 2.5)  # mm between panels, for the scale of colours


def is_in(result: Result) -> bool:
    """Tell whether the result has shares of findings by a category."""
    return any(map(is_cell, result.rows))


def drawn(result: Result, page: Page) -> Figure:
    """Draw a cell for each finding in each level, with its share and counts."""
    panels = list(laid_out(panels_of(result), page.width))
    end = EDGE + sum(panel.high + APART for panel in panels)
    figure = new_figure(page, end + BAR)
    y = EDGE
    for panel in panels:
        _names(figure, panel, y)
        _cells(figure, panel, y + panel.head)
        y += panel.high + APART
    named = SHARES[next(row for row in result.rows if is_cell(row)).statistic]
    bar = placed_axes(figure, Place(panels[0].left, end, *SIZE_OF_BAR))
    _scale_of_colours(figure, bar, f"{named}, % of those assessed")
    return figure


def _cells(figure: Figure, panel: Drawn, top: float) -> None:
    """Colour the cells from 0 to 100 % always; hatch those in which nobody was assessed."""
    import numpy as np
    from matplotlib import colormaps
    from seaborn import heatmap

    rows = panel.panel.cells
    values = np.array([[_value(row) for row in cells] for cells in rows])
    size = panel.width * len(panel.headings), panel.height * len(panel.names)
    axes = placed_axes(figure, Place(panel.left, top, *size))
    look: dict[str, Any] = {"linewidths": 0.4, "linecolor": RULE, "cbar": False}
    no_names = {"xticklabels": False, "yticklabels": False}
    heatmap(values, ax=axes, cmap=COLOURS, vmin=0.0, vmax=1.0, **look, **no_names)
    colours = colormaps[COLOURS]
    for down, cells in enumerate(rows):
        for across, row in enumerate(cells):
            middle = panel.left + (across + 0.5) * panel.width, top + (down + 0.5) * panel.height
            how: dict[str, Any] = {"va": "center", "ha": "center", "size": panel.size}
            if is_known(row):
                how["color"] = ink_on(colours(_value(row))[:3])
            else:
                _hatch(axes, across, down)
                how["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
            write(figure, words_of(row), *middle, **how)


def _hatch(axes: Axes, across: int, down: int) -> None:
    from matplotlib.patches import Rectangle

    cell = Rectangle((across, down), 1, 1, facecolor="white", edgecolor=RULE, lw=0.5)
    cell.set_hatch("/////")
    axes.add_patch(cell)


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


def _names(figure: Figure, panel: Drawn, top: float) -> None:
    """Write the title, below it the levels, and findings at the left."""
    write(figure, panel.title, EDGE, top, size=SIZE + LARGER, weight="bold")
    cells = top + panel.head
    for across, heading in enumerate(panel.headings):
        left = panel.left + across * panel.width
        if panel.turned:
            write_upright(figure, heading, left + panel.width / 2, cells - 1.0, ha="left")
        else:
            middle = left + panel.width / 2
            write(figure, heading, middle, cells - 1.0, va="bottom", ha="center")
    for down, name in enumerate(panel.names):
        write(figure, name, EDGE, cells + (down + 0.5) * panel.height, va="center")


def _scale_of_colours(figure: Figure, axes: Axes, label: str) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    colours = ScalarMappable(Normalize(0, 100), COLOURS)
    bar = figure.colorbar(colours, cax=axes, orientation="horizontal")
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
                f"{level} {estimate(row) if is_known(row) else ' '.join(UNREAD)} ({counts(row)})"
                for level, row in zip(panel.levels, rows, strict=True)
            )
            sentences.append(f"{name}: {', '.join(cells)}.")
    return " ".join(sentences)
