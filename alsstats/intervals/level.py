"""The confidence level, and what every kind of limits asks and keeps."""

from __future__ import annotations

from numbers import Real
from statistics import NormalDist

from alsstats.errors import UsageError

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


def checked(events: int, n: int, level: float) -> float:
    """Return z of the level, where the counts are those of a share."""
    if not 0 <= events <= n or n == 0:
        raise UsageError("limits need 0 <= events <= n, and n > 0", found=[f"{events} of {n}"])
    return normal_quantile(level)


def closed(events: int, n: int, low: float, high: float) -> Limits:
    """Make the ends exact, and take back what rounding put on the wrong side of the estimate."""
    share = events / n
    return (
        0.0 if events == 0 else min(low, share),
        1.0 if events == n else max(high, share),
    )
