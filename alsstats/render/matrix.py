"""A table of rows and columns for the terminal, in the widest form that fits."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form: TypeAlias = "tuple[str, ...]"  # a cell as lines
Cell: TypeAlias = "tuple[Form, ...]"  # its forms, the widest one first
Lines: TypeAlias = "list[tuple[str, list[Cell]]]"  # a name and its cells; indented below another

GAP = 2
DEEPER = 4  # than its first line stands the rest of a name: deeper than a level below it
LONGEST_NAME = 22  # characters of the first column where room is short; longer ones go on below
LONGEST_WORD = 12  # of a heading that its column is made wide for


class Matrix(NamedTuple):
    """A table before it is laid out: for the terminal, or on a page."""

    title: str
    heading: list[str]
    lines: Lines


def part_laid_out(part: Matrix | str, width: int) -> Iterator[str]:
    r"""Lay out a table below a blank line, or a paragraph whose lines go on deeper.

    >>> print(*part_laid_out("  two words", 10), sep="\n")
      two
        words
    """
    if isinstance(part, Matrix):
        yield from ["", *wrap(printable(part.title), width)]
        yield from laid_out(part.heading, part.lines, width)
        return
    indent = " " * (len(part) - len(part.lstrip()) + GAP)
    yield from wrap(printable(part), width, subsequent_indent=indent)


def laid_out(
    heading: Sequence[str], lines: Sequence[tuple[str, Sequence[Cell]]], width: int
) -> Iterator[str]:
    r"""Lay out a table: a name and its cells a line, under a heading a column.

    Where not all columns fit beside each other, they are split into several tables, one below the
    other, as few as can be; lines of cells then take wider forms while there is room. A line that
    is indented, as levels are, is left away where all its cells are empty. A heading goes on below
    after a line break.

    >>> cell = (("85 % (51/60)",), ("85 %", "51/60"))
    >>> print(*laid_out(["ALS"], [("any", [cell])], 80), sep="\n")
             ALS
    any  85 % (51/60)
    """
    longest = min(width // 2, max(len(printable(name)) for name, _ in lines))
    forms = max(len(cell) for _, cells in lines for cell in cells)
    choices = [
        (form, first, _widths(heading, lines, form))
        for form in range(forms)
        for first in (longest, min(longest, LONGEST_NAME))
    ]
    form, first, narrow = min(
        choices, key=lambda held: len(list(_panels(held[2], width - held[1])))
    )
    for part in _panels(narrow, width - first):
        if part.start:
            yield ""
        kept = [(name, cells[part]) for name, cells in lines if _says(name, cells[part])]
        widths = _widened([cells for _, cells in kept], narrow[part], width - first)
        held = [(name, _fitting(cells, widths, form)) for name, cells in kept]
        yield from _table(heading[part], held, first, widths)


def _says(name: str, cells: Sequence[Cell]) -> bool:
    """Tell whether a line has a cell, or is the heading of those indented below it."""
    return not name.startswith(" ") or any(any(cell[0]) for cell in cells)


def _widened(lines: Sequence[Sequence[Cell]], widths: list[int], room: int) -> list[int]:
    """Widen the columns for the widest forms of whole lines, while there is room."""
    for wanted in sorted(([max(map(len, cell[0])) for cell in cells] for cells in lines), key=sum):
        wider = [max(pair) for pair in zip(widths, wanted, strict=True)]
        if sum(wider) + GAP * len(wider) <= room:
            widths = wider
    return widths


def _fitting(cells: Sequence[Cell], widths: Sequence[int], form: int) -> list[Form]:
    """Return each cell in the form that was chosen, or a wider one of fewer lines that fits."""
    held = []
    for cell, size in zip(cells, widths, strict=True):
        fitting = [one for one in cell[:form] if max(map(len, one)) <= size]
        held.append(min([_form(cell, form), *fitting], key=len))
    return held


def _form(cell: Cell, form: int) -> Form:
    return cell[min(form, len(cell) - 1)]


def _widths(
    heading: Sequence[str], lines: Sequence[tuple[str, Sequence[Cell]]], form: int
) -> list[int]:
    widths = []
    for place, text in enumerate(heading):
        name, *below = text.split("\n")
        words = [min(LONGEST_WORD, len(word)) for word in printable(name).split()]
        words += map(len, below)
        held = (len(line) for _, cells in lines for line in _form(cells[place], form))
        widths.append(max([*words, *held, 1]))
    return widths


def _panels(widths: Sequence[int], room: int) -> Iterator[slice]:
    """Split the columns into as many tables as it takes."""
    start, used = 0, 0
    for place, size in enumerate(widths):
        used += size + GAP
        if used > room and place > start:
            yield slice(start, place)
            start, used = place, size + GAP
    yield slice(start, len(widths))


def _table(
    heading: Sequence[str],
    lines: Sequence[tuple[str, Sequence[Form]]],
    first: int,
    widths: list[int],
) -> Iterator[str]:
    tops = [_wrapped(text, size) for text, size in zip(heading, widths, strict=True)]
    deepest = max(map(len, tops))
    tops = [[""] * (deepest - len(top)) + top for top in tops]  # headings stand on the table
    yield from _aligned([""] * deepest, tops, first, widths, centred=True)
    for name, cells in lines:
        indent = " " * (len(name) - len(name.lstrip()) + DEEPER)
        names = wrap(printable(name), first, subsequent_indent=indent) or [""]
        yield from _aligned(names, [list(cell) for cell in cells], first, widths, centred=False)


def _wrapped(text: str, size: int) -> list[str]:
    return [line for part in text.split("\n") for line in wrap(printable(part), size) or [""]]


def _aligned(
    names: list[str], columns: list[list[str]], first: int, widths: list[int], *, centred: bool
) -> Iterator[str]:
    for place in range(max([len(names), *map(len, columns)])):
        name = names[place] if place < len(names) else ""
        texts = [column[place] if place < len(column) else "" for column in columns]
        held = [
            text.center(size) if centred else text.rjust(size)
            for text, size in zip(texts, widths, strict=True)
        ]
        yield (" " * GAP).join([name.ljust(first), *held]).rstrip()
