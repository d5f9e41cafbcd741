"""Whether hazard ratios stay the same over time, which Cox's model takes for granted.

A covariate x whose hazard ratio changes with g(t) is a second covariate g(t) x in the model. The
test is the score test of all such second covariates at 0. Its information, of x and g x together,
needs no rows split in time: each death time counts g fold, or g^2 fold, in the same sums.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.errors import UsageError
from alsstats.prognosis.hazards import cumulative_hazard, hazards_at
from alsstats.prognosis.likelihood import evaluated
from alsstats.prognosis.tied_deaths import TiedSums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.hazards import CoxModel, Hazards
    from alsstats.prognosis.likelihood import Evaluation
    from alsstats.prognosis.times import Floats, SurvivalTimes

Transform = Literal["km", "identity"]

METHOD = "score"
VANISHED = 1e-10  # a share this small of the information on g x, the rest being on x, is rounding
TOO_FEW = "too few death times tell of it: a change over time cannot be told from the effect"
NO_MAXIMUM = "Firth's estimate is not where the partial likelihood is highest, as this test needs"
EXACT = "with exact ties there is no such test"


class ProportionalHazards(NamedTuple):
    """The test of each term, and of all terms together; nan where there is none, and why."""

    terms: tuple[SignificanceTest, ...]
    overall: SignificanceTest


def proportional_hazards_test(
    fit: CoxFit,
    times: SurvivalTimes,
    *,
    terms: Sequence[Sequence[int]] | None = None,
    transform: Transform = "km",
) -> ProportionalHazards:
    """Test whether the hazard ratios of a Cox model change over time; a small p says they do.

    `times` are those of the fit; `terms` groups columns that belong together (a category, a
    spline), each column by itself unless given. Formula: u'V^-1 u, chi-squared with a degree of
    freedom a column; u = sum over deaths of g(t) (x - mean), V its information less what x itself
    takes of it, at the estimate. g is 1 - S(t-), the Kaplan-Meier curve of all strata together just
    before t ("km"), or t. Undefined for infinite estimates, exact ties and Firth's estimates.
    Source: Grambsch and Therneau, Biometrika 1994;81:515; the exact form as R's cox.zph from 3.0.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, [[1], [1], [1], [0], [0], [0]], ("x",))
    >>> test = proportional_hazards_test(fit, times).overall
    >>> f"{test.statistic:.6f}, df {test.df:g}, p {test.p_value:.6f}"
    '0.238656, df 1, p 0.625179'
    """
    count = len(fit.names)
    groups = [[j] for j in range(count)] if terms is None else [list(term) for term in terms]
    if sorted(column for columns in groups for column in columns) != list(range(count)):
        raise UsageError(
            "terms must hold each covariate once",
            found=[f"covariates: {count}", f"columns in terms: {sum(map(len, groups))}"],
        )
    reason = _why_not(fit)
    if reason:
        none = SignificanceTest(nan, nan, nan, METHOD, reason)
        return ProportionalHazards((none,) * len(groups), none)
    score, information, whole = _of_second_covariates(fit, times, transform)
    tests = [_test(score, information, whole, columns) for columns in [*groups, range(count)]]
    return ProportionalHazards(tuple(tests[:-1]), tests[-1])


def time_transformed(times: SurvivalTimes, transform: Transform) -> Floats:
    """Return g at each distinct time: 1 - S(t-) over all strata together, or the time itself."""
    import numpy as np

    if transform == "identity":
        return times.distinct
    if transform != "km":
        raise UsageError(
            f"'{transform}' is not a scale of time",
            found=["known: km, identity"],
            fix="km, or identity",
        )
    count, n = len(times.distinct), times.frequency
    left = np.bincount(times.exit, n, count)
    deaths = np.bincount(times.exit, n * times.event, count)
    here = n.sum() - (np.cumsum(left) - left)
    if times.entry is not None:  # who enters at a time is not yet at risk at it
        late = times.entry >= 0
        entered = np.bincount(times.entry[late], n[late], count)
        here -= entered.sum() - (np.cumsum(entered) - entered)
    survival = np.cumprod(1 - deaths / np.where(deaths > 0, here, 1.0))
    return 1 - np.append(1.0, survival[:-1])


def _why_not(fit: CoxFit) -> str:
    """Return why there is no test, or nothing."""
    unlike = {"partial": "", "penalised": NO_MAXIMUM, "exact": EXACT}
    return fit.problem or unlike[fit.likelihood]


def _of_second_covariates(
    fit: CoxFit, times: SurvivalTimes, transform: Transform
) -> tuple[Floats, Floats, Floats]:
    """Return the score of g x, its information less what x takes of it, and that in whole."""
    import numpy as np

    model, deaths = fit.model, fit.model.sets.deaths
    g = time_transformed(times, transform)[model.sets.time]
    g = g - (deaths @ g) / deaths.sum()
    hazards = hazards_at(model, fit.standardised)
    none, once, twice = (_weighted(model, hazards, g**power) for power in (0, 1, 2))
    explained = once.information @ np.linalg.solve(none.information, once.information)
    return once.score, twice.information - explained, twice.information


def _weighted(model: CoxModel, hazards: Hazards, g: Floats) -> Evaluation:
    """Return score and information with each death time counted g fold."""
    sums = TiedSums(*(g * each for each in hazards.sums))
    model = model._replace(events=model.events * g[model.sets.first])
    cumulative = cumulative_hazard(model, sums, hazards.layers)
    return evaluated(model, hazards._replace(sums=sums, cumulative=cumulative))


def _test(
    score: Floats, information: Floats, whole: Floats, columns: Sequence[int]
) -> SignificanceTest:
    import numpy as np

    u, v = score[columns], information[np.ix_(columns, columns)]
    spread = np.sqrt(np.diag(whole)[columns])
    if not spread.all() or not np.linalg.eigvalsh(v / np.outer(spread, spread))[0] > VANISHED:
        return SignificanceTest(nan, nan, nan, METHOD, TOO_FEW)
    statistic = float(u @ np.linalg.solve(v, u))
    return SignificanceTest(statistic, len(columns), upper_tail(statistic, len(columns)), METHOD)
