"""Survival that Cox's model predicts for a patient with given covariates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.denominators import means_in_denominators, steps_of_mean_hazard
from alsstats.prognosis.hazards import hazards_at
from alsstats.prognosis.residuals import fitted_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats, SurvivalTimes


class PredictedSurvival(NamedTuple):
    """Survival after each death time, with limits, and the cumulative hazard it comes from.

    `std_error` is that of the cumulative hazard, which is -log(survival).
    """

    time: Floats
    survival: Floats
    low: Floats
    high: Floats
    cumulative_hazard: Floats
    std_error: Floats


def predicted_survival(
    fit: CoxFit,
    times: SurvivalTimes,
    covariates: npt.ArrayLike,
    *,
    stratum: int = 0,
    level: float = 0.95,
) -> PredictedSurvival:
    """Survival predicted by a Cox model for patients with given covariates, with log-log limits.

    `times` are those of the fit, `stratum` the number of one of their strata. Formula:
    S(t) = exp(-H), H the sum over deaths up to t of exp(x'b) / d, d the denominators of the fit's
    own way of treating ties; var H = sum (exp(x'b) / d)^2 + g'Vg, g = sum (mean - x) exp(x'b) / d.
    Limits exp(-H exp(-+ z se / H)). All covariates at 0 give the baseline hazard.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 10.2; Tsiatis, Ann Stat 1981;9:93.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    >>> predicted_survival(fit, times, [0]).survival.round(4).tolist()
    [0.9489, 0.6938, 0.2552]
    """
    import numpy as np

    away = (np.asarray(covariates, dtype=float) - fit.centre[stratum]) / fit.scale
    if away.shape != fit.scale.shape:
        found = [f"{len(fit.names)} covariates", f"values: {away.shape}"]
        raise UsageError("one value is needed for each covariate of the model", found=found)
    at, sets = fitted_at(fit), fit.model.sets
    hazards = hazards_at(fit.model, at)
    relative = np.exp(away @ at - hazards.shift)
    wanted = np.flatnonzero(sets.stratum == stratum)[::-1]  # the earliest first
    steps = steps_of_mean_hazard(means_in_denominators(fit.model, hazards))
    steps -= away[:, None] * hazards.sums.hazard
    apart = np.cumsum(relative * steps[:, wanted], axis=1)
    covariance = fit.covariance * np.outer(fit.scale, fit.scale)
    hazard = np.cumsum(relative * hazards.sums.hazard[wanted])
    variance = np.cumsum(relative**2 * hazards.sums.second[wanted])
    std_error = np.sqrt(variance + np.einsum("jt,jt->t", apart, covariance @ apart))
    factor = np.exp(normal_quantile(level) * std_error / hazard)
    return PredictedSurvival(
        times.distinct[sets.time[wanted]],
        np.exp(-hazard),
        np.exp(-hazard * factor),
        np.exp(-hazard / factor),
        hazard,
        std_error,
    )
