"""Tables of the page, made from rows by the words and the rounding of every other format."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from alsstats.render.cells import (
    counts,
    estimate,
    is_share,
    label,
    left_out,
    level,
    limits,
    method,
    place,
)
from alsstats.render.numbers import BLANK
from alsstats.report.parts import Body, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.render.matrix import Matrix
    from alsstats.result import Result, Row


def table_of(matrix: Matrix, caption: str = "") -> Table:
    """Return a table of the terminal as one of the page, every cell in its widest form."""
    begun = [len(name) - len(name.lstrip(" ")) for name, _ in matrix.lines if name]
    margin = min(begun, default=0)  # names may have line breaks, of which each is no name
    lines = [
        (name[margin:], ["\n".join(cell[0]) for cell in cells]) for name, cells in matrix.lines
    ]
    return Table(caption or matrix.title, ["", *matrix.heading], [Body("", lines)])


def statistics_table(result: Result, rows: Iterable[Row], caption: str) -> Table:
    """Return a line a number, below the words for whom it is of."""
    bodies = [Body(words, statistics_lines(held)) for words, held in groupby(rows, key=place)]
    return Table(caption, statistics_heading(result), bodies)


def statistics_heading(result: Result) -> list[str]:
    """Return what the columns of a table of statistics are."""
    return ["Statistic", "Estimate", level(result), "Counts", "Method"]


def statistics_lines(rows: Iterable[Row]) -> list[tuple[str, list[str]]]:
    """Return a line a number: its estimate, limits, counts and method."""
    return [(label(row), _cells(row)) for row in rows]


def _cells(row: Row) -> list[str]:
    beside = f"{method(row)}; left out: {left_out(row)}" if _says_left_out(row) else method(row)
    return [estimate(row), limits(row), counts(row) or BLANK, beside or BLANK]


def _says_left_out(row: Row) -> bool:
    """Tell whether each line is of other people, so that each says who was left out."""
    return bool(is_share(row) and row.left_out)


def left_out_of(rows: Sequence[Row]) -> str:
    """Return who is in none of the tables of some rows: not of the readings that were tried."""
    main = next((row for row in rows if row.statistic != "assessable"), rows[0])
    return left_out(main)


def with_limits(row: Row | None) -> str:
    """Return an estimate with its limits in one cell."""
    if row is None:
        return BLANK
    ends = limits(row)
    return estimate(row) if ends == BLANK else f"{estimate(row)} ({ends})"
