"""Three tests that no covariate of a Cox model matters."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from alsstats.association.pearson import SignificanceTest, upper_tail

if TYPE_CHECKING:
    from alsstats.prognosis.fit import CoxFit


def likelihood_ratio_test(fit: CoxFit) -> SignificanceTest:
    """Test that no covariate matters, by how much likelier they make the data; also if infinite."""
    return _test(2 * (fit.log_likelihood - fit.null_log_likelihood), fit, "likelihood ratio")


def score_test(fit: CoxFit) -> SignificanceTest:
    """Test that no covariate matters, by the score; for one group against another, the log-rank."""
    return _test(fit.score, fit, "score")


def wald_test(fit: CoxFit) -> SignificanceTest:
    """Test that no covariate matters, by estimates beside their errors; not if one is infinite."""
    import numpy as np

    if fit.problem:
        return SignificanceTest(nan, nan, nan, "wald", fit.problem)
    b = fit.coefficients
    return _test(float(b @ np.linalg.solve(fit.covariance, b)), fit, "wald")


def _test(statistic: float, fit: CoxFit, method: str) -> SignificanceTest:
    if fit.problem and not fit.infinite:
        return SignificanceTest(nan, nan, nan, method, fit.problem)
    return SignificanceTest(
        statistic, len(fit.names), upper_tail(statistic, len(fit.names)), method
    )
