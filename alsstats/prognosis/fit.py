"""What a fit of Cox's model gives, and whether its estimates are finite."""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.prognosis.hazards import CoxModel
from alsstats.prognosis.newton import Maximum, is_rising
from alsstats.prognosis.separation import infinite_coefficients

if TYPE_CHECKING:
    from alsstats.prognosis.times import Floats, Truths

ROUNDED = 1e-4  # a score this small, in standard errors, may be rounding when it is all there is
DEFINITE = 1e-10  # the least eigenvalue of a correlation matrix that is not rounding
VANISHED = 1e-8  # the information along an infinite coefficient, beside the largest


class CoxFit(NamedTuple):
    """Log hazard ratios and their covariance; or the `problem` for which there are none.

    `infinite` names coefficients that have no finite estimate: they are inf or -inf, or nan where
    both are as likely, and without a variance (nan), while the log likelihood is the value it tends
    to (nan where it could not be followed so far) and the others are estimates. With any other
    problem coefficients and covariance are empty.
    `score` is the statistic of the score test of no effect. `model` and `scale` are what was
    fitted: covariates centred and divided by `scale`, at `standardised` coefficients; `centre` has
    a row a stratum. `likelihood` tells Firth's and the exact one apart.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    null_log_likelihood: float
    score: float
    n: float
    events: float
    rows: int
    model: CoxModel
    scale: Floats
    centre: Floats
    standardised: Floats
    problem: str = ""
    infinite: tuple[str, ...] = ()
    likelihood: Literal["partial", "penalised", "exact"] = "partial"


def completed(fit: CoxFit, best: Maximum) -> CoxFit:
    """Return the fit where the likelihood is highest, with what may be wrong with it."""
    import numpy as np

    fit = fit._replace(standardised=best.coefficients, log_likelihood=best.found.log_likelihood)
    covariance = inverse(best.found.information)
    exact, sets = fit.likelihood == "exact", fit.model.sets
    if _finite(best, covariance, fit.model.design, sets.deaths.max() if exact else 1.0):
        return scaled(fit, covariance)
    endless = infinite_coefficients(sets, fit.model.design, exact=exact)
    if endless.any():
        return _separated(fit, best, endless)
    if best.converged and np.isfinite(covariance).all():
        return scaled(fit, covariance)
    return fit._replace(problem="the regression did not converge")


def _finite(best: Maximum, covariance: Floats, design: Floats, several: float) -> bool:
    """Tell whether a finite maximum is certain without a search for separation.

    Along any direction d with d'Id = 1, the curvature falls off no faster than exp(-r t), where r
    is the range of d'z, at most 2 sum_j max|z_j| SE_j (`several` times that, where sums over deaths
    are compared). A score below 1/r in standard errors is thus made up for at some finite t.
    Source: self-concordance, as in Bach, Electron J Stat 2010;4:384.
    """
    import numpy as np

    spread = np.sqrt(np.maximum(0.0, np.diag(best.found.information)))
    if not best.converged or not spread.all():
        return False
    if not np.linalg.eigvalsh(best.found.information / np.outer(spread, spread))[0] > DEFINITE:
        return False
    score = np.sqrt(max(0.0, float(best.found.score @ covariance @ best.found.score)))
    reach = several * 2 * np.abs(design).max(axis=1) @ np.sqrt(np.diag(covariance))
    return bool(reach * (score + ROUNDED) < 1)


def _separated(fit: CoxFit, best: Maximum, endless: Truths) -> CoxFit:
    """Return the fit with infinite coefficients, and a covariance of the others only."""
    import numpy as np

    infinite: Truths = np.logical_or(*endless)
    covariance = np.linalg.pinv(best.found.information, rcond=VANISHED, hermitian=True)
    fit = scaled(fit, np.asarray(covariance, dtype=float))
    fit.covariance[infinite, :] = fit.covariance[:, infinite] = nan
    ends = np.where(endless.all(axis=0), nan, np.where(endless[1], inf, -inf))
    fit.coefficients[infinite] = ends[infinite]
    listed = marked(fit.names, infinite)
    problem = f"separation: no finite estimate of {', '.join(listed)}"
    if is_rising(best.found):
        fit = fit._replace(log_likelihood=nan)
    return fit._replace(problem=problem, infinite=listed)


def scaled(fit: CoxFit, covariance: Floats) -> CoxFit:
    """Return the fit with coefficients and covariance in units of the covariates."""
    import numpy as np

    return fit._replace(
        coefficients=fit.standardised / fit.scale,
        covariance=covariance / np.outer(fit.scale, fit.scale),
    )


def inverse(information: Floats) -> Floats:
    """Return the covariance that goes with an information, nan where that has no inverse."""
    import numpy as np

    try:
        return np.asarray(np.linalg.inv(information), dtype=float)
    except np.linalg.LinAlgError:
        return np.full_like(information, nan)


def marked(names: tuple[str, ...], which: Truths) -> tuple[str, ...]:
    """Return the names of the covariates that are marked."""
    return tuple(name for name, mark in zip(names, which, strict=True) if mark)
