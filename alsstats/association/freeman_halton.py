"""Fisher's exact test of a table of any size: Freeman and Halton's."""

from __future__ import annotations

from math import log1p, nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.exact import MOST_TABLES, TOLERANCE, fisher_exact
from alsstats.association.lengths import table_length
from alsstats.association.paths import tail
from alsstats.association.pearson import SignificanceTest
from alsstats.errors import UsageError
from alsstats.estimate import whole
from alsstats.intervals import clopper_pearson

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

DRAWS = 100_000  # the standard error of p is then at most 0.0016, and 0.0007 at 0.05
DRAW_LEVEL = 0.99
MOST_PEOPLE = 10**9  # beyond which numpy draws no hypergeometric numbers
SEED = 20_240_229


class FreemanHalton(NamedTuple):
    """The test; `low` and `high` are 99 % limits of a p that was drawn, nan where p is exact."""

    test: SignificanceTest
    low: float = nan
    high: float = nan


def fisher_freeman_halton(table: Sequence[Sequence[int]], *, seed: int = SEED) -> FreemanHalton:
    """Test exactly whether rows and columns of an r x c table of counts are independent.

    p is the probability of all tables with the same margins that are no more probable than this
    one, to a factor of 1 + 10^-7 as in R; a table has probability (prod rows! prod columns!) /
    (n! prod cells!). Empty rows and columns are left out first, and p is 1 where fewer than two
    rows or two columns then remain, as only one table has such margins. For a 2x2 table this is
    `fisher_exact`. Where there are too many tables to weigh, as many as `DRAWS` of them are drawn
    with `seed`, p is (1 + those that are no more probable) / (1 + draws), and `low` and `high` are
    Clopper and Pearson's 99 % limits of it; `test.note` says so.
    Source: Freeman and Halton, Biometrika 1951;38:141; Mehta and Patel, J Am Stat Assoc 1983;
    78:427; Phipson and Smyth, Stat Appl Genet Mol Biol 2010;9:39, for the 1 that is added.

    >>> job = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    >>> round(fisher_freeman_halton(job).test.p_value, 4)
    0.7827
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise UsageError("the seed must be a whole number, 0 or more", found=[f"seed: {seed!r}"])
    cells = _ordered(_held(table))
    rows, columns = _margins(cells)
    if len(rows) < 2 or len(columns) < 2:
        return FreemanHalton(_exact(1.0))
    if len(rows) == len(columns) == 2 and min(rows + columns) < MOST_TABLES:
        return FreemanHalton(_exact(fisher_exact(*cells[0], *cells[1]).p_value))
    cut = float(table_length(cells, rows, columns)) - log1p(TOLERANCE)
    p_value = tail(rows, columns, cut)
    return _drawn(rows, columns, cut, seed) if p_value is None else FreemanHalton(_exact(p_value))


def _exact(p_value: float) -> SignificanceTest:
    return SignificanceTest(nan, nan, min(1.0, p_value), "fisher exact")


def _held(table: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Return a table of counts without its empty rows and columns, turned on its side."""
    rows = [tuple(whole(count, "count") for count in row) for row in table]
    if len({len(row) for row in rows}) > 1:
        raise UsageError(
            "the rows of the table have different lengths",
            fix="one count for each level in each row",
        )
    held = [row for row in rows if any(row)]
    return [column for column in zip(*held, strict=True) if any(column)]


def _ordered(cells: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Put the larger rows and columns first, and the more of them as rows.

    p depends on no order, and in one order it is the same to the last digit, and drawn alike.
    """
    lines = sorted(cells, key=sum, reverse=True)
    turned = sorted(zip(*lines, strict=True), key=sum, reverse=True)
    ways = [list(zip(*turned, strict=True)), turned]
    return max(ways, key=lambda rows: (len(rows), [sum(row) for row in rows]))


def _margins(cells: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    return [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]


def _drawn(rows: Sequence[int], columns: Sequence[int], cut: float, seed: int) -> FreemanHalton:
    """Draw tables with these margins, and count those that are at least `cut` long."""
    if sum(rows) >= MOST_PEOPLE:
        raise UsageError(
            f"Fisher's test cannot draw tables of {sum(rows)} people",
            why=f"it takes fewer than {MOST_PEOPLE}; with such counts chi_squared() is as good",
        )
    import numpy as np

    generator = np.random.default_rng(seed)
    left = [np.full(DRAWS, column) for column in columns]
    lengths = np.zeros(DRAWS)
    for row in rows[:-1]:
        cells = _row(row, left, generator)
        left = [all_ - cell for all_, cell in zip(left, cells, strict=True)]
        lengths += table_length([cells], [row], columns)
    lengths += table_length([left], [rows[-1]], columns)
    hits = int((lengths >= cut).sum())
    low, high = clopper_pearson(hits, DRAWS, DRAW_LEVEL)
    note = (
        f"too many tables to weigh: of {DRAWS} drawn with seed {seed} {hits} are no more probable; "
        f"99 % limits of p {low:.3g} to {high:.3g}"
    )
    p_value = (1 + hits) / (1 + DRAWS)
    return FreemanHalton(
        SignificanceTest(nan, nan, p_value, "fisher, monte carlo", note), low, high
    )


def _row(
    row: int, left: Sequence[npt.NDArray[np.int64]], generator: np.random.Generator
) -> list[npt.NDArray[np.int64]]:
    """Draw one row of many tables without replacement, from what is left of each column."""
    import numpy as np

    wanted, others = np.full(DRAWS, row), np.sum(left, axis=0)
    cells = []
    for column in left:
        others = others - column
        cells.append(generator.hypergeometric(column, others, wanted))
        wanted = wanted - cells[-1]
    return cells
