"""Limits from the exact tails of the binomial distribution: mid-p, and Blaker's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.intervals.beta import clopper_pearson
from alsstats.intervals.level import checked, closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.intervals.level import Limits

    Tail = Callable[[int, float], float]  # P(X >= count) or P(X <= count), at a share


def mid_p(events: int, n: int, level: float = 0.95) -> Limits:
    """Mid-p interval: Clopper and Pearson's, with half the probability of the count that was seen.

    Formula: the shares p at which P(X > k) + P(X = k)/2, or P(X < k) + P(X = k)/2, is alpha/2, with
    X binomial (n, p); 0 at k = 0, 1 at k = n. It is narrower than Clopper and Pearson's, and for
    some shares covers less often than its level says. The root is exact to the digits of the tails.
    Source: Lancaster, J Am Stat Assoc 1961;56:223; Newcombe, Stat Med 1998;17:857, method 6.

    >>> [round(limit, 4) for limit in mid_p(81, 263)]
    [0.2544, 0.3658]
    """
    checked(events, n, level)
    outer, above, below = clopper_pearson(events, n, level), _at_least(n), _at_most(n)

    def high_enough(share: float) -> float:
        return above(events, share) + above(events + 1, share) - (1 - level)

    def low_enough(share: float) -> float:
        return below(events, share) + below(events - 1, share) - (1 - level)

    low = _root(high_enough, *outer) if events > 0 else 0.0
    high = _root(low_enough, *outer[::-1]) if events < n else 1.0
    return closed(events, n, low, high)


def blaker(events: int, n: int, level: float = 0.95) -> Limits:
    """Blaker's exact interval: covers at least as often as its level says, and is narrower.

    It lies inside Clopper and Pearson's. Formula: from the smallest to the largest share p that is
    acceptable, which is where t + u > alpha, with X binomial (n, p), t the smaller of P(X >= k) and
    P(X <= k), and u the largest probability of a tail on the other side that is at most t; 0 at
    k = 0, 1 at k = n. Correct to 10^-9 of the limit up to n = 10^9, and to its last digits for the
    sizes of studies.
    Source: Blaker, Can J Stat 2000;28:783; Klaschka, BlakerCI, 2010, for the jumps.

    >>> [round(limit, 8) for limit in blaker(3, 10)]
    [0.08726443, 0.61941066]
    """
    checked(events, n, level)
    outer, above, below = clopper_pearson(events, n, level), _at_least(n), _at_most(n)

    def mirrored(count: int, share: float) -> float:
        return above(n - count, share)

    low, high = 0.0, 1.0
    if events > 0:
        low = _acceptable(lambda share: above(events, share), below, events, outer, level)
    if events < n:
        high = _acceptable(
            lambda share: below(events, share), mirrored, n - events, outer[::-1], level
        )
    return closed(events, n, low, high)


def _acceptable(
    tail: Callable[[float], float], other: Tail, most: int, outer: Limits, level: float
) -> float:
    """Return the outermost acceptable share, looking inwards from Clopper and Pearson's limit.

    On the way inwards `tail` grows and the other tails shrink. Each jump is where the next of them,
    P(X <= j), has become as small as `tail`; acceptability there is 2 `tail`, which at the outer
    limit is alpha. So the first jump after it is acceptable, and those before it are not. Between
    two jumps acceptability first falls and then rises, hence it reaches alpha before that first
    jump once, if just before the jump it is above alpha.
    """
    at = outer[0]
    jump = _first(lambda count: other(count, at) > tail(at), most - 1)
    found = _root(lambda share: tail(share) - other(jump, share), *outer)

    def excess(share: float) -> float:
        return tail(share) + other(jump - 1, share) - (1 - level)

    return _root(excess, at, found) if excess(found) > 0 else found


def _first(true_from: Callable[[int], bool], most: int) -> int:
    """Return the first count, at most `most`, from which on something is true."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if true_from(middle) else (middle + 1, high)
    return low


def _root(grows: Callable[[float], float], below: float, above: float) -> float:
    """Return where a function passes 0 between two shares, to the last digits."""
    from scipy.optimize import brentq

    at_below = grows(below)
    if at_below >= 0:  # a limit that is the outer one but for rounding
        return below
    return float(brentq(grows, below, above, xtol=1e-300, rtol=1e-15))


def _at_least(n: int) -> Tail:
    from scipy.special import betainc

    def tail(count: int, share: float) -> float:
        if not 0 < count <= n:
            return float(count <= 0)
        return float(betainc(count, n - count + 1, share))

    return tail


def _at_most(n: int) -> Tail:
    from scipy.special import betaincc

    def tail(count: int, share: float) -> float:
        if not 0 <= count < n:
            return float(count >= n)
        return float(betaincc(count + 1, n - count, share))

    return tail
