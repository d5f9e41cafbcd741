"""The shares of a description as lines: findings, levels below their variable, what is missing."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.blocks import GAP
from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import LINE, broken, widest, width_of
from alsstats.figures.placing import EDGE
from alsstats.render.cells import EVERYONE
from alsstats.render.numbers import BLANK, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

NAMES = 0.28  # the most of the page's width that names take
INDENT = 2.5  # mm, of the levels of a variable
APART = 1.2  # mm from one line to the next
BAR = 13.0  # mm, the least length of a bar of 100 %
WIDEST = 45.0  # mm, of the column of a group


class Item(NamedTuple):
    """A line: its name, and the row of each group, none of which the heading of levels has."""

    name: str
    rows: dict[str, Row]
    indent: float
    missing: bool = False

    @property
    def weight(self) -> str:
        """Return how heavy the name is printed: that of a variable with levels is bold."""
        return "normal" if self.rows else "bold"


class Panel(NamedTuple):
    """Some groups beside each other: their lines' names and heights, their columns, in mm."""

    groups: list[str]
    sizes: list[int]
    items: list[Item]
    names: list[list[str]]
    left: float
    width: float  # of one column
    words: float  # of that, what counts take

    @property
    def headings(self) -> list[list[str]]:
        """Return the name of each group in lines, and its people."""
        room = self.width - GAP
        named = zip(self.groups, self.sizes, strict=True)
        return [[*broken(shown(group), room, weight="bold"), f"n {n}"] for group, n in named]

    @property
    def head(self) -> float:
        """Return the height of the headings in mm."""
        return max(map(len, self.headings)) * LINE + 1.0

    @property
    def heights(self) -> list[float]:
        """Return the height of each line in mm."""
        return [len(name) * LINE + APART for name in self.names]


def shown(group: str) -> str:
    """Return the name of a group, which is everyone where it is all."""
    return "everyone" if group == EVERYONE else group


def groups_of(result: Result) -> dict[str, int]:
    """Return the people of each group, of whom a variable is known or missing."""
    rows = (row for row in result.rows if row.statistic == "missing")
    return {row.group or "": row.n or 0 for row in rows}


def items_of(result: Result) -> Iterator[Item]:
    """Yield the lines of every finding and category, in the order of the rows."""
    terms: dict[str, list[Row]] = {}
    for row in result.rows:
        if row.statistic in {"share", "missing"}:
            terms.setdefault(row.term or "", []).append(row)
    for term, rows in terms.items():
        levels = dict.fromkeys(row.category for row in rows if row.statistic == "share")
        indent = INDENT if None not in levels else 0.0
        if levels and indent:
            yield Item(term, {}, 0.0)
        for level in levels:
            held = (row for row in rows if row.statistic == "share" and row.category == level)
            yield Item(level or term, {row.group or "": row for row in held}, indent)
        missing = {row.group or "": row for row in rows if row.statistic == "missing"}
        if levels and any(row.events for row in missing.values()):
            yield Item("not known", missing, INDENT, missing=True)


def words_of(row: Row) -> str:
    """Return people and percent, as a table one prints them."""
    return f"{row.events} ({percent(row.estimate or 0.0, 0)})" if is_known(row) else BLANK


def panels_of(result: Result, page_width: float) -> Iterator[Panel]:
    """Lay the groups out in columns, below each other where not all fit beside each other."""
    items, sizes = list(items_of(result)), groups_of(result)
    room = NAMES * page_width
    names = [broken(item.name, room - item.indent, weight=item.weight) for item in items]
    widths = (
        item.indent + width_of(text, weight=item.weight)
        for item, name in zip(items, names, strict=True)
        for text in name
    )
    left = EDGE + max(widths) + GAP
    words = widest([words_of(row) for item in items for row in item.rows.values()]) + 1.0
    room = page_width - left - EDGE + GAP
    pieces = ceil(len(sizes) / max(1, int(room / (BAR + words + GAP))))
    each = ceil(len(sizes) / pieces)
    width = min(room / each, WIDEST)
    groups: Sequence[str] = list(sizes)
    for start in range(0, len(groups), each):
        part = list(groups[start : start + each])
        yield Panel(part, [sizes[g] for g in part], items, names, left, width, words)
