"""Does a variable differ between groups? Tests of ranks and of means, standardised differences."""

from __future__ import annotations

from math import nan, sqrt
from typing import TYPE_CHECKING

from alsstats.association.frequencies import centred_ranks, mean_and_variance, people, tally
from alsstats.association.pearson import SignificanceTest, upper_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt


def kruskal_wallis(values: npt.ArrayLike, by_group: Sequence[npt.ArrayLike]) -> SignificanceTest:
    """Test whether a variable is distributed alike in several groups, by ranks.

    `by_group[g][i]` people of group g have the value `values[i]`. Formula: H =
    (N - 1) sum n_g r_g^2 / sum r^2, r being a person's mid-rank less the mean rank and r_g its mean
    in group g, which is the usual H corrected for ties; chi-squared with degrees of freedom one
    less than the groups that hold anyone. Undefined (nan) with fewer than two such groups, or when
    all values are the same.
    Source: Kruskal and Wallis, J Am Stat Assoc 1952;47:583.

    >>> test = kruskal_wallis([1, 2, 3, 4], [[5, 3, 1, 0], [2, 4, 3, 1], [0, 2, 4, 6]])
    >>> f"{test.statistic:.4f}, df {test.df}, p = {test.p_value:.5f}"
    '14.0518, df 2, p = 0.00089'
    """
    _, counts = tally(values, by_group)
    counts = counts[counts.any(axis=1)]
    if len(counts) < 2:
        return _undefined("kruskal-wallis", "fewer than two groups hold anyone")
    together = counts.sum(axis=0)
    if len(together) == 1:
        return _undefined("kruskal-wallis", "all values are the same")
    ranks, sizes = centred_ranks(together), counts.sum(axis=1)
    between = float(((counts @ ranks) ** 2 / sizes).sum())
    statistic = (float(sizes.sum()) - 1) * between / float(together @ ranks**2)
    df = len(counts) - 1
    return SignificanceTest(statistic, df, upper_tail(statistic, df), "kruskal-wallis")


def welch_anova(values: npt.ArrayLike, by_group: Sequence[npt.ArrayLike]) -> SignificanceTest:
    """Test whether a variable has the same mean in several groups whose variances may differ.

    `by_group[g][i]` people of group g have the value `values[i]`. Formula: with w = n / s^2 of
    each of k groups, W their sum, M the mean of the means with weights w and T = sum (1 - w/W)^2 /
    (n - 1), F = sum w (mean - M)^2 / (k - 1) / (1 + 2 (k - 2) T / (k^2 - 1)). `df` is that of the
    denominator, (k^2 - 1) / (3 T); that of the numerator is k - 1. With two groups F is the square
    of Welch's t.
    Empty groups are left out. Undefined (nan) with fewer than two groups, or when one of them holds
    one person, or one value only.
    Source: Welch, Biometrika 1951;38:330; as R's oneway.test.

    >>> test = welch_anova([1, 2, 3, 4], [[5, 3, 1, 0], [2, 4, 3, 1], [0, 2, 4, 6]])
    >>> f"F = {test.statistic:.4f}, df 2 and {test.df:.2f}, p = {test.p_value:.5f}"
    'F = 14.1414, df 2 and 17.91, p = 0.00021'
    """
    import numpy as np
    from scipy.special import fdtrc

    ordered, counts = tally(values, by_group)
    counts = counts[counts.any(axis=1)]
    k, n = len(counts), counts.sum(axis=1)
    if k < 2:
        return _undefined("welch", "fewer than two groups hold anyone")
    mean, variance = np.transpose([mean_and_variance(ordered, group) for group in counts])
    if not (variance > 0).all():
        return _undefined("welch", "a group holds one person, or one value only")
    weight = n / variance
    share = weight / weight.sum()
    spread = float(((1 - share) ** 2 / (n - 1)).sum()) / (k * k - 1)
    apart = float((weight * (mean - share @ mean) ** 2).sum()) / (k - 1)
    statistic, df = apart / (1 + 2 * (k - 2) * spread), 1 / (3 * spread)
    return SignificanceTest(statistic, df, float(fdtrc(k - 1, df, statistic)), "welch")


def _undefined(method: str, note: str) -> SignificanceTest:
    return SignificanceTest(nan, nan, nan, method, note)


def smd_continuous(values: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Standardised difference of the means of two groups, above 0 where the first has the higher.

    `first[i]` and `second[i]` people have the value `values[i]`. Formula: (mean 1 - mean 2) /
    sqrt((s1^2 + s2^2) / 2), variances with n - 1. It does not grow with the number of people, as a
    test does. 0 when both groups have one and the same value only. Undefined (nan) when a group
    holds fewer than two people, or each has one value only and these differ.
    Source: Austin, Stat Med 2009;28:3083; Yang and Dalton, SAS Global Forum 2012, 335.

    >>> round(smd_continuous([36, 40, 44, 48], [1, 4, 6, 4], [5, 5, 3, 1]), 4)
    0.9236
    """
    ordered, counts = tally(values, [first, second])
    (mean, variance), (other_mean, other_variance) = (
        mean_and_variance(ordered, group) for group in counts
    )
    return _standardised(mean - other_mean, (variance + other_variance) / 2)


def _standardised(difference: float, variance: float) -> float:
    if variance > 0:
        return difference / sqrt(variance)
    return 0.0 if variance == difference == 0 else nan


def smd_shares(first_counts: npt.ArrayLike, second_counts: npt.ArrayLike) -> float:
    """Standardised difference of two groups in a variable of categories: 0 or more, without sign.

    `first_counts[i]` and `second_counts[i]` people are of category i. Formula: sqrt(d' S^-1 d), d
    being the differences of the shares of all categories that occur but the last, S the mean of
    both groups' multinomial covariances, diag(p) - p p'. Of two categories it is |p1 - p2| /
    sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2). Undefined (nan) when a group is empty, or no category
    occurs in both. Only then is S singular, for d in the very direction in which the groups differ
    altogether: a generalised inverse would leave that out, and is not used.
    Source: Yang and Dalton, SAS Global Forum 2012, 335.

    >>> round(smd_shares([20, 30, 50], [35, 30, 35]), 4)
    0.3734
    """
    import numpy as np

    length = len(np.asarray(first_counts))
    counts = np.stack([people(given, length) for given in (first_counts, second_counts)])
    if not counts.prod(axis=0).any():
        return nan
    shares = counts[:, counts.any(axis=0)] / counts.sum(axis=1, keepdims=True)
    kept = shares[:, :-1]
    difference = kept[0] - kept[1]
    covariance = np.diag(kept.mean(axis=0)) - kept.T @ kept / 2
    return sqrt(max(0.0, float(difference @ np.linalg.solve(covariance, difference))))
