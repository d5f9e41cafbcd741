"""Firth's penalised likelihood of Cox's model: finite estimates where separation leaves none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.likelihood import (
    CoxModel,
    Evaluation,
    Hazards,
    evaluated,
    first_moments,
    hazards_at,
)
from alsstats.prognosis.newton import maximise
from alsstats.prognosis.regression import CoxFit, inverse, prepared, scaled
from alsstats.prognosis.running import at_risk, while_at_risk
from alsstats.prognosis.tied_deaths import Shares, shares

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.likelihood import Ties
    from alsstats.prognosis.times import Floats, SurvivalTimes

DIFFERENCE = 1e-4  # in standard errors: half the width over which the curvature is taken


class Terms(NamedTuple):
    """One entry for each denominator: its `shares`, itself, and the mean covariates in it."""

    shares: Shares
    denominator: Floats
    mean: Floats


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
    null = evaluate_penalised(fit.model, none)
    best = maximise(lambda b: evaluate_curved(fit.model, b), none)
    if not best.converged:
        return fit._replace(problem="the regression did not converge")
    fit = fit._replace(
        standardised=best.coefficients,
        log_likelihood=best.found.log_likelihood,
        null_log_likelihood=null.log_likelihood,
        score=float(null.score @ np.linalg.solve(null.information, null.score)),
        penalised=True,
    )
    information = evaluate_penalised(fit.model, best.coefficients).information
    return scaled(fit, inverse(information))


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
    if not np.linalg.eigvalsh(curvature)[0] > 0:
        return found
    return found._replace(information=curvature)


def _slope_of_information(model: CoxModel, hazards: Hazards, covariance: Floats) -> Floats:
    """Return tr(A dI/db_j) for each coefficient, A being the covariance.

    dI/db_j is the third central moment of the covariates in each denominator, so that the trace is
    the sum of E[z_j z'Az] - m_j E[z'Az] - 2 E[z_j z'A] m + 2 m_j m'Am over denominators, m = E[z].
    """
    import numpy as np

    design, sets = model.design, model.sets
    terms = _terms(model, hazards)
    of, c = terms.shares.of, 1 - terms.shares.left
    turned = covariance @ design
    size = np.einsum("ji,ji->i", design, turned)
    weighted = hazards.weights * size
    everyone, _ = at_risk(weighted, sets)
    mean_size = (everyone[of] - c * _of_the_dying(weighted, model)[of]) / terms.denominator
    squares = np.einsum("jt,jt->t", terms.mean, covariance @ terms.mean)
    each = terms.mean * terms.shares.weight / terms.denominator
    steps, own = (np.add.reduceat(x, terms.shares.starts, axis=1) for x in (each, c * each))
    means = while_at_risk(steps, sets)
    means[:, sets.died] -= own[:, sets.first[sets.died]]
    crossed = np.einsum("ji,ji->i", turned, means)
    slope = design @ (hazards.weights * (size * hazards.cumulative - 2 * crossed))
    slope += terms.mean @ (terms.shares.weight * (2 * squares - mean_size))
    return np.asarray(slope)


def _terms(model: CoxModel, hazards: Hazards) -> Terms:
    """Return all denominators, of tied deaths and of single ones, and the means in them."""
    import numpy as np

    deaths = model.sets.deaths
    each = np.arange(len(deaths))
    plain = Shares(each, np.ones(len(deaths)), deaths, each)
    terms = plain if model.tied is None else shares(deaths)
    _, survivors = at_risk(hazards.weights, model.sets)
    dying = _of_the_dying(hazards.weights, model)
    denominator = survivors[terms.of] + terms.left * dying[terms.of]
    moments = np.concatenate([block for _, block in first_moments(model, hazards.weights)], axis=1)
    own = _of_the_dying(model.design * hazards.weights, model)
    mean = (moments[:, terms.of] - (1 - terms.left) * own[:, terms.of]) / denominator
    return Terms(terms, denominator, mean)


def _of_the_dying(values: Floats, model: CoxModel) -> Floats:
    """Return the sums of row values over those who die at each death time."""
    import numpy as np

    sets = model.sets
    starts = np.searchsorted(sets.first[sets.died], np.arange(len(sets.deaths)))
    return np.asarray(np.add.reduceat(values[..., sets.died], starts, axis=-1))
