"""Limits and p values from the profile of the likelihood, one coefficient held at a time.

They hold where Wald's do not: with few deaths, and under separation, where one limit is infinite.
"""

from __future__ import annotations

from functools import partial
from math import inf, isnan, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import upper_tail
from alsstats.intervals import normal_quantile
from alsstats.prognosis.exact_ties import at_risk_by_time, evaluate_exact
from alsstats.prognosis.firth import evaluate_curved
from alsstats.prognosis.likelihood import Evaluation, evaluate
from alsstats.prognosis.newton import is_rising, maximise
from alsstats.prognosis.separation import infinite_coefficients

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats, Truths

FOUND = 1e-9  # a limit is found when the root of twice the loss of log likelihood is this near to z
ROUNDING = 1e-14  # of a log likelihood, as a share of it: no limit is nearer than it allows
STEPS = 40  # of the search for one limit; 3 to 6 are usual


class Profile(NamedTuple):
    """Limits of each coefficient, and the likelihood-ratio test of its being 0.

    A limit is nan where it was not found: in very small data Firth's likelihood may fall so slowly
    that the limit is out of reach of the computer's digits.
    """

    low: Floats
    high: Floats
    p_value: Floats
    statistic: Floats


class Point(NamedTuple):
    """The likelihood with one coefficient held: the root of twice its loss, and how that rises."""

    coefficients: Floats
    loss: float
    slope: float


def profile_likelihood(fit: CoxFit, *, level: float = 0.95) -> Profile:
    """Profile-likelihood limits of each coefficient of a Cox model, and likelihood-ratio p values.

    Formula: the limits are the values at which, the other coefficients being refitted, twice the
    log likelihood is z^2 below its maximum; p is the chi-squared tail of that loss at 0. In Firth's
    fit the penalty is that of all coefficients, held or not. An infinite estimate has an infinite
    limit on its side. Undefined (nan) where the likelihood of separated deaths could not be
    followed to where it levels off.
    Source: Venzon and Moolgavkar, Appl Stat 1988;37:87; Heinze and Schemper, Biometrics
    2001;57:114.

    >>> from alsstats.prognosis.firth import fit_firth
    >>> from alsstats.prognosis.times import survival_times
    >>> found = profile_likelihood(fit_firth(survival_times([1, 2], [1, 0]), [[1], [0]], ("x",)))
    >>> [round(float(x), 6) for x in (found.low[0], found.high[0], found.p_value[0])]
    [-1.832326, 6.081672, 0.469459]
    """
    import numpy as np

    count = len(fit.coefficients)
    endless = np.zeros((2, count), dtype=bool)
    if fit.infinite:
        exact = fit.likelihood == "exact"
        endless = infinite_coefficients(fit.model.sets, fit.model.design, exact=exact)
    z, kind = normal_quantile(level), evaluated_as(fit)
    low, high, p_value, statistic = (np.full(count, nan) for _ in range(4))
    for j in range(count):
        if isnan(fit.log_likelihood):
            low[j], high[j] = (-inf if endless[0, j] else nan), (inf if endless[1, j] else nan)
            continue
        held = _holding(fit, kind, j)
        low[j] = -inf if endless[0, j] else _limit(fit, held, j, -z, endless) / fit.scale[j]
        high[j] = inf if endless[1, j] else _limit(fit, held, j, z, endless) / fit.scale[j]
        statistic[j] = held(0.0, np.zeros(count)).loss ** 2
        p_value[j] = upper_tail(float(statistic[j]), 1)
    return Profile(low, high, p_value, statistic)


def evaluated_as(fit: CoxFit) -> Callable[[Floats], Evaluation]:
    """Return the likelihood of the fit's own kind as a function of standardised coefficients."""
    if fit.likelihood == "exact":
        return partial(evaluate_exact, fit.model, at_risk_by_time(fit.model.sets))
    return partial(evaluate_curved if fit.likelihood == "penalised" else evaluate, fit.model)


def _holding(
    fit: CoxFit, kind: Callable[[Floats], Evaluation], j: int
) -> Callable[[float, Floats], Point]:
    """Return the function that refits the other coefficients with one held at a value."""
    import numpy as np

    free: Truths = np.arange(len(fit.standardised)) != j

    def held(value: float, start: Floats) -> Point:
        at = np.where(free, 0.0 if fit.infinite else start, value)
        best = maximise(kind, at, free)
        if not best.converged and (not fit.infinite or is_rising(best.found, free)):
            return Point(best.coefficients, nan, nan)  # else it is as near as rounding lets it
        loss = sqrt(max(0.0, 2 * (fit.log_likelihood - best.found.log_likelihood)))
        return Point(best.coefficients, loss, -float(best.found.score[j]) / loss if loss else 0.0)

    return held


def _limit(
    fit: CoxFit, held: Callable[[float, Floats], Point], j: int, z: float, endless: Truths
) -> float:
    """Return where the loss is |z|, on the side of z, by Newton's method within a bracket."""
    inner, outer = float(fit.standardised[j]), inf if z > 0 else -inf
    infinite = bool(endless[:, j].any())
    spread = sqrt(fit.covariance[j, j]) * fit.scale[j] if not infinite else 0.0
    value = 0.0 if infinite else inner + z * spread
    start = fit.standardised
    near = max(FOUND, ROUNDING * abs(fit.log_likelihood))
    for _ in range(STEPS):
        point = held(value, start)
        if abs(point.loss - abs(z)) <= near:
            return value
        start = start if isnan(point.loss) else point.coefficients  # not known: too far out
        inner, outer = (value, outer) if point.loss < abs(z) else (inner, value)
        value = _next(value, point, z, (inner, outer))
    return nan


def _next(value: float, point: Point, z: float, bracket: tuple[float, float]) -> float:
    """Return Newton's next value; the middle of the bracket, or farther out, where it leaves it."""
    inner, outer = bracket
    step = (abs(z) - point.loss) / point.slope if point.slope else inf
    if min(bracket) < value + step < max(bracket) and abs(step) <= 1 + 2 * abs(value):
        return value + step
    if abs(outer) == inf:
        return value + (1 + abs(value)) * (1 if z > 0 else -1)
    return (inner + outer) / 2
