"""A table for the terminal: a block a sign, in 80 columns."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import (
    counts,
    enrolled,
    estimate,
    is_share,
    label,
    left_out,
    level,
    limits,
    method,
    place,
    sign_label,
)
from alsstats.render.crosstable import crosstabulated
from alsstats.render.summary import summarised
from alsstats.render.survival import to_survival
from alsstats.render.table_one import to_table_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from alsstats.result import Result, Row

WIDTH = 80
LONGEST_LABEL = 26  # what is longer stands on a line of its own
SCANNED = "scanned"
SAID_BY_LABEL = {  # methods that the words for a test name already
    "chi_squared": ("pearson",),
    "fisher_exact": ("fisher exact",),
    "trend": ("cochran-armitage", "cochran-armitage exact"),
    "mcnemar": ("mcnemar exact", "mcnemar mid-p"),
    "mann_whitney": ("mann-whitney exact", "mann-whitney, normal"),
}


def to_text(result: Result, width: int = WIDTH) -> str:
    """Return the result as aligned columns: estimate, limits, counts, method, who was left out."""
    lines = list(LAYOUTS[result.layout](result, width))
    if result.notes:
        lines += ["", "Notes", *(line for note in result.notes for line in _item(note.text, width))]
    return "\n".join(lines) + "\n"


def _blocks(result: Result, width: int) -> Iterator[str]:
    """Lay out a block a sign, and below them a table of all of them."""
    lines = [*wrap(printable(result.title), width)]
    heading = ("", "estimate", level(result), "counts", "method")
    lines += [enrolled(row) for row in result.rows if row.statistic == SCANNED and not row.target]
    table = [(row, _cells(row)) for row in result.rows if row.statistic != SCANNED]
    columns = zip(heading, *(cells for _, cells in table), strict=True)
    widths = [max(map(len, column)) for column in columns]
    widths[0] = min(widths[0], LONGEST_LABEL)
    for term, block in groupby(table, key=lambda held: held[0].term):
        words = wrap(printable(sign_label(result, term)), width) if term else []
        lines += ["", *words, _line(heading, widths, width)]
        for words_of_place, held in groupby(block, key=lambda held: printable(place(held[0]))):
            rows, cells = zip(*held, strict=True)
            lines += _indented(_heading(words_of_place, rows), width)
            for row, texts in zip(rows, cells, strict=True):
                lines += [_line(texts, widths, width), *_left_out_below(row, width)]
    if short := [*summarised(result, width), *crosstabulated(result, width)]:
        lines += ["", *short]
    return iter(lines)


LAYOUTS: dict[str, Callable[[Result, int], Iterator[str]]] = {
    "blocks": _blocks,
    "table one": to_table_one,
    "survival": to_survival,
}


def _heading(words: str, rows: Sequence[Row]) -> str:
    """Return the line above some rows; who was left out, unless each row says so of itself."""
    if not words or is_share(rows[0]):
        return words
    return f"{words} (left out: {left_out(_main(rows))})" if _is_whole(rows[0]) else words


def _is_whole(row: Row) -> bool:
    """Tell whether those left out are of everyone, and not of two levels of a category."""
    return row.target is not None or row.by is None


def _cells(row: Row) -> tuple[str, ...]:
    said = row.method in SAID_BY_LABEL.get(row.statistic, ())
    return label(row), estimate(row), limits(row), counts(row), "" if said else method(row)


def _left_out_below(row: Row, width: int) -> list[str]:
    """Say who of one level was left out, where each row is of another level."""
    if not (is_share(row) and row.left_out):
        return []
    return wrap(
        f"left out: {left_out(row)}", width, initial_indent=" " * 6, subsequent_indent=" " * 8
    )


def _main(rows: Sequence[Row]) -> Row:
    """Return the row whose left out are those of the block: not of the readings that were tried."""
    return next((row for row in rows if row.statistic != "assessable"), rows[0])


def _line(cells: Sequence[str], widths: Sequence[int], width: int) -> str:
    """Align one row: words to the left, numbers to the right; what does not fit goes below."""
    first, *numbers, method = cells
    if len(first) > widths[0]:
        return f"  {first}\n" + _line(["", *cells[1:]], widths, width)
    columns = [first.ljust(widths[0])]
    columns += [text.rjust(size) for text, size in zip(numbers, widths[1:-1], strict=True)]
    line = "  " + "  ".join([*columns, method]).rstrip()
    closer = "  " + "  ".join([*columns[:3], method]).rstrip()
    if len(line) <= width or (not cells[3] and len(closer) <= width):
        return line if len(line) <= width else closer
    below = "  ".join(text for text in (cells[3], method) if text)
    return "  " + "  ".join(columns[:3]).rstrip() + "\n" + " " * 6 + below


def _indented(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=" ", subsequent_indent="   ")


def _item(text: str, width: int) -> Iterator[str]:
    yield from wrap(printable(text), width, initial_indent="- ", subsequent_indent="  ")
