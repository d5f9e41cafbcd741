"""Survival times as they are used: checked, and near-ties made ties.

A patient is at risk on (entry, time]: not yet at the entry itself, still at the time itself.
Without an entry the patient is at risk from the first, so that a death at time 0 counts. Months
that were made from days carry rounding (days / 30.4375): entries and times that are equal up to a
relative 1e-9 are the same time, and the same for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.columns import (
    entries,
    events,
    frequencies,
    known_times,
    numbered,
    refuse,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

EQUAL = 1e-9  # two times this near to one another, as a share of the later, are one


class SurvivalTimes(NamedTuple):
    """Times by rank: `distinct[exit[i]]` is when row i was last seen, died or not.

    `entry` holds ranks too, -1 where a row is at risk from the first, and is None where all are.
    `stratum` numbers the strata from 0; row i stands for `frequency[i]` patients; `earliest_first`
    is an order of the rows by time.
    """

    exit: Integers
    event: Truths
    entry: Integers | None
    stratum: Integers
    frequency: Floats
    distinct: Floats
    earliest_first: Integers


def survival_times(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    from_time: float | None = None,
) -> SurvivalTimes:
    """Check survival times, and rank them with near-ties made ties.

    `event` is 1 where the patient died at the time, 0 where the patient was last seen alive then;
    `entry` is when a patient came under observation (nobody can be seen to die before), minus
    infinity for from the first; `frequency` is how many patients a row stands for, 0 for nobody.
    `from_time` leaves the time up to it out: those who leave by then count for nobody, all others
    enter then, unless later. Refused are times that are missing or negative, entries not before the
    time, other codes of events, and frequencies that are no counts.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.7; R survival, "tied times".

    >>> times = survival_times([3, 1, 3 + 1e-12], [1, 0, 0])
    >>> times.exit.tolist(), times.distinct.tolist()
    ([1, 0, 1], [1.0, 3.0])
    """
    import numpy as np

    ends = known_times(time, "time")
    rows = len(ends)
    died = events(event, rows)
    begins = None if entry is None else entries(entry, rows)
    n = np.ones(rows) if frequency is None else frequencies(frequency, rows)
    groups = np.zeros(rows, np.int64) if strata is None else numbered(strata, rows, "strata")
    start = -np.inf if from_time is None else float(known_times([from_time], "from_time")[0])
    order = np.argsort(ends)
    exits, entered, begun, distinct = _ranked(ends, begins, start, order)
    if entered is not None:
        why = "they were never at risk; in a study that counts from entry leave them out"
        refuse(entered >= exits, "entry must be before the time", why)
        entered = np.where(entered <= begun, -1, entered)
    if begun >= 0:
        n = np.where(exits > begun, n, 0.0)
    return SurvivalTimes(exits, died, entered, groups, n, distinct, order)


def _ranked(
    ends: Floats, begins: Floats | None, start: float, order: Integers
) -> tuple[Integers, Integers | None, int, Floats]:
    """Return the ranks of times, entries and the start among all of them, and the rank's time.

    What is minus infinity has the rank -1.
    """
    import numpy as np

    rows = len(ends)
    if begins is None and start == -np.inf:
        ranks = np.empty(rows, dtype=np.int64)
        ranks[order], distinct = _runs(ends[order])
        return ranks, None, -1, distinct
    given = np.concatenate([ends, [start], [] if begins is None else begins])
    known = np.isfinite(given)
    ranks = np.full(len(given), -1, dtype=np.int64)
    place = np.argsort(given[known])
    joint = np.empty(len(place), dtype=np.int64)
    joint[place], distinct = _runs(given[known][place])
    ranks[known] = joint
    entered = None if begins is None else ranks[rows + 1 :]
    return ranks[:rows], entered, int(ranks[rows]), distinct


def _runs(ascending: Floats) -> tuple[Integers, Floats]:
    """Return the rank of each time, and the first time of each rank."""
    import numpy as np

    new = np.ones(len(ascending), dtype=bool)
    new[1:] = np.diff(ascending) > EQUAL * ascending[1:]
    return np.cumsum(new) - 1, ascending[new]
