"""Limits in closed form: Wilson's score interval, and its neighbour by Agresti and Coull."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from alsstats.intervals.level import checked, closed

if TYPE_CHECKING:
    from alsstats.intervals.level import Limits


def wilson(events: int, n: int, level: float = 0.95) -> Limits:
    """Wilson's score interval: the proportions that a score test would not reject.

    Formula: (k + z^2/2 -+ z sqrt(k (n - k)/n + z^2/4)) / (n + z^2), without continuity
    correction. The lower limit is computed in the equal form k^2/n / (k + z^2/2 + z sqrt(...)),
    which loses no digits when k is small and is 0 at k = 0.
    Source: Wilson, J Am Stat Assoc 1927;22:209; Newcombe, Stat Med 1998;17:857, method 3.

    >>> [round(limit, 4) for limit in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    z = checked(events, n, level)
    middle = events + z * z / 2
    half = z * sqrt(events * (n - events) / n + z * z / 4)
    return closed(events, n, events * events / n / (middle + half), (middle + half) / (n + z * z))


def agresti_coull(events: int, n: int, level: float = 0.95) -> Limits:
    """Agresti and Coull's adjusted Wald interval, cut at 0 and 1.

    Formula: p' -+ z sqrt(p' (1 - p') / (n + z^2)), p' = (k + z^2/2) / (n + z^2). The centre p' is
    not the estimate: that stays k/n. At 0 of n the limit itself is 0, though the formula gives a
    negative number there.
    Source: Agresti and Coull, Am Stat 1998;52:119.

    >>> [round(limit, 7) for limit in agresti_coull(18, 20)]
    [0.6867561, 0.9843438]
    """
    z = checked(events, n, level)
    size = n + z * z
    centre = (events + z * z / 2) / size
    half = z * sqrt(centre * (1 - centre) / size)
    return closed(events, n, max(0.0, centre - half), min(1.0, centre + half))
