"""Distinct combinations of codes, from the columns that an engine delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.counts import Codes, Counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt


def counts_of(columns: Sequence[str], texts: Sequence[Sequence[str]], n: Sequence[int]) -> Counts:
    """Return `Counts` of combinations: one sequence of texts a column, and how many of each.

    Combinations that are equal as text are added up; the result is sorted, so that the order in
    which an engine delivers changes nothing.

    >>> counts = counts_of(["sign"], [["1", "0", "1"]], [2, 5, 1])
    >>> counts.columns["sign"].levels, counts.n.tolist()
    (('0', '1'), [5, 3])
    """
    import numpy as np

    coded = [_codes(column) for column in texts]
    rows = np.stack([codes for _, codes in coded])
    order = np.lexsort(rows[::-1])
    rows = rows[:, order]
    first = np.flatnonzero(np.diff(rows, axis=1, prepend=-1).any(axis=0))
    total = np.add.reduceat(np.asarray(n, dtype=np.int64)[order], first)
    distinct = rows[:, first]
    held = {
        name: Codes(levels, codes)
        for name, (levels, _), codes in zip(columns, coded, distinct, strict=True)
    }
    return Counts(held, total)


def _codes(texts: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    import numpy as np

    levels = tuple(sorted(set(texts)))
    place = {text: position for position, text in enumerate(levels)}
    return levels, np.fromiter((place[text] for text in texts), dtype=np.int32, count=len(texts))
