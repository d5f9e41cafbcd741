"""What the people of every group are like, as bars: a column a group, a line a level or finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.figures.blocks import EDGE, GAP
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.page import INK, LOOKS, MILLIMETRES, PALE, RULE, new_figure
from alsstats.figures.share_lines import (
    Panel,
    is_known,
    items_of,
    panels_of,
    shown,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.figures.share_lines import Item
    from alsstats.result import Result

HIGH = 1.7  # mm, of a bar
ABOVE, TICKS, APART = 2.0, 6.0, 5.0  # mm: above all, for numbers at the axis, below a panel
LEGEND = (
    "Bars and numbers: people (% of those in whom it is known; -: of nobody). Hatched: not known, "
    "% of all."
)
EVERYONE = "all"


def is_in(result: Result) -> bool:
    """Tell whether the result describes findings or categories by their shares."""
    return any(row.statistic == "share" for row in result.rows)


def described(result: Result) -> str:
    """Say the share of every level and finding in every group."""
    by = next((row.by for row in result.rows if row.by), None)
    head = f"Bars of shares{f' by {by}' if by else ''}, people (percent)."
    return " ".join([head, *_sentences(result)])


def _sentences(result: Result) -> Iterator[str]:
    variable = ""
    for item in items_of(result):
        if not item.indent:
            variable = item.name
        if item.rows:
            name = f"{variable}, {item.name}" if item.indent else item.name
            held = ", ".join(
                f"{shown(group)} {words_of(row) if is_known(row) else 'not known in anybody'}"
                for group, row in item.rows.items()
            )
            yield f"{name}: {held}."


def drawn(result: Result, page: Page) -> Figure:
    """Draw the share of every level and finding as bars, a column a group."""
    panels = list(panels_of(result, page.width))
    by = next((f"By {row.by}. " for row in result.rows if row.by), "")
    legend = broken(by + LEGEND, page.width - 2 * EDGE)
    foot = len(legend) * LINE + EDGE
    tall = [panel.head + sum(panel.heights) + TICKS + APART for panel in panels]
    height = ABOVE + sum(tall) + foot
    figure = new_figure(page, height)
    figure.set_layout_engine("none")  # everything is placed in mm
    y = ABOVE
    for panel, size in zip(panels, tall, strict=True):
        for place, group in enumerate(panel.groups):
            axes = _axes(figure, panel, panel.left + place * panel.width, y + panel.head)
            _heading(axes, panel, place)
            _bars(axes, panel, group)
            if place == 0:
                _names(axes, panel)
        y += size
    figure.text(EDGE / page.width, foot / height, "\n".join(legend), va="top", color=PALE)
    return figure


def _axes(figure: Figure, panel: Panel, left: float, top: float) -> Axes:
    """Make the axes of one group: a unit of the upright axis is a mm."""
    width, height = (size * MILLIMETRES for size in figure.get_size_inches())
    high, across = sum(panel.heights), _across(panel)
    box = (left / width, 1 - (top + high) / height, across / width, high / height)
    axes = figure.add_axes(box)
    axes.set(xlim=(0, 1), ylim=(high, 0), yticks=[])
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
    axes.spines["left"].set_color(RULE)
    axes.tick_params(axis="x", length=2, labelsize=6)
    return axes


def _across(panel: Panel) -> float:
    """Return the length of a bar of 100 % in mm."""
    return panel.width - panel.words - GAP


def _heading(axes: Axes, panel: Panel, place: int) -> None:
    text = "\n".join(panel.headings[place])
    how: dict[str, Any] = {"va": "bottom", "weight": "bold", "linespacing": 1.15}
    axes.text(0, -1.0, text, transform=axes.get_yaxis_transform(), **how)


def _middles(panel: Panel) -> Iterator[tuple[Item, list[str], float]]:
    """Yield each line with its name and the mm from above to its middle."""
    y = 0.0
    for item, name, height in zip(panel.items, panel.names, panel.heights, strict=True):
        yield item, name, y + height / 2
        y += height


def _bars(axes: Axes, panel: Panel, group: str) -> None:
    """Draw the bars of one group; where nobody is known there is none, and its words say so."""
    colour = PALE if group == EVERYONE else LOOKS[0].colour
    right = 1 + panel.words / _across(panel)
    for item, _, y in _middles(panel):
        row = item.rows.get(group)
        if row is None:
            continue
        look: dict[str, Any] = {"color": colour, "linewidth": 0.0}
        if item.missing:
            look = {"color": "white", "edgecolor": PALE, "hatch": "//////", "linewidth": 0.5}
        if is_known(row):
            axes.barh(y, row.estimate or 0.0, HIGH, **look)
        axes.text(right, y, words_of(row), ha="right", va="center_baseline")


def _names(axes: Axes, panel: Panel) -> None:
    upright = axes.get_yaxis_transform()
    for item, name, y in _middles(panel):
        left = (EDGE + item.indent - panel.left) / _across(panel)
        single = "center_baseline" if len(name) == 1 else "center"
        look: dict[str, Any] = {"weight": "normal" if item.rows else "bold", "va": single}
        look["color"] = PALE if item.missing else INK
        axes.text(left, y, "\n".join(name), transform=upright, linespacing=1.15, **look)
