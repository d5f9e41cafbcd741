"""One odds ratio over several strata: Mantel-Haenszel, and whether the strata agree."""

from __future__ import annotations

from math import exp, inf, log, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.counts import TwoByTwo
from alsstats.estimate import Estimate, undefined
from alsstats.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

METHOD = "mantel-haenszel"


class MantelHaenszel(NamedTuple):
    """The common odds ratio, the test that it is 1, and two tests that the strata share it."""

    odds_ratio: Estimate
    association: SignificanceTest
    breslow_day: SignificanceTest
    tarone: SignificanceTest


def mantel_haenszel(strata: Sequence[TwoByTwo], *, level: float = 0.95) -> MantelHaenszel:
    """Pool the odds ratios tp tn / (fp fn) of several strata, and test whether they are one.

    Formula, with a = tp, b = fp, c = fn, d = tn and n of each stratum: R/S with R = sum ad/n and
    S = sum bc/n; log limits from the variance of Robins, Breslow and Greenland; chi-squared
    (sum a - sum E)^2 / sum V without continuity correction, E and V hypergeometric. Homogeneity:
    Breslow and Day's chi-squared, and the same with Tarone's correction, over the strata that have
    both rows and both columns; df is their number less one. The odds ratio is undefined when R and
    S are 0, and has no limits when one of them is.
    Source: Mantel and Haenszel, JNCI 1959;22:719; Robins et al., Biometrics 1986;42:311; Breslow
    and Day, IARC 1980, 4.4; Tarone, Biometrika 1985;72:91.

    >>> pooled = mantel_haenszel([TwoByTwo(5, 2, 3, 6), TwoByTwo(9, 4, 6, 9)])
    >>> round(pooled.odds_ratio.value, 4)
    3.8696
    """
    odds_ratio = _common(strata, level)
    breslow_day, tarone = _agreement(strata, odds_ratio.value)
    return MantelHaenszel(odds_ratio, _association(strata), breslow_day, tarone)


def _common(strata: Sequence[TwoByTwo], level: float) -> Estimate:
    z = normal_quantile(level)
    held = [table for table in strata if table.total]
    r = [t.tp * t.tn / t.total for t in held]
    s = [t.fp * t.fn / t.total for t in held]
    big_r, big_s = sum(r), sum(s)
    if not big_r or not big_s:
        if not big_r and not big_s:
            return undefined("no stratum has both rows and both columns", level, METHOD)
        value = inf if big_r else 0.0
        return Estimate(value, nan, nan, level, METHOD, reason="a cell is 0 in every stratum")
    p = [(t.tp + t.tn) / t.total for t in held]
    q = [(t.fp + t.fn) / t.total for t in held]
    parts = list(zip(p, q, r, s, strict=True))
    variance = (
        sum(pi * ri for pi, _, ri, _ in parts) / (2 * big_r**2)
        + sum(pi * si + qi * ri for pi, qi, ri, si in parts) / (2 * big_r * big_s)
        + sum(qi * si for _, qi, _, si in parts) / (2 * big_s**2)
    )
    centre, width = log(big_r / big_s), z * sqrt(variance)
    return Estimate(
        big_r / big_s,
        exp(centre - width),
        exp(centre + width),
        level,
        METHOD,
        std_error=sqrt(variance),
    )


def _association(strata: Sequence[TwoByTwo]) -> SignificanceTest:
    informative = [table for table in strata if table.total > 1]
    excess = sum(t.tp - t.positive * t.target / t.total for t in informative)
    variance = sum(
        t.positive * t.negative * t.target * t.others / (t.total**2 * (t.total - 1))
        for t in informative
    )
    if not variance:
        return SignificanceTest(nan, nan, nan, METHOD, "no stratum has both rows and both columns")
    statistic = excess**2 / variance
    return SignificanceTest(statistic, 1, upper_tail(statistic, 1), METHOD)


def _agreement(
    strata: Sequence[TwoByTwo], odds_ratio: float
) -> tuple[SignificanceTest, SignificanceTest]:
    """Breslow and Day's test, without and with Tarone's correction."""
    whole = [t for t in strata if t.positive and t.negative and t.target and t.others]
    if len(whole) < 2 or not 0 < odds_ratio < inf:
        why = "it takes two whole strata and a finite odds ratio above 0"
        names = ("breslow-day", "tarone")
        first, second = (SignificanceTest(nan, nan, nan, name, why) for name in names)
        return first, second
    fitted = [_fitted(t, odds_ratio) for t in whole]
    variances = [
        1 / (1 / a + 1 / (t.positive - a) + 1 / (t.target - a) + 1 / (t.others - t.positive + a))
        for t, a in zip(whole, fitted, strict=True)
    ]
    excess = [t.tp - a for t, a in zip(whole, fitted, strict=True)]
    plain = sum(e**2 / v for e, v in zip(excess, variances, strict=True))
    corrected = plain - sum(excess) ** 2 / sum(variances)
    df = len(whole) - 1
    return (
        SignificanceTest(plain, df, upper_tail(plain, df), "breslow-day"),
        SignificanceTest(corrected, df, upper_tail(corrected, df), "tarone"),
    )


def _fitted(table: TwoByTwo, odds_ratio: float) -> float:
    """Return the upper left cell that these margins have at the odds ratio.

    The root of (1 - w) x^2 + h x - w r c = 0 inside the range of the cell, in whichever of its two
    equal forms loses no digits.
    """
    r, c = table.positive, table.target
    h = table.total - r - c + odds_ratio * (r + c)
    root = sqrt(h * h + 4 * (1 - odds_ratio) * odds_ratio * r * c)
    if h >= 0:
        return 2 * odds_ratio * r * c / (h + root)
    return (root - h) / (2 * (1 - odds_ratio))
