"""How the numbers of a question of frequency are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.intervals import known_interval, normal_quantile
from alsstats.study import one_of
from alsstats.tally.handling import Handling, handlings

if TYPE_CHECKING:
    from collections.abc import Iterable

ADJUSTMENTS = ("holm", "bh", "none")
PAIRED_LIMITS = ("tango", "newcombe")


class Asked(NamedTuple):
    """Confidence level, kind of interval, rules for the unread, and what tests are to do.

    `against` is the reference level, or `all-pairs`, or empty for the default; `scores` are those
    of ordered levels; `p_adjust` says how p values of one family are adjusted; `seed` is that of
    random tables.
    """

    level: float = 0.95
    interval: str = "wilson"
    rules: tuple[Handling, ...] = ()
    against: str = ""
    scores: tuple[float, ...] = ()
    p_adjust: str = "holm"
    paired_limits: str = "tango"
    seed: int = 1

    @classmethod
    def of(
        cls,
        *,
        level: float,
        interval: str,
        parts: str,
        against: str | None,
        scores: Iterable[float] | None,
        p_adjust: str,
        paired_limits: str,
        seed: int,
    ) -> Asked:
        """Check what is asked."""
        normal_quantile(level)
        one_of("--p-adjust", p_adjust, ADJUSTMENTS)
        one_of("--paired-limits", paired_limits, PAIRED_LIMITS)
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise UsageError("a seed is a whole number from 0 on", found=[f"seed: {seed!r}"])
        return cls(
            level,
            known_interval(interval),
            handlings("exclude", parts),
            against or "",
            tuple(scores or ()),
            p_adjust,
            paired_limits,
            seed,
        )
