"""Firth's penalised likelihood of Cox's model: finite estimates where separation leaves none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.denominators import mean_hazard, means_in_denominators, of_the_dying
from alsstats.prognosis.fit import CoxFit, inverse, scaled
from alsstats.prognosis.hazards import CoxModel, Hazards, hazards_at
from alsstats.prognosis.likelihood import Evaluation, evaluated
from alsstats.prognosis.newton import maximise
from alsstats.prognosis.regression import prepared, with_no_effect
from alsstats.prognosis.running import at_risk

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.hazards import Ties
    from alsstats.prognosis.times import Floats, SurvivalTimes

DIFFERENCE = 1e-4  # in standard errors: half the width over which the curvature is taken


def fit_firth(
    times: SurvivalTimes,
    covariates: npt.ArrayLike,
    names: tuple[str, ...],
    *,
    ties: Ties = "efron",
) -> CoxFit:
    """Fit Cox's model by Firth's penalised likelihood: for few deaths, and under separation.

    Formula: b where log L(b) + log|I(b)|/2 is highest; covariance I(b)^-1, that of the information
    without the penalty. The log likelihoods are penalised, that of no effect too. Limits and p
    values belong to the profile of this likelihood. No fit for the reasons of `fit_cox`, but for
    separation, which leaves the estimates finite.
    Source: Firth, Biometrika 1993;80:27; Heinze and Schemper, Biometrics 2001;57:114.

    >>> from alsstats.prognosis.times import survival_times
    >>> fit = fit_firth(survival_times([1, 2], [1, 0]), [[1], [0]], ("x",))
    >>> round(float(fit.coefficients[0]), 6), round(float(fit.covariance[0, 0]) ** 0.5, 6)
    (1.098612, 2.309401)
    """
    import numpy as np

    fit = prepared(times, covariates, names, ties)
    if fit.problem:
        return fit
    none = np.zeros(len(names))
    fit = with_no_effect(fit._replace(likelihood="penalised"), evaluate_penalised(fit.model, none))
    return penalised_maximum(fit, none)


def penalised_maximum(fit: CoxFit, start: Floats) -> CoxFit:
    """Return the fit where the penalised likelihood is highest, found from a start."""
    best = maximise(lambda b: evaluate_curved(fit.model, b), start)
    if not best.converged:
        return fit._replace(problem="the regression did not converge")
    fit = fit._replace(standardised=best.coefficients, log_likelihood=best.found.log_likelihood)
    return scaled(fit, inverse(evaluate_penalised(fit.model, best.coefficients).information))


def evaluate_penalised(model: CoxModel, coefficients: Floats) -> Evaluation:
    """Return the penalised log likelihood and its score; the information is without the penalty.

    Formula: log L + log|I|/2; score U + tr(I^-1 dI/db_j)/2.
    """
    import numpy as np

    hazards = hazards_at(model, coefficients)
    plain = evaluated(model, hazards)
    sign, log_size = np.linalg.slogdet(plain.information)
    if not sign > 0:
        nowhere = np.full(len(coefficients), np.nan)
        return Evaluation(-np.inf, nowhere, plain.information)
    slope = _slope_of_information(model, hazards, inverse(plain.information))
    return Evaluation(
        plain.log_likelihood + log_size / 2, plain.score + slope / 2, plain.information
    )


def evaluate_curved(model: CoxModel, coefficients: Floats) -> Evaluation:
    """Return the same with the curvature of the penalised likelihood instead of the information.

    The curvature is taken from differences of the score; far from the maximum, where it may have
    the wrong sign, the information stands for it.
    """
    import numpy as np

    found = evaluate_penalised(model, coefficients)
    if not np.isfinite(found.log_likelihood):
        return found
    widths = DIFFERENCE / np.sqrt(np.diag(found.information))
    columns = [
        (
            evaluate_penalised(model, coefficients - change).score
            - evaluate_penalised(model, coefficients + change).score
        )
        / (2 * width)
        for change, width in zip(np.diag(widths), widths, strict=True)
    ]
    curvature = np.array(columns)
    curvature = (curvature + curvature.T) / 2
    if not np.isfinite(curvature).all() or not np.linalg.eigvalsh(curvature)[0] > 0:
        return found
    return found._replace(information=curvature)


def _slope_of_information(model: CoxModel, hazards: Hazards, covariance: Floats) -> Floats:
    """Return tr(A dI/db_j) for each coefficient, A being the covariance.

    dI/db_j is the third central moment of the covariates in each denominator, so that the trace is
    the sum of E[z_j z'Az] - m_j E[z'Az] - 2 E[z_j z'A] m + 2 m_j m'Am over denominators, m = E[z].
    """
    import numpy as np

    design, sets = model.design, model.sets
    means = means_in_denominators(model, hazards)
    of, c = means.shares.of, 1 - means.shares.left
    turned = covariance @ design
    size = np.einsum("ji,ji->i", design, turned)
    weighted = hazards.weights * size
    everyone = at_risk(weighted, sets, hazards.layers).after(sets.complete)
    mean_size = (everyone[of] - c * of_the_dying(weighted, sets)[of]) / means.denominator
    squares = np.einsum("jt,jt->t", means.mean, covariance @ means.mean)
    crossed = np.einsum("ji,ji->i", turned, mean_hazard(means, sets))
    slope = design @ (hazards.weights * (size * hazards.cumulative - 2 * crossed))
    slope += means.mean @ (means.shares.weight * (2 * squares - mean_size))
    return np.asarray(slope)
