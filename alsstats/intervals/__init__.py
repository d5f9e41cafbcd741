"""Confidence limits for a proportion, from its two counts.

Every function here takes `events` out of `n` (0 <= events <= n, n > 0) and a confidence `level`,
and returns `(low, high)`, both in [0, 1]. At 0 of n the lower limit is exactly 0, at n of n the
upper one exactly 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError, did_you_mean
from alsstats.intervals.beta import clopper_pearson, jeffreys
from alsstats.intervals.level import inside_unit, normal_quantile, of_percent
from alsstats.intervals.score import agresti_coull, wilson
from alsstats.intervals.tails import blaker, mid_p

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.intervals.level import Limits

__all__ = [
    "INTERVALS",
    "agresti_coull",
    "blaker",
    "clopper_pearson",
    "inside_unit",
    "jeffreys",
    "known_interval",
    "limits",
    "mid_p",
    "normal_quantile",
    "of_percent",
    "wilson",
]

INTERVALS: dict[str, Callable[[int, int, float], Limits]] = {
    "wilson": wilson,
    "clopper-pearson": clopper_pearson,
    "mid-p": mid_p,
    "blaker": blaker,
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
