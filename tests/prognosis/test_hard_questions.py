"""Everything that can be asked of a fit of small, odd or huge data: an answer, or a reason."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.baseline import predicted_survival
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.influence import leave_one_out
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.proportional_hazards import proportional_hazards_test
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import (
    deviance_residuals,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.significance import likelihood_ratio_test, score_test, wald_test
from alsstats.prognosis.times import SurvivalTimes, survival_times

SEPARATION = "separation: no finite estimate of x"
SAME = "x: the same for all at risk when somebody dies"


class Case(NamedTuple):
    """A data set, and what is said of its Cox model, of Firth's, and of the exact one."""

    times: SurvivalTimes
    x: np.ndarray
    problem: str = ""
    of_firth: str = ""
    of_exact: str = ""


def late_and_frail() -> Case:
    """Hazards range over e^30, and the frail enter three deaths before their own."""
    rng = np.random.default_rng(1)
    x = np.round(rng.uniform(size=80), 3)
    time = np.argsort(np.argsort(rng.exponential(size=80) * np.exp(-30 * x))) + 1
    entry = np.where((time > 3) & (x > 0.5), time - 3, 0)
    return Case(survival_times(time, np.ones(80), entry=entry), x)


SIGN = np.repeat([0.0, 1.0], [8, 5])
MONTHS = np.arange(1, 14)
PAIR = np.array([1.0, 0, 1, 0])
CASES = {
    "13 people, no event in one group": Case(
        survival_times(MONTHS, (SIGN == 0) & (MONTHS % 2 == 1)), SIGN, SEPARATION, "", SEPARATION
    ),
    "one event, of the lowest": Case(
        survival_times([1, 2, 3, 4], [1, 0, 0, 0]), 1 - PAIR, SEPARATION, "", SEPARATION
    ),
    "one event, in between": Case(
        survival_times([1, 2, 3, 4], [1, 0, 0, 0]), np.array([0.4, 0, 1, 0.2])
    ),
    "one event, of the last": Case(
        survival_times([1, 2, 3, 4], [0, 0, 0, 1]), PAIR, SAME, SAME, SAME
    ),
    "no event": Case(survival_times([1, 2, 3, 4], [0] * 4), PAIR, *["nobody died"] * 3),
    "all times tied": Case(survival_times([2] * 4, [1, 1, 1, 0]), PAIR, "", "", SEPARATION),
    "all times tied, all die": Case(survival_times([2] * 4, [1] * 4), PAIR, "", "", SAME),
    "nobody at risk beside another": Case(
        survival_times([1, 2, 3, 4], [1] * 4, entry=[0, 1, 2, 3]), PAIR, SAME, SAME, SAME
    ),
    "one person": Case(survival_times([1], [1]), np.ones(1), SAME, SAME, SAME),
    "hazards that range over e^30, late entries": late_and_frail(),
}
FITS: dict[str, Callable[..., CoxFit]] = {
    "problem": fit_cox,
    "of_firth": fit_firth,
    "of_exact": fit_exact,
}
RESIDUALS: dict[str, Callable[[CoxFit, SurvivalTimes], Any]] = {
    "martingale": lambda fit, _: martingale_residuals(fit),
    "deviance": lambda fit, _: deviance_residuals(fit),
    "score": lambda fit, _: score_residuals(fit),
    "schoenfeld": lambda fit, _: schoenfeld_residuals(fit)[1],
    "robust": lambda fit, _: robust_covariance(fit),
    "survival": lambda fit, times: predicted_survival(fit, times, [0.0])[:4],
}


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("case", CASES)
def test_estimates_limits_and_tests(case: str, kind: str) -> None:
    times, x, *_ = CASES[case]
    fit = FITS[kind](times, x[:, None], ("x",))
    assert fit.problem == getattr(CASES[case], kind)
    limits = profile_likelihood(fit)
    tests = likelihood_ratio_test(fit), score_test(fit), wald_test(fit)
    hazards = proportional_hazards_test(fit, times).overall
    assert np.isfinite(hazards.statistic) != bool(hazards.note)
    if not fit.problem:
        assert np.isfinite([*fit.coefficients, *fit.covariance[0], *limits.p_value]).all()
        assert limits.low[0] < fit.coefficients[0] < limits.high[0]
        assert all(0 <= test.p_value <= 1 for test in tests)
    elif fit.infinite:
        assert np.isinf([limits.low[0], limits.high[0]]).sum() == 1
        assert np.isinf(fit.coefficients).all()
        assert np.isnan(fit.covariance).all()
        assert [bool(test.note) for test in tests] == [False, False, True]
        assert 0 < limits.p_value[0] < 1
    else:
        assert [test.note for test in tests] == [fit.problem] * 3
        assert not len(fit.coefficients)
        assert not len(limits.low)


@pytest.mark.parametrize("question", RESIDUALS)
@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("case", CASES)
def test_residuals_variances_and_curves(case: str, kind: str, question: str) -> None:
    times, x, *_ = CASES[case]
    fit = FITS[kind](times, x[:, None], ("x",))
    if fit.problem or kind == "of_exact":
        with pytest.raises(UsageError, match=fit.problem or "Efron's or Breslow's"):
            RESIDUALS[question](fit, times)
        return
    assert np.isfinite(RESIDUALS[question](fit, times)).all()


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("case", CASES)
def test_without_each_one(case: str, kind: str) -> None:
    times, x, *_ = CASES[case]
    fit = FITS[kind](times, x[:, None], ("x",))
    found = leave_one_out(fit, times)
    known = not np.isnan([found.low, found.high]).any()
    assert known != bool(found.problem)
    assert found.problem in {fit.problem, "with exact ties it would take too long"} or found.unknown
