"""The table below the blocks of a prevalence: findings as rows, levels as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.cells import EVERYONE, SHARES, estimate, is_share, place
from alsstats.render.matrix import Matrix, laid_out
from alsstats.render.numbers import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.render.matrix import Cell
    from alsstats.result import Result, Row


def crosstabulated(result: Result, width: int) -> Iterator[str]:
    """Lay out the shares of every finding in every level, for each category of the result."""
    for above, table in enumerate(crosstables(result)):
        yield from [""] * bool(above)
        yield table.title
        yield from laid_out(table.heading, table.lines, width)


def crosstables(result: Result) -> Iterator[Matrix]:
    """Return the shares of every finding in every level, a table for each category."""
    rows = [row for row in result.rows if is_share(row) and row.by and row.model is None]
    rows = [row for row in rows if row.statistic != "shown"]
    for category in dict.fromkeys(map(place, rows)):
        held = {(row.term, row.group): row for row in rows if place(row) == category}
        words = SHARES[next(iter(held.values())).statistic]
        levels = list(dict.fromkeys(group or "" for _, group in held))
        terms = list(dict.fromkeys(term or "" for term, _ in held))
        heading = ["everyone" if level == EVERYONE else level for level in levels]
        lines = [(f"  {term}", [_cell(held[term, level]) for level in levels]) for term in terms]
        yield Matrix(f"{words} {category}: present / assessed", heading, lines)


def _cell(row: Row) -> Cell:
    """Return a share with its counts: beside it, below it, or left away."""
    counts = f"{row.events}/{row.n}"
    share = estimate(row)
    if share == BLANK:
        return ((f"{BLANK} ({counts})",), (BLANK,))
    return ((f"{share} ({counts})",), (share, counts), (share,))
