"""Cox's proportional hazards model: the fit, or the reason why there is none, and its tests."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.errors import UsageError
from alsstats.prognosis.covariates import Standardised, checked, dependent, standardised
from alsstats.prognosis.likelihood import CoxModel, cox_model, evaluate
from alsstats.prognosis.newton import Maximum, maximise
from alsstats.prognosis.risk_sets import find_risk_sets
from alsstats.prognosis.separation import infinite_coefficients

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.likelihood import Evaluation, Ties
    from alsstats.prognosis.times import Floats, SurvivalTimes, Truths

ROUNDED = 1e-4  # a score this small, in standard errors, may be rounding when it is all there is
VANISHED = 1e-8  # the information along an infinite coefficient, beside the largest

SAME = "the same for all at risk when somebody dies"
DEPENDENT = "determine one another among those at risk when somebody dies"


class CoxFit(NamedTuple):
    """Log hazard ratios and their covariance; or the `problem` for which there are none.

    `infinite` names coefficients that have no finite estimate: they are inf or -inf, and without a
    variance (nan), while the log likelihood is the value it tends to and the others are estimates.
    With any other problem coefficients and covariance are empty. `score` is the statistic of the
    score test of no effect. `model` and `scale` are what was fitted: covariates centred and divided
    by `scale`, at `standardised` coefficients; `centre` has a row a stratum. `likelihood`
    tells Firth's and the exact one apart.
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


def fit_cox(
    times: SurvivalTimes,
    covariates: npt.ArrayLike,
    names: tuple[str, ...],
    *,
    ties: Ties = "efron",
) -> CoxFit:
    """Fit Cox's model: how many times as high the hazard of death is, for each unit of a covariate.

    Formula: hazard = h(t) exp(x'b), b where the partial likelihood is highest, covariance I(b)^-1.
    No fit without deaths, where a covariate is constant or determined by others within the risk
    sets; infinite estimates are named, where separation leaves the likelihood without a maximum.
    Source: Cox, JRSS B 1972;34:187; Therneau and Grambsch, Modeling Survival Data, 2000, chapter 3.

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",), ties="breslow")
    >>> round(float(fit.coefficients[0]), 9), round(float(fit.covariance[0, 0]), 9)
    (1.475284915, 1.576868866)
    """
    import numpy as np

    fit = prepared(times, covariates, names, ties)
    if fit.problem:
        return fit
    none = np.zeros(len(names))
    return completed(fit, maximise(lambda b: evaluate(fit.model, b), none))


def prepared(
    times: SurvivalTimes, covariates: npt.ArrayLike, names: tuple[str, ...], ties: Ties
) -> CoxFit:
    """Return the model without estimates; with the problem, where there can be none."""
    import numpy as np

    if ties not in {"efron", "breslow"}:
        raise UsageError(f"'{ties}' is not a way to treat ties", found=["known: efron, breslow"])
    values = checked(covariates, names, len(times.exit))
    sets = find_risk_sets(times)
    made = standardised(values, sets, times)
    fit = _unfitted(names, times, cox_model(sets, made.design, ties), made)
    if not len(sets.deaths):
        return fit._replace(problem="nobody died")
    if made.constant.any():
        return fit._replace(problem=f"{_listed(names, made.constant)}: {SAME}")
    return with_no_effect(fit, evaluate(fit.model, np.zeros(len(names))))


def with_no_effect(fit: CoxFit, null: Evaluation) -> CoxFit:
    """Return the fit with what holds at coefficients of 0, where covariates are independent."""
    import numpy as np

    same = dependent(null.information, fit.model.sets.deaths.sum())
    if same.any():
        said = DEPENDENT if same.sum() > 1 else SAME
        return fit._replace(problem=f"{_listed(fit.names, same)}: {said}")
    score = float(null.score @ np.linalg.solve(null.information, null.score))
    return fit._replace(null_log_likelihood=null.log_likelihood, score=score)


def completed(fit: CoxFit, best: Maximum) -> CoxFit:
    """Return the fit where the likelihood is highest, with what may be wrong with it."""
    import numpy as np

    fit = fit._replace(standardised=best.coefficients, log_likelihood=best.found.log_likelihood)
    covariance = inverse(best.found.information)
    exact, sets = fit.likelihood == "exact", fit.model.sets
    if _finite(best, covariance, fit.model.design, sets.deaths.max() if exact else 1.0):
        return scaled(fit, covariance)
    infinite = np.logical_or(*infinite_coefficients(sets, fit.model.design, exact=exact))
    if infinite.any():
        return _separated(fit, best, infinite)
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

    if not best.converged or not (np.diag(covariance) > 0).all():
        return False
    score = np.sqrt(max(0.0, float(best.found.score @ covariance @ best.found.score)))
    reach = several * 2 * np.abs(design).max(axis=1) @ np.sqrt(np.diag(covariance))
    return bool(reach * (score + ROUNDED) < 1)


def _separated(fit: CoxFit, best: Maximum, infinite: Truths) -> CoxFit:
    """Return the fit with infinite coefficients, and a covariance of the others only."""
    import numpy as np

    covariance = np.linalg.pinv(best.found.information, rcond=VANISHED, hermitian=True)
    fit = scaled(fit, np.asarray(covariance, dtype=float))
    fit.covariance[infinite, :] = fit.covariance[:, infinite] = nan
    fit.coefficients[infinite] = np.copysign(np.inf, best.coefficients[infinite])
    listed = tuple(name for name, marked in zip(fit.names, infinite, strict=True) if marked)
    problem = f"separation: no finite estimate of {', '.join(listed)}"
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


def _unfitted(
    names: tuple[str, ...], times: SurvivalTimes, model: CoxModel, made: Standardised
) -> CoxFit:
    import numpy as np

    none = np.empty(0)
    return CoxFit(
        names=names,
        coefficients=none,
        covariance=np.empty((0, 0)),
        log_likelihood=nan,
        null_log_likelihood=nan,
        score=nan,
        n=float(times.frequency.sum()),
        events=float(times.frequency[times.event].sum()),
        rows=len(times.exit),
        model=model,
        scale=made.scale,
        centre=made.centre,
        standardised=none,
    )


def _listed(names: tuple[str, ...], which: Truths) -> str:
    return ", ".join(name for name, marked in zip(names, which, strict=True) if marked)


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
