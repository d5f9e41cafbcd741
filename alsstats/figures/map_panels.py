"""Shares as panels of cells, findings by levels, and how wide and high their cells have to be."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.blocks import GAP
from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import LINE, SIZE, broken, widest, width_of
from alsstats.figures.placing import EDGE
from alsstats.figures.shares import is_everyone
from alsstats.render.cells import SHARES, USUAL, counts, estimate, is_share, sign_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row

SMALL = 5.5  # points, the least that is printed in a cell
UNREAD = ("not", "assessed")
NAMES = 0.3  # the most of the page's width that names take
WIDEST = 26.0  # mm, of a cell
TURNED = (22.0, 32.0, 45.0, 90.0)  # mm, of a heading that is turned: the first that will do
LARGER = 0.5  # points, of a title


class Panel(NamedTuple):
    """The cells of one category: its title, its levels, and the rows of each finding."""

    title: str
    levels: list[str]
    names: list[str]
    cells: list[list[Row]]


class Drawn(NamedTuple):
    """A panel as it is printed: names and headings in lines, the sizes of a cell in mm."""

    panel: Panel
    title: list[str]
    names: list[list[str]]
    headings: list[list[str]]
    turned: bool
    left: float
    width: float
    height: float
    size: float  # of the letters in a cell, in points

    @property
    def head(self) -> float:
        """Return the height of title and headings in mm."""
        lines = [text for heading in self.headings for text in heading]
        most = max(len(heading) for heading in self.headings) * LINE
        return (len(self.title) + 1) * LINE + (widest(lines) if self.turned else most) + 1.5

    @property
    def high(self) -> float:
        """Return the height of the whole panel in mm."""
        return self.head + self.height * len(self.names)


def is_cell(row: Row) -> bool:
    """Tell whether a row is the share of a finding in a level."""
    return is_share(row) and row.by is not None and row.model is None and row.statistic != "shown"


def words_of(row: Row) -> tuple[str, str]:
    """Return what stands in a cell: the share and the counts."""
    return (estimate(row), counts(row)) if is_known(row) else UNREAD


def panels_of(result: Result) -> list[Panel]:
    """Return the cells of each category, and of each way to treat the unread."""
    held: dict[tuple[str | None, str | None], list[Row]] = {}
    for row in filter(is_cell, result.rows):
        held.setdefault((row.by, row.handling), []).append(row)
    return [_panel(result, rows) for rows in held.values()]


def _panel(result: Result, rows: list[Row]) -> Panel:
    first = rows[0]
    usual = not first.handling or first.handling == USUAL
    title = f"{SHARES[first.statistic]} by {first.by}{'' if usual else f', {first.handling}'}"
    cells: dict[str, list[Row]] = {}
    for row in rows:
        cells.setdefault(row.term or "", []).append(row)
    held = list(cells.values())
    levels = ["everyone" if is_everyone(row) else row.group or "" for row in held[0]]
    return Panel(title, levels, [sign_label(result, term) for term in cells], held)


def laid_out(panels: list[Panel], page_width: float) -> Iterator[Drawn]:
    """Lay out the panels, one with more levels than fit beside each other as several."""
    for panel in panels:
        names = [broken(name, NAMES * page_width) for name in panel.names]
        left = EDGE + widest([text for name in names for text in name]) + GAP
        room = page_width - EDGE - left
        texts = [text for rows in panel.cells for row in rows for text in words_of(row)]
        smallest = widest(texts, SMALL) + 0.8
        pieces = ceil(len(panel.levels) / max(1, int(room / smallest)))
        each = ceil(len(panel.levels) / pieces)
        width = min(room / each, WIDEST)
        size = min(SIZE, SMALL * (width - 0.4) / (smallest - 0.4))
        title = broken(panel.title, page_width - 2 * EDGE, SIZE + LARGER, "bold")
        tallest = max(2 * size / SIZE, *map(len, names)) * LINE + 1.0
        for start in range(0, len(panel.levels), each):
            part = slice(start, start + each)
            piece = Panel(
                panel.title, panel.levels[part], panel.names, [row[part] for row in panel.cells]
            )
            headings, turned = _headings(piece.levels, width - 1.0)
            yield Drawn(piece, title, names, headings, turned, left, width, tallest, size)


def _headings(levels: list[str], room: float) -> tuple[list[list[str]], bool]:
    """Wrap the headings of columns, or turn all where a word does not fit."""
    if all(width_of(word) <= room for level in levels for word in level.split()):
        return [broken(level, room) for level in levels], False
    for length in TURNED:
        held = [broken(level, length) for level in levels]
        if max(map(len, held)) * LINE <= room:
            break
    return held, True
