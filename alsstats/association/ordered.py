"""A share that rises or falls over ordered groups: the Cochran-Armitage trend."""

from __future__ import annotations

from fractions import Fraction
from math import comb, copysign, lcm, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.errors import UsageError
from alsstats.estimate import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_STEPS = 500_000  # of the exact distribution, a group; well below a second


class Trend(NamedTuple):
    """Trend: the normal statistic, positive where the share rises with the score, and its test."""

    z: float
    test: SignificanceTest


def trend(events: Sequence[int], n: Sequence[int], scores: Sequence[float] | None = None) -> Trend:
    """Test whether a share rises or falls over ordered groups: `events[i]` of `n[i]` in group i.

    Formula: T = sum s_i (k_i - n_i p), p = sum k / N, variance p (1 - p)(sum n_i s_i^2 -
    (sum n_i s_i)^2 / N), which uses N, not N - 1; chi-squared = T^2 / variance, df 1. Scores are
    0, 1, 2 ... unless given. Undefined (nan) when nobody or everybody has the event, or all who
    were seen have one score.
    Source: Armitage, Biometrics 1955;11:375.

    >>> found = trend([2, 7, 15], [40, 50, 48])
    >>> f"Z = {found.z:.4f}, p = {found.test.p_value:.4f}"
    'Z = 3.2735, p = 0.0011'
    """
    k, size, score = _checked(events, n, scores)
    total = sum(size)
    share = Fraction(sum(k), total) if total else Fraction(0)
    excess = sum(s * (ki - ni * share) for ki, ni, s in zip(k, size, score, strict=True))
    first = sum(ni * s for ni, s in zip(size, score, strict=True))
    second = sum(ni * s * s for ni, s in zip(size, score, strict=True))
    variance = share * (1 - share) * (second - first * first / total) if total else Fraction(0)
    if not variance:
        why = "nobody or everybody has the event, or there is one score"
        return Trend(nan, SignificanceTest(nan, nan, nan, "cochran-armitage", why))
    statistic = float(excess * excess / variance)
    return Trend(
        copysign(sqrt(statistic), excess),
        SignificanceTest(statistic, 1, upper_tail(statistic, 1), "cochran-armitage"),
    )


def trend_exact(
    events: Sequence[int], n: Sequence[int], scores: Sequence[float] | None = None
) -> SignificanceTest:
    """Test a trend exactly: the probability, given the margins, of one at least as strong.

    Formula: P(|T - E| >= |t - E|) with T = sum s_i k_i under the multivariate hypergeometric
    distribution of the k_i, counted in whole numbers. For small tables; raises `UsageError` where
    counting would take too long. 1 when nobody or everybody has the event.
    Source: Agresti, Categorical Data Analysis, 3rd ed., 3.5.

    >>> round(trend_exact([2, 7, 15], [40, 50, 48]).p_value, 9)
    0.001008704
    """
    k, size, score = _checked(events, n, scores)
    scale = lcm(*(s.denominator for s in score))
    steps = [int(s * scale) for s in score]
    wanted = sum(k)
    ways = _ways(size, steps, wanted)
    centre = Fraction(
        wanted * sum(ni * s for ni, s in zip(size, steps, strict=True)), sum(size) or 1
    )
    seen = abs(sum(ki * s for ki, s in zip(k, steps, strict=True)) - centre)
    as_strong = sum(count for sum_, count in ways.items() if abs(sum_ - centre) >= seen)
    p_value = float(Fraction(as_strong, sum(ways.values())))
    return SignificanceTest(nan, nan, p_value, "cochran-armitage exact")


def _ways(size: Sequence[int], steps: Sequence[int], wanted: int) -> dict[int, int]:
    """Return in how many ways `wanted` events can lie so that their scores add up to each sum."""
    ways = {(0, 0): 1}  # (events so far, sum so far) -> ways
    for ni, step in zip(size, steps, strict=True):
        if len(ways) * (ni + 1) > MOST_STEPS:
            raise UsageError(
                "the exact trend would take too long",
                found=[f"groups of {', '.join(map(str, size))}"],
                why="with so many people trend() is as good",
            )
        grown: dict[tuple[int, int], int] = {}
        for (held, sum_), count in ways.items():
            for more in range(min(ni, wanted - held) + 1):
                key = (held + more, sum_ + more * step)
                grown[key] = grown.get(key, 0) + count * comb(ni, more)
        ways = grown
    return {sum_: count for (held, sum_), count in ways.items() if held == wanted}


def _checked(
    events: Sequence[int], n: Sequence[int], scores: Sequence[float] | None
) -> tuple[list[int], list[int], list[Fraction]]:
    """Return counts and scores as exact numbers; a score is the decimal that it is written as."""
    k = [whole(count, "events") for count in events]
    size = [whole(count, "n") for count in n]
    given = list(range(len(k))) if scores is None else list(scores)
    if not len(k) == len(size) == len(given) or any(
        ki > ni for ki, ni in zip(k, size, strict=False)
    ):
        raise UsageError(
            "a trend needs events, n and a score for each group, events at most n",
            found=[f"{len(k)} events, {len(size)} n, {len(given)} scores"],
        )
    try:
        return k, size, [Fraction(str(score)) for score in given]
    except ValueError:
        raise UsageError("a score must be a number", found=[f"scores: {given}"]) from None
