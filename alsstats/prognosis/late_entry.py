"""Whether patients who come under observation late also die late, or sooner.

Every method for late entries takes for granted that they do not: those at risk at a time stand for
all who live then, whether seen already or not.
"""

from __future__ import annotations

from math import nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import upper_tail
from alsstats.prognosis.columns import numbered
from alsstats.prognosis.comparable_pairs import count_pairs
from alsstats.prognosis.concordance_index import sum_of_squares

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Integers, SurvivalTimes

NO_ENTRY = "nobody came under observation later than others"
NO_PAIR = "of no two patients at risk together is it known who died first"
SAME_ENTRY = "all who can be compared came under observation at the same time"
TOO_FEW = "there are too few pairs for a standard error"


class EntryDependence(NamedTuple):
    """Kendall's tau of entry and survival: above 0 where late entry goes with long life.

    `std_error` is the one that tau would have if entry and survival were independent. `pairs` are
    all comparable ones, those of equal entries or equal survival among them; `problem` says why
    there is no number.
    """

    tau: float
    std_error: float
    p_value: float
    concordant: float
    discordant: float
    pairs: float
    problem: str = ""


def entry_dependence(
    times: SurvivalTimes, *, patient: npt.ArrayLike | None = None
) -> EntryDependence:
    """Conditional Kendall's tau of entry and survival; a small p says that they go together.

    Two patients are compared when one died while the other was at risk in the same stratum: both
    had entered before, and it is known who died first. Where a patient has several rows, `patient`
    tells whose they are, and the earliest entry counts. Formula: tau = (C - D) / M, C and D the
    pairs of M in which the one who entered later died later, or earlier; variance
    (n - 1) / (n - 2) sum_i ((c_i - d_i)^2 - c_i - d_i) / M^2. Undefined without late entries,
    comparable pairs, or a positive variance (a few patients only).
    Source: Tsai, Biometrika 1990;77:169; Martin and Betensky, JASA 2005;100:484.

    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([5, 6, 7, 8, 9], [1, 1, 1, 1, 0], entry=[0, 1, 2, 3, 4])
    >>> found = entry_dependence(times)
    >>> found.tau, round(found.std_error, 6)
    (1.0, 0.894427)
    """
    if times.entry is None:
        return _unknown(NO_ENTRY)
    ranks = _entry_ranks(times.entry, patient)
    if (ranks == ranks[0]).all():
        return _unknown(NO_ENTRY)
    pairs = count_pairs(ranks, times)
    n = times.frequency
    concordant, discordant, tied = (
        float(n @ part) / 2 for part in (pairs.lower, pairs.higher, pairs.tied)
    )
    count = concordant + discordant + tied + pairs.at_once
    if not count:
        return _unknown(NO_PAIR)
    if not concordant + discordant:
        return _unknown(SAME_ENTRY)
    people = _people(times, patient)
    squares = sum_of_squares(pairs.lower - pairs.higher, n, patient) - 2 * (concordant + discordant)
    tau = (concordant - discordant) / count
    found = EntryDependence(tau, nan, nan, concordant, discordant, count)
    if people <= 2 or squares <= 0:
        return found._replace(problem=TOO_FEW)
    error = sqrt((people - 1) / (people - 2) * squares) / count
    return found._replace(std_error=error, p_value=upper_tail((tau / error) ** 2, 1))


def _entry_ranks(entry: Integers, patient: npt.ArrayLike | None) -> Integers:
    """Return the rank of each row's entry, or of its patient's earliest; 0 is from the first."""
    import numpy as np

    if patient is None:
        return entry + 1
    codes = numbered(patient, len(entry), "patient")
    earliest = np.full(int(codes.max()) + 1, entry.max())
    np.minimum.at(earliest, codes, entry)
    return np.asarray(earliest[codes] + 1)


def _people(times: SurvivalTimes, patient: npt.ArrayLike | None) -> float:
    if patient is None:
        return float(times.frequency.sum())
    return float(numbered(patient, len(times.exit), "patient").max() + 1)


def _unknown(problem: str) -> EntryDependence:
    return EntryDependence(nan, nan, nan, 0.0, 0.0, 0.0, problem)
