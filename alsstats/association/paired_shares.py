"""The difference of two shares of the same people, with Newcombe's limits."""

from __future__ import annotations

from math import sqrt

from alsstats.estimate import Estimate, undefined, whole
from alsstats.intervals import normal_quantile, wilson


def paired_difference_newcombe(
    both: int, first_only: int, second_only: int, neither: int, *, level: float = 0.95
) -> Estimate:
    """Difference of two shares of the same people, first less second, with Newcombe's limits.

    Formula: with e, f, g, h the four counts, n their sum, and l and u the Wilson limits of
    p1 = (e + f)/n and p2 = (e + g)/n: d = p1 - p2, d - sqrt(x^2 - 2 phi x y + y^2) with x = p1 - l1
    and y = u2 - p2 to d + sqrt(x^2 - 2 phi x y + y^2) with x = u1 - p1 and y = p2 - l2. phi is the
    correlation of the two readings, q / sqrt((e + f)(g + h)(e + g)(f + h)) with q = eh - fg, where
    a positive q is lessened by n/2, to 0 at the least; 0 where a sum is 0. Undefined (nan) when
    n = 0.
    Source: Newcombe, Stat Med 1998;17:2635, method 10.

    >>> estimate = paired_difference_newcombe(36, 12, 2, 0)
    >>> f"{estimate.value:.2f} ({estimate.low:.4f} to {estimate.high:.4f})"
    '0.20 (0.0569 to 0.3404)'
    """
    names = ("both", "first_only", "second_only", "neither")
    counts = zip((both, first_only, second_only, neither), names, strict=True)
    e, f, g, h = (whole(count, name) for count, name in counts)
    n, method = e + f + g + h, "newcombe paired"
    normal_quantile(level)
    if n == 0:
        return undefined("nobody is in its denominator (0/0)", level, method, n=0)
    (low_1, high_1), (low_2, high_2) = wilson(e + f, n, level), wilson(e + g, n, level)
    first, second, phi = (e + f) / n, (e + g) / n, _phi(e, f, g, h)
    below = _third_side(first - low_1, high_2 - second, phi)
    above = _third_side(high_1 - first, second - low_2, phi)
    value = (f - g) / n
    return Estimate(value, max(-1.0, value - below), min(1.0, value + above), level, method, n=n)


def _phi(e: int, f: int, g: int, h: int) -> float:
    """Return Newcombe's correlation of two readings, corrected for continuity where positive."""
    sums, excess = (e + f) * (g + h) * (e + g) * (f + h), e * h - f * g
    if not sums:
        return 0.0
    return (excess if excess < 0 else max(0.0, excess - (e + f + g + h) / 2)) / sqrt(sums)


def _third_side(x: float, y: float, cosine: float) -> float:
    return sqrt((x - y) ** 2 + 2 * (1 - cosine) * x * y)  # x^2 - 2 x y cosine + y^2
