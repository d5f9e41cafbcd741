"""Lines below headings, laid out in mm before anything is drawn: a figure grows with its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, broken, widest
from alsstats.figures.page import INK, Look
from alsstats.figures.placing import EDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERYONE = Look(INK, "solid", "d", "")  # how all together look, beside their groups
GAP = 2.0  # mm between words and axis
APART, AFTER = 0.8, 2.4  # mm between two lines, and below a block
BETWEEN = 8.0  # mm between two columns of blocks
TALL = 130.0  # mm: of more, two columns are made where the page has room for them
WIDE = 150.0  # mm: a page with room for two columns, or for limits in words
NAMES, WORDS = 0.3, 0.45  # the most of a column's width that names and words take


class Line(NamedTuple):
    """A dot: its name, value and limits, the words at its right, how it looks.

    Where there is no value, `instead` says so in words; a `hollow` mark is standardised.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: tuple[str, ...]
    look: Look
    hollow: bool = False
    instead: str = ""


class Block(NamedTuple):
    """Lines below one heading."""

    heading: str
    lines: tuple[Line, ...]


class Placed(NamedTuple):
    """A block in a column: its heading and its lines' names, broken into lines that fit."""

    heading: list[str]
    lines: list[tuple[Line, list[str]]]

    @property
    def top(self) -> float:
        """Return the height of the heading in mm."""
        return len(self.heading) * LINE + APART

    @property
    def heights(self) -> list[float]:
        """Return the height of every line in mm."""
        return [max(len(name), len(line.words)) * LINE + APART for line, name in self.lines]

    @property
    def height(self) -> float:
        """Return the height of the block in mm, with the white below it."""
        return self.top + sum(self.heights) + AFTER


class Column(NamedTuple):
    """Blocks one below the other; how wide they are, and their names and words at most, in mm."""

    blocks: list[Placed]
    width: float

    @property
    def height(self) -> float:
        """Return the height of all blocks in mm."""
        return sum(held.height for held in self.blocks)

    @property
    def start(self) -> float:
        """Return where the axis starts, behind the names, in mm from the column's left edge."""
        names = [text for held in self.blocks for _, name in held.lines for text in name]
        return EDGE + widest(names) + GAP

    @property
    def end(self) -> float:
        """Return where the axis ends, before the words."""
        words = [text for held in self.blocks for line, _ in held.lines for text in line.words]
        return self.width - EDGE - widest(words) - GAP


def column_of(blocks: Sequence[Block], width: float) -> Column:
    """Lay blocks out in one column of that width."""
    return Column(
        [
            Placed(
                broken(block.heading, width - 2 * EDGE, weight="bold"),
                [(_fitting(line, width), broken(line.name, NAMES * width)) for line in block.lines],
            )
            for block in blocks
        ],
        width,
    )


def _fitting(line: Line, width: float) -> Line:
    words = (part for text in line.words for part in broken(text, WORDS * width))
    return line._replace(words=tuple(words))


def columns_of(blocks: Sequence[Block], width: float) -> list[Column]:
    """Lay blocks out in one column, or in two of about one height where it would be tall."""
    whole = column_of(blocks, width)
    if width < WIDE or len(blocks) < 2 or whole.height <= TALL:
        return [whole]
    halves = column_of(blocks, (width - BETWEEN) / 2)
    first = half([held.height for held in halves.blocks])
    return [halves._replace(blocks=part) for part in (halves.blocks[:first], halves.blocks[first:])]


def half(heights: Sequence[float]) -> int:
    """Return how many heights, at least one, come nearest to half of their sum; of two the more.

    >>> half([10, 10, 10, 40]), half([40, 10]), half([10, 10, 10])
    (3, 1, 2)
    """
    used, first = heights[0], 1
    while first < len(heights) and used + heights[first] / 2 <= sum(heights) / 2:
        used += heights[first]
        first += 1
    return first
