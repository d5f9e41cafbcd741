"""Residuals of Cox's model: who died earlier or later than expected, and who sways the estimates.

All of them belong to the fit's own way of treating ties, and to one patient of a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.prognosis.denominators import mean_at_death, mean_hazard, means_in_denominators
from alsstats.prognosis.hazards import hazards_at

if TYPE_CHECKING:
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats, Integers


def martingale_residuals(fit: CoxFit) -> Floats:
    """Martingale residuals: 1 for a patient who died, 0 for others, less the deaths expected.

    Formula: e_i - exp(x_i'b) times the baseline hazard accumulated while at risk; their sum is 0.
    Source: Therneau, Grambsch and Fleming, Biometrika 1990;77:147.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    >>> martingale_residuals(fit).round(4).tolist()
    [0.7192, -0.2808, -0.4383, 0.7311, -0.3655, -0.3655]
    """
    return _in_rows(fit, fit.model.sets.died - _expected(fit))


def deviance_residuals(fit: CoxFit) -> Floats:
    """Deviance residuals: martingale residuals, stretched until they are about as wide both ways.

    Formula: sign(m) sqrt(-2 (m + e log(e - m))), m the martingale residual, e 1 for a death.
    Source: Therneau, Grambsch and Fleming, Biometrika 1990;77:147.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    >>> deviance_residuals(fit).round(4).tolist()
    [1.0496, -0.7494, -0.3869, 1.0791, -0.855, -0.3286]
    """
    import numpy as np

    expected = _expected(fit)
    m = fit.model.sets.died - expected
    log_expected = np.log(np.where(fit.model.sets.died, expected, 1.0))
    return _in_rows(fit, np.sign(m) * np.sqrt(np.maximum(0.0, -2 * (m + log_expected))))


def score_residuals(fit: CoxFit) -> Floats:
    """Score residuals: what each patient adds to the score, a row a patient, a column a covariate.

    Formula: e_i (x_i - mean at the death) - sum over the time at risk of the patient's hazard times
    (x_i - mean). Their sum over patients is 0; times the covariance they tell how far the estimate
    moves when the patient is left out (dfbeta).
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 4.3 and 7.1.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> fit = fit_cox(survival_times([1, 2, 3], [1, 1, 1]), [[1], [0], [1]], ("x",))
    >>> abs(float(score_residuals(fit).sum())) < 1e-12
    True
    """
    import numpy as np

    model, sets = fit.model, fit.model.sets
    hazards = hazards_at(model, fitted_at(fit))
    means = means_in_denominators(model, hazards)
    passed = model.design * hazards.cumulative - mean_hazard(means, sets)
    scores = -passed * (hazards.weights / sets.frequency)
    at = sets.first[sets.died]
    scores[:, sets.died] += model.design[:, sets.died] - mean_at_death(means, sets)[:, at]
    return np.stack([_in_rows(fit, line) for line in scores * fit.scale[:, None]], axis=1)


def schoenfeld_residuals(fit: CoxFit) -> tuple[Integers, Floats]:
    """Schoenfeld residuals: covariates of each death, less their mean among those at risk.

    Returned are the rows that died, by stratum and time, and their residuals, a column a covariate.
    Formula: x_i - sum w x / sum w over those at risk; for tied deaths the mean over denominators.
    Source: Schoenfeld, Biometrika 1982;69:239.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> fit = fit_cox(survival_times([1, 2, 3], [1, 1, 1]), [[1], [0], [1]], ("x",))
    >>> schoenfeld_residuals(fit)[0].tolist()
    [0, 1, 2]
    """
    import numpy as np

    model, sets = fit.model, fit.model.sets
    means = means_in_denominators(model, hazards_at(model, fitted_at(fit)))
    at = sets.first[sets.died]
    away = model.design[:, sets.died] - mean_at_death(means, sets)[:, at]
    rows = sets.order[sets.died]
    order = np.lexsort((rows, -at, sets.stratum[at]))
    return rows[order], (away * fit.scale[:, None]).T[order]


def fitted_at(fit: CoxFit) -> Floats:
    """Return the standardised coefficients; refuse a fit without estimates or residuals."""
    if fit.problem:
        raise UsageError(
            "this Cox model has no estimate",
            found=[fit.problem],
            why="residuals are of a fitted model",
            fix="fit it with fewer covariates",
        )
    if fit.likelihood == "exact":
        raise UsageError("residuals need Efron's or Breslow's ties", found=["ties: exact"])
    return fit.standardised


def _expected(fit: CoxFit) -> Floats:
    """Return the deaths expected of each patient: hazard times the time at risk."""
    hazards = hazards_at(fit.model, fitted_at(fit))
    return hazards.weights / fit.model.sets.frequency * hazards.cumulative


def _in_rows(fit: CoxFit, values: Floats) -> Floats:
    """Return values in the order of the data, 0 for rows never at risk when somebody died."""
    import numpy as np

    rows = np.zeros(fit.rows)
    rows[fit.model.sets.order] = values
    return rows
