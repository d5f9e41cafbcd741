"""Do two graded variables go together? Spearman's rank correlation."""

from __future__ import annotations

from math import atanh, isnan, nan, sqrt, tanh
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.frequencies import centred_ranks, numbers, people
from alsstats.association.pearson import SignificanceTest
from alsstats.errors import UsageError
from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.association.frequencies import Floats

METHOD = "bonett-wright"
CONSTANT = "a variable has one value only, or there is nobody"
PERFECT = "rho is 1 or -1, where the formula has no value"


class Correlation(NamedTuple):
    """A correlation with its limits, and the test that it is 0."""

    estimate: Estimate
    test: SignificanceTest


def spearman(
    x: npt.ArrayLike, y: npt.ArrayLike, n: npt.ArrayLike, *, level: float = 0.95
) -> Correlation:
    """Spearman's rank correlation: how nearly one variable always rises, or falls, with another.

    `n[i]` people have the values `x[i]` and `y[i]`. Formula: Pearson's correlation of the mid-ranks
    of both. Limits: tanh(atanh rho -+ z s), s^2 = (1 + rho^2 / 2) / (N - 3). p: that of t = rho
    sqrt((N - 2) / (1 - rho^2)), df N - 2. Undefined (nan): all, when a variable has one value only;
    the limits, below 4 people; p, below 3; limits and p, where rho is 1 or -1, since neither
    formula has a value there and limits of 1 to 1, or a p of 0, would claim too much.
    Source: Spearman, Am J Psychol 1904;15:72; Bonett and Wright, Psychometrika 2000;65:23.

    >>> found = spearman([1, 2, 2, 3, 3], [10, 10, 20, 20, 30], [4, 1, 3, 2, 5])
    >>> f"{found.estimate.value:.3f} ({found.estimate.low:.3f} to {found.estimate.high:.3f})"
    '0.884 (0.622 to 0.968)'
    """
    z = normal_quantile(level)
    first, second = numbers(x), numbers(y)
    if len(first) != len(second):
        raise UsageError("x and y need a value each", found=[f"{len(first)}, {len(second)} values"])
    counts = people(n, len(first))
    total, rho = int(counts.sum()), _rho(first, second, counts)
    return Correlation(_limits(rho, total, level, z), _test(rho, total))


def _rho(x: Floats, y: Floats, n: Floats) -> float:
    ranks, others = _ranks(x, n), _ranks(y, n)
    squares = float(n @ ranks**2) * float(n @ others**2)
    return float(n @ (ranks * others)) / sqrt(squares) if squares else nan


def _ranks(values: Floats, n: Floats) -> Floats:
    import numpy as np

    _, place = np.unique(values, return_inverse=True)
    return centred_ranks(np.bincount(place, n).astype(float))[place]


def _limits(rho: float, n: int, level: float, z: float) -> Estimate:
    reason = _undefined(rho, "limits need 4 people" if n < 4 else "")
    if reason:
        return Estimate(rho, nan, nan, level, METHOD, n=n, reason=reason)
    std_error = sqrt((1 + rho * rho / 2) / (n - 3))
    low, high = (tanh(atanh(rho) + side * z * std_error) for side in (-1, 1))
    return Estimate(rho, low, high, level, METHOD, n=n, std_error=std_error)


def _test(rho: float, n: int) -> SignificanceTest:
    from scipy.special import betainc

    note = _undefined(rho, "")
    if note:
        return SignificanceTest(nan, nan, nan, "spearman", note)
    unexplained = (1 - rho) * (1 + rho)
    t = rho * sqrt((n - 2) / unexplained)
    p_value = float(betainc((n - 2) / 2, 0.5, unexplained))  # both tails of t
    return SignificanceTest(t, n - 2, p_value, "spearman")


def _undefined(rho: float, otherwise: str) -> str:
    if isnan(rho):
        return CONSTANT
    return PERFECT if abs(rho) >= 1 else otherwise
