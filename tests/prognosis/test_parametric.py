"""Accelerated failure time models: R's survreg, and the likelihood written anew where R has none.

lifelines stops its search a little short of the maximum: within 1e-6 standard errors, where a
converged survreg is better, and with it the errors. Log likelihoods are within 1e-8.
"""

import warnings
from collections.abc import Callable
from functools import cache
from math import isnan, log

import lifelines
import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from alsstats.prognosis import accelerated
from alsstats.prognosis.accelerated import MODELS
from alsstats.prognosis.parametric import ParametricFit, fit_parametric
from alsstats.prognosis.periods import split_at
from alsstats.prognosis.times import survival_times
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


@cache
def fitted(name: str) -> dict[str, ParametricFit]:
    data = SETS[name]
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
    worst = 0.0
    for model in rows("parametric_models.csv"):
        name = model["data"]
        fit = fitted(name)[IN_R[model["model"]]]
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


def differences(loss: Callable[[np.ndarray], float], at: np.ndarray) -> tuple:
    """Return gradient and Hessian by central differences of the fourth and the second order."""
    steps = 1e-3 * np.eye(len(at))
    slope = [
        (8 * (loss(at + h) - loss(at - h)) - loss(at + 2 * h) + loss(at - 2 * h)) / 12e-3
        for h in steps
    ]
    curvature = [
        [loss(at + g + h) - loss(at + g - h) - loss(at - g + h) + loss(at - g - h) for g in steps]
        for h in steps
    ]
    return np.array(slope), np.array(curvature) / 4e-6


def by_hand(data: DataSet, model: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Maximise the likelihood, with entry, from scipy's densities; errors by second differences."""
    time, event, entry, n = (data.columns[k] for k in ("time", "event", "entry", "frequency"))
    spread = data.covariates.std(axis=0)
    x = (data.covariates - data.covariates.mean(axis=0)) / spread

    def loss(at: np.ndarray) -> float:
        law = DISTRIBUTIONS[model](at[0] + x @ at[2:], np.exp(at[1]))
        parts = np.where(event == 1, law.logpdf(time), law.logsf(time)) - law.logsf(entry)
        return -float(n @ parts)

    start = np.concatenate([[np.log(time.mean()), 0.0], np.zeros(x.shape[1])])
    at = optimize.minimize(loss, start, method="Nelder-Mead", options={"maxfev": 2000}).x
    for _ in range(6):  # of Newton's method
        slope, curvature = differences(loss, at)
        at = at - np.linalg.solve(curvature, slope)
    covariance = np.linalg.inv(curvature)
    return at[2:] / spread, np.sqrt(np.diag(covariance))[2:] / spread, -loss(at)


LATE = [name for name, data in SETS.items() if data.columns["entry"].any()][:4]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", LATE)
def test_models_with_entry_agree_with_the_likelihood_written_anew(name: str, model: str) -> None:
    """Differences of the fourth order with steps of 1e-3 are good to 1e-6 errors or so."""
    b, errors, log_likelihood = by_hand(SETS[name], model)
    fit = fitted(name)[model]
    ours, our_errors = estimates(fit)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-8)
    assert np.abs(ours - b).max() < 1e-5 * errors.min()
    assert our_errors == pytest.approx(errors, rel=1e-4)


def people(n: int = 60) -> dict[str, np.ndarray]:
    r = np.random.default_rng(7)
    time = np.round(r.exponential(10, n), 1) + 0.1
    return {
        "time": time,
        "event": r.integers(0, 2, n),
        "entry": np.floor(10 * time * r.random(n)) / 10 * r.integers(0, 2, n),
        "x": np.column_stack([r.integers(0, 2, n), r.normal(size=n)]),
    }


def fits(given: dict[str, np.ndarray], **more: np.ndarray) -> tuple[ParametricFit, ...]:
    given = given | more
    columns = {name: given[name] for name in ("entry", "frequency") if name in given}
    times = survival_times(given["time"], given["event"], **columns)
    return fit_parametric(times, given["x"], ("sign", "age"))


def apart(found: tuple[ParametricFit, ...], expected: tuple[ParametricFit, ...]) -> float:
    """Return how far fits are apart: estimates and errors in errors, log likelihoods as they are.

    In units of what is allowed: 1 is just too far.
    """
    farthest = 0.0
    for fit, other in zip(found, expected, strict=True):
        (b, errors), (others, other_errors) = estimates(fit), estimates(other)
        farthest = max(
            farthest,
            np.abs(b - others).max() / (IN_ERRORS * other_errors.min()),
            np.abs(errors / other_errors - 1).max() / IN_ERRORS,
            abs(fit.log_likelihood - other.log_likelihood) / 1e-8,
        )
    return float(farthest)


def test_where_the_finer_search_fails_the_coarser_has_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It stops when the slope of the mean log likelihood is 1e-6: within 1e-4 standard errors."""
    fine = fits(people())
    monkeypatch.setattr(accelerated, "SEARCHES", ({"maxiter": 1}, accelerated.SEARCHES[1]))
    for fit, finer in zip(fits(people()), fine, strict=True):
        (b, errors), (finest, _) = estimates(fit), estimates(finer)
        assert np.abs(b - finest).max() < 1e-4 * errors.min()


def test_a_frequency_is_as_many_rows_and_0_is_nobody() -> None:
    given = people()
    n = np.random.default_rng(1).integers(0, 4, len(given["time"]))
    replicated = {name: np.repeat(column, n, axis=0) for name, column in given.items()}
    assert apart(fits(given, frequency=n), fits(replicated)) < 1


def test_cutting_rows_in_time_changes_nothing() -> None:
    given = people()
    times = survival_times(given["time"], given["event"], entry=given["entry"])
    cut = split_at(times, [2, 5, 11])
    found = fit_parametric(cut.times, given["x"][cut.source], ("sign", "age"))
    assert apart(found, fits(given)) < 1


def test_units_of_time_and_of_covariates_change_what_they_must() -> None:
    given = people()
    months = fits(given)
    days = fits(
        given, time=given["time"] * 30, entry=given["entry"] * 30, x=given["x"] * [1, 1e-3] + 5
    )
    for fit, other in zip(days, months, strict=True):
        jacobian = given["event"].sum() * log(30)
        assert fit.aic == pytest.approx(other.aic + 2 * jacobian, abs=1e-7)
        assert fit.time_ratios[0].value == pytest.approx(other.time_ratios[0].value, rel=1e-6)
        spread = fit.time_ratios[1].std_error / other.time_ratios[1].std_error
        assert spread == pytest.approx(1000, rel=1e-6)


def test_the_aic_is_that_of_lifelines_on_times_as_they_are() -> None:
    """lifelines' own tolerance leaves its log likelihood 1e-4 short of the maximum, or less."""
    given = people()
    frame = pd.DataFrame(given["x"], columns=["sign", "age"])
    frame = frame.assign(time=given["time"], event=given["event"])
    for name, fit in zip(MODELS, fits(given | {"entry": 0 * given["entry"]}), strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = getattr(lifelines, MODELS[name][0])().fit(frame, "time", "event")
        assert fit.aic == pytest.approx(plain.AIC_, abs=2e-4)
        assert fit.aic <= plain.AIC_ + 1e-9


def test_limits_are_of_the_level_and_around_the_ratio() -> None:
    given = people()
    times = survival_times(given["time"], given["event"])
    for fit in fit_parametric(times, given["x"], ("sign", "age"), level=0.9):
        for ratio in fit.time_ratios:
            width = 1.6448536269514722 * ratio.std_error
            assert log(ratio.high / ratio.value) == pytest.approx(width, rel=1e-9)
            assert log(ratio.value / ratio.low) == pytest.approx(width, rel=1e-9)
            assert (ratio.level, ratio.method) == (0.9, fit.model)


def test_a_row_censored_at_time_0_tells_nothing() -> None:
    given = people()
    more = {name: np.concatenate([column, column[:1]]) for name, column in given.items()}
    more["time"][-1] = more["event"][-1] = 0
    more["entry"] = np.where(more["entry"] == 0, -np.inf, more["entry"])
    more["entry"][-1] = -np.inf
    assert apart(fits(more), fits(given)) < 1


EVERYBODY = np.ones(60)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"event": 0 * EVERYBODY}, "fewer deaths (0) than parameters (4)"),
        ({"event": np.arange(60) > 56}, "fewer deaths (3) than parameters (4)"),
        ({"time": np.arange(60), "event": EVERYBODY}, "deaths at time 0, which these models"),
        ({"x": np.column_stack([EVERYBODY, np.arange(60)])}, "sign: the same for everybody"),
        ({"x": np.column_stack([np.arange(60), np.arange(60) * 2.0])}, "sign, age: determine"),
        ({"time": 5 * EVERYBODY}, ""),  # a scale of 0, as in the next
        ({"time": np.exp(people()["x"][:, 1]), "event": EVERYBODY}, ""),
        ({"event": people()["event"] * (people()["x"][:, 0] == 0)}, "no finite estimate of sign"),
    ],
)
def test_without_an_answer_there_is_a_problem_and_no_number(change: dict, problem: str) -> None:
    given = people() | {"entry": np.full(60, -np.inf)} | change
    for fit in fits(given):
        assert fit.problem.startswith(problem)
        assert fit.problem
        assert isnan(fit.aic)
        assert isnan(fit.log_likelihood)
        assert all(isnan(ratio.value) and isnan(ratio.low) for ratio in fit.time_ratios)
        assert {ratio.reason for ratio in fit.time_ratios} == {fit.problem}


def test_nobody_dies_in_a_group_of_whom_all_enter_late() -> None:
    given = people()
    event = given["event"] * (given["x"][:, 0] == 0)
    assert {fit.problem for fit in fits(given, event=event)} == {"no finite estimate of sign"}


def test_strata_are_refused_by_name() -> None:
    given = people()
    times = survival_times(given["time"], given["event"], strata=given["x"][:, 0])
    for fit in fit_parametric(times, given["x"], ("sign", "age")):
        assert fit.problem == "these models have no strata"
