"""The exact likelihood of ties against R, against all sets written out, and by algebra."""

from itertools import combinations
from math import exp, inf, log

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import martingale_residuals
from alsstats.prognosis.times import survival_times
from tests.golden.cox import published_sets
from tests.prognosis.test_against_r import check
from tests.prognosis.test_by_algebra import FREIREICH, GROUP, TEST1, X1, X2


def test_lung_agrees_with_r() -> None:
    data = published_sets()["lung"]
    check(
        "lung_age_sex_ecog_exact", fit_exact(data.times, data.covariates, ("age", "sex", "ph.ecog"))
    )


def test_freireich() -> None:
    fit = fit_exact(FREIREICH, GROUP, ("placebo",))
    assert fit.coefficients[0] == pytest.approx(1.6282439516, abs=1e-10)
    assert fit.score == pytest.approx(16.7929409892, abs=1e-9)  # the log-rank test


def test_test1_is_infinite() -> None:
    fit = fit_exact(TEST1, X1, ("x",))
    assert fit.infinite == ("x",)
    assert fit.coefficients[0] == inf
    assert fit.log_likelihood == pytest.approx(-2 * log(3), abs=1e-8)


def test_without_ties_it_is_the_partial_likelihood() -> None:
    event = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    times = survival_times(
        [2, 3, 6, 7, 8, 9, 9, 9, 14, 17], event, entry=[1, 2, 5, 2, 1, 7, 3, 4, 8, 8]
    )
    exact, partial = fit_exact(times, X2, ("x",)), fit_cox(times, X2, ("x",))
    assert exact.coefficients == pytest.approx(partial.coefficients, rel=1e-12)
    assert exact.covariance == pytest.approx(partial.covariance, rel=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_all_sets_written_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 14
    time, x = rng.integers(1, 5, n).astype(float), rng.normal(size=n)
    event, frequency = rng.random(n) < 0.6, rng.integers(1, 3, n)
    event[:2] = True
    strata = rng.integers(0, 2, n)
    times = survival_times(time, event, strata=strata, frequency=frequency)
    fit = fit_exact(times, x[:, None], ("x",))
    people = np.repeat(np.arange(n), frequency)

    def value(b: float) -> float:
        total = 0.0
        for s in (0, 1):
            for t in np.unique(time[event & (strata == s)]):
                risk = [i for i in people if strata[i] == s and time[i] >= t]
                died = [i for i in risk if time[i] == t and event[i]]
                sets = combinations(risk, len(died))
                total += b * x[died].sum() - log(sum(exp(b * sum(x[i] for i in q)) for q in sets))
        return total

    assert not fit.problem
    b = float(fit.coefficients[0])
    assert fit.log_likelihood == pytest.approx(value(b), rel=1e-12)
    h = 1e-3 * fit.covariance[0, 0] ** 0.5
    assert (value(b + h) - value(b - h)) / (2 * h) == pytest.approx(0, abs=1e-5)
    curvature = (2 * value(b) - value(b + h) - value(b - h)) / h**2
    assert curvature == pytest.approx(1 / fit.covariance[0, 0], rel=1e-5)


def test_it_refuses_heavy_ties_and_has_no_residuals() -> None:
    times = survival_times(np.ones(20_000), np.arange(20_000) % 2)
    with pytest.raises(UsageError, match="too heavy"):
        fit_exact(times, np.arange(20_000.0)[:, None] % 7, ("x",))
    with pytest.raises(UsageError, match="ties"):
        martingale_residuals(fit_exact(FREIREICH, GROUP, ("placebo",)))
