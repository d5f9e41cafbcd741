"""All tables with the same margins, as paths from row to row: how probable are the rare ones.

Rows are taken one after the other, by two walkers who share them out. The length of a path is that
of the rows taken, its weight exp(-length); a node is how much of each column a walker has used.
A path is `far` when even its shortest completion is long enough, so that all of them count: only
the weight of far paths is kept, node by node. The others are kept one by one, equally long ones at
a node together. Where the walkers meet, every table is one path of each, so that none is missed or
counted twice, and all sums are of positive numbers.
"""

from __future__ import annotations

from math import inf, prod
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.lengths import Bounds, table_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

MOST_NODES = 1_000_000  # of a walker
MOST_WAYS = 50_000  # to fill a row, were there no first column
MOST_MOVES = 100_000_000  # ways to fill a row times nodes
MOST_PATHS = 10_000_000  # near paths times ways to go on; together these keep it near a second
SAME = 1e-8  # lengths that are so near count as equal; those of tables as probable are within 1e-11


class _Walk(NamedTuple):
    """Where a walker has come: the nodes, lengths and weights of near paths, and the far weight."""

    node: Whole
    length: Reals
    weight: Reals
    far: Reals

    def all(self) -> Reals:
        """Weight of all paths at each node."""
        import numpy as np

        near = np.bincount(self.node, self.weight, self.far.size)
        summed: Reals = near.reshape(self.far.shape) + self.far
        return summed


def tail(rows: Sequence[int], columns: Sequence[int], cut: float) -> float | None:
    """Return the probability of all tables that are at least `cut` long; None where too many.

    The largest column comes first: what is used of it follows from the others.
    """
    import numpy as np

    one = _walk(rows[0::2], rows[1::2], columns, cut)
    other = one and _walk(rows[1::2], rows[0::2], columns, cut)
    if one is None or other is None:
        return None
    everything, rest = one.all(), np.flip(other.all())
    hits = float((one.far * rest).sum())
    hits += float((np.flip(other.far).ravel()[one.node] * one.weight).sum())
    return (hits + _pairs(one, other, cut)) / float((everything * rest).sum())


def _pairs(one: _Walk, other: _Walk, cut: float) -> float:
    """Return the weight of the near paths that are long enough together."""
    import numpy as np

    nodes = np.unique(one.node)
    meeting = one.far.size - 1 - nodes  # what one has not used, the other has
    ends = [
        np.searchsorted(walk.node, at, side)
        for walk, at in ((one, nodes), (other, meeting))
        for side in ("left", "right")
    ]
    hits = 0.0
    for start, end, first, last in zip(*ends, strict=True):
        longest = np.append(np.cumsum(other.weight[first:last][::-1])[::-1], 0.0)
        short = np.searchsorted(other.length[first:last], cut - one.length[start:end])
        hits += float(one.weight[start:end] @ longest[short])
    return hits


def _walk(
    own: Sequence[int], others: Sequence[int], columns: Sequence[int], cut: float
) -> _Walk | None:
    """Take the rows of one walker; None where that is too much work."""
    import numpy as np

    shape = tuple(column + 1 for column in columns[1:])
    if prod(shape) > MOST_NODES:
        return None
    walk = _Walk(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1), np.zeros(shape))
    for place, row in enumerate(own):
        ways = prod(min(row, column) + 1 for column in columns[1:])
        if ways > MOST_WAYS:
            return None
        moved = _take(walk, own[: place + 1], [*own[place + 1 :], *others], columns, cut)
        if moved is None:
            return None
        walk = moved
    return walk


def _take(
    walk: _Walk, done: Sequence[int], rest: Sequence[int], columns: Sequence[int], cut: float
) -> _Walk | None:
    """Take the last of the rows done, in every way in which it can be filled."""
    import numpy as np

    steps, lengths = _steps(done[-1], columns)
    bounds = Bounds(rest, columns)
    near = lengths + bounds.least + walk.length.min(initial=inf) < cut
    if lengths.size * walk.far.size > MOST_MOVES or near.sum() * walk.node.size > MOST_PATHS:
        return None
    far = _far(walk, steps, lengths, near)
    used = np.array(np.unravel_index(walk.node, far.shape))
    kept = [(walk.node[:0], walk.length[:0], walk.weight[:0])]
    for step, length in zip(steps[near], lengths[near], strict=True):
        there = used + step[:, np.newaxis]
        left = np.array(columns)[:, np.newaxis] - [sum(done) - there.sum(axis=0), *there]
        possible = (left >= 0).all(axis=0)
        node = np.ravel_multi_index(tuple(there[:, possible]), far.shape)
        total, weight = walk.length[possible] + length, walk.weight[possible] * np.exp(-length)
        open_ = total + bounds(left[:, possible]) < cut
        np.add.at(far.ravel(), node[~open_], weight[~open_])
        kept.append((node[open_], total[open_], weight[open_]))
    nodes, totals, weights = zip(*kept, strict=True)
    return _merged(np.concatenate(nodes), np.concatenate(totals), np.concatenate(weights), far)


def _far(walk: _Walk, steps: Whole, lengths: Reals, near: npt.NDArray[np.bool_]) -> Reals:
    """Move what is far already, and all there is where the step alone takes it far."""
    import numpy as np

    far, everything = np.zeros_like(walk.far), walk.all()
    for step, length, may_be_near in zip(steps, lengths, near, strict=True):
        start = tuple(slice(0, side - x) for side, x in zip(far.shape, step, strict=True))
        there = tuple(slice(x, None) for x in step)
        far[there] += np.exp(-length) * (walk.far if may_be_near else everything)[start]
    return far


def _merged(node: Whole, length: Reals, weight: Reals, far: Reals) -> _Walk:
    """Sort paths by node and length, and add up the weight of those that are equally long."""
    import numpy as np

    order = np.lexsort((length, node))
    node, length, weight = node[order], length[order], weight[order]
    differ = (np.diff(node) != 0) | (np.diff(length) > SAME)
    first = np.flatnonzero(np.append(True, differ)[: node.size])
    if not first.size:
        return _Walk(node, length, weight, far)
    return _Walk(node[first], length[first], np.add.reduceat(weight, first), far)


def _steps(row: int, columns: Sequence[int]) -> tuple[Whole, Reals]:
    """Return the ways to fill a row, the first column left out, and how long each is."""
    import numpy as np

    ranges = [min(row, column) + 1 for column in columns[1:]]
    steps = np.indices(ranges).reshape(len(ranges), -1)
    first = row - steps.sum(axis=0)
    possible = (first >= 0) & (first <= columns[0])
    steps, cells = steps[:, possible], [first[possible], *steps[:, possible]]
    return steps.T, table_length([cells], [row], columns)
