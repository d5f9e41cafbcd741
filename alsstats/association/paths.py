"""All tables with the same margins, as paths from row to row: how probable are the rare ones.

Rows are taken one after the other, by two walkers who share them out. The length of a path is that
of the rows taken, its weight exp(-length); a node is how much of each column a walker has used.
A path is `far` when even its shortest completion is long enough, so that all of them count: only
the weight of far paths is kept, node by node. The others are kept one by one, equally long ones at
a node together. Where the walkers meet, every table is one path of each, so that none is missed or
counted twice, and all sums are of positive numbers.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, prod
from typing import TYPE_CHECKING

from alsstats.association.walk import Grid, Walk, starts, take

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NODES = 1_000_000  # of a walker
MOST_WAYS = 50_000  # to fill a row, were there no first column


def tail(rows: Sequence[int], columns: Sequence[int], cut: float) -> float | None:
    """Return the probability of all tables that are at least `cut` long; None where too many.

    The largest column comes first: what is used of it follows from the others.
    """
    import numpy as np

    if prod(column + 1 for column in columns[1:]) > MOST_NODES:
        return None
    grid = Grid.of(columns, cut)
    one = _walk(rows[0::2], rows[1::2], grid)
    other = one and _walk(rows[1::2], rows[0::2], grid)
    if one is None or other is None:
        return None
    near, rest = one.near(grid.span), np.flip(other.near(grid.span) + other.far)
    hits = float((one.far * rest).sum() + (near * np.flip(other.far)).sum())
    return (hits + _pairs(one, other, grid)) / float(((near + one.far) * rest).sum())


def _pairs(one: Walk, other: Walk, grid: Grid) -> float:
    """Return the weight of the near paths that are long enough together.

    What one has not used, the other has: where they meet, their nodes add up to the last node.
    """
    import numpy as np

    few, many = sorted((one, other), key=lambda walk: walk.place.size)
    nodes = many.place // grid.span
    longer = np.empty_like(many.weight)  # the weight of this and of all longer paths at its node
    for start, end in pairwise([*starts(nodes), nodes.size]):
        longer[start:end] = np.cumsum(many.weight[start:end][::-1])[::-1]
    enough = (many.far.size - 1) * grid.span + ceil(grid.cut / grid.unit) - few.place
    first = np.searchsorted(many.place, enough)
    met = np.append(nodes, -1)[first] == enough // grid.span
    return float(few.weight[met] @ longer[first[met]])


def _walk(own: Sequence[int], others: Sequence[int], grid: Grid) -> Walk | None:
    """Take the rows of one walker; None where that is too much work."""
    import numpy as np

    walk = Walk(np.zeros(1, dtype=np.int64), np.ones(1), np.zeros(grid.shape))
    for index, row in enumerate(own):
        ways = prod(min(row, column) + 1 for column in grid.columns[1:])
        if ways > MOST_WAYS:
            return None
        moved = take(walk, own[: index + 1], [*own[index + 1 :], *others], grid)
        if moved is None:
            return None
        walk = moved
    return walk
