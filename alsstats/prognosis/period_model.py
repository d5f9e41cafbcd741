"""Hazard ratio by period: what to give where hazards are not proportional over the follow-up."""

from __future__ import annotations

from itertools import compress
from math import inf, nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.errors import UsageError
from alsstats.prognosis.covariates import checked, dependent, standardised
from alsstats.prognosis.hazards import Ties, cox_model
from alsstats.prognosis.likelihood import evaluate
from alsstats.prognosis.periods import Period, count_periods, split_at
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.risk_sets import find_risk_sets

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.periods import PeriodRows
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes, Truths

METHOD = "likelihood ratio, ratios by period"
NO_DEATHS = "nobody died in this period"
NOBODY_ELSE = "nobody to compare with was at risk when somebody died in this period"
ONE_PERIOD = "a ratio can be estimated in one period only"


class PeriodTerm(NamedTuple):
    """A covariate in a period (counted from 0), or in all of them (None): its place in the fit.

    With a `reason` there is no hazard ratio of it, and `column` is None.
    """

    name: str
    period: int | None
    column: int | None
    reason: str = ""


class PeriodFit(NamedTuple):
    """Cox's model with hazard ratios that differ by period, beside that with constant ones.

    `terms` say which coefficient of `fit` is what; one that is in no term is no ratio to be given.
    `test` asks whether the ratios are constant. `rows` are those of the fit.
    """

    fit: CoxFit
    constant: CoxFit
    periods: tuple[Period, ...]
    terms: tuple[PeriodTerm, ...]
    test: SignificanceTest
    rows: PeriodRows


def fit_by_period(
    times: SurvivalTimes,
    covariates: npt.ArrayLike,
    names: tuple[str, ...],
    cuts: npt.ArrayLike,
    *,
    varying: int = 1,
    ties: Ties = "efron",
    patient: Integers | None = None,
) -> PeriodFit:
    """Hazard ratios by period of the first `varying` covariates; of the others, over all periods.

    Formula: Cox's model of the rows of `split_at`, with a covariate x 1(period k) for each period
    k. Test that the ratios are constant: twice the log likelihood above that of the model of
    constant ones is chi-squared, df being the coefficients more. Undefined, with a reason, is the
    ratio of a period in which nobody died, or in which the covariate is the same for all at risk
    when somebody died: its likelihood does not depend on it. `patient` is as in `count_periods`.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 6.5.

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([2, 3, 5, 8, 9, 13, 15, 20], [1, 1, 0, 1, 1, 1, 1, 0])
    >>> x = [[1], [0], [1], [1], [0], [0], [1], [0]]
    >>> found = fit_by_period(times, x, ("x",), [7])
    >>> found.fit.names, found.fit.coefficients.round(4).tolist(), found.test.df
    (('x, 0 to 7', 'x, after 7'), [0.1438, 0.5493], 1)
    """
    import numpy as np

    x = checked(covariates, names, len(times.exit))
    if not 1 <= varying <= len(names):
        found = [f"varying: {varying}", f"covariates: {len(names)}"]
        raise UsageError("one or more of the covariates must differ by period", found=found)
    rows = split_at(times, cuts)
    periods = count_periods(rows, patient)
    which: list[tuple[str, int | None]]
    which = [(name, k) for name in names[:varying] for k in range(len(periods))]
    which += [(name, None) for name in names[varying:]]
    constant = fit_cox(times, x, names, ties=ties)
    if constant.problem and not constant.infinite:
        terms = tuple(PeriodTerm(name, k, None, constant.problem) for name, k in which)
        return PeriodFit(constant, constant, periods, terms, _constancy(constant, constant), rows)
    design = _by_period(rows, x, varying)
    told, kept = _told(rows.times, design, varying * len(periods), ties)
    labels = (name if k is None else f"{name}, {label(periods[k])}" for name, k in which)
    fit = fit_cox(rows.times, design[:, kept], tuple(compress(labels, kept)), ties=ties)
    columns = (
        int(at) if tells else None for at, tells in zip(np.cumsum(kept) - 1, told, strict=True)
    )
    terms = tuple(
        PeriodTerm(name, k, column, "" if column is not None else _reason(periods, k))
        for (name, k), column in zip(which, columns, strict=True)
    )
    return PeriodFit(fit, constant, periods, terms, _constancy(fit, constant), rows)


def label(period: Period) -> str:
    """Return the name of a period.

    >>> label(Period(0, 12, 5, 9)), label(Period(24, float("inf"), 1, 2))
    ('0 to 12', 'after 24')
    """
    return f"after {period.start:g}" if period.end == inf else f"{period.start:g} to {period.end:g}"


def _by_period(rows: PeriodRows, x: Floats, varying: int) -> Floats:
    """Return the covariates of the rows, a column a period for each of the first ones."""
    import numpy as np

    among = rows.period[:, None] == np.arange(len(rows.cuts) + 1)
    values = x[rows.source]
    parts = [values[:, [j]] * among for j in range(varying)]
    return np.hstack([*parts, values[:, varying:]])


def _told(times: SurvivalTimes, design: Floats, count: int, ties: Ties) -> tuple[Truths, Truths]:
    """Tell which coefficients the deaths tell, and which columns to fit.

    Only the first `count` columns, those of periods, are left out; of those that determine one
    another the last ones, so that the likelihood is that of all.
    """
    import numpy as np

    sets = find_risk_sets(times)
    made = standardised(design, sets, times)
    model = cox_model(sets, made.design, ties)
    information = evaluate(model, np.zeros(len(made.design))).information
    deaths = sets.deaths.sum()
    same = dependent(information, deaths)
    kept = np.ones(len(same), dtype=bool)
    if same[count:].any():
        return kept, kept
    while (again := dependent(information[np.ix_(kept, kept)], deaths)).any():
        kept[np.flatnonzero(kept)[np.flatnonzero(again)[-1]]] = False
    return ~same, kept


def _reason(periods: tuple[Period, ...], k: int | None) -> str:
    return NO_DEATHS if k is not None and not periods[k].events else NOBODY_ELSE


def _constancy(fit: CoxFit, constant: CoxFit) -> SignificanceTest:
    for each in (constant, fit):
        if each.problem and not each.infinite:
            return SignificanceTest(nan, nan, nan, METHOD, each.problem)
    df = len(fit.names) - len(constant.names)
    if not df:
        return SignificanceTest(nan, nan, nan, METHOD, ONE_PERIOD)
    statistic = max(0.0, 2 * (fit.log_likelihood - constant.log_likelihood))
    return SignificanceTest(statistic, df, upper_tail(statistic, df), METHOD)
