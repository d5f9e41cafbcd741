"""The texts of a forest of ratios, and where each stands in mm from the left and from the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, POINT, broken, widest
from alsstats.figures.page import PALE
from alsstats.figures.placing import EDGE, size_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.figures.ratio_rows import Block, RatioLine

NARROW = 120.0  # mm of a page on which names stand above their lines, and models in a key
GAP = 2.5  # mm between columns
NAME = 44.0  # mm of a name at most, where it stands to the left
STEP = 1.1 * LINE  # mm from a ratio to the next
BETWEEN = 1.6  # mm between blocks


class Column(NamedTuple):
    """A column: the lines of its heading, the text of each ratio, and where it begins."""

    heading: Sequence[str]
    texts: Sequence[str]
    left: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + widest([*self.heading, *self.texts])


class Name(NamedTuple):
    """What ratios are of, in lines, and how far from the top they begin."""

    lines: Sequence[str]
    top: float


class Sheet(NamedTuple):
    """A forest before it is drawn: columns, names, heights of ratios, and the room of the axes.

    `key` are the models where they have no column, each once, with what is said of them.
    """

    columns: tuple[Column, ...]
    names: tuple[Name, ...]
    heights: tuple[float, ...]
    key: tuple[tuple[RatioLine, str], ...]
    left: float
    right: float
    top: float
    bottom: float


def sheet_of(blocks: Sequence[Block], page: Page, limits: str) -> Sheet:
    """Return where everything stands on a page; `limits` names the limits."""
    lines = [line for block in blocks for line in block.lines]
    narrow = page.width < NARROW
    key = _key(lines) if narrow else ()
    before: list[Column] = []
    names = [
        broken(_name_of(block, lines, narrow=narrow), page.width - 2 * EDGE if narrow else NAME)
        for block in blocks
    ]
    if not narrow:
        left = EDGE + widest(line for name in names for line in name) + GAP
        before.append(Column(["model"], [line.model for line in lines], left))
        counts = [line.counts for line in lines]
        before.append(Column(["events/", "patients"], counts, before[0].right + GAP))
    after = _to_the_right(lines, limits, page.width)
    top = EDGE + len(key) * STEP + (len(key) > 0) + 2 * LINE + 1.0
    placed, heights, bottom = _stacked(blocks, names, top, narrow=narrow)
    left = before[-1].right + GAP if before else EDGE + GAP
    right = after[0].left - GAP
    return Sheet((*before, *after), placed, heights, key, left, right, top, bottom)


def write_sheet(figure: Figure, sheet: Sheet) -> None:
    """Write names, columns and key."""
    from matplotlib.lines import Line2D

    width, height = size_of(figure)
    for place, (line, text) in enumerate(sheet.key):
        y = EDGE + (place + 0.5) * STEP
        write(figure, [text], EDGE + 4.0, y, va="center")
        mark = Line2D([(EDGE + 1.5) / width], [1 - y / height], linestyle="none")
        mark.set(marker=line.look.marker, markersize=1.5 / POINT)
        mark.set(markerfacecolor=line.face, markeredgecolor=line.look.colour)
        figure.add_artist(mark)
    for column in sheet.columns:
        write(figure, column.heading, column.left, sheet.top - 1.0, va="bottom", color=PALE)
        for y, text in zip(sheet.heights, column.texts, strict=True):
            write(figure, [text], column.left, y, va="center")
    for name in sheet.names:
        write(figure, name.lines, EDGE, name.top)


def _key(lines: Sequence[RatioLine]) -> tuple[tuple[RatioLine, str], ...]:
    """Return a line of each model, and its name; with its counts where all ratios share them."""
    return tuple(
        (line, f"{model} (events/patients {line.counts})" if _share(lines, model) else model)
        for model, line in {line.model: line for line in lines}.items()
    )


def _name_of(block: Block, lines: Sequence[RatioLine], *, narrow: bool) -> str:
    """Return what a block is of; with its counts where there is no column and no key of them."""
    line = block.lines[0]
    own = narrow and not _share(lines, line.model)
    return f"{block.name} ({line.counts})" if own else block.name


def _share(lines: Sequence[RatioLine], model: str) -> bool:
    return len({line.counts for line in lines if line.model == model}) == 1


def _to_the_right(lines: Sequence[RatioLine], limits: str, width: float) -> list[Column]:
    """Return the columns that end at the right edge."""
    ratios = Column(["hazard ratio", f"({limits})"], [line.ratio for line in lines], 0.0)
    tests = Column(["p"], [line.p for line in lines], 0.0)
    tests = tests._replace(left=width - EDGE - tests.right)
    return [ratios._replace(left=tests.left - GAP - ratios.right), tests]


def _stacked(
    blocks: Sequence[Block], names: Sequence[list[str]], top: float, *, narrow: bool
) -> tuple[tuple[Name, ...], tuple[float, ...], float]:
    """Return where names and ratios stand under each other, and where all ends."""
    placed, heights, down = [], [], top + 0.5
    for block, name in zip(blocks, names, strict=True):
        placed.append(Name(name, down + (STEP - LINE) / 2))
        first = down + (len(name) * LINE + 0.7 if narrow else 0.0)
        heights += [first + (place + 0.5) * STEP for place in range(len(block.lines))]
        down = max(first + len(block.lines) * STEP, down + len(name) * LINE) + BETWEEN
    return tuple(placed), tuple(heights), down
