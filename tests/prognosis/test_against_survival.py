"""The package `survival` (Rust, on PyPI): its own data sets and random ones, fitted by both.

It is R's package written anew, with R's rules, and agrees to rounding wherever both have an answer.
Where its answer is wrong, or is to another question, a test says so by name.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from survival import datasets, regression, surv_analysis, validation

from alsstats.errors import EstimateError
from alsstats.prognosis.baseline import predicted_survival
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.log_rank import LogRank, log_rank_test
from alsstats.prognosis.median import survival_quantile
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import (
    deviance_residuals,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from alsstats.prognosis.restricted_mean import restricted_mean_survival
from alsstats.prognosis.risk_table import tabulate
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import SurvivalTimes, survival_times

NEAR = 1e-10  # of the largest: both converge to the last digits, by other sums; 4e-12 was found
SUMMED = 1e-12  # sums and products in another order
CONVERGED = {"eps": 1e-13, "toler_chol": 1e-15, "iter_max": 50}
RANDOM = range(200)


class Followed(NamedTuple):
    """Patients, and how the other package wants them."""

    time: np.ndarray
    died: np.ndarray
    entry: np.ndarray | None
    x: np.ndarray
    strata: np.ndarray | None

    @property
    def event(self) -> np.ndarray:
        return self.died.astype(np.int32)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"x{j + 1}" for j in range(self.x.shape[1]))

    @property
    def times(self) -> SurvivalTimes:
        return survival_times(self.time, self.died, entry=self.entry, strata=self.strata)

    def fit(self, ties: str) -> CoxFit:
        if ties == "exact":
            return fit_exact(self.times, self.x, self.names)
        return fit_cox(self.times, self.x, self.names, ties=ties)

    def theirs(self, ties: str, **other: Any) -> Any:
        return regression.coxph_fit(
            self.time,
            self.event,
            self.x,
            self.entry,
            self.strata,
            method=ties,
            **CONVERGED,
            **other,
        )

    def log_rank(self, group: np.ndarray, rho: float) -> LogRank:
        return log_rank_test(
            self.time, self.died, group, strata=self.strata, entry=self.entry, rho=rho
        )

    def their_log_rank(self, group: np.ndarray, rho: float) -> Any:
        strata = None if self.strata is None else self.strata.astype(np.int32)
        group = group.astype(np.int32)
        return validation.logrank_test(self.time, self.event, group, rho, strata, self.entry)


# time, event, its code of death, entry, covariates, strata
SHIPPED: dict[str, tuple[str, str, int, str | None, tuple[str, ...], str | None]] = {
    "bladder2": ("stop", "event", 1, "start", ("rx", "size", "number"), "enum"),
    "cgd": ("tstop", "status", 1, "tstart", ("age", "steroids"), "sex"),
    "colon": ("time", "status", 1, None, ("age", "nodes", "sex", "surg"), "etype"),
    "diabetic": ("time", "status", 1, None, ("age", "risk", "trt"), "laser"),
    "flchain": ("futime", "death", 1, None, ("age", "kappa", "lambda", "creatinine"), "sex"),
    "gbsg": ("rfstime", "status", 1, None, ("age", "size", "grade", "nodes", "hormon"), "meno"),
    "heart": ("stop", "event", 1, "start", ("age", "year", "surgery"), "transplant"),
    "jasa1": ("stop", "event", 1, "start", ("age", "year", "surgery", "transplant"), None),
    "kidney": ("time", "status", 1, None, ("age", "sex", "frail"), "disease"),
    "lung": ("time", "status", 2, None, ("age", "sex", "ph.ecog", "wt.loss"), None),
    "mgus2": ("futime", "death", 1, None, ("age", "hgb", "mspike"), "sex"),
    "myeloma": ("futime", "death", 1, "entry", ("year",), None),
    "nwtco": ("edrel", "rel", 1, None, ("histol", "stage", "age"), "study"),
    "ovarian": ("futime", "fustat", 1, None, ("age", "rx"), "resid.ds"),
    "pbc": ("time", "status", 2, None, ("age", "edema", "bili", "trt"), "sex"),
    "rats": ("time", "status", 1, None, ("rx",), "sex"),
    "retinopathy": ("futime", "status", 1, None, ("age", "risk", "trt"), "type"),
    "rotterdam": ("dtime", "death", 1, None, ("age", "grade", "nodes", "er"), "chemo"),
    "stanford2": ("time", "status", 1, None, ("age", "t5"), None),
    "udca1": ("futime", "status", 1, None, ("trt", "stage", "bili", "riskscore"), None),
    "veteran": ("time", "status", 1, None, ("trt", "karno", "diagtime", "age"), "celltype"),
}  # fmt: skip


def shipped(name: str) -> Followed:
    """Return one of their data sets: the rows with all values, and whose entry is before the time.

    Some rows of `myeloma` enter when they die, and are at risk at no time.
    """
    time, event, death, entry, covariates, strata = SHIPPED[name]
    table = getattr(datasets, f"load_{name}")()
    named = [name for name in (time, event, entry, *covariates, strata) if name]
    column = {name: numbers(table[name]) for name in named}
    whole = np.isfinite(np.stack(list(column.values()))).all(axis=0)
    if entry:
        whole &= column[entry] < column[time]
    column = {name: values[whole] for name, values in column.items()}
    return Followed(
        column[time],
        column[event] == death,
        column[entry] if entry else None,
        np.stack([column[name] for name in covariates], axis=1),
        np.unique(column[strata], return_inverse=True)[1] if strata else None,
    )


def numbers(values: list[Any]) -> np.ndarray:
    """Return values as numbers, texts as their place in the alphabet."""
    if any(isinstance(value, str) for value in values):
        levels = sorted({value for value in values if value is not None})
        values = [None if value is None else levels.index(value) for value in values]
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def random(seed: int) -> Followed:
    rng = np.random.default_rng(seed)
    n, p, ticks = rng.integers(8, 80), rng.integers(1, 4), rng.choice([3, 10, 1e6])
    x = np.column_stack([rng.normal(size=n), rng.random((n, 2)) < 0.4])[:, :p].astype(float)
    time = np.ceil(rng.exponential(size=n) * np.exp(-0.7 * x[:, 0]) * ticks)
    entry = np.floor(time * rng.random(n) * (rng.random(n) < 0.5)) if seed % 2 else None
    strata = rng.integers(0, 3, n) if seed % 3 == 0 else None
    return Followed(time, rng.random(n) < rng.choice([0.2, 0.7]), entry, x, strata)


CASES: dict[str, Callable[[], Followed]] = {name: lambda n=name: shipped(n) for name in SHIPPED}
CASES |= {f"random {seed}": lambda s=seed: random(s) for seed in RANDOM}


def near(expected: Any, largest: Any = None) -> Any:
    size = np.abs(expected).max() if largest is None else largest
    return pytest.approx(np.asarray(expected), rel=0, abs=NEAR * max(1.0, size))


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("case", CASES)
def test_cox(case: str, ties: str) -> None:
    data = CASES[case]()
    fit, theirs = data.fit(ties), data.theirs(ties)
    assert fit.n == len(data.time)
    assert fit.events == data.event.sum()
    compare_estimates(fit, theirs)
    if not fit.problem:
        compare_residuals(data, fit, theirs, ties)
        compare_predictions(data, fit, theirs)


@pytest.mark.parametrize("seed", RANDOM)
def test_exact_ties(seed: int) -> None:
    data = random(seed)
    fit = data.fit("exact")
    assert fit.problem or fit.likelihood == "exact"
    compare_estimates(fit, data.theirs("exact"))


def compare_estimates(fit: CoxFit, theirs: Any) -> None:
    if fit.problem:
        expect_no_estimate(fit, theirs)
        return
    error = np.sqrt(np.diag(fit.covariance))
    size = np.maximum(np.abs(fit.coefficients), error)
    assert np.array(theirs.coefficients) / size == near(fit.coefficients / size)
    assert np.array(theirs.var) / np.outer(error, error) == near(
        fit.covariance / np.outer(error, error)
    )
    values = [fit.null_log_likelihood, fit.log_likelihood]
    assert theirs.loglik == near(values)
    assert theirs.score == near(fit.score)


def expect_no_estimate(fit: CoxFit, theirs: Any) -> None:
    """Expected difference: without an estimate theirs has one; see the tests of mistakes."""
    count = len(fit.names)
    if fit.infinite:
        infinite = np.isinf(fit.coefficients)
        wild = np.sqrt(np.diag(theirs.var)) > 50
        assert theirs.flag == 1000 or wild[infinite].all()
    else:
        assert theirs.flag != count


def compare_residuals(data: Followed, fit: CoxFit, theirs: Any, ties: str) -> None:
    error = np.sqrt(np.diag(fit.covariance))
    assert theirs.martingale_residuals() == near(martingale_residuals(fit))
    assert theirs.deviance_residuals() == near(deviance_residuals(fit))
    scores = score_residuals(fit)
    assert np.array(theirs.score_residuals()) == near(scores)
    robust = np.array(data.theirs(ties, robust=True).var) / np.outer(error, error)
    assert robust == near(robust_covariance(fit) / np.outer(error, error))
    rows, residuals = schoenfeld_residuals(fit)
    found = theirs.schoenfeld_residuals()
    assert len(found.rows) == len(rows)
    order, place = np.argsort(found.rows), np.argsort(rows)
    assert np.array(found.residuals)[order] == near(residuals[place])


def compare_predictions(data: Followed, fit: CoxFit, theirs: Any) -> None:
    mean, times = data.x.mean(axis=0), data.times
    for stratum in np.unique(times.stratum[times.event]):
        strata = None if data.strata is None else [int(stratum)]
        (curve,) = theirs.survfit(newdata=mean[None, :], new_strata=strata)
        ours = predicted_survival(fit, times, mean, stratum=int(stratum))
        died = np.array(curve.n_event) > 0
        assert np.ravel(curve.surv)[died] == near(ours.survival)
        assert np.ravel(curve.std_err)[died] == near(ours.std_error)


@pytest.mark.parametrize("limits", ["log-log", "log", "plain"])
@pytest.mark.parametrize("case", CASES)
def test_curves(case: str, limits: str) -> None:
    data = CASES[case]()
    table = tabulate(data.time, data.died, entry=data.entry)
    theirs = surv_analysis.survfitkm(data.time, data.event, data.entry, conf_type=limits)
    alive = np.array(theirs.surv)
    try:
        curve = kaplan_meier(table, limits=limits)
    except EstimateError:
        waiting = data.entry.max() >= np.array(theirs.time)[alive == 0].min()
        assert waiting  # expected difference: theirs stays at 0 while people still enter
        return
    died = table.events > 0
    theirs_died = np.array(theirs.n_event) > 0
    assert alive[theirs_died] == pytest.approx(curve.survival[died], abs=SUMMED)
    for found, ours in ((theirs.lower, curve.low), (theirs.upper, curve.high)):
        expected = np.where(curve.survival[died] > 0, ours[died], np.nan)
        answered = np.array(found, dtype=float)[theirs_died]
        assert answered == pytest.approx(expected, abs=SUMMED, nan_ok=True)
    summary, median = surv_analysis.survmean(theirs), survival_quantile(curve)
    assert summary.median[0] == pytest.approx(median.value, nan_ok=True)
    mean = restricted_mean_survival(curve, float(table.time.max()))
    assert summary.rmean[0] == pytest.approx(mean.value, rel=SUMMED)
    if data.died.any():
        assert summary.se_rmean[0] == pytest.approx(mean.std_error, rel=1e-9, abs=1e-9)
    else:  # expected difference: where nobody has died theirs knows the mean without error
        assert (summary.se_rmean[0], np.isnan(mean.std_error)) == (0, True)


@pytest.mark.parametrize("rho", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("case", CASES)
def test_log_rank(case: str, rho: float) -> None:
    data = CASES[case]()
    group = (data.x[:, 0] > np.quantile(data.x[:, 0], 0.3)).astype(int)
    group += data.x[:, 0] > np.quantile(data.x[:, 0], 0.8)
    try:
        ours = data.log_rank(group, rho)
    except EstimateError:
        counted = counted_before_all_died(data, group, rho)
        if case == "random 147":  # a group is at risk at the ignored deaths only
            with pytest.raises(RuntimeError, match="singular"):
                data.their_log_rank(group, rho)
            return
        assert np.ravel(data.their_log_rank(group, rho).observed) == near(counted)
        return
    theirs = data.their_log_rank(group, rho)
    assert np.ravel(theirs.observed) == near(ours.observed)
    assert np.ravel(theirs.expected) == near(ours.expected)
    if ours.test.note:  # expected difference: where nothing can be compared theirs says 0
        assert np.isnan(ours.test.statistic)
        assert (theirs.statistic, theirs.df) == (0, 0)
        return
    assert theirs.statistic == pytest.approx(ours.test.statistic, rel=NEAR, abs=NEAR)
    assert theirs.df == ours.test.df


def counted_before_all_died(data: Followed, group: np.ndarray, rho: float) -> np.ndarray:
    """Expected difference: once all at risk have died, theirs counts no later death of a stratum.

    Those who enter afterwards may die, in whichever group, and their test does not know.
    """
    entry, strata = data.entry, np.zeros(len(group)) if data.strata is None else data.strata
    counted, ignored = np.zeros(group.max() + 1), 0
    for stratum in np.unique(strata):
        alive = 1.0
        for time in np.unique(data.time[data.died & (strata == stratum)]):
            risk = (strata == stratum) & (entry < time) & (data.time >= time)
            dying = risk & data.died & (data.time == time)
            counted += np.bincount(group[dying], minlength=len(counted)) * alive**rho
            ignored += dying.sum() * (alive == 0)
            alive *= 1 - dying.sum() / risk.sum()
    assert ignored > 0
    return counted


def test_case_weights_are_not_frequencies_under_efron() -> None:
    """Expected difference: a weight of 2 counts as one death with twice the weight, as in R.

    As rows the same patients have the estimate that frequencies give here.
    """
    time, event = np.array([1.0, 1, 2, 2, 3]), np.array([1, 1, 1, 0, 1], dtype=np.int32)
    x, n = np.array([[1.0], [0], [1], [0], [1]]), np.array([2, 3, 1, 2, 2])
    each = np.repeat(np.arange(5), n)
    weights = regression.coxph_fit(time, event, x, weights=n.astype(float), **CONVERGED)
    rows = regression.coxph_fit(time[each], event[each], x[each], **CONVERGED)
    ours = fit_cox(survival_times(time, event, frequency=n), x, ("x",)).coefficients
    assert rows.coefficients == pytest.approx(ours, abs=NEAR)
    assert weights.coefficients[0] == pytest.approx(-0.12297, abs=1e-5)
    assert ours[0] == pytest.approx(-0.16490, abs=1e-5)


def test_finite_estimates_far_out_in_strata_of_a_few() -> None:
    """Hazards in one stratum are e^60 times those in another; likelihoods never compare them."""
    data = Followed(
        np.array([9.0, 3, 5, 10, 8, 7, 4, 1, 11, 6, 2]),
        np.ones(11, dtype=bool),
        None,
        np.transpose(
            [
                [-0.94, -0.05, -0.02, -0.08, -0.71, -0.98, -0.78, 0.24, -0.29, -0.71, -0.84],
                [0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0],
                [-0.98, -1.93, 0.8, 1.01, 0.38, 0.27, 0.33, 0.71, 1.73, -0.78, 0.26],
            ]
        ),
        np.array([2, 2, 1, 1, 0, 1, 0, 0, 0, 2, 0]),
    )
    fit = data.fit("efron")
    assert not fit.problem
    assert fit.coefficients == pytest.approx([66.678904, 1.558146, -81.704687], abs=1e-6)
    assert data.theirs("efron").coefficients == pytest.approx(fit.coefficients, rel=1e-8)
