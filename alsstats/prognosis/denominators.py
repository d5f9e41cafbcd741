"""The mean covariates of those at risk, one for each denominator of the partial likelihood.

Residuals, predicted curves and Firth's penalty need them one by one, where the fit itself needs no
more than their squares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.likelihood import first_moments
from alsstats.prognosis.running import at_risk, while_at_risk
from alsstats.prognosis.tied_deaths import Shares, shares

if TYPE_CHECKING:
    from alsstats.prognosis.hazards import CoxModel, Hazards
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats


class Means(NamedTuple):
    """Each denominator, its `shares` (of which death time it is), and the mean covariates in it.

    `layers` are those of differences of sums, as in `Hazards`.
    """

    shares: Shares
    denominator: Floats
    mean: Floats
    layers: int


def means_in_denominators(model: CoxModel, hazards: Hazards) -> Means:
    """Return all denominators, of tied deaths and of single ones, and the means in them."""
    import numpy as np

    sets = model.sets
    each = np.arange(len(sets.deaths))
    terms = Shares(each, np.ones(len(each)), sets.deaths, each)
    if model.tied is not None:
        terms = shares(sets.deaths)
    survivors = at_risk(hazards.weights, sets, hazards.layers).after(sets.dying)
    dying = of_the_dying(hazards.weights, sets)
    denominator = survivors[terms.of] + terms.left * dying[terms.of]
    moments = np.concatenate([block for _, block in first_moments(model, hazards)], axis=1)
    own = of_the_dying(model.design * hazards.weights, sets)
    mean = (moments[:, terms.of] - (1 - terms.left) * own[:, terms.of]) / denominator
    return Means(terms, denominator, mean, hazards.layers)


def of_the_dying(values: Floats, sets: RiskSets) -> Floats:
    """Return the sums of row values over those who die at each death time."""
    import numpy as np

    starts = np.searchsorted(sets.first[sets.died], np.arange(len(sets.deaths)))
    return np.asarray(np.add.reduceat(values[..., sets.died], starts, axis=-1))


def steps_of_mean_hazard(means: Means) -> Floats:
    """Return the sum of mean / denominator at each death time."""
    import numpy as np

    each = means.mean * (means.shares.weight / means.denominator)
    return np.asarray(np.add.reduceat(each, means.shares.starts, axis=1))


def mean_hazard(means: Means, sets: RiskSets) -> Floats:
    """Return for each row the sum of mean / denominator over the time that it was at risk.

    A row that dies counts (1 - l/D) fold in the l-th denominator of its own death time.
    """
    import numpy as np

    terms = means.shares
    sums = while_at_risk(steps_of_mean_hazard(means), sets, means.layers)
    own = means.mean * ((1 - terms.left) * terms.weight / means.denominator)
    sums[:, sets.died] -= np.add.reduceat(own, terms.starts, axis=1)[:, sets.first[sets.died]]
    return sums


def mean_at_death(means: Means, sets: RiskSets) -> Floats:
    """Return the mean covariates at each death time: the average over its denominators."""
    import numpy as np

    each = means.mean * means.shares.weight
    return np.asarray(np.add.reduceat(each, means.shares.starts, axis=1) / sets.deaths)
