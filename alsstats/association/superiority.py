"""Does a finding go with higher values? Probability of superiority, and Mann-Whitney's test."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from math import comb, erfc, exp, nan, sqrt
from typing import TYPE_CHECKING

from alsstats.association.frequencies import tally
from alsstats.association.pearson import SignificanceTest
from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.association.frequencies import Floats

EXACT_BELOW = 50  # people in a group, as in R's wilcox.test
EMPTY = "nobody has the finding, or everybody"


def auc(
    values: npt.ArrayLike, present: npt.ArrayLike, absent: npt.ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Probability of superiority: that someone with the finding has the higher value of two people.

    Of `present[i]` people with the finding, and `absent[i]` without, the value is `values[i]`. It
    is the area under the ROC curve, and is never turned round: below 0.5 the finding goes with
    lower values. Formula: A = P(X > Y) + P(X = Y) / 2 over all m n pairs of one with the finding
    and one without. Limits: logit A -+ z s / (A (1 - A)), s^2 = var(V) / m + var(W) / n, where V is
    the share of those without whom each one with the finding exceeds, W the share of those with
    the finding who exceed each one without (ties count half), variances with m - 1 and n - 1.
    Where s is 0 (A is 0 or 1, or all values are the same) or a group is one person, the limits are
    the t that Hanley and McNeil's variance just does not reject, after Newcombe: (A - t)^2 = z^2
    t (1 - t) (1 + N (1 - t)/(2 - t) + N t/(1 + t)) / (m n), N = (m + n)/2 - 1; `reason` says so.
    Undefined (nan) when a group is empty.
    Source: DeLong et al., Biometrics 1988;44:837; Hanley and McNeil, Radiology 1982;143:29;
    Newcombe, Stat Med 2006;25:559, method 5.

    >>> estimate = auc([1, 2, 3, 4, 5], [2, 12, 1, 8, 18], [37, 20, 3, 8, 4])
    >>> f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
    '0.824 (0.736 to 0.887)'
    """
    z = normal_quantile(level)
    _, (with_it, without) = tally(values, [present, absent])
    m, n = int(with_it.sum()), int(without.sum())
    if not (m and n):
        return Estimate(nan, nan, nan, level, "delong, logit", n=m + n, reason=EMPTY)
    beaten = _below(without)
    share, rest = (float(with_it @ (each / n)) / m for each in (beaten, n - beaten))
    std_error = _delong(with_it, without) if min(m, n) > 1 else 0.0
    if not std_error:
        low, high = _hanley_low(share, m, n, z), 1 - _hanley_low(rest, m, n, z)
        why = _why_not_delong(share, m, n)
        return Estimate(share, low, high, level, "hanley-newcombe", n=m + n, reason=why)
    on_logit = std_error / (share * rest)
    factor = exp(-z * on_logit)  # on the odds of the share
    low, high = share * factor / (rest + share * factor), share / (share + rest * factor)
    return Estimate(share, low, high, level, "delong, logit", n=m + n, std_error=on_logit)


def rank_biserial(
    values: npt.ArrayLike, present: npt.ArrayLike, absent: npt.ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Rank-biserial correlation of a finding with a variable: from -1 over 0, no relation, to 1.

    Formula: 2 A - 1, A being `auc`: the pairs that speak for higher values with the finding, less
    those that speak for lower ones, as a share of all pairs. The limits are those of A so
    transformed. Undefined (nan) when a group is empty.
    Source: Cureton, Psychometrika 1956;21:287; Kerby, Compr Psychol 2014;3:11.IT.3.1.

    >>> estimate = rank_biserial([1, 2, 3, 4, 5], [2, 12, 1, 8, 18], [37, 20, 3, 8, 4])
    >>> f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
    '0.647 (0.472 to 0.774)'
    """
    area = auc(values, present, absent, level=level)
    ends = {name: 2 * getattr(area, name) - 1 for name in ("value", "low", "high")}
    return replace(area, **ends)


def mann_whitney(
    values: npt.ArrayLike, present: npt.ArrayLike, absent: npt.ArrayLike
) -> SignificanceTest:
    """Test whether people with a finding have other values than those without it.

    `statistic` is U, the pairs in which the one with the finding has the higher value, ties being
    half; `auc` is U / (m n). Without ties and with fewer than 50 people in either group p is exact:
    twice the smaller tail of U when all orders are equally likely. Else it is normal: z = (|U -
    m n / 2| - 1/2) / s, s^2 = m n / 12 (m + n + 1 - sum (t^3 - t) / ((m + n)(m + n - 1))), t people
    having one value. Undefined (nan) when a group is empty or all values are the same.
    Source: Mann and Whitney, Ann Math Stat 1947;18:50; as R's wilcox.test.

    >>> test = mann_whitney([0.7, 1.1, 1.4, 2.0, 3.2], [0, 0, 0, 1, 1], [1, 1, 1, 0, 0])
    >>> test.statistic, test.p_value, test.method
    (6.0, 0.2, 'mann-whitney exact')
    """
    _, (with_it, without) = tally(values, [present, absent])
    m, n = int(with_it.sum()), int(without.sum())
    if not (m and n):
        return SignificanceTest(nan, nan, nan, "mann-whitney", EMPTY)
    pairs, together = _pairs_won(with_it, without), with_it + without
    if len(together) == m + n and max(m, n) < EXACT_BELOW:
        return SignificanceTest(pairs, nan, _exact(int(pairs), m, n), "mann-whitney exact")
    if len(together) == 1:
        return SignificanceTest(pairs, nan, nan, "mann-whitney", "all values are the same")
    tied = float((together**3 - together).sum()) / ((m + n) * (m + n - 1))
    away = max(0.0, abs(pairs - m * n / 2) - 0.5)
    z = away / sqrt(m * n / 12 * (m + n + 1 - tied))
    return SignificanceTest(pairs, nan, erfc(z / sqrt(2)), "mann-whitney, normal")


def _below(n: Floats) -> Floats:
    """Return how many people are below each of ascending values, half of those who have it added.

    These are whole or half numbers, so that their sums are exact.
    """
    import numpy as np

    return np.cumsum(n) - n / 2


def _pairs_won(present: Floats, absent: Floats) -> float:
    return float(present @ _below(absent))


def _delong(present: Floats, absent: Floats) -> float:
    """Return DeLong's standard error, of two people or more in each group.

    It is exactly 0 where the members of a group do not differ, of however many people the sums are.
    """
    import numpy as np

    m, n = float(present.sum()), float(absent.sum())
    beaten, beating = _below(absent), m - _below(present)
    if not (np.ptp(beaten[present > 0]) or np.ptp(beating[absent > 0])):
        return 0.0
    pairs = _pairs_won(present, absent)
    of_present, of_absent = beaten * m - pairs, beating * n - pairs  # m n times V, W less means
    spread = present @ of_present**2 / (m * (m - 1)) + absent @ of_absent**2 / (n * (n - 1))
    return sqrt(float(spread)) / (m * n)


def _why_not_delong(share: float, m: int, n: int) -> str:
    if min(m, n) == 1:
        why = "a group is one person"
    elif share in (0, 1):
        why = "the groups do not overlap"
    else:
        why = "all values are the same"
    return f"{why}, where DeLong's method has no width: Hanley's limits after Newcombe"


def _hanley_low(share: float, m: int, n: int, z: float) -> float:
    """Return the lower limit; the variance being symmetric, the upper one is its mirror image.

    Both sides of the equation are divided by 1 - t, a root that is no limit where the share is 1.
    """
    from scipy.optimize import brentq

    half = (m + n) / 2 - 1

    def excess(t: float) -> float:
        distance = (share - t) * ((share - t) / (1 - t) if share < 1 else 1.0)
        spread = 1 + half * ((1 - t) / (2 - t) + t / (1 + t))
        return distance - z * z * t * spread / (m * n)

    return float(brentq(excess, 0.0, share, xtol=1e-15)) if share else 0.0


def _exact(pairs: int, m: int, n: int) -> float:
    """Return twice the smaller tail of U, at most 1, counted in whole numbers.

    The numbers of orders with U = 0, 1, 2 ... are the coefficients of the Gaussian polynomial,
    the product over i = 1 .. m of (1 - q^(n + i)) / (1 - q^i).
    """
    most = min(pairs, m * n - pairs)
    orders = [1] + [0] * most
    for i in range(1, m + 1):
        taken = [0] * (n + i) + orders
        orders = [count - less for count, less in zip(orders, taken, strict=False)]
        for start in range(i):
            orders[start::i] = accumulate(orders[start::i])
    return min(1.0, 2 * sum(orders) / comb(m + n, m))
