"""Efron's sums over deaths at the same time, for one death or ten million of them.

Where D patients die at one time, U is the sum of weights of those at risk who survive it and E that
of the D, Efron's denominators are U + (1 - l/D) E, l = 0 .. D - 1. Sums over l are taken term by
term for the last few l; before them, over stretches that double in length, by the quadrature that
is exact for polynomials over whole numbers. All terms are positive: no digit cancels.

Source: Efron, JASA 1977;72:557; Gautschi, Orthogonal Polynomials, 2004, 1.5 (discrete Chebyshev).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alsstats.prognosis.times import Floats, Integers

DIRECT = 32  # the last l, next to the pole of 1/(U + (1 - l/D) E), are summed one by one
NODES = 12  # a stretch is as far from the pole as it is long: an error of 6^-24 at the most


class Shares(NamedTuple):
    """The terms of Efron's sums: `of` which death time, `left` = 1 - l/D, `weight`, `starts`."""

    of: Integers
    left: Floats
    weight: Floats
    starts: Integers


class TiedSums(NamedTuple):
    """Sums over l at each death time, with c = l/D and d the denominator.

    `log` of log d, `hazard` of 1/d, `own` of c/d; `second`, `mixed` and `own_second` of 1/d^2,
    c/d^2 and c^2/d^2.
    """

    log: Floats
    hazard: Floats
    own: Floats
    second: Floats
    mixed: Floats
    own_second: Floats


def shares(deaths: Floats) -> Shares:
    """Return the terms for so many deaths at each of several times.

    >>> shares(__import__("numpy").array([2.0])).left.tolist()
    [1.0, 0.5]
    """
    import numpy as np

    counts, which = np.unique(deaths, return_inverse=True)
    terms = [_terms(int(count)) for count in counts]
    lengths = np.array([len(left) for left, _ in terms], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    of = np.repeat(np.arange(len(deaths)), lengths[which])
    starts = np.cumsum(lengths[which]) - lengths[which]
    term = np.arange(len(of)) + (begins[which] - starts)[of]
    left, weight = (np.concatenate(column)[term] for column in zip(*terms, strict=True))
    return Shares(of, left, weight, starts)


def tied_sums(survivors: Floats, dying: Floats, terms: Shares) -> TiedSums:
    """Return Efron's sums from the weights of those who survive each time and of those who die.

    >>> import numpy as np
    >>> sums = tied_sums(np.array([1.0]), np.array([2.0]), shares(np.array([2.0])))
    >>> [float(sums.hazard[0]), float(sums.own[0])]  # 1/3 + 1/2, 0/3 + 0.5/2
    [0.8333333333333333, 0.25]
    """
    import numpy as np

    c = 1 - terms.left
    denominator = survivors[terms.of] + terms.left * dying[terms.of]
    hazard = terms.weight / denominator
    second = hazard / denominator
    rows = (
        terms.weight * np.log(denominator),
        hazard,
        c * hazard,
        second,
        c * second,
        c * c * second,
    )
    return TiedSums(*(np.add.reduceat(row, terms.starts) for row in rows))


@lru_cache(maxsize=4096)
def _terms(deaths: int) -> tuple[Floats, Floats]:
    """Return 1 - l/D and the weight of each term that stands for one l, or for several."""
    import numpy as np

    last = np.arange(min(deaths, DIRECT), 0, -1.0)  # D - l
    left, weight = [last], [np.ones(len(last))]
    done = len(last)
    while done < deaths:
        length = min(done, deaths - done)
        nodes, weights = _quadrature(length)
        left.append(done + 1 + nodes)
        weight.append(weights)
        done += length
    return np.concatenate(left) / deaths, np.concatenate(weight)


@lru_cache(maxsize=64)
def _quadrature(length: int) -> tuple[Floats, Floats]:
    """Return nodes and weights for sums over 0 .. length - 1, exact for polynomials of degree 23.

    The nodes are the eigenvalues of the recurrence of the discrete Chebyshev polynomials.
    """
    import numpy as np

    if length <= NODES:
        return np.arange(length, dtype=float), np.ones(length)
    k = np.arange(1, NODES, dtype=float)
    beside = np.sqrt(k**2 * (length**2 - k**2) / (4 * (4 * k**2 - 1)))
    nodes, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return nodes + (length - 1) / 2, length * vectors[0] ** 2
