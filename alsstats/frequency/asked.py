"""How the numbers of a question of frequency are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.intervals import known_interval, normal_quantile
from alsstats.tally.handling import Handling, handlings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def one_of(flag: str, given: str, known: tuple[str, ...]) -> str:
    """Return a word that a flag takes; refuse another."""
    if given not in known:
        raise UsageError(
            f"{flag} does not take '{given}'{did_you_mean(str(given), known)}",
            found=[f"known: {', '.join(known)}"],
        )
    return given


def names_of(given: str | Iterable[str] | None, what: str) -> tuple[str, ...]:
    """Return one name, or several, each once; refuse what is no text.

    >>> names_of("el_escorial", "a column"), names_of(["a", "b", "a"], "a column")
    (('el_escorial',), ('a', 'b'))
    """
    several = (given,) if isinstance(given, str) else tuple(given or ())
    for name in several:
        if not isinstance(name, str) or not name.strip():
            raise UsageError(f"{what} is named by a text", found=[f"given: {name!r}"])
    return tuple(dict.fromkeys(several))


def levels_by_column(
    given: Mapping[str, str | Iterable[str]] | None,
) -> dict[str, tuple[str, ...]]:
    """Return columns with the levels that are wanted of each."""
    return {column: names_of(levels, "a level") for column, levels in dict(given or {}).items()}
