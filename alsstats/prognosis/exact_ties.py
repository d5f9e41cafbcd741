"""The exact partial likelihood: among those at risk, every set of as many deaths is compared.

Where D patients die at a time, the denominator is the sum, over all sets of D patients at risk, of
the product of their weights: the elementary symmetric polynomial of degree D. It is built up degree
after degree, each by one running sum over those at risk. A row that stands for several patients is
counted as so many rows.

Source: Cox, JRSS B 1972;34:187; Gail, Lubin and Rubinstein, Biometrika 1981;68:703.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.prognosis.fit import CoxFit, completed
from alsstats.prognosis.hazards import CoxModel
from alsstats.prognosis.likelihood import Evaluation
from alsstats.prognosis.newton import maximise
from alsstats.prognosis.regression import prepared, with_no_effect

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes

MOST = 10**8  # products of those at risk, deaths and pairs of covariates: some seconds a step


def fit_exact(times: SurvivalTimes, covariates: npt.ArrayLike, names: tuple[str, ...]) -> CoxFit:
    """Fit Cox's model by the exact partial likelihood, for times that are truly discrete.

    Formula: log L = sum over death times of s'b - log(sum over sets of exp(s_q'b)), s and s_q being
    the sums of covariates over those who died and over each set of as many at risk. With one
    covariate of 0 and 1 the score test is the log-rank test. Refused where ties are so heavy that
    it would take very long; Efron's way is then as good.
    Source: Cox, JRSS B 1972;34:187.

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 2, 2, 3, 3, 4], [1, 1, 1, 0, 1, 1])
    >>> fit = fit_exact(times, [[1], [0], [1], [1], [0], [0]], ("x",))
    >>> round(float(fit.coefficients[0]), 6)
    0.433758
    """
    import numpy as np

    fit = prepared(times, covariates, names, "breslow")
    if fit.problem:
        return fit
    members = at_risk_by_time(fit.model.sets)
    work = sum(len(rows) * deaths for rows, deaths in members) * len(names) ** 2
    if work > MOST:
        raise UsageError(
            "ties are too heavy for the exact partial likelihood",
            found=[f"{work:.1g} products at each step; at most {MOST:.0g}"],
            why="it compares every set of as many patients at risk as died",
            fix="--ties efron",
        )
    none = np.zeros(len(names))
    null = evaluate_exact(fit.model, members, none)
    fit = with_no_effect(fit._replace(likelihood="exact"), null)
    if fit.problem:
        return fit
    best = maximise(lambda b: evaluate_exact(fit.model, members, b), none, known=null)
    return completed(fit, best)


def at_risk_by_time(sets: RiskSets) -> list[tuple[Integers, int]]:
    """Return for each death time the rows at risk, each patient of a row one by one, and deaths."""
    import numpy as np

    if (sets.frequency != np.rint(sets.frequency)).any():
        found = [f"{int((sets.frequency != np.rint(sets.frequency)).sum())} rows"]
        raise UsageError("the exact partial likelihood needs whole frequencies", found=found)
    last = len(sets.deaths) if sets.last is None else sets.last
    times = []
    for k, deaths in enumerate(sets.deaths):
        rows = np.flatnonzero((sets.first <= k) & (k < last))
        times.append((np.repeat(rows, sets.frequency[rows].astype(int)), int(deaths)))
    return times


def evaluate_exact(
    model: CoxModel, members: list[tuple[Integers, int]], coefficients: Floats
) -> Evaluation:
    """Return the exact log partial likelihood, its score and its information."""
    import numpy as np

    linear = coefficients @ model.design
    value = float(model.events @ linear)
    score = model.design @ model.events
    information = np.zeros((len(score), len(score)))
    for rows, deaths in members:
        log_sum, mean, variance = _sets_of(deaths, linear[rows], model.design[:, rows])
        value -= log_sum
        score = score - mean
        information += variance
    return Evaluation(value, score, information)


def _sets_of(deaths: int, linear: Floats, design: Floats) -> tuple[float, Floats, Floats]:
    """Return the log of the sum over sets of so many at risk, and mean and variance of their sums.

    With e_d the sum over sets of d among the first so many, e_d = sum of w e_(d-1) of those before;
    its first and second derivatives likewise. Weights add up to the deaths, so that nothing grows.
    """
    import numpy as np

    shift = linear.max()
    weights = np.exp(linear - shift)
    scale = weights.sum() / deaths
    weights /= scale
    pairs = design[:, None, :] * design[None, :, :]
    sums, first, second = np.ones(len(linear)), np.zeros_like(design), np.zeros_like(pairs)
    for _ in range(deaths):
        crossed = design[:, None, :] * first[None, :, :]
        second = second + crossed + crossed.transpose(1, 0, 2) + pairs * sums
        first = first + design * sums
        totals = [np.cumsum(weights * x, axis=-1) for x in (sums, first, second)]
        sums, first, second = (_of_those_before(x) for x in totals)
    total, slope, curvature = (x[..., -1] for x in totals)
    mean = slope / total
    log_sum = float(np.log(total)) + deaths * float(shift + np.log(scale))
    return log_sum, mean, curvature / total - np.outer(mean, mean)


def _of_those_before(sums: Floats) -> Floats:
    """Return running sums that stop before each one, 0 before the first."""
    import numpy as np

    before = np.zeros_like(sums)
    before[..., 1:] = sums[..., :-1]
    return before
