"""A table for the terminal: a block a sign, in 80 columns."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import counts, estimate, label, left_out, level, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

WIDTH = 80


def to_text(result: Result) -> str:
    """Return the result as aligned columns: estimate, limits, counts, method, who was left out."""
    lines = [*wrap(printable(result.title), WIDTH)]
    heading = ("", "estimate", level(result), "counts", "method")
    table = [heading, *(_cells(row) for row in result.rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for term, block in groupby(result.rows, key=lambda row: row.term):
        lines += ["", *([printable(term)] if term else []), _line(heading, widths)]
        for comparison, rows in groupby(block, key=_against):
            lines += [*_indented(comparison), *(_line(_cells(row), widths) for row in rows)]
    if result.notes:
        lines += ["", "Notes", *(line for note in result.notes for line in _item(note.text))]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return label(row), estimate(row), limits(row), counts(row), row.method or ""


def _against(row: Row) -> str:
    if row.comparison is None:
        return ""
    return f"{row.target} against {row.comparison} (left out: {left_out(row)})"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Align one row: words to the left, numbers to the right; what does not fit goes below."""
    first, *numbers, method = cells
    columns = [first.ljust(widths[0])]
    columns += [text.rjust(width) for text, width in zip(numbers, widths[1:-1], strict=True)]
    line = "  " + "  ".join([*columns, method]).rstrip()
    if len(line) <= WIDTH:
        return line
    below = "  ".join(text for text in (cells[3], method) if text)
    return "  " + "  ".join(columns[:3]).rstrip() + "\n" + " " * 6 + below


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=" ", subsequent_indent="   ")


def _item(text: str) -> Iterator[str]:
    yield from wrap(printable(text), WIDTH, initial_indent="- ", subsequent_indent="  ")
