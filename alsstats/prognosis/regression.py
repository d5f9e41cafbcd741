"""Cox's proportional hazards model: the fit, or the reason why there is none."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.prognosis.covariates import Standardised, checked, dependent, standardised
from alsstats.prognosis.fit import CoxFit, completed, marked
from alsstats.prognosis.hazards import CoxModel, Ties, cox_model
from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.newton import maximise
from alsstats.prognosis.risk_sets import find_risk_sets

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.likelihood import Evaluation
    from alsstats.prognosis.times import SurvivalTimes

SAME = "the same for all at risk when somebody dies"
DEPENDENT = "determine one another among those at risk when somebody dies"


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

    fit = laid_out(times, covariates, names, ties)
    if fit.problem:
        return fit
    none = np.zeros(len(names))
    null = evaluate(fit.model, none)
    fit = with_no_effect(fit, null)
    if fit.problem:
        return fit
    return completed(fit, maximise(lambda b: evaluate(fit.model, b), none, known=null))


def prepared(
    times: SurvivalTimes, covariates: npt.ArrayLike, names: tuple[str, ...], ties: Ties
) -> CoxFit:
    """Return the model without estimates; with the problem, where there can be none."""
    import numpy as np

    fit = laid_out(times, covariates, names, ties)
    if fit.problem:
        return fit
    return with_no_effect(fit, evaluate(fit.model, np.zeros(len(names))))


def laid_out(
    times: SurvivalTimes, covariates: npt.ArrayLike, names: tuple[str, ...], ties: Ties
) -> CoxFit:
    """Return the model before its likelihood is known; with the problem, if it can be seen."""
    if ties not in {"efron", "breslow"}:
        raise UsageError(
            f"'{ties}' is not a way to treat ties",
            found=["known: efron, breslow"],
            fix="efron, or breslow",
        )
    values = checked(covariates, names, len(times.exit))
    sets = find_risk_sets(times)
    made = standardised(values, sets, times)
    fit = _unfitted(names, times, cox_model(sets, made.design, ties), made)
    if not len(sets.deaths):
        return fit._replace(problem="nobody died")
    if made.constant.any():
        return fit._replace(problem=f"{', '.join(marked(names, made.constant))}: {SAME}")
    return fit


def with_no_effect(fit: CoxFit, null: Evaluation) -> CoxFit:
    """Return the fit with what holds at coefficients of 0, where covariates are independent."""
    import numpy as np

    same = dependent(null.information, fit.model.sets.deaths.sum())
    if same.any():
        said = DEPENDENT if same.sum() > 1 else SAME
        return fit._replace(problem=f"{', '.join(marked(fit.names, same))}: {said}")
    score = float(null.score @ np.linalg.solve(null.information, null.score))
    return fit._replace(null_log_likelihood=null.log_likelihood, score=score)


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
