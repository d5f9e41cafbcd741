"""A fit that stopped anywhere but at the maximum is no fit."""

import numpy as np
import pytest

from alsstats.frequency import logistic
from alsstats.frequency.logistic import fit_logistic

X = np.column_stack([np.ones(4), [-1.0, -1.0, 1.0, 1.0]])
PRESENT, N = np.array([True, False, True, False]), np.array([10, 30, 20, 20])


def test_two_groups_have_their_own_log_odds() -> None:
    fit = fit_logistic(X, PRESENT, N, ("", "x"))
    low, high = np.log(10 / 30), 0.0
    assert fit.coefficients == pytest.approx([(high + low) / 2, (high - low) / 2], rel=1e-12)
    variances = 1 / 10 + 1 / 30, 1 / 20 + 1 / 20
    assert fit.covariance[0, 0] == pytest.approx(sum(variances) / 4, rel=1e-12)
    assert fit.covariance[0, 1] == pytest.approx((variances[1] - variances[0]) / 4, rel=1e-12)


@pytest.mark.parametrize("stop", [[-0.5, 0.55], [1e3, 0.0], [-1e9, 1e9], [np.nan, 0.0]])
def test_where_it_did_not_converge_there_is_no_number(
    stop: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logistic, "_iterated", lambda *_: np.array(stop))
    fit = fit_logistic(X, PRESENT, N, ("", "x"))
    assert fit.problem == "the regression did not converge"
    assert not fit.coefficients.size


def test_fewer_rows_than_columns_are_dependent() -> None:
    design = np.column_stack([X, X[:, 1] ** 2, [0.0, 0.0, 1.0, 1.0]])[:2]
    fit = fit_logistic(design, PRESENT[:2], N[:2], ("", "x", "y", "z"))
    assert fit.problem == "x, y, z determine one another"
