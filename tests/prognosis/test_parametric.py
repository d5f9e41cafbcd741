"""Accelerated failure time models: R's survreg, and the likelihood written anew where R has none.

lifelines stops its search a little short of the maximum: within 1e-6 standard errors, where a
converged survreg is better, and with it the errors. Log likelihoods are within 1e-8.
"""

from math import log

import numpy as np
import pytest
from scipy import optimize, stats

from alsstats.prognosis.parametric import ParametricFit, fit_parametric
from tests.golden import rows
from tests.golden.cox import DataSet, period_sets, published_sets

IN_ERRORS = 1e-6  # largest deviation of an estimate, in standard errors
SETS = period_sets() | {"lung": published_sets()["lung"]}
IN_R = {"weibull": "weibull", "lognormal": "log-normal", "loglogistic": "log-logistic"}
DISTRIBUTIONS = {
    "weibull": lambda mu, sigma: stats.weibull_min(1 / sigma, scale=np.exp(mu)),
    "log-normal": lambda mu, sigma: stats.lognorm(sigma, scale=np.exp(mu)),
    "log-logistic": lambda mu, sigma: stats.fisk(1 / sigma, scale=np.exp(mu)),
}


def fitted(data: DataSet) -> dict[str, ParametricFit]:
    times = data.times._replace(stratum=0 * data.times.stratum)
    return {fit.model: fit for fit in fit_parametric(times, data.covariates, data.names)}


def estimates(fit: ParametricFit) -> tuple[np.ndarray, np.ndarray]:
    assert fit.problem == ""
    b = np.array([log(ratio.value) for ratio in fit.time_ratios])
    return b, np.array([ratio.std_error for ratio in fit.time_ratios])


def test_models_without_entry_agree_with_r(capsys: pytest.CaptureFixture[str]) -> None:
    expected: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in rows("parametric_terms.csv"):
        expected.setdefault((line["data"], line["model"]), []).append(line)
    fits: dict[str, dict[str, ParametricFit]] = {}
    worst = 0.0
    for model in rows("parametric_models.csv"):
        name = model["data"]
        fits.setdefault(name, fitted(SETS[name]))
        fit = fits[name][IN_R[model["model"]]]
        terms = expected.pop((name, model["model"]))
        assert terms.pop(0)["term"] == "(Intercept)"
        b = np.array([float(line["coefficient"]) for line in terms])
        errors = np.array([float(line["standard_error"]) for line in terms])
        ours, our_errors = estimates(fit)
        worst = max(worst, *np.abs(ours - b) / errors, *np.abs(our_errors / errors - 1))
        assert fit.log_likelihood == pytest.approx(float(model["log_likelihood"]), abs=1e-8)
        assert fit.aic == pytest.approx(float(model["aic"]), abs=2e-8)
        assert fit.n_parameters == int(model["n_parameters"])
    with capsys.disabled():
        print(f"\nlargest deviation from survreg: {worst:.1e} SE")
    assert worst < IN_ERRORS
    assert not expected


def by_hand(data: DataSet, model: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Maximise the likelihood, with entry, from scipy's densities; errors by second differences."""
    time, event, entry, n = (data.columns[k] for k in ("time", "event", "entry", "frequency"))
    spread = data.covariates.std(axis=0)
    x = (data.covariates - data.covariates.mean(axis=0)) / spread

    def loss(at: np.ndarray) -> float:
        law = DISTRIBUTIONS[model](at[0] + x @ at[2:], np.exp(at[1]))
        parts = np.where(event == 1, law.logpdf(time), law.logsf(time)) - law.logsf(entry)
        return -float(n @ parts)

    def slope(at: np.ndarray) -> np.ndarray:
        return (
            optimize.approx_fprime(at, loss, 1e-6) / 2
            - optimize.approx_fprime(at, loss, -1e-6) / -2
        )

    start = np.concatenate([[np.log(time.mean()), 0.0], np.zeros(x.shape[1])])
    at = optimize.minimize(loss, start, method="Nelder-Mead", options={"maxfev": 4000}).x
    at = optimize.minimize(loss, at, method="BFGS", jac="3-point").x
    step = 1e-4 * np.eye(len(at))
    curvature = np.array([(slope(at + h) - slope(at - h)) / 2e-4 for h in step])
    covariance = np.linalg.inv((curvature + curvature.T) / 2)
    return at[2:] / spread, np.sqrt(np.diag(covariance))[2:] / spread, -loss(at)
