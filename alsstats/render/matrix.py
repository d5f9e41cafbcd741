"""A table of rows and columns for the terminal, in the widest form that fits."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from alsstats.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form: TypeAlias = "tuple[str, ...]"  # a cell as lines
Cell: TypeAlias = "tuple[Form, ...]"  # its forms, the widest one first

GAP = 2
LONGEST_NAME = 22  # characters of the first column; longer ones go on below
LONGEST_WORD = 12  # of a heading that its column is made wide for


def laid_out(
    heading: Sequence[str], lines: Sequence[tuple[str, Sequence[Cell]]], width: int
) -> Iterator[str]:
    r"""Lay out a table: a name and its cells a line, under a heading a column.

    Where not all columns fit beside each other, they are split into several tables, one below the
    other; cells take the widest of their forms with which these are as few as can be. A heading
    goes on below after a line break.

    >>> cell = (("85 % (51/60)",), ("85 %", "51/60"))
    >>> print(*laid_out(["ALS"], [("any", [cell])], 80), sep="\n")
             ALS
    any  85 % (51/60)
    """
    first = min(LONGEST_NAME, max(len(printable(name)) for name, _ in lines))
    forms = max(len(cell) for _, cells in lines for cell in cells)
    widths_of = [_widths(heading, lines, form) for form in range(forms)]
    panels = [len(list(_panels(held, width - first))) for held in widths_of]
    form = panels.index(min(panels))
    widths = widths_of[form]
    for part in _panels(widths, width - first):
        if part.start:
            yield ""
        held = [(name, _fitting(cells[part], widths[part], form)) for name, cells in lines]
        yield from _table(heading[part], held, first, widths[part])


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
        names = wrap(printable(name), first, subsequent_indent="  ") or [""]
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
