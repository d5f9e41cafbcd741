"""The partial likelihood of Cox's model: its logarithm, score and information.

With weights w_i = n_i exp(z_i'b), S0, S1, S2 the sums of w, w z and w z z' over those at risk, the
information is the sum over deaths of S2/S0 - S1 S1'/S0^2. The first part needs no running sum of
matrices: it is Z' diag(w H) Z, where H_i is the cumulative hazard over the time that row i was at
risk. With tied deaths Efron's denominators stand for S0, and a row that dies counts (1 - l/D) fold
at the l-th of them; Breslow's are all S0.

Long sums are einsum's, not BLAS's, which starts threads for a single pass through the memory and
waits for them where other programs are busy.

Source: Cox, Biometrika 1975;62:269; Efron, JASA 1977;72:557; Breslow, Biometrics 1974;30:89.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.prognosis.running import at_risk, running_sums, unit_of, while_at_risk
from alsstats.prognosis.tied_deaths import Shares, TiedSums, shares, tied_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers

    Ties = Literal["efron", "breslow"]

BLOCK = 8192  # numbers of one covariate that are worked on at a time: they stay in the cache


class Tied(NamedTuple):
    """The death times with several deaths, their dying rows, and the terms of Efron's sums."""

    times: Integers
    rows: Integers
    starts: Integers
    shares: Shares


class CoxModel(NamedTuple):
    """Risk sets and covariates (one line a covariate, in the order of the risk sets).

    `events` counts the deaths of each row; `tied` is None where every
    denominator is S0: without ties, and with Breslow's.
    """

    sets: RiskSets
    design: Floats
    events: Floats
    tied: Tied | None


class Hazards(NamedTuple):
    """What the weights make of each death time and row at given coefficients.

    `weights` are n_i exp(z_i'b - shift). Death times have the sums of `TiedSums`; `dying` is E at
    the tied ones. `cumulative` is H_i, with the shares of a row that dies.
    """

    weights: Floats
    shift: float
    sums: TiedSums
    cumulative: Floats
    log_likelihood: float


class Evaluation(NamedTuple):
    """The log partial likelihood at some coefficients, its gradient and minus its curvature."""

    log_likelihood: float
    score: Floats
    information: Floats


def cox_model(sets: RiskSets, design: Floats, ties: Ties) -> CoxModel:
    """Return the model with the terms of its tied deaths laid out."""
    import numpy as np

    events = np.where(sets.died, sets.frequency, 0.0)
    times = np.flatnonzero(sets.deaths > 1)
    if ties == "breslow" or not times.size:
        return CoxModel(sets, design, events, None)
    several = np.zeros(len(sets.deaths), dtype=bool)
    several[times] = True
    rows = np.flatnonzero(sets.died & several[np.minimum(sets.first, len(several) - 1)])
    starts = np.searchsorted(sets.first[rows], times)
    return CoxModel(sets, design, events, Tied(times, rows, starts, shares(sets.deaths[times])))


def evaluate(model: CoxModel, coefficients: Floats) -> Evaluation:
    """Return the log partial likelihood, its score and its information.

    Formula: log L = sum over deaths of n_i z_i'b - log d, d the denominators; the score is
    sum (n_i e_i - w_i H_i) z_i, e_i being 1 for a death.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.1 and 3.3.

    >>> import numpy as np
    >>> from alsstats.prognosis.risk_sets import find_risk_sets
    >>> from alsstats.prognosis.times import survival_times
    >>> sets = find_risk_sets(survival_times([1, 2, 3], [1, 1, 1]))
    >>> found = evaluate(cox_model(sets, np.array([[1.0, 0.0, 1.0]]), "efron"), np.zeros(1))
    >>> [round(float(x), 6) for x in (found.log_likelihood, found.score[0])]
    [-1.791759, -0.166667]
    """
    return evaluated(model, hazards_at(model, coefficients))


def evaluated(model: CoxModel, hazards: Hazards) -> Evaluation:
    """Return the log partial likelihood, its score and its information from the hazards."""
    import numpy as np

    share = hazards.weights * hazards.cumulative
    information = _gram(model.design, share) - _squares_of_means(model, hazards)
    score = np.einsum("ji,i->j", model.design, model.events - share)
    return Evaluation(hazards.log_likelihood, score, information)


def hazards_at(model: CoxModel, coefficients: Floats) -> Hazards:
    """Return weights, hazards at death times, and the cumulative hazard of each row."""
    import numpy as np

    sets = model.sets
    linear = np.einsum("j,ji->i", coefficients, model.design)
    shift = float(linear.max())
    weights = np.exp(linear - shift) * sets.frequency
    everyone, survivors = at_risk(weights, sets)
    sums = _denominators(model, weights, everyone, survivors)
    cumulative = while_at_risk(sums.hazard, sets)
    if model.tied is not None:
        cumulative[model.tied.rows] -= sums.own[sets.first[model.tied.rows]]
    gained = np.einsum("i,i->", model.events, linear - shift)
    return Hazards(weights, shift, sums, cumulative, float(gained - sums.log.sum()))


def _denominators(
    model: CoxModel, weights: Floats, everyone: Floats, survivors: Floats
) -> TiedSums:
    """Return the sums over denominators: S0 alone, and Efron's at tied deaths."""
    import numpy as np

    deaths = model.sets.deaths
    hazard = deaths / everyone
    none = np.zeros(len(deaths))
    sums = TiedSums(
        deaths * np.log(everyone), hazard, none, hazard / everyone, none.copy(), none.copy()
    )
    if model.tied is not None:
        dying = np.add.reduceat(weights[model.tied.rows], model.tied.starts)
        tied = tied_sums(survivors[model.tied.times], dying, model.tied.shares)
        for whole, part in zip(sums, tied, strict=True):
            whole[model.tied.times] = part
    return sums


def _gram(design: Floats, share: Floats) -> Floats:
    """Return the sum of share_i z_i z_i'."""
    import numpy as np

    total = np.zeros((len(design), len(design)))
    for start in range(0, len(share), BLOCK):
        part = slice(start, start + BLOCK)
        total += (design[:, part] * share[part]) @ design[:, part].T
    return total


def _squares_of_means(model: CoxModel, hazards: Hazards) -> Floats:
    """Return the sum over denominators of m m', m being the weighted mean of the covariates."""
    import numpy as np

    sums, tied = hazards.sums, model.tied
    total = np.zeros((len(model.design), len(model.design)))
    if tied is not None:
        weighted = model.design[:, tied.rows] * hazards.weights[tied.rows]
        dying = np.add.reduceat(weighted, tied.starts, axis=1)
        total += (dying * sums.own_second[tied.times]) @ dying.T
    for times, moments in first_moments(model, hazards.weights):
        total += (moments * sums.second[times]) @ moments.T
        if tied is not None:
            here = slice(*np.searchsorted(tied.times, [times.start, times.stop]))
            at = tied.times[here]
            crossed = (moments[:, at - times.start] * sums.mixed[at]) @ dying[:, here].T
            total -= crossed + crossed.T
    return total


def first_moments(model: CoxModel, weights: Floats) -> Iterator[tuple[slice, Floats]]:
    """Yield S1, the sums of w z over risk sets, a block of death times after another."""
    import numpy as np

    sets, design = model.sets, model.design
    units = None
    if sets.moves is not None:
        bounds = 2 * weights.sum() * np.abs(design).max(axis=1)
        units = np.array([unit_of(float(bound)) for bound in bounds])[:, None]
    carried = np.zeros((2, len(design), 1))
    moves = int(sets.complete[-1])
    edges = range(0, moves + BLOCK, BLOCK)
    ends = np.searchsorted(sets.complete, np.minimum(edges, moves), side="right")
    for start, begin, end in zip(edges[:-1], ends[:-1], ends[1:], strict=True):
        part = slice(start, min(start + BLOCK, moves))
        sums = _block(model, weights, part, units)
        sums += carried[: len(sums)]
        carried[: len(sums)] = sums[:, :, -1:]
        chosen = sums[:, :, sets.complete[begin:end] - 1 - start]
        yield slice(int(begin), int(end)), chosen[0] if units is None else chosen[0] + chosen[1]


def _block(model: CoxModel, weights: Floats, part: slice, units: Floats | None) -> Floats:
    """Return running sums of w z over some moves: one layer, or the high and the low parts."""
    import numpy as np

    if units is None or model.sets.moves is None or model.sets.signs is None:
        return np.cumsum(model.design[:, part] * weights[part], axis=1)[None]
    rows = model.sets.moves[part]
    values = model.design[:, rows] * (weights[rows] * model.sets.signs[part])
    return np.stack(running_sums(values, units))
