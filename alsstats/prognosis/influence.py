"""How far a single patient sways a hazard ratio: the fits that leave one out."""

from __future__ import annotations

from functools import partial
from math import nan
from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.prognosis.columns import numbered
from alsstats.prognosis.firth import evaluate_penalised, penalised_maximum
from alsstats.prognosis.fit import completed
from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.newton import maximise
from alsstats.prognosis.regression import prepared
from alsstats.prognosis.residuals import score_residuals
from alsstats.prognosis.times import SurvivalTimes

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.hazards import Ties
    from alsstats.prognosis.times import Floats, Integers

Method = Literal["refits", "dfbeta"]

MOST = 1000  # rows up to which all fits are made: some seconds
EXACT = "with exact ties it would take too long"
NEVER = "there is no estimate without any one of the patients"


class LeaveOneOut(NamedTuple):
    """The range of each coefficient when one patient is left out, and how it was found.

    A limit is infinite where without some patient there is no finite estimate. `low_row` and
    `high_row` number a row of the patient without whom it is lowest, or highest. `unknown` counts
    the patients without whom there is no estimate at all; `problem` says why there is no range.
    """

    low: Floats
    high: Floats
    low_row: Integers
    high_row: Integers
    method: Method
    unknown: int
    problem: str = ""


def leave_one_out(
    fit: CoxFit, times: SurvivalTimes, *, patient: npt.ArrayLike | None = None
) -> LeaveOneOut:
    """Range of each coefficient of a Cox model when one patient at a time is left out.

    `times` are those of the fit. A row that counts several patients loses one; `patient` tells
    whose each row is where patients have several, and all of them are left out together. Up to
    1,000 rows the model is fitted anew without each patient, as it was fitted to all; beyond that
    the answer is dfbeta, b - V u, u being the patient's score residual. Undefined where the fit
    itself has no finite estimate, and with exact ties.
    Source: Cain and Lange, Biometrics 1984;40:493; Therneau and Grambsch, 2000, 7.1.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 2, 3, 4, 5, 6], [1] * 6)
    >>> fit = fit_cox(times, [[1], [0], [1], [0], [1], [0]], ("x",))
    >>> found = leave_one_out(fit, times)
    >>> [round(float(x), 4) for x in (found.low[0], fit.coefficients[0], found.high[0])]
    [-0.2739, 0.6321, 1.4388]
    """
    import numpy as np

    method: Method = "refits" if fit.rows <= MOST else "dfbeta"
    problem = fit.problem or (EXACT if fit.likelihood == "exact" else "")
    if problem:
        return _unknown(fit, method, 0, problem)
    whose, n = np.arange(fit.rows), np.ones(fit.rows)  # one patient of a row
    if patient is not None:
        whose, n = numbered(patient, fit.rows, "patient"), times.frequency
    refits = method == "refits"
    found = _refits(fit, times, whose, n) if refits else _dfbeta(fit, whose, n)
    known = np.flatnonzero(~np.isnan(found).any(axis=1))
    unknown = len(found) - len(known)
    if not known.size:
        return _unknown(fit, method, unknown, NEVER)
    row, found = np.unique(whose, return_index=True)[1][known], found[known]
    lowest, highest = found.argmin(axis=0), found.argmax(axis=0)
    each = np.arange(len(fit.names))
    low, high = found[lowest, each], found[highest, each]
    return LeaveOneOut(low, high, row[lowest], row[highest], method, unknown)


def _unknown(fit: CoxFit, method: Method, unknown: int, problem: str) -> LeaveOneOut:
    import numpy as np

    none, nobody = np.full(len(fit.names), nan), np.full(len(fit.names), -1)
    return LeaveOneOut(none, none, nobody, nobody, method, unknown, problem)


def _dfbeta(fit: CoxFit, whose: Integers, n: Floats) -> Floats:
    """Return about what the coefficients are without each patient."""
    import numpy as np

    scores = [np.bincount(whose, n * line) for line in score_residuals(fit).T]
    return np.asarray(fit.coefficients - np.stack(scores, axis=1) @ fit.covariance)


def _refits(fit: CoxFit, times: SurvivalTimes, whose: Integers, n: Floats) -> Floats:
    """Return the coefficients without each patient, nan where there are none."""
    import numpy as np

    design = np.zeros((fit.rows, len(fit.names)))
    design[fit.model.sets.order] = fit.model.design.T
    order = np.argsort(whose, kind="stable")
    found = np.empty((int(whose.max()) + 1, len(fit.names)))
    for patient, rows in enumerate(np.split(order, np.flatnonzero(np.diff(whose[order])) + 1)):
        left = times.frequency.copy()
        left[rows] -= n[rows]
        kept = np.flatnonzero(left > 0)
        found[patient] = _refitted(fit, _remaining(times, kept, left), design[kept])
    return found / fit.scale


def _refitted(fit: CoxFit, times: SurvivalTimes, design: Floats) -> Floats | float:
    """Return the coefficients of some of the patients, the search beginning at those of all."""
    ties: Ties = "breslow" if fit.model.tied is None else "efron"  # without ties they are the same
    fewer = prepared(times, design, fit.names, ties)
    if fewer.problem:
        return nan
    start = fit.standardised * fewer.scale
    if fit.likelihood == "partial":
        fewer = completed(fewer, maximise(partial(evaluate, fewer.model), start))
    else:
        best = maximise(partial(evaluate_penalised, fewer.model), start)  # often near enough
        if best.converged:
            return best.coefficients / fewer.scale
        fewer = penalised_maximum(fewer, start)
    return nan if fewer.problem and not fewer.infinite else fewer.coefficients


def _remaining(times: SurvivalTimes, kept: Integers, frequency: Floats) -> SurvivalTimes:
    """Return the times of some rows; their ranks stay as they are."""
    import numpy as np

    place = np.full(len(times.exit), -1)
    place[kept] = np.arange(len(kept))
    order = place[times.earliest_first]
    return SurvivalTimes(
        times.exit[kept],
        times.event[kept],
        None if times.entry is None else times.entry[kept],
        times.stratum[kept],
        frequency[kept],
        times.distinct,
        order[order >= 0],
    )
