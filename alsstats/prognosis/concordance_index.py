"""How well a risk tells who dies first: Harrell's concordance."""

from __future__ import annotations

from math import nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.prognosis.columns import numbered
from alsstats.prognosis.comparable_pairs import count_pairs

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes

EQUAL = 1e-12  # risks this near to one another, beside the largest, differ by rounding only


class Concordance(NamedTuple):
    """The share of pairs in which the one who died first had the higher risk, and its error.

    `concordant`, `discordant` and `tied_risk` are the pairs; `problem` says why there is no share.
    """

    value: float
    std_error: float
    concordant: float
    discordant: float
    tied_risk: float
    problem: str = ""


def concordance(
    risk: npt.ArrayLike, times: SurvivalTimes, *, cluster: npt.ArrayLike | None = None
) -> Concordance:
    """Harrell's concordance: of two patients, how often the one who dies first had the higher risk.

    A pair counts where one died while the other was at risk in the same stratum and lived on.
    Formula: (concordant + half of those of equal risk) / all pairs; its standard error is the
    infinitesimal jackknife's, sqrt(sum n_i u_i^2), u_i = (c_i - d_i - (C - D)/N (c_i + d_i + t_i))
    / 2N, small letters being the pairs of patient i. Rows of one patient, or patients of one
    centre, are a `cluster`: their u are added up first. Undefined where no pair can be compared.
    Source: Harrell, Califf, Pryor et al., JAMA 1982;247:2543; R survival, "concordance".

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> found = concordance([1, 1, 1, 0, 0, 0], times)
    >>> round(found.value, 6), round(found.std_error, 6)
    (0.777778, 0.059208)
    """
    pairs = count_pairs(_ranked(risk, len(times.exit)), times)
    n = times.frequency
    concordant, discordant, tied = (float(n @ part) / 2 for part in pairs[:3])
    count = concordant + discordant + tied
    if not count:
        return Concordance(nan, nan, 0.0, 0.0, 0.0, "of no two patients is it known who died first")
    excess = (concordant - discordant) / count
    sways = pairs.higher - pairs.lower - excess * (pairs.higher + pairs.lower + pairs.tied)
    return Concordance(
        (1 + excess) / 2,
        sqrt(sum_of_squares(sways, n, cluster)) / (2 * count),
        concordant,
        discordant,
        tied,
    )


def sum_of_squares(values: Floats, n: Floats, cluster: npt.ArrayLike | None) -> float:
    """Return the sum of squares over patients; over sums in clusters, where these are given."""
    import numpy as np

    if cluster is None:
        return float(n @ values**2)
    sums = np.bincount(numbered(cluster, len(n), "cluster"), n * values)
    return float(sums @ sums)


def _ranked(risk: npt.ArrayLike, rows: int) -> Integers:
    """Return the rank of each row's risk, equal ones having the same."""
    import numpy as np

    values = np.asarray(risk, dtype=float)
    if values.shape != (rows,):
        found = [f"risk: {values.shape}", f"time: ({rows},)"]
        raise UsageError("risk and time must have one value a row", found=found)
    unknown = int((~np.isfinite(values)).sum())
    if unknown:
        raise UsageError("risk must be a known number", found=[f"{unknown} of {rows} rows"])
    order = np.argsort(values)
    ascending = values[order]
    new = np.diff(ascending, prepend=ascending[0]) > EQUAL * np.abs(ascending[[0, -1]]).max()
    rank = np.empty(rows, dtype=np.int64)
    rank[order] = np.cumsum(new)
    return rank
