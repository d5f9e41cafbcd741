"""Accelerated failure time models as lifelines fits them, on data scaled for its search."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
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


class Scaled(NamedTuple):
    """The data for lifelines: times in `unit`, covariates with mean 0 and spread 1."""

    frame: pd.DataFrame
    unit: float
    scale: Floats
    deaths: float


class Found(NamedTuple):
    """Log time ratios with their standard errors, and the log likelihood in the unit of the times.

    `not_told` has the places of covariates of which there is no finite estimate.
    """

    coefficients: Floats
    std_errors: Floats
    log_likelihood: float
    not_told: tuple[int, ...]


def scaled_for_lifelines(times: SurvivalTimes, x: Floats) -> Scaled:
    """Return the rows that tell something: not those of nobody, nor those censored at time 0."""
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


def fit_by_lifelines(model: str, data: Scaled) -> Found | None:
    """Fit one of `MODELS`, and scale back what comes of it; None where lifelines finds nothing."""
    import numpy as np

    found = _searched(model, data.frame)
    if found is None:
        return None
    covariance = found.variance_matrix_.to_numpy()
    parameters = list(found.params_.index)
    places = [parameters.index((MODELS[model][1], _column(j))) for j in range(len(data.scale))]
    sizes, directions = np.linalg.eigh(covariance)
    if sizes[0] <= 0:
        return None
    flat = directions[places][:, sizes * data.deaths * FLAT > 1]
    not_told = np.flatnonzero((np.abs(flat) > INVOLVED).any(axis=1))
    return Found(
        found.params_.to_numpy()[places] / data.scale,
        np.sqrt(np.diag(covariance)[places]) / data.scale,
        float(found.log_likelihood_) - data.deaths * log(data.unit),
        tuple(not_told.tolist()),
    )


def _column(j: int) -> str:
    return f"x{j}"


def _searched(model: str, frame: pd.DataFrame) -> Any:
    """Return lifelines' fit, or None where it did not converge; none of its warnings gets out."""
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
