"""Therneau's two small data sets, whose estimates follow by algebra; and other printed values."""

from math import exp, log, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize

from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.significance import likelihood_ratio_test, score_test, wald_test
from alsstats.prognosis.times import survival_times
from tests.golden.cox import published_sets

TEST1 = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
X1 = np.array([[1.0], [1], [1], [0], [0], [0]])
TEST2 = survival_times(
    [2, 3, 6, 7, 8, 9, 9, 9, 14, 17],
    [1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
    entry=[1, 2, 5, 2, 1, 7, 3, 4, 8, 8],
)
X2 = np.array([[1.0], [0], [0], [1], [0], [1], [1], [1], [0], [0]])


def test_breslow_of_test1_is_the_root_of_a_quadratic() -> None:
    """Therneau and Grambsch, Modeling Survival Data, 2000, appendix E.1."""
    fit = fit_cox(TEST1, X1, ("x",), ties="breslow")
    r = (3 + sqrt(33)) / 2
    information = r / (r + 1) ** 2 + 6 * r / (r + 3) ** 2
    assert fit.coefficients[0] == pytest.approx(log(r), abs=1e-10)
    assert fit.covariance[0, 0] == pytest.approx(1 / information, abs=1e-10)
    value = 2 * log(r) - log(3 * r + 3) - 2 * log(r + 3)
    assert fit.log_likelihood == pytest.approx(value, abs=1e-10)


def test_efron_of_test1_is_the_root_of_a_cubic() -> None:
    """The score is 2 - r/(r+1) - r/(r+3) - r/(r+5), r the hazard ratio."""
    fit = fit_cox(TEST1, X1, ("x",))
    r = exp(fit.coefficients[0])
    assert r / (r + 1) + r / (r + 3) + r / (r + 5) == pytest.approx(2, abs=1e-10)
    information = sum(k * r / (r + k) ** 2 for k in (1, 3, 5))
    assert fit.covariance[0, 0] == pytest.approx(1 / information, abs=1e-10)
    assert fit.coefficients[0] == pytest.approx(1.676857485592897, abs=1e-10)
    assert fit.log_likelihood == pytest.approx(-3.3589748403, abs=1e-10)
    assert fit.score == pytest.approx((52 / 48) ** 2 / (83 / 144), abs=1e-10)


@pytest.mark.parametrize(
    ("ties", "b", "error", "value"),
    [
        ("breslow", -0.084526081, 0.79381728, -9.387015),
        ("efron", -0.0211052096, 0.79517687, -9.169166),
    ],
)
def test_entries_of_test2(ties: str, b: float, error: float, value: float) -> None:
    """The digits that Therneau prints."""
    fit = fit_cox(TEST2, X2, ("x",), ties=ties)
    assert fit.coefficients[0] == pytest.approx(b, abs=1e-9)
    assert sqrt(fit.covariance[0, 0]) == pytest.approx(error, abs=1e-8)
    assert fit.log_likelihood == pytest.approx(value, abs=1e-6)


# Minus marks a patient who was censored.
MP6 = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
FREIREICH = survival_times(np.abs(MP6 + PLACEBO), np.array(MP6 + PLACEBO) > 0)
GROUP = np.repeat([0.0, 1.0], 21)[:, None]


@pytest.mark.parametrize(("ties", "b"), [("efron", 1.5721251488), ("breslow", 1.5091914126)])
def test_freireich(ties: str, b: float) -> None:
    assert fit_cox(FREIREICH, GROUP, ("placebo",), ties=ties).coefficients[0] == pytest.approx(
        b, abs=1e-10
    )


def test_the_three_tests_of_one_coefficient() -> None:
    fit = fit_cox(TEST1, X1, ("x",))
    b, variance = fit.coefficients[0], fit.covariance[0, 0]
    assert wald_test(fit).statistic == pytest.approx(b * b / variance, rel=1e-12)
    ratio = 2 * (fit.log_likelihood - fit.null_log_likelihood)
    assert likelihood_ratio_test(fit).statistic == ratio
    assert score_test(fit).df == 1
    # chi-squared with 1 df is a squared normal
    assert score_test(fit).p_value == pytest.approx(0.1536, abs=5e-5)


def test_profile_limits_of_test1_solve_their_equation() -> None:
    fit = fit_cox(TEST1, X1, ("x",))
    found = profile_likelihood(fit)
    for limit in (found.low[0], found.high[0]):
        r = exp(limit)
        value = 2 * limit - log(6) - log(r + 1) - log(r + 3) - log(r / 2 + 5 / 2) + log(2)
        assert 2 * (fit.log_likelihood - value) == pytest.approx(3.841458820694124, abs=1e-7)
    assert found.p_value[0] == pytest.approx(likelihood_ratio_test(fit).p_value, rel=1e-9)


def test_profile_limits_of_three_covariates_against_another_optimiser() -> None:
    """The others are refitted from scratch by quasi-Newton, which stops at about 1e-7."""
    data = published_sets()["lung"]
    fit = fit_cox(data.times, data.covariates, ("age", "sex", "ecog"))
    found = profile_likelihood(fit)
    wald = np.sqrt(np.diag(fit.covariance)) * 1.959963984540054
    assert found.low == pytest.approx(fit.coefficients - wald, abs=0.05)
    for j in range(3):
        for limit in (found.low[j], found.high[j]):
            held = np.arange(3) == j

            def loss(others: np.ndarray, held=held, limit=limit, j=j) -> float:
                at = np.zeros(3)
                at[~held], at[held] = others, limit * fit.scale[j]
                return -evaluate(fit.model, at).log_likelihood

            least = minimize(loss, np.zeros(2), tol=1e-9, method="Nelder-Mead").fun
            assert 2 * (fit.log_likelihood + least) == pytest.approx(3.8414588207, abs=1e-6)
