"""Hazards at given coefficients: of each death time, and of each row while it was at risk.

With weights w_i = n_i exp(z_i'b), the hazard at a death time is the sum of 1/d over denominators d:
Breslow's D denominators are all the sum of the weights at risk, Efron's leave out a growing share
of those who die. Long sums are einsum's, not BLAS's, which starts threads for a single pass through
the memory and waits for them where other programs are busy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.prognosis.running import AtRisk, at_risk, while_at_risk
from alsstats.prognosis.tied_deaths import Shares, TiedSums, shares, tied_sums

if TYPE_CHECKING:
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers

Ties = Literal["efron", "breslow"]

KEPT = 2.0**40  # the smallest sum over a risk set is so much larger than its rounding: 12 digits
LAYERS = range(2, 7)  # of sums: two do where exp(x'b) ranges over e^30, six over e^115


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
    the tied ones. `cumulative` is H_i, with the shares of a row that dies. The log likelihood is
    minus infinity where weights are so unlike that rounding is all that is left of some risk set.
    `layers` are those of differences of sums.
    """

    weights: Floats
    shift: float
    sums: TiedSums
    cumulative: Floats
    log_likelihood: float
    layers: int


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


def hazards_at(model: CoxModel, coefficients: Floats) -> Hazards:
    """Return weights, hazards at death times, and the cumulative hazard of each row."""
    import numpy as np

    sets = model.sets
    linear = np.einsum("j,ji->i", coefficients, model.design)
    shift = float(linear.max())
    linear -= shift
    weights = np.exp(linear)
    weights *= sets.frequency
    for layers in LAYERS:
        risk = at_risk(weights, sets, layers)
        everyone = risk.after(sets.complete)
        known = bool(everyone.min() > KEPT * risk.rounding)
        if known:
            break
    sums = _denominators(model, weights, risk, everyone)
    cumulative = cumulative_hazard(model, sums, layers)
    gained = np.einsum("i,i->", model.events, linear)
    value = float(gained - sums.log.sum()) if known else -np.inf
    return Hazards(weights, shift, sums, cumulative, value, layers)


def cumulative_hazard(model: CoxModel, sums: TiedSums, layers: int) -> Floats:
    """Return the hazard of each row over the time that it was at risk."""
    cumulative = while_at_risk(sums.hazard, model.sets, layers)
    if model.tied is not None:
        cumulative[model.tied.rows] -= sums.own[model.sets.first[model.tied.rows]]
    return cumulative


def _denominators(model: CoxModel, weights: Floats, risk: AtRisk, everyone: Floats) -> TiedSums:
    """Return the sums over denominators: S0 alone, and Efron's at tied deaths."""
    import numpy as np

    deaths, tied = model.sets.deaths, model.tied
    hazard = deaths / everyone
    own, mixed, own_second = (np.zeros(len(deaths)) for _ in range(3))
    sums = TiedSums(deaths * np.log(everyone), hazard, own, hazard / everyone, mixed, own_second)
    if tied is not None:
        dying = np.add.reduceat(weights[tied.rows], tied.starts)
        survivors = risk.after(model.sets.dying[tied.times])
        for whole, part in zip(sums, tied_sums(survivors, dying, tied.shares), strict=True):
            whole[tied.times] = part
    return sums
