"""How many months patients live, on average, of the first so many: the restricted mean."""

from __future__ import annotations

from math import erfc, exp, log, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile
from alsstats.prognosis.times import EQUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.prognosis.curves import SurvivalCurve

METHOD = "restricted mean"
NO_WIDTH = "nobody, or all at one time, died before then: the variance is 0, no limits"


class MeansCompared(NamedTuple):
    """A difference or a ratio of two restricted means, and p that they do not differ."""

    estimate: Estimate
    p_value: float


def default_tau(curves: Sequence[SurvivalCurve]) -> float:
    """Return the last time up to which every group was followed: the smallest of their last times.

    >>> from alsstats.prognosis.curves import kaplan_meier
    >>> from alsstats.prognosis.risk_table import tabulate
    >>> groups = [([6, 7, 9], [1, 1, 0]), ([3, 12, 20], [1, 0, 1])]
    >>> default_tau([kaplan_meier(tabulate(*group)) for group in groups])
    9.0
    """
    return min(float(curve.table.time[-1]) for curve in curves)


def restricted_mean_survival(curve: SurvivalCurve, tau: float) -> Estimate:
    """Mean time that patients live of the time up to tau: the area below the survival curve.

    Formula: integral of S from the start of the curve to tau; variance sum over deaths of A(t)^2 d
    / (n (n - d)), A(t) being the area from t to tau, n people at risk and d dying at t. Limits are
    normal, cut off at 0 and at the whole time. Without limits where the variance is 0. Refused: a
    tau after the last time at which anybody of the group was seen, where the curve is not known.
    Source: Klein and Moeschberger, Survival Analysis, 2nd ed., 4.5; Royston and Parmar, BMC Med Res
    Methodol 2013;13:152.

    >>> from alsstats.prognosis.curves import kaplan_meier
    >>> from alsstats.prognosis.risk_table import tabulate
    >>> mean = restricted_mean_survival(
    ...     kaplan_meier(tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0])), 9
    ... )
    >>> mean.value, round(mean.std_error, 6)
    (7.0, 0.540062)
    """
    value, variance = _mean_and_variance(curve, tau)
    whole = tau - curve.table.start
    if not variance:
        return Estimate(value, nan, nan, curve.level, METHOD, reason=NO_WIDTH)
    width = normal_quantile(curve.level) * sqrt(variance)
    low, high = max(0.0, value - width), min(whole, value + width)
    return Estimate(value, low, high, curve.level, METHOD, std_error=sqrt(variance))


def restricted_mean_difference(
    curve: SurvivalCurve, reference: SurvivalCurve, tau: float
) -> MeansCompared:
    """How much longer one group lives than another, on average, of the time up to tau.

    Formula: m1 - m2 -+ z sqrt(v1 + v2), m and v being the means and their variances as
    `restricted_mean_survival` has them; p from the normal distribution of the difference over its
    standard error. Without limits, and p nan, where both variances are 0.
    Source: Royston and Parmar, BMC Med Res Methodol 2013;13:152.

    >>> from alsstats.prognosis.curves import kaplan_meier
    >>> from alsstats.prognosis.risk_table import tabulate
    >>> first, second = tabulate([6, 7, 9], [1, 1, 0]), tabulate([3, 8, 12], [1, 1, 0])
    >>> found = restricted_mean_difference(kaplan_meier(first), kaplan_meier(second), 9)
    >>> round(found.estimate.value, 4), round(found.p_value, 4)
    (0.6667, 0.6911)
    """
    (m_1, v_1), (m_2, v_2) = _both(curve, reference, tau)
    value, std_error = m_1 - m_2, sqrt(v_1 + v_2)
    if not std_error:
        estimate = Estimate(value, nan, nan, curve.level, METHOD, reason=NO_WIDTH)
        return MeansCompared(estimate, nan)
    width = normal_quantile(curve.level) * std_error
    limits = (value - width, value + width)
    estimate = Estimate(value, *limits, curve.level, METHOD, std_error=std_error)
    return MeansCompared(estimate, _two_sided(value / std_error))


def restricted_mean_ratio(
    curve: SurvivalCurve, reference: SurvivalCurve, tau: float
) -> MeansCompared:
    """How many times as long one group lives as another, on average, of the time up to tau.

    Formula: m1 / m2 times exp(-+ z s), s^2 = v1 / m1^2 + v2 / m2^2; p from the normal distribution
    of log(m1 / m2) / s. Without limits, and p nan, where both variances are 0.
    Source: Royston and Parmar, BMC Med Res Methodol 2013;13:152.

    >>> from alsstats.prognosis.curves import kaplan_meier
    >>> from alsstats.prognosis.risk_table import tabulate
    >>> first, second = tabulate([6, 7, 9], [1, 1, 0]), tabulate([3, 8, 12], [1, 1, 0])
    >>> found = restricted_mean_ratio(kaplan_meier(first), kaplan_meier(second), 9)
    >>> round(found.estimate.value, 4), round(found.p_value, 4)
    (1.1, 0.7003)
    """
    (m_1, v_1), (m_2, v_2) = _both(curve, reference, tau)
    value, std_error = m_1 / m_2, sqrt(v_1 / m_1**2 + v_2 / m_2**2)
    if not std_error:
        estimate = Estimate(value, nan, nan, curve.level, METHOD, reason=NO_WIDTH)
        return MeansCompared(estimate, nan)
    factor = exp(normal_quantile(curve.level) * std_error)
    limits = (value / factor, value * factor)
    estimate = Estimate(value, *limits, curve.level, METHOD, std_error=std_error)
    return MeansCompared(estimate, _two_sided(log(value) / std_error))


def _mean_and_variance(curve: SurvivalCurve, tau: float) -> tuple[float, float]:
    import numpy as np

    table = curve.table
    _check_tau(tau, table.start, float(table.time[-1]))
    upto = np.searchsorted(table.time, tau)  # a death at tau itself changes no area
    n, d = table.at_risk[:upto], table.events[:upto]
    knots = np.concatenate([[table.start], table.time[:upto], [tau]])
    areas = np.diff(knots) * np.concatenate([[1.0], curve.survival[:upto]])
    later = np.cumsum(areas[::-1])[::-1][1:]
    spread = np.zeros(upto)
    np.divide(d, n * (n - d), out=spread, where=(d > 0) & (d < n))  # nobody left: no later area
    return float(areas.sum()), float(later**2 @ spread)


def _check_tau(tau: float, start: float, last: float) -> None:
    if not start < tau <= last * (1 + EQUAL):
        raise UsageError(
            "tau must lie after the start, and not after the last time of any group",
            found=[f"tau: {tau}", f"start: {start:g}"],
            why="beyond its last time the curve of a group is not known",
            fix=f"--tau {last:.12g}",
        )


def _both(
    curve: SurvivalCurve, reference: SurvivalCurve, tau: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    if (curve.table.start, curve.level) != (reference.table.start, reference.level):
        raise UsageError("curves that are compared need one start and one level")
    return _mean_and_variance(curve, tau), _mean_and_variance(reference, tau)


def _two_sided(z: float) -> float:
    return erfc(abs(z) / sqrt(2))
