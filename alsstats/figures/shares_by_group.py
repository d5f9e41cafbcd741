"""What the people of every group are like, as bars: a column a group, a line a level or finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.figures.blocks import GAP
from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import LINE, broken
from alsstats.figures.page import INK, LOOKS, PALE, RULE, new_figure
from alsstats.figures.placing import EDGE, TICKS, Place, placed_axes, write
from alsstats.figures.share_lines import Panel, items_of, panels_of, shown, words_of
from alsstats.render.cells import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.figures.share_lines import Item
    from alsstats.result import Result

HIGH = 1.7  # mm, of a bar
ABOVE, APART = 2.0, 5.0  # mm above all, and below a panel
LEGEND = (
    "Bars and numbers: people (% of those in whom it is known; -: of nobody). Hatched: not known, "
    "% of all."
)


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
    tall = [panel.head + sum(panel.heights) + TICKS + APART for panel in panels]
    figure = new_figure(page, ABOVE + sum(tall) + len(legend) * LINE + EDGE)
    y = ABOVE
    for panel, size in zip(panels, tall, strict=True):
        top = y + panel.head
        _names(figure, panel, top)
        for place, group in enumerate(panel.groups):
            left = panel.left + place * panel.width
            write(figure, panel.headings[place], left, top - 1.0, va="bottom", weight="bold")
            _bars(figure, panel, group, left, top)
        y += size
    write(figure, legend, EDGE, y, color=PALE)
    return figure


def _middles(panel: Panel) -> Iterator[tuple[Item, list[str], float]]:
    """Yield each line with its name and the mm from above to its middle."""
    y = 0.0
    for item, name, height in zip(panel.items, panel.names, panel.heights, strict=True):
        yield item, name, y + height / 2
        y += height


def _bars(figure: Figure, panel: Panel, group: str, left: float, top: float) -> None:
    """Draw the bars of one group; where nobody is known there is none, and its words say so."""
    across = panel.width - panel.words - GAP  # mm of a bar of 100 %
    high = sum(panel.heights)
    axes = placed_axes(figure, Place(left, top, across, high))
    axes.set(xlim=(0, 1), ylim=(high, 0), yticks=[])
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
    axes.spines["left"].set_color(RULE)
    axes.tick_params(axis="x", length=2, labelsize=6)
    colour = PALE if group == EVERYONE else LOOKS[0].colour
    for item, _, y in _middles(panel):
        row = item.rows.get(group)
        if row is None:
            continue
        look: dict[str, Any] = {"color": colour, "linewidth": 0.0}
        if item.missing:
            look = {"color": "white", "edgecolor": PALE, "hatch": "//////", "linewidth": 0.5}
        if is_known(row):
            axes.barh(y, row.estimate or 0.0, HIGH, **look)
        right = left + across + panel.words
        write(figure, [words_of(row)], right, top + y, va="center", ha="right")


def _names(figure: Figure, panel: Panel, top: float) -> None:
    for item, name, y in _middles(panel):
        look = {"weight": item.weight, "color": PALE if item.missing else INK}
        write(figure, name, EDGE + item.indent, top + y, va="center", **look)
