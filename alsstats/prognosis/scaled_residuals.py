"""How a hazard ratio changes over time: scaled Schoenfeld residuals, to be drawn and smoothed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.hazards import hazards_at
from alsstats.prognosis.likelihood import evaluated
from alsstats.prognosis.proportional_hazards import Transform, time_transformed
from alsstats.prognosis.residuals import fitted_at, schoenfeld_residuals

if TYPE_CHECKING:
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes, Truths

CONSTANT = 1e-11  # covariates have a spread of 1: a range this small within a stratum is rounding


class ScaledSchoenfeld(NamedTuple):
    """One line a row that died: its time, g of it, and a residual a covariate, b added.

    The residual is nan where the covariate is the same for all of the stratum. `variance` is, for
    each covariate, that of its log hazard ratio as a mean death tells it.
    """

    row: Integers
    time: Floats
    transformed: Floats
    residual: Floats
    variance: Floats


def scaled_schoenfeld(
    fit: CoxFit, times: SurvivalTimes, *, transform: Transform = "km"
) -> ScaledSchoenfeld:
    """Scaled Schoenfeld residuals: about what each log hazard ratio is at the time of each death.

    `times` are those of the fit. A smooth curve through them against g is level where hazards are
    proportional. Formula: b + V^-1 r, r the Schoenfeld residual and V the mean information of a
    death, for each two covariates over the strata in which both vary.
    Source: Grambsch and Therneau, Biometrika 1994;81:515; R's cox.zph.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    >>> scaled_schoenfeld(fit, times).residual[:, 0].round(4).tolist()
    [2.7053, 4.4272, -2.102, 1.6769]
    """
    import numpy as np

    row, residual = schoenfeld_residuals(fit)
    residual /= fit.scale
    hazards = hazards_at(fit.model, fitted_at(fit))
    varies = _varies(fit, times)
    stratum = times.stratum[row]
    counted = (varies.T * np.bincount(stratum, times.frequency[row], len(varies))) @ varies
    mean = evaluated(fit.model, hazards).information / np.maximum(counted, 1.0)
    scaled = np.full_like(residual, np.nan)
    patterns, which = np.unique(varies, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):  # the few sets of covariates that vary somewhere
        here = np.flatnonzero(which.reshape(-1)[stratum] == number)
        free = np.flatnonzero(pattern)
        part = mean[np.ix_(free, free)]
        scaled[np.ix_(here, free)] = np.linalg.solve(part, residual[np.ix_(here, free)].T).T
    at = times.exit[row]
    g = time_transformed(times, transform)
    variance = np.diag(np.linalg.inv(mean)) / fit.scale**2
    residual = scaled / fit.scale + fit.coefficients
    return ScaledSchoenfeld(row, times.distinct[at], g[at], residual, variance)


def _varies(fit: CoxFit, times: SurvivalTimes) -> Truths:
    """Tell for each stratum which covariates are not the same for all who are ever at risk."""
    import numpy as np

    stratum = times.stratum[fit.model.sets.order]
    varies = np.zeros((int(times.stratum.max()) + 1, len(fit.names)), dtype=bool)
    held, starts = np.unique(stratum, return_index=True)
    highest = np.maximum.reduceat(fit.model.design, starts, axis=1)
    lowest = np.minimum.reduceat(fit.model.design, starts, axis=1)
    varies[held] = (highest - lowest > CONSTANT).T
    return varies
