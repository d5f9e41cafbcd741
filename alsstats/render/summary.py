"""The summary below a long table: one line a sign."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import counts
from alsstats.render.numbers import BLANK, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row

SHOWN = {
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ppv": "PPV",
    "accuracy": "Accuracy",
}


def summarised(result: Result, width: int) -> Iterator[str]:
    """Lay out a line a sign: four shares with their counts, against the last comparison group.

    Nothing where the result holds a single sign. Counts are left away where they do not fit.
    """
    first = next((row.handling for row in result.rows if row.statistic in SHOWN), None)
    held = [row for row in result.rows if row.statistic in SHOWN and _is_main(row, first)]
    last = {row.target: row.comparison for row in held}
    for target, comparison in last.items():
        rows = [row for row in held if (row.target, row.comparison) == (target, comparison)]
        signs = list(dict.fromkeys(row.term or "" for row in rows))
        if len(signs) < 2:
            return
        yield f"Summary in percent: {printable(f'{target} against {comparison}')}"
        yield from _aligned(signs, rows, width)


def _is_main(row: Row, handling: str | None) -> bool:
    """Tell whether a row is of everyone, at the table's own prevalence, handled as asked first."""
    projected = row.method == "bayes"
    return row.by is None and row.category is None and not projected and row.handling == handling


def _aligned(signs: list[str], rows: list[Row], width: int) -> Iterator[str]:
    by_place = {(row.term or "", row.statistic): row for row in rows}
    lines = [["", *SHOWN.values()]]
    for sign in signs:
        cells = [_cell(by_place.get((sign, name))) for name in SHOWN]
        lines.append([printable(sign), *cells])
    if sum(_widths(lines)) + 2 * len(lines[0]) > width:
        lines = [[line[0], *(cell.partition(" ")[0] for cell in line[1:])] for line in lines]
    widths = _widths(lines)
    for first, *cells in lines:
        right = (text.rjust(size) for text, size in zip(cells, widths[1:], strict=True))
        yield f"  {first.ljust(widths[0])}  {'  '.join(right)}"


def _widths(lines: list[list[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*lines, strict=True)]


def _cell(row: Row | None) -> str:
    if row is None or row.estimate is None or isnan(row.estimate):
        return BLANK
    return f"{percent(row.estimate)} {counts(row)}"
