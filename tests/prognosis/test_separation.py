"""Infinite estimates are named, and Firth's are finite; the numbers of R's coxphf."""

from math import inf, log

import numpy as np
import pytest

from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.significance import likelihood_ratio_test, wald_test
from alsstats.prognosis.times import survival_times
from tests.prognosis.test_by_algebra import TEST1, TEST2, X1, X2

INFCOX = survival_times(np.arange(1, 13), [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0])
X = np.column_stack([np.tile([0.0, 1.0], 6), np.repeat([0.0, 1.0], 6)])
TWO = survival_times([1, 2], [1, 0])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_infcox_names_both(ties: str) -> None:
    fit = fit_cox(INFCOX, X, ("x1", "x2"), ties=ties)
    assert fit.infinite == ("x1", "x2")
    assert fit.problem == "separation: no finite estimate of x1, x2"
    assert fit.coefficients.tolist() == [-inf, -inf]
    assert np.isnan(fit.covariance).all()
    assert np.isnan(wald_test(fit).p_value)
    assert fit.null_log_likelihood == pytest.approx(-6.8669, abs=5e-5)
    assert fit.log_likelihood == pytest.approx(-log(6), abs=1e-8)  # 3! orders of what is left
    assert likelihood_ratio_test(fit).df == 2


def test_the_profile_of_an_infinite_estimate_has_one_finite_limit() -> None:
    """Holding x2 at 0 leaves the model of x1, and the other way round."""
    fit = fit_cox(INFCOX, X, ("x1", "x2"))
    found = profile_likelihood(fit)
    assert found.low.tolist() == [-inf, -inf]
    for j in (0, 1):
        alone = fit_cox(INFCOX, X[:, [1 - j]], ("x",))
        ratio = 2 * (fit.log_likelihood - alone.log_likelihood)
        assert found.p_value[j] == pytest.approx(_tail(ratio), rel=1e-6)
        offset = found.high[j]
        assert -1 < offset < 0


def _tail(statistic: float) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(statistic, 1))


def test_infcox_by_firth() -> None:
    fit = fit_firth(INFCOX, X, ("x1", "x2"))
    found = profile_likelihood(fit)
    assert fit.coefficients == pytest.approx([-1.945910, -2.565241], abs=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([1.745743, 1.792151], abs=1e-6)
    assert found.low == pytest.approx([-6.847124, -7.486061], abs=1e-6)
    assert found.high == pytest.approx([0.387159, -0.156765], abs=1e-6)
    assert found.p_value == pytest.approx([0.111628, 0.035265], abs=1e-6)


def test_two_patients() -> None:
    """Heinze and Schemper 2001: printed by coxphf."""
    assert fit_cox(TWO, [[1], [0]], ("x",)).infinite == ("x",)
    fit = fit_firth(TWO, [[1], [0]], ("x",))
    found = profile_likelihood(fit)
    assert np.exp(fit.coefficients[0]) == pytest.approx(3, abs=1e-10)
    assert fit.covariance[0, 0] ** 0.5 == pytest.approx(2.309401, abs=1e-6)
    assert np.exp([found.low[0], found.high[0]]) == pytest.approx([0.1600409, 437.7607], rel=1e-6)
    assert found.p_value[0] == pytest.approx(0.4694594, abs=1e-7)


def test_firth_with_ties_and_with_entries() -> None:
    """The first estimate is the root of the derivative of its likelihood, found by mpmath."""
    fit = fit_firth(TEST1, X1, ("x",))
    assert fit.coefficients[0] == pytest.approx(1.5121004551923, abs=1e-12)
    assert fit.covariance[0, 0] ** 0.5 == pytest.approx(1.2529187662, abs=1e-8)
    found = profile_likelihood(fit)
    assert [found.low[0], found.high[0]] == pytest.approx([-0.6539466, 3.9840050], abs=1e-7)
    assert found.p_value[0] == pytest.approx(0.1660176030, abs=1e-9)
    fit = fit_firth(TEST2, X2, ("x",))
    assert fit.coefficients[0] == pytest.approx(-0.0561320344, abs=1e-8)
    assert fit.covariance[0, 0] ** 0.5 == pytest.approx(0.7935377568, abs=1e-8)
    found = profile_likelihood(fit)
    assert [found.low[0], found.high[0]] == pytest.approx([-1.5345847, 1.5032988], abs=1e-7)


def test_one_infinite_coefficient_leaves_the_other_its_estimate() -> None:
    """Whoever has the sign dies before all others; the age of each matters among those left."""
    rng = np.random.default_rng(5)
    time = np.arange(1.0, 41.0)
    sign = (time <= 10).astype(float)
    age = rng.normal(size=40) + 3 * sign
    fit = fit_cox(survival_times(time, np.ones(40)), np.column_stack([sign, age]), ("sign", "age"))
    apart = fit_cox(survival_times(time, np.ones(40), strata=sign), age[:, None], ("age",))
    assert fit.infinite == ("sign",)
    assert fit.coefficients[0] == inf
    assert fit.coefficients[1] == pytest.approx(apart.coefficients[0], abs=1e-6)
    assert fit.covariance[1, 1] == pytest.approx(apart.covariance[0, 0], rel=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_infinite_is_what_the_full_linear_programme_says(seed: int) -> None:
    """All comparisons at once, with another objective: the largest sum of all margins."""
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    n, p = 12, 2
    time = rng.integers(1, 9, n).astype(float)
    entry = np.where(rng.random(n) < 0.3, time - 2, -np.inf)
    entry[entry < 0] = -np.inf
    event = rng.random(n) < 0.4
    event[0] = True
    x = rng.integers(0, 2, (n, p)).astype(float)
    strata = rng.integers(0, 2, n)
    pairs = [
        x[i] - x[j]
        for i in np.flatnonzero(event)
        for j in range(n)
        if time[j] >= time[i] and entry[j] < time[i] and strata[i] == strata[j]
    ]
    times = survival_times(time, event, entry=entry, strata=strata)
    fit = fit_cox(times, x, ("a", "b"))
    margins = np.array(pairs)
    solved = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(len(pairs)), bounds=(-1, 1))
    if np.linalg.matrix_rank(margins) < p:
        assert "at risk when somebody dies" in fit.problem
    else:
        assert bool(fit.infinite) == (solved.fun < -1e-9)
