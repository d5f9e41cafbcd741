"""Limits that are quantiles of a beta distribution: Clopper and Pearson's, and Jeffreys'."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from alsstats.intervals.level import checked, closed, normal_quantile

if TYPE_CHECKING:
    from alsstats.intervals.level import Limits


def clopper_pearson(events: int, n: int, level: float = 0.95) -> Limits:
    """Clopper and Pearson's exact interval: covers at least as often as its level says.

    Formula: the quantiles alpha/2 of Beta(k, n - k + 1) and 1 - alpha/2 of Beta(k + 1, n - k).
    Source: Clopper and Pearson, Biometrika 1934;26:404.

    >>> [round(limit, 3) for limit in clopper_pearson(0, 8)]
    [0.0, 0.369]
    """
    checked(events, n, level)
    low = _beta_quantile(events, n - events + 1, level, low=True) if events > 0 else 0.0
    high = _beta_quantile(events + 1, n - events, level, low=False) if events < n else 1.0
    return closed(events, n, low, high)


def jeffreys(events: int, n: int, level: float = 0.95) -> Limits:
    """Jeffreys' interval: equal tails of the posterior under the Beta(1/2, 1/2) prior.

    Formula: the quantiles alpha/2 and 1 - alpha/2 of Beta(k + 1/2, n - k + 1/2); 0 at k = 0, 1 at
    k = n.
    Source: Brown, Cai and DasGupta, Stat Sci 2001;16:101.

    >>> [round(limit, 4) for limit in jeffreys(11, 13)]
    [0.591, 0.9666]
    """
    checked(events, n, level)
    shape = (events + 0.5, n - events + 0.5)
    low, high = (_beta_quantile(*shape, level, low=low) for low in (True, False))
    return closed(events, n, low, high)


def _beta_quantile(a: float, b: float, level: float, *, low: bool) -> float:
    """Return the quantile of Beta(a, b) with half of 1 - level below it, or above it.

    SciPy 1.15 has no answer for some shapes beyond 10^9; there Cornish and Fisher's expansion has
    an error of the order of n^-2, which no digit shows.
    """
    from scipy.special import betainccinv, betaincinv

    tail = (1 - level) / 2
    found = float(betaincinv(a, b, tail) if low else betainccinv(a, b, tail))
    return found if found == found else _cornish_fisher(a, b, level, low=low)  # noqa: PLR0124


def _cornish_fisher(a: float, b: float, level: float, *, low: bool) -> float:
    """Return a quantile of Beta(a, b) for large a and b, from its first four moments."""
    z, n = normal_quantile(level) * (-1 if low else 1), a + b
    deviation = sqrt(a * b / (n + 1)) / n
    skewness = 2 * (b - a) * sqrt(n + 1) / ((n + 2) * sqrt(a * b))
    excess = 6 * ((a - b) ** 2 * (n + 1) - a * b * (n + 2)) / (a * b * (n + 2) * (n + 3))
    terms = (
        (z**2 - 1) * skewness / 6,
        (z**3 - 3 * z) * excess / 24,
        -(2 * z**3 - 5 * z) * skewness**2 / 36,
    )
    return a / n + deviation * (z + sum(terms))
