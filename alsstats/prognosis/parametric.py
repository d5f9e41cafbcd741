"""Accelerated failure time models: by how much a covariate lengthens or shortens survival.

They stand beside Cox's model where hazards are not proportional. lifelines fits them; what is given
to it is scaled, so that it comes near to the maximum, and what comes back is scaled back.
"""

from __future__ import annotations

from math import log, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile
from alsstats.prognosis.covariates import checked
from alsstats.prognosis.fit import marked

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from alsstats.prognosis.times import Floats, SurvivalTimes

MODELS = {  # the class of lifelines, and its name of the parameter with the covariates
    "weibull": ("WeibullAFTFitter", "lambda_"),
    "log-normal": ("LogNormalAFTFitter", "mu_"),
    "log-logistic": ("LogLogisticAFTFitter", "alpha_"),
}
SEARCHES = (  # the first comes within 1e-6 standard errors; where rounding ends it, the second
    {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 200},
    {"ftol": 1e-12, "gtol": 1e-6, "maxiter": 200},
)
FLAT = 1e-5  # information per death, along some combination, that only infinite estimates have
INVOLVED = 0.01  # the smallest part of a covariate in a combination that the deaths do not tell
UNFINISHED = "the regression did not converge"


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


class Scaled(NamedTuple):
    """The data for lifelines: times in `unit`, covariates with mean 0 and spread 1."""

    frame: pd.DataFrame
    unit: float
    scale: Floats
    deaths: float


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
    the others, over prod S(entry); AIC = 2 k - 2 log L, k parameters. Undefined, with the problem:
    without deaths; with a death at time 0, whose density they do not have; with strata; where the
    likelihood has no maximum, as when nobody of a group dies. Rows censored at time 0 tell nothing.
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
    data = _scaled(times, x)
    return tuple(_fitted(model, data, names, level) for model in MODELS)


def _problem(times: SurvivalTimes, x: Floats, names: tuple[str, ...]) -> str:
    """Return why none of these models can be fitted, or nothing."""
    held = times.frequency > 0
    died = held & times.event
    if times.stratum.any():
        return "these models have no strata"
    if not died.any():
        return "nobody died"
    at_zero = times.frequency[died & (times.distinct[times.exit] == 0)].sum()
    if at_zero:
        return f"deaths at time 0, which these models do not know: {at_zero:g}"
    same = x[held].min(axis=0) == x[held].max(axis=0)
    return f"{', '.join(marked(names, same))}: the same for everybody" if same.any() else ""


def _scaled(times: SurvivalTimes, x: Floats) -> Scaled:
    import numpy as np
    import pandas as pd

    time = times.distinct[times.exit]
    used = (times.frequency > 0) & (time > 0)
    time, x, n, died = time[used], x[used], times.frequency[used], times.event[used]
    unit = float(np.average(time, weights=n))
    away = x - np.average(x, axis=0, weights=n)
    scale = np.sqrt(np.average(away**2, axis=0, weights=n))
    columns = {_column(j): line for j, line in enumerate((away / scale).T)}
    columns |= {"time": time / unit, "event": died.astype(int), "n": n}
    if times.entry is not None:
        entry = times.entry[used]
        columns["entry"] = np.where(entry >= 0, times.distinct[entry], 0.0) / unit
    return Scaled(pd.DataFrame(columns), unit, scale, float(n[died].sum()))


def _column(j: int) -> str:
    return f"x{j}"


def _fitted(model: str, data: Scaled, names: tuple[str, ...], level: float) -> ParametricFit:
    """Fit one model, and scale back what comes of it."""
    import numpy as np

    found = _fit_by_lifelines(model, data.frame)
    if found is None:
        return _unfitted(model, names, level, UNFINISHED)
    parameters = list(found.params_.index)
    places = [parameters.index((MODELS[model][1], _column(j))) for j in range(len(names))]
    covariance = found.variance_matrix_.to_numpy()
    problem = _not_told(covariance, places, data.deaths, names)
    if problem:
        return _unfitted(model, names, level, problem)
    b = found.params_.to_numpy()[places] / data.scale
    errors = np.sqrt(np.diag(covariance)[places]) / data.scale
    ratios = (_time_ratio(*term, level, model) for term in zip(b, errors, strict=True))
    log_likelihood = float(found.log_likelihood_) - data.deaths * log(data.unit)
    aic = 2 * len(parameters) - 2 * log_likelihood
    return ParametricFit(model, names, tuple(ratios), log_likelihood, aic, len(parameters))


def _time_ratio(b: float, error: float, level: float, model: str) -> Estimate:
    import numpy as np

    width = normal_quantile(level) * error
    with np.errstate(over="ignore"):  # a limit may be infinite in very small units
        value, low, high = np.exp([b, b - width, b + width]).tolist()
    return Estimate(value, low, high, level, model, std_error=float(error))


def _not_told(covariance: Floats, places: list[int], deaths: float, names: tuple[str, ...]) -> str:
    """Return which covariates the deaths do not tell, as a problem, or nothing."""
    import numpy as np

    sizes, directions = np.linalg.eigh(covariance)
    if sizes[0] <= 0:
        return UNFINISHED
    flat = directions[:, sizes * deaths * FLAT > 1]
    involved = (np.abs(flat) > INVOLVED).any(axis=1)
    if not involved.any():
        return ""
    listed = ", ".join(marked(names, involved[places]))
    return f"no finite estimate of {listed}: nobody of a group died, or they determine one another"


def _fit_by_lifelines(model: str, frame: pd.DataFrame) -> Any:
    """Return what lifelines fitted, or None where it did not converge."""
    import warnings

    import lifelines
    from lifelines.exceptions import ConvergenceError

    fitter = getattr(lifelines, MODELS[model][0])()
    fitter._scipy_fit_method = "L-BFGS-B"  # noqa: SLF001  # the way that lifelines advises
    columns = {"weights_col": "n", "entry_col": "entry" if "entry" in frame else None}
    for search in SEARCHES:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)  # lifelines' own, and numpy's
            warnings.simplefilter("ignore", DeprecationWarning)  # it is older than pandas 3
            warnings.simplefilter("ignore", FutureWarning)
            try:
                return fitter.fit(frame, "time", "event", fit_options=search, **columns)
            except (RuntimeWarning, ConvergenceError):
                continue
    return None


def _unfitted(model: str, names: tuple[str, ...], level: float, problem: str) -> ParametricFit:
    none = tuple(Estimate(nan, nan, nan, level, model, reason=problem) for _ in names)
    return ParametricFit(model, names, none, nan, nan, len(names) + 2, problem)
