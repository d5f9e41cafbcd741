"""How improbable a table is, as a length: of its cells, of rows, and of the rest at the least.

Given the margins, the probability of a table is proportional to exp(-length), where the length is
the sum over its cells of log Poisson(most probable count; expected) / Poisson(cell; expected): it
is never negative, and near 0 for the most probable table, however many cells it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

STIRLING = 20  # from here on Stirling's series has every digit


def cell_length(count: npt.ArrayLike, expected: float) -> Reals:
    """Return how much less probable a count is than the most probable one, as a logarithm."""
    from math import floor

    return _minus_log_poisson(count, expected) - _minus_log_poisson(floor(expected), expected)


def _minus_log_poisson(count: npt.ArrayLike, expected: float) -> Reals:
    """Return -log Poisson(count; expected), without the digits that large factorials would lose.

    Loader's form: x log(x/m) - (x - m) + log(2 pi x)/2 + the error of Stirling's formula.
    """
    import numpy as np
    from scipy.special import gammaln

    x = np.maximum(np.asarray(count, dtype=float), 1.0)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / x**2) / x**2) / x**2) / x
    small = np.minimum(x, STIRLING)
    direct = gammaln(small + 1) - (small + 0.5) * np.log(small) + small - np.log(2 * np.pi) / 2
    error = np.where(x < STIRLING, direct, series)
    excess = x - expected
    length = x * np.log1p(excess / expected) - excess + np.log(2 * np.pi * x) / 2 + error
    return np.where(np.asarray(count) == 0, expected, length)


def table_length(
    table: Sequence[Sequence[npt.ArrayLike]], rows: Sequence[int], columns: Sequence[int]
) -> Reals:
    """Return the length of a table, or of some of its rows; of many, where cells are arrays."""
    n = sum(columns)
    lengths: Reals = sum(  # type: ignore[assignment]
        cell_length(cell, row * column / n)
        for cells, row in zip(table, rows, strict=True)
        for cell, column in zip(cells, columns, strict=True)
    )
    return lengths


class Bounds:
    """How long the rest of a table is at the least, from what is left of each column.

    No table is shorter than its columns are one by one, and in one column the lengths of cells are
    convex: the shortest way to a sum takes the shortest steps first.
    """

    def __init__(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        parts = [_shortest(rows, column, sum(columns)) for column in columns]
        self.first = [first for first, _ in parts]
        self.lengths = [lengths for _, lengths in parts]
        self.least = sum(float(lengths.min()) for lengths in self.lengths)

    def __call__(self, left: Whole) -> Reals:
        """Return the bound for each of many, `left` having a line for each column."""
        parts = zip(self.lengths, self.first, left, strict=True)
        bound: Reals = sum(lengths[sums - first] for lengths, first, sums in parts)
        return bound


def _shortest(rows: Sequence[int], column: int, n: int) -> tuple[int, Reals]:
    """Return how short these rows can be in one column at the least, for each sum that it may have.

    The least sum comes before the lengths.
    """
    import numpy as np

    lowest = {row: max(0, row + column - n) for row in set(rows)}
    cells = {
        row: cell_length(np.arange(low, min(row, column) + 1), row * column / n)
        for row, low in lowest.items()
    }
    added = {row: np.diff(lengths) for row, lengths in cells.items()}
    start = sum(float(cells[row][0]) for row in rows)
    steps = np.sort(np.concatenate([added[row] for row in rows]))
    return sum(lowest[row] for row in rows), start + np.append(0.0, np.cumsum(steps))
