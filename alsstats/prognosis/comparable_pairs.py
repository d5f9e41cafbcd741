"""Patients two by two, of whom it is known who died first: how a value goes with who it was.

A patient who dies is compared with each one who is at risk then in the same stratum, and lives on.
In the order of the risk sets the others are one stretch of rows, and so are the deaths with which a
row is compared: what is needed is how many in a stretch have a lower value. The rows are parted by
one binary digit of their ranks after the other, the highest first, and every stretch with them.

Source: Navarro, Compact Data Structures, 2016, 6.2.5 (the wavelet matrix).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.risk_sets import find_risk_sets

if TYPE_CHECKING:
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes

ROUNDING = 1e-12  # of all patients: where rows count parts of patients, sums leave that behind


class ComparablePairs(NamedTuple):
    """How many pairs one patient of each row is in.

    In pairs that are `higher` the one who died first has the higher value, in those that are
    `lower` ones the lower, in `tied` ones both have the same. `at_once` is how many pairs there are
    in all of patients who died at the same time, in one stratum: of them none died first.
    """

    higher: Floats
    lower: Floats
    tied: Floats
    at_once: float


def count_pairs(rank: Integers, times: SurvivalTimes) -> ComparablePairs:
    """Count each row's pairs by the ranks of a value; deaths at the same time are no pair.

    >>> import numpy as np
    >>> from alsstats.prognosis.times import survival_times
    >>> pairs = count_pairs(np.array([2, 0, 1]), survival_times([1, 2, 3], [1, 1, 0]))
    >>> pairs.higher.tolist(), pairs.lower.tolist()
    ([2.0, 1.0, 1.0], [0.0, 1.0, 1.0])
    """
    import numpy as np

    sets = find_risk_sets(times)
    rank = rank[sets.order]
    dead = np.flatnonzero(sets.died)
    pairs = np.zeros((3, len(times.exit)))
    pairs[:, sets.order] = _of_those_at_risk(rank, sets, dead)
    pairs[:, sets.order[dead]] += _of_the_dying(rank, sets, dead)
    pairs[pairs < ROUNDING * sets.frequency.sum()] = 0.0
    higher, lower, tied = pairs
    return ComparablePairs(higher, lower, tied, float(sets.deaths @ (sets.deaths - 1)) / 2)


def _of_the_dying(rank: Integers, sets: RiskSets, dead: Integers) -> Floats:
    """Return with how many at risk each of the dying is compared: lower, higher, equal ones."""
    import numpy as np

    n, at = sets.frequency, sets.first[dead]
    joins = sets.first + sets.died  # who dies is not compared at that time
    until = np.searchsorted(joins, at, side="right")
    counts = _below(rank, n, np.zeros_like(until), until, rank[dead])
    if sets.last is not None:
        order = np.argsort(sets.last, kind="stable")
        until = np.searchsorted(sets.last[order], at, side="right")
        counts -= _below(rank[order], n[order], np.zeros_like(until), until, rank[dead])
    below, same, every = counts
    return np.stack([below, every - below - same, same])


def _of_those_at_risk(rank: Integers, sets: RiskSets, dead: Integers) -> Floats:
    """Return with how many of the dying each row is compared: higher, lower, equal ones."""
    import numpy as np

    starts = np.searchsorted(sets.first[dead], np.arange(len(sets.deaths) + 1))
    last = np.full(len(rank), len(sets.deaths)) if sets.last is None else sets.last
    first = starts[sets.first + sets.died]
    below, same, every = _below(rank[dead], sets.frequency[dead], first, starts[last], rank)
    return np.stack([every - below - same, below, same])


def _below(rank: Integers, n: Floats, first: Integers, last: Integers, than: Integers) -> Floats:
    """Return the sums of n in stretches first:last: of ranks lower than another, equal, of all."""
    import numpy as np

    every = _sums(n)
    total = every[last] - every[first]
    lower = np.zeros(len(than))
    bits = int(max(rank.max(initial=0), than.max(initial=0))).bit_length()
    for bit in range(bits - 1, -1, -1):
        one = (rank >> bit) & 1 == 1
        zeros = np.append(0, np.cumsum(~one))
        sums = _sums(np.where(one, 0.0, n))
        up = (than >> bit) & 1 == 1
        lower[up] += sums[last[up]] - sums[first[up]]
        first, last = (np.where(up, zeros[-1] + at - zeros[at], zeros[at]) for at in (first, last))
        rank, n = (np.concatenate([x[~one], x[one]]) for x in (rank, n))
    every = _sums(n)
    return np.stack([lower, every[last] - every[first], total])


def _sums(n: Floats) -> Floats:
    import numpy as np

    return np.append(0.0, np.cumsum(n))
