"""A walker's way from row to row: near paths one by one, of far ones the weight at each node.

Lengths are whole numbers of a small unit, and shorter than `span` of them while a path is near. So
its place, node * span + length, sorts paths by node and then by length, and a step adds the same to
the places of all of them.
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

MOST_MOVES = 100_000_000  # ways to fill a row times nodes
MOST_PATHS = 10_000_000  # near paths times ways to go on; together these keep it near a second
SAME = 1e-8  # lengths that are so near count as equal; those of tables as probable are within 1e-11
FINEST = 1e-12  # unit of length
LARGEST = 2**62  # number that a path may be


class Grid(NamedTuple):
    """What the walkers share: columns, nodes, how long is long enough, and the unit of length."""

    columns: Sequence[int]
    shape: tuple[int, ...]
    cut: float
    unit: float
    span: int

    @classmethod
    def of(cls, columns: Sequence[int], cut: float) -> Grid:
        """Choose as fine a unit as the number of nodes allows."""
        shape = tuple(column + 1 for column in columns[1:])
        span = LARGEST // prod(shape)
        return cls(columns, shape, cut, max(FINEST, (cut + 2 * SAME) / span), span)

    def left(self, used: Whole, in_all: int) -> Whole:
        """Return what is left of each column where that is used of all but the first."""
        import numpy as np

        left: Whole = np.array(self.columns)[:, np.newaxis] - [in_all - used.sum(axis=0), *used]
        return left


class Walk(NamedTuple):
    """Where a walker has come: near paths in order, their weights, and the far weight of nodes."""

    place: Whole
    weight: Reals
    far: Reals

    def near(self, span: int) -> Reals:
        """Return the weight of near paths at each node."""
        import numpy as np

        near = np.bincount(self.place // span, self.weight, self.far.size)
        return near.reshape(self.far.shape).astype(float, copy=False)


def take(walk: Walk, done: Sequence[int], rest: Sequence[int], grid: Grid) -> Walk | None:
    """Take the last of the rows done, in every way in which it can be filled."""
    import numpy as np

    steps, lengths = _steps(done[-1], grid.columns)
    bounds, nodes = Bounds(rest, grid.columns), walk.place // grid.span
    so_far = (walk.place - nodes * grid.span) * grid.unit
    near = lengths + bounds.least + so_far.min(initial=inf) < grid.cut
    if lengths.size * walk.far.size > MOST_MOVES or near.sum() * nodes.size > MOST_PATHS:
        return None
    far = _far(walk, steps, lengths, near, grid.span)
    first = starts(nodes)
    paths_there = np.diff(first, append=nodes.size)
    used = np.array(np.unravel_index(nodes[first], far.shape))
    kept = [(walk.place[:0], walk.weight[:0])]
    for step, length in zip(steps[near], lengths[near], strict=True):
        there = used + step[:, np.newaxis]
        left = grid.left(there, sum(done))
        possible = (left >= 0).all(axis=0)
        room = np.full(first.size, -inf)
        room[possible] = grid.cut - length - bounds(left[:, possible])
        open_ = so_far < np.repeat(room, paths_there)
        closed = np.add.reduceat(np.where(open_, 0.0, walk.weight), first)
        far[tuple(there[:, possible])] += closed[possible] * np.exp(-length)
        node = int(np.ravel_multi_index(tuple(step), far.shape))
        move = node * grid.span + round(length / grid.unit)
        kept.append((walk.place[open_] + move, walk.weight[open_] * np.exp(-length)))
    places, weights = zip(*kept, strict=True)
    return _merged(np.concatenate(places), np.concatenate(weights), far, SAME / grid.unit)


def _far(walk: Walk, steps: Whole, lengths: Reals, near: npt.NDArray[np.bool_], span: int) -> Reals:
    """Move what is far already, and all there is where the step alone takes it far."""
    import numpy as np

    far, everything = np.zeros_like(walk.far), walk.near(span) + walk.far
    for step, length, may_be_near in zip(steps, lengths, near, strict=True):
        start = tuple(slice(0, side - x) for side, x in zip(far.shape, step, strict=True))
        there = tuple(slice(x, None) for x in step)
        far[there] += np.exp(-length) * (walk.far if may_be_near else everything)[start]
    return far


def _merged(place: Whole, weight: Reals, far: Reals, same: float) -> Walk:
    """Sort paths, and add up the weight of those that are equally long at a node."""
    import numpy as np

    order = np.argsort(place)
    place, weight = place[order], weight[order]
    first = np.flatnonzero(np.append(True, np.diff(place) > same)[: place.size])
    if not first.size:
        return Walk(place, weight, far)
    return Walk(place[first], np.add.reduceat(weight, first), far)


def starts(nodes: Whole) -> Whole:
    """Return where each of the nodes, which are in order, comes first."""
    import numpy as np

    starts: Whole = np.flatnonzero(np.diff(nodes, prepend=-1))
    return starts


def _steps(row: int, columns: Sequence[int]) -> tuple[Whole, Reals]:
    """Return the ways to fill a row, the first column left out, and how long each is."""
    import numpy as np

    ranges = [min(row, column) + 1 for column in columns[1:]]
    steps = np.indices(ranges).reshape(len(ranges), -1)
    first = row - steps.sum(axis=0)
    possible = (first >= 0) & (first <= columns[0])
    steps, cells = steps[:, possible], [first[possible], *steps[:, possible]]
    return steps.T, table_length([cells], [row], columns)
