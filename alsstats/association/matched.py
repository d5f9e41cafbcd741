"""Two readings of the same people: McNemar's tests, and the difference with Tango's limits."""

from __future__ import annotations

from math import acos, cos, nan, sqrt
from typing import NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.errors import UsageError
from alsstats.estimate import Estimate, whole
from alsstats.intervals import normal_quantile

MOST_PAIRS = 10**8  # beyond it the binomial distribution is not computed to the last digits


class McNemar(NamedTuple):
    """McNemar's test three ways; the exact one never errs on the side of a finding."""

    exact: SignificanceTest
    mid_p: SignificanceTest
    chi_squared: SignificanceTest


def mcnemar(first_only: int, second_only: int) -> McNemar:
    """Test whether two readings of the same people are positive equally often.

    `first_only` and `second_only` count those in whom only the first, or only the second, is
    positive; the others tell nothing. Formula: with b and c those counts and m the smaller,
    exact p = min(1, 2 P(X <= m)), X binomial (b + c, 1/2); mid-p = P(X <= m) + P(X < m);
    chi-squared = (b - c)^2 / (b + c) without continuity correction, df 1. Without a discordant
    pair the exact and mid-p values are 1 and chi-squared is undefined (nan); beyond 10^8
    such pairs the exact values are.
    Source: McNemar, Psychometrika 1947;12:153; Fagerland et al., BMC Med Res Methodol 2013;13:91.

    >>> test = mcnemar(1, 9)
    >>> round(test.exact.p_value, 6), round(test.mid_p.p_value, 6)
    (0.021484, 0.011719)
    """
    b, c = whole(first_only, "first_only"), whole(second_only, "second_only")
    n, m = b + c, min(b, c)
    below, up_to = _at_most(m - 1, n), _at_most(m, n)
    return McNemar(
        _exact(2 * up_to, n, "mcnemar exact"), _exact(up_to + below, n, "mcnemar mid-p"), _chi(b, c)
    )


def _at_most(events: int, n: int) -> float:
    """Return P(X <= events) of a fair coin thrown n times."""
    from scipy.special import betainc

    if events < 0 or events >= n:
        return float(events >= n)
    return float(betainc(n - events, events + 1, 0.5))


def _exact(p_value: float, n: int, method: str) -> SignificanceTest:
    note = f"not computed for more than {MOST_PAIRS} discordant pairs" if n > MOST_PAIRS else ""
    return SignificanceTest(nan, nan, nan if note else min(1.0, p_value), method, note)


def _chi(b: int, c: int) -> SignificanceTest:
    if b + c == 0:
        return SignificanceTest(nan, nan, nan, "mcnemar", "no pair is discordant")
    statistic = (b - c) ** 2 / (b + c)
    return SignificanceTest(statistic, 1, upper_tail(statistic, 1), "mcnemar")


def paired_difference(
    first_only: int, second_only: int, n: int, *, level: float = 0.95
) -> Estimate:
    """Difference of two shares of the same n people: how much oftener the first is positive.

    `first_only` and `second_only` count those in whom only the first, or only the second, reading
    is positive; they are b and c. Formula: (b - c)/n; its limits are the differences d that Tango's
    score test just does not reject, (b - c - n d)^2 = z^2 n (p + q - d^2), where p and q are the
    most likely shares of b and c of which p - q is d. Without a discordant pair the limits are
    -+ z^2/(n + z^2); where everybody is positive in the first (second) reading only, one limit is
    exactly 1 (-1), which no test rejects. Undefined (nan) when n = 0.
    Source: Tango, Stat Med 1998;17:891; Fagerland et al., Stat Med 2014;33:2850, for the example.

    >>> estimate = paired_difference(1, 7, 21)
    >>> f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
    '-0.286 (-0.517 to -0.026)'
    """
    b, c = whole(first_only, "first_only"), whole(second_only, "second_only")
    n, z = whole(n, "n"), normal_quantile(level)
    if b + c > n:
        raise UsageError(
            "first_only and second_only together must not exceed n", found=[f"{b} + {c} of {n}"]
        )
    if n == 0:
        reason = "nobody is in its denominator (0/0)"
        return Estimate(nan, nan, nan, level, "tango", n=n, reason=reason)
    low, high = -_tango_high(c, b, n, z), _tango_high(b, c, n, z)
    return Estimate((b - c) / n, low, high, level, "tango", n=n)


def _tango_high(b: int, c: int, n: int, z: float) -> float:
    """Return Tango's upper limit, in closed form.

    With p + q = d^2 + (b - c - n d)^2/(n z^2), the equation of the most likely shares,
    n (p + q)^2 - (b + c + (b - c) d)(p + q) + (b - c) d - (n - b - c) d^2 = 0, has the factor
    b - c - n d. What is left is, for d = (b - c + x)/(n + z^2), a cubic without a square:
    x^3 - z^2 (z^2 + v) x - z^4 w = 0, v = b + c - (b - c)^2/n, w = (b - c)(n - b - c)/n.
    Its roots are real, as 27 z^2 w^2 <= 4 (z^2 + v)^3; the largest gives the upper limit, the
    smallest the lower one, and the middle one belongs to shares that are not the most likely.
    """
    square = z * z
    v, w = ((b + c) * n - (b - c) ** 2) / n, (b - c) * (n - b - c) / n
    if b and c:
        radius = sqrt((square + v) / 3)
        x = 2 * z * radius * cos(acos(z * w / (2 * radius**3)) / 3)
    else:  # the cubic has the factor x + z^2 or x - z^2, and two of its roots may be equal
        root = sqrt(square * (square + 4 * v))
        x = max(square, (root - square) / 2) if c else (root + square) / 2
    return min(1.0, max((b - c) / n, (b - c + x) / (n + square)))
