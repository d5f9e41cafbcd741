"""Confidence limits for a proportion, from its two counts.

Every function here takes `events` out of `n` (0 <= events <= n, n > 0) and a confidence `level`,
and returns `(low, high)`, both in [0, 1]. At 0 of n the lower limit is exactly 0, at n of n the
upper one exactly 1.
"""

from __future__ import annotations

from math import sqrt
from numbers import Real
from statistics import NormalDist
from typing import TYPE_CHECKING

from alsstats.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    Limits = tuple[float, float]


def inside_unit(value: object) -> bool:
    """Tell whether something is a number strictly between 0 and 1."""
    return isinstance(value, Real) and 0 < float(value) < 1


def of_percent(value: object) -> str:
    """Return a share that may have been meant by a number: 95 is 0.95; else a usual one.

    >>> of_percent(95), of_percent("x")
    ('0.95', '0.95')
    """
    meant = isinstance(value, Real) and 1 < float(value) < 100
    return f"{float(value) / 100:g}" if meant else "0.95"  # type: ignore[arg-type]


def normal_quantile(level: float) -> float:
    """Return z, the two-sided standard normal quantile of a confidence level.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    if not inside_unit(level):
        raise UsageError(
            "the confidence level must lie between 0 and 1",
            found=[f"level: {level}"],
            fix=f"--level {of_percent(level)}",
        )
    return -NormalDist().inv_cdf((1 - level) / 2)


def wilson(events: int, n: int, level: float = 0.95) -> Limits:
    """Wilson's score interval: the proportions that a score test would not reject.

    Formula: (k + z^2/2 -+ z sqrt(k (n - k)/n + z^2/4)) / (n + z^2), without continuity
    correction. The lower limit is computed in the equal form k^2/n / (k + z^2/2 + z sqrt(...)),
    which loses no digits when k is small and is 0 at k = 0.
    Source: Wilson, J Am Stat Assoc 1927;22:209; Newcombe, Stat Med 1998;17:857, method 3.

    >>> [round(limit, 4) for limit in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    z = _checked(events, n, level)
    middle = events + z * z / 2
    half = z * sqrt(events * (n - events) / n + z * z / 4)
    return _closed(events, n, events * events / n / (middle + half), (middle + half) / (n + z * z))


def clopper_pearson(events: int, n: int, level: float = 0.95) -> Limits:
    """Clopper and Pearson's exact interval: covers at least as often as its level says.

    Formula: the quantiles alpha/2 of Beta(k, n - k + 1) and 1 - alpha/2 of Beta(k + 1, n - k).
    Source: Clopper and Pearson, Biometrika 1934;26:404.

    >>> [round(limit, 3) for limit in clopper_pearson(0, 8)]
    [0.0, 0.369]
    """
    _checked(events, n, level)
    low = _beta_quantile(events, n - events + 1, level, low=True) if events > 0 else 0.0
    high = _beta_quantile(events + 1, n - events, level, low=False) if events < n else 1.0
    return _closed(events, n, low, high)


def jeffreys(events: int, n: int, level: float = 0.95) -> Limits:
    """Jeffreys' interval: equal tails of the posterior under the Beta(1/2, 1/2) prior.

    Formula: the quantiles alpha/2 and 1 - alpha/2 of Beta(k + 1/2, n - k + 1/2); 0 at k = 0, 1 at
    k = n.
    Source: Brown, Cai and DasGupta, Stat Sci 2001;16:101.

    >>> [round(limit, 4) for limit in jeffreys(11, 13)]
    [0.591, 0.9666]
    """
    _checked(events, n, level)
    shape = (events + 0.5, n - events + 0.5)
    low, high = (_beta_quantile(*shape, level, low=low) for low in (True, False))
    return _closed(events, n, low, high)


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


def agresti_coull(events: int, n: int, level: float = 0.95) -> Limits:
    """Agresti and Coull's adjusted Wald interval, cut at 0 and 1.

    Formula: p' -+ z sqrt(p' (1 - p') / (n + z^2)), p' = (k + z^2/2) / (n + z^2). The centre p' is
    not the estimate: that stays k/n. At 0 of n the limit itself is 0, though the formula gives a
    negative number there.
    Source: Agresti and Coull, Am Stat 1998;52:119.

    >>> [round(limit, 7) for limit in agresti_coull(18, 20)]
    [0.6867561, 0.9843438]
    """
    z = _checked(events, n, level)
    size = n + z * z
    centre = (events + z * z / 2) / size
    half = z * sqrt(centre * (1 - centre) / size)
    return _closed(events, n, max(0.0, centre - half), min(1.0, centre + half))


def _checked(events: int, n: int, level: float) -> float:
    """Return z of the level, where the counts are those of a share."""
    if not 0 <= events <= n or n == 0:
        raise UsageError("limits need 0 <= events <= n, and n > 0", found=[f"{events} of {n}"])
    return normal_quantile(level)


def _closed(events: int, n: int, low: float, high: float) -> Limits:
    """Make the ends exact, and take back what rounding put on the wrong side of the estimate."""
    share = events / n
    return (
        0.0 if events == 0 else min(low, share),
        1.0 if events == n else max(high, share),
    )


INTERVALS: dict[str, Callable[[int, int, float], Limits]] = {
    "wilson": wilson,
    "clopper-pearson": clopper_pearson,
    "jeffreys": jeffreys,
    "agresti-coull": agresti_coull,
}


def limits(events: int, n: int, level: float = 0.95, interval: str = "wilson") -> Limits:
    """Return the limits by the named method, one of `INTERVALS`.

    >>> limits(30, 30)
    (0.8864866068260313, 1.0)
    """
    return INTERVALS[known_interval(interval)](events, n, level)


def known_interval(name: str) -> str:
    """Return the name of an interval as it is; refuse one that is not in `INTERVALS`."""
    if not isinstance(name, str) or name not in INTERVALS:
        raise UsageError(
            f"'{name}' is not an interval{did_you_mean(str(name), INTERVALS)}",
            found=[f"known: {', '.join(INTERVALS)}"],
            fix="--interval wilson",
        )
    return name
