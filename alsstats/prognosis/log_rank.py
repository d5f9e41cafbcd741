"""Do groups die at different rates? The log-rank test, with strata, entry, weights and scores."""

from __future__ import annotations

from math import copysign, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association import SignificanceTest, Trend
from alsstats.association.pearson import upper_tail
from alsstats.errors import UsageError
from alsstats.prognosis.group_deaths import count_deaths, weigh_deaths

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

NO_COMPARISON = "at no death can groups be compared"


class LogRank(NamedTuple):
    """A log-rank test, and what it compares: a place each for the groups, in their order.

    `observed` and `expected` are deaths, or their weighted sums where there are weights; `variance`
    is that of their differences.
    """

    groups: tuple[object, ...]
    n: Floats
    observed: Floats
    expected: Floats
    variance: Floats
    test: SignificanceTest


def log_rank_test(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    group: npt.ArrayLike,
    *,
    strata: npt.ArrayLike | None = None,
    entry: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    from_time: float | None = None,
    rho: float = 0.0,
    gamma: float = 0.0,
) -> LogRank:
    """Test whether groups of patients die at the same rate, over the whole of their follow-up.

    Rows are as in `tabulate`, `group[i]` being whose they are; in `strata`, groups are compared
    within each of them only. Formula: at each time of death, with d of n people dying, of whom n_g
    are in group g, the expected deaths are n_g d / n and the covariance of the differences is
    d (n - d) / (n - 1) times n_g / n (1 if g = h, else 0) - n_g n_h / n^2; sums over all deaths of
    all strata, with weights w and w^2, give U and V, and U' V^- U is chi-squared with the rank of V
    as degrees of freedom: groups less one, if they can all be compared. Weights of Fleming and
    Harrington: w = S(t-)^rho (1 - S(t-))^gamma, S being the curve of all groups of the stratum;
    rho weighs early deaths, gamma late ones. Undefined (nan) where at no death groups can be
    compared: people of one only are at risk, or all die. Refused is what `survival_times`
    refuses, and
    weights that need a curve which reaches 0 while people still enter.
    Source: Mantel, Cancer Chemother Rep 1966;50:163; Peto and Peto, J R Stat Soc A 1972;135:185;
    Fleming and Harrington, Counting Processes and Survival Analysis, 1991, 7.2.

    >>> months = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    >>> others = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    >>> died = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0] + [1, 1, 1, 1, 1, 0] + [1] * 6
    >>> found = log_rank_test(months + others, died, [1] * 11 + [2] * 12)
    >>> round(found.test.statistic, 6), found.test.df, found.observed.tolist()
    (3.396389, 1, [7.0, 11.0])
    """
    counted = count_deaths(time, event, group, strata, entry, frequency, from_time)
    weight = weigh_deaths(counted, rho, gamma)
    n, d = counted.at_risk.sum(axis=0), counted.deaths.sum(axis=0)
    share = counted.at_risk / n
    observed, expected = counted.deaths @ weight, share @ (weight * d)
    variance = _variance(share, weight**2 * d * _spread(n, d))
    test = _tested(observed - expected, variance)
    return LogRank(counted.groups, counted.n, observed, expected, variance, test)


def log_rank_trend(found: LogRank, scores: Sequence[float] | None = None) -> Trend:
    """Test whether the death rate rises or falls over ordered groups, such as grades of a sign.

    Formula: z = s'U / sqrt(s' V s), U being observed less expected deaths and V their covariance
    as `log_rank_test` has them; chi-squared = z^2, df 1. z is positive where groups with higher
    scores die sooner. Scores are 0, 1, 2 ... in the order of the groups unless given. Undefined
    (nan) where no two groups with different scores can be compared.
    Source: Tarone, Biometrika 1975;62:679.

    >>> months, died = [2, 3, 5, 7, 8, 9, 11, 12, 15, 20], [1, 1, 1, 1, 0, 1, 1, 0, 1, 0]
    >>> trend = log_rank_trend(log_rank_test(months, died, [2, 2, 1, 2, 1, 0, 1, 0, 0, 0]))
    >>> f"z = {trend.z:.4f}, p = {trend.test.p_value:.4f}"
    'z = 2.8617, p = 0.0042'
    """
    import numpy as np

    score = np.arange(len(found.groups)) if scores is None else np.asarray(scores)
    numbers = score.dtype.kind in "iuf" and np.isfinite(score).all()
    if score.shape != (len(found.groups),) or not numbers:
        raise UsageError(
            "a trend needs a score, a number, for each group",
            found=[f"{score.size} scores, {len(found.groups)} groups"],
        )
    score = score - score.mean()  # changes nothing but rounding
    excess = float(score @ (found.observed - found.expected))
    apart = _linked(found.variance) & (score[:, None] != score)
    if not apart.any():
        return Trend(nan, SignificanceTest(nan, nan, nan, "log-rank trend", NO_COMPARISON))
    statistic = excess**2 / float(score @ found.variance @ score)
    test = SignificanceTest(statistic, 1, upper_tail(statistic, 1), "log-rank trend")
    return Trend(copysign(sqrt(statistic), excess), test)


def _spread(n: Floats, d: Floats) -> Floats:
    """Return (n - d) / (n - 1), which is 0 where one person is at risk, and dies."""
    import numpy as np

    return (n - d) / np.maximum(n - 1, 1)


def _variance(share: Floats, weight: Floats) -> Floats:
    import numpy as np

    variance = -(share * weight) @ share.T
    np.fill_diagonal(variance, 0.0)
    np.fill_diagonal(variance, -variance.sum(axis=1))  # every row has the sum 0
    return variance


def _tested(excess: Floats, variance: Floats) -> SignificanceTest:
    """Return the test; with the blocks of ones added, V is inverted where it can be."""
    import numpy as np

    linked = _linked(variance)
    df = len(excess) - len(np.unique(linked, axis=0))
    if not df:
        return SignificanceTest(nan, nan, nan, "log-rank", NO_COMPARISON)
    filled = variance + linked * (variance.trace() / len(excess))
    statistic = max(0.0, float(excess @ np.linalg.solve(filled, excess)))
    return SignificanceTest(statistic, df, upper_tail(statistic, df), "log-rank")


def _linked(variance: Floats) -> npt.NDArray[np.bool_]:
    """Tell which groups can be compared, with one another or by way of others."""
    import numpy as np

    linked = (variance < 0) | np.eye(len(variance), dtype=bool)
    for _ in range(len(linked).bit_length()):
        linked = linked @ linked
    return linked
