"""Accelerated failure time models: how many times as long one lives with a covariate as without.

They stand beside Cox's model, in particular where hazards are not proportional.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile
from alsstats.prognosis.accelerated import MODELS, fit_by_lifelines, scaled_for_lifelines
from alsstats.prognosis.covariates import checked, dependent
from alsstats.prognosis.fit import marked

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.accelerated import Scaled
    from alsstats.prognosis.times import Floats, SurvivalTimes

OTHERS = 2  # parameters beside the covariates: intercept and scale


class ParametricFit(NamedTuple):
    """One model: time ratios, log likelihood and AIC; or the `problem` for which there are none.

    `time_ratios` has one for each of `names`, nan where there is a problem. Log likelihood and AIC
    belong to the times as they are given, in their unit, and are comparable between these models
    only: Cox's likelihood is another one.
    """

    model: str
    names: tuple[str, ...]
    time_ratios: tuple[Estimate, ...]
    log_likelihood: float
    aic: float
    n_parameters: int
    problem: str = ""


def fit_parametric(
    times: SurvivalTimes,
    covariates: npt.ArrayLike,
    names: tuple[str, ...],
    *,
    level: float = 0.95,
) -> tuple[ParametricFit, ...]:
    """Time ratios in Weibull, log-normal and log-logistic models: how many times as long one lives.

    Formula: log T = a + x'b + s E, E from the extreme value, normal or logistic distribution; time
    ratio exp(b), limits exp(b -+ z SE). The likelihood is prod f(t) of deaths times prod S(t) of
    the others, over prod S(entry); AIC = 2 k - 2 log L, k parameters. Rows censored at time 0 tell
    nothing. Undefined, with the problem: with fewer deaths than parameters; with a death at time 0,
    whose density they do not have; with strata; where covariates determine one another, or the
    likelihood has no maximum, as when nobody of a group dies.
    Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 3.6.

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([2, 3, 5, 8, 9, 13, 15, 20], [1, 1, 0, 1, 1, 1, 1, 0])
    >>> fits = fit_parametric(times, [[1], [0], [1], [1], [0], [0], [1], [0]], ("x",))
    >>> [(fit.model, round(fit.time_ratios[0].value, 3), round(fit.aic, 3)) for fit in fits]
    [('weibull', 0.682, 46.67), ('log-normal', 0.701, 46.861), ('log-logistic', 0.75, 47.169)]
    """
    x = checked(covariates, names, len(times.exit))
    problem = _problem(times, x, names)
    if problem:
        return tuple(_unfitted(model, names, level, problem) for model in MODELS)
    data = scaled_for_lifelines(times, x)
    return tuple(_fitted(model, data, names, level) for model in MODELS)


def _problem(times: SurvivalTimes, x: Floats, names: tuple[str, ...]) -> str:
    """Return why none of these models can be fitted, or nothing."""
    import numpy as np

    if times.stratum.any():
        return "these models have no strata"
    held = times.frequency > 0
    died = np.where(times.event, times.frequency, 0.0)
    if died.sum() < len(names) + OTHERS:
        return f"fewer deaths ({died.sum():g}) than parameters ({len(names) + OTHERS})"
    at_zero = died[times.distinct[times.exit] == 0].sum()
    if at_zero:
        return f"deaths at time 0, which these models do not know: {at_zero:g}"
    same = x[held].min(axis=0) == x[held].max(axis=0)
    if same.any():
        return f"{', '.join(marked(names, same))}: the same for everybody"
    related = dependent(np.atleast_2d(np.corrcoef(x[held], rowvar=False)), 1.0)
    return f"{', '.join(marked(names, related))}: determine one another" if related.any() else ""


def _fitted(model: str, data: Scaled, names: tuple[str, ...], level: float) -> ParametricFit:
    found = fit_by_lifelines(model, data)
    if found is None:
        return _unfitted(model, names, level, "the regression did not converge")
    if found.not_told:
        listed = ", ".join(names[j] for j in found.not_told)
        return _unfitted(model, names, level, f"no finite estimate of {listed}")
    terms = zip(found.coefficients.tolist(), found.std_errors.tolist(), strict=True)
    ratios = tuple(_time_ratio(b, error, level, model) for b, error in terms)
    count = len(names) + OTHERS
    aic = 2 * count - 2 * found.log_likelihood
    return ParametricFit(model, names, ratios, found.log_likelihood, aic, count)


def _time_ratio(b: float, error: float, level: float, model: str) -> Estimate:
    import numpy as np

    width = normal_quantile(level) * error
    with np.errstate(over="ignore"):  # a limit may be infinite in very small units
        value, low, high = np.exp([b, b - width, b + width]).tolist()
    return Estimate(value, low, high, level, model, std_error=error)


def _unfitted(model: str, names: tuple[str, ...], level: float, problem: str) -> ParametricFit:
    none = tuple(Estimate(nan, nan, nan, level, model, reason=problem) for _ in names)
    return ParametricFit(model, names, none, nan, nan, len(names) + OTHERS, problem)
