"""The partial likelihood of Cox's model: its logarithm, score and information.

With weights w_i = n_i exp(z_i'b), S0, S1, S2 the sums of w, w z and w z z' over those at risk, the
information is the sum over deaths of S2/S0 - S1 S1'/S0^2. The first part needs no running sum of
matrices: it is Z' diag(w H) Z, where H_i is the cumulative hazard over the time that row i was at
risk. With tied deaths Efron's denominators stand for S0, and a row that dies counts (1 - l/D) fold
at the l-th of them; Breslow's are all S0.

Products of covariates come in blocks so small that BLAS starts no threads for them.

Source: Cox, Biometrika 1975;62:269; Efron, JASA 1977;72:557; Breslow, Biometrics 1974;30:89.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.hazards import CoxModel, Hazards, hazards_at
from alsstats.prognosis.running import layers_of, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.prognosis.times import Floats

BLOCK = 8192  # rows that are worked on at a time, so that they stay in the cache; fewer where
PRODUCTS = 2**18  # a block has more products of covariates: BLAS would start threads for each


class Evaluation(NamedTuple):
    """The log partial likelihood at some coefficients, its gradient and minus its curvature."""

    log_likelihood: float
    score: Floats
    information: Floats


def evaluate(model: CoxModel, coefficients: Floats) -> Evaluation:
    """Return the log partial likelihood, its score and its information.

    Formula: log L = sum over deaths of n_i z_i'b - log d, d the denominators; the score is
    sum (n_i e_i - w_i H_i) z_i, e_i being 1 for a death.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.1 and 3.3.

    >>> import numpy as np
    >>> from alsstats.prognosis.hazards import cox_model
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
    share = hazards.weights * hazards.cumulative
    score, gram = _sums(model.design, model.events - share, share)
    information = gram - _squares_of_means(model, hazards)
    return Evaluation(hazards.log_likelihood, score, information)


def _block_length(design: Floats) -> int:
    return max(256, min(BLOCK, PRODUCTS // len(design) ** 2))


def _sums(design: Floats, residual: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return the sums of residual_i z_i and of share_i z_i z_i'."""
    import numpy as np

    score, gram = np.zeros(len(design)), np.zeros((len(design), len(design)))
    length = _block_length(design)
    for start in range(0, len(share), length):
        part = slice(start, start + length)
        block = design[:, part]
        score += np.einsum("ji,i->j", block, residual[part])
        gram += (block * share[part]) @ block.T
    return score, gram


def _squares_of_means(model: CoxModel, hazards: Hazards) -> Floats:
    """Return the sum over denominators of m m', m being the weighted mean of the covariates."""
    import numpy as np

    sums, tied = hazards.sums, model.tied
    total = np.zeros((len(model.design), len(model.design)))
    if tied is not None:
        weighted = model.design[:, tied.rows] * hazards.weights[tied.rows]
        dying = np.add.reduceat(weighted, tied.starts, axis=1)
        total += (dying * sums.own_second[tied.times]) @ dying.T
    for times, moments in first_moments(model, hazards):
        total += (moments * sums.second[times]) @ moments.T
        if tied is not None:
            here = slice(*np.searchsorted(tied.times, [times.start, times.stop]))
            at = tied.times[here]
            crossed = (moments[:, at - times.start] * sums.mixed[at]) @ dying[:, here].T
            total -= crossed + crossed.T
    return total


def first_moments(model: CoxModel, hazards: Hazards) -> Iterator[tuple[slice, Floats]]:
    """Yield S1, the sums of w z over risk sets, a block of death times after another."""
    import numpy as np

    sets, design = model.sets, model.design
    moves = int(sets.complete[-1])
    units = _units(model, hazards)
    carried = np.zeros((len(units) + 1, len(design), 1))
    length = _block_length(design)
    edges = range(0, moves + length, length)
    ends = np.searchsorted(sets.complete, np.minimum(edges, moves), side="right")
    for start, begin, end in zip(edges[:-1], ends[:-1], ends[1:], strict=True):
        part = slice(start, min(start + length, moves))
        complete = sets.complete[begin:end] - 1 - start
        moments = np.zeros((len(design), len(complete)))
        layers = layers_of(_moved(model, hazards.weights, part), units)
        for layer, last in zip(reversed(layers), carried, strict=True):
            sums = np.cumsum(layer, axis=1)
            sums += last
            last[:] = sums[:, -1:]
            moments += np.take(sums, complete, axis=1)
        yield slice(int(begin), int(end)), moments


def _units(model: CoxModel, hazards: Hazards) -> Sequence[Floats]:
    """Return the units of the layers of w z, a line a covariate; none where rows only join."""
    import numpy as np

    sets = model.sets
    if sets.moves is None:
        return []
    bounds = 2 * hazards.weights.sum() * np.abs(model.design).max(axis=1)
    units = [units_of(float(bound), len(sets.moves), hazards.layers) for bound in bounds]
    return list(np.array(units).T[:, :, None])


def _moved(model: CoxModel, weights: Floats, part: slice) -> Floats:
    """Return w z of some moves."""
    sets = model.sets
    if sets.moves is None or sets.signs is None:
        return model.design[:, part] * weights[part]
    rows = sets.moves[part]
    return model.design[:, rows] * (weights[rows] * sets.signs[part])
