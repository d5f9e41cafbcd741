"""Patients of whom several rows tell: intervals (entry, time], in each the sign as it was then.

A sign that appears or fades on repeat MRI has a row for each reading. Deaths and hazards go by row;
the number of patients, who was censored, person-time and follow-up go by patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.prognosis.columns import numbered
from alsstats.prognosis.times import survival_times

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes, Truths


class Patients(NamedTuple):
    """The patient of each row, and whether the row is the patient's last; the patients' follow-up.

    `patient` numbers patients from 0, in the order of their codes, and `last` is by row: only there
    is an end without event a censoring. `entry`, `time` and `event` are by patient: the first entry
    (minus infinity for at risk from the first), the last time, and whether the patient died then.
    """

    patient: Integers
    last: Truths
    entry: Floats
    time: Floats
    event: Truths


def join_intervals(
    patient: npt.ArrayLike, entry: npt.ArrayLike, time: npt.ArrayLike, event: npt.ArrayLike
) -> Patients:
    """Follow-up of each patient of several intervals, each of which begins where another ends.

    Rows may come in any order. Formula: first entry, last time and last event of the patient; times
    are equal as in `survival_times`. Refused, by the number of patients: intervals that overlap,
    which count a patient twice; gaps, which are more often a row that was lost than a patient who
    was; an event in another interval than the last, after which a patient would live on.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.7.

    >>> found = join_intervals(["b", "a", "b"], [6, 0, 0], [9, 4, 6], [1, 0, 0])
    >>> found.last.tolist(), found.entry.tolist(), found.time.tolist(), found.event.tolist()
    ([True, True, False], [0.0, 0.0], [4.0, 9.0], [False, True])
    """
    import numpy as np

    times = survival_times(time, event, entry=entry)
    codes = numbered(patient, len(times.exit), "patient")
    entered = np.asarray(times.entry)
    order = np.lexsort((times.exit, entered, codes))
    ends = np.append(np.diff(codes[order]) > 0, True)
    starts = np.append(True, ends[:-1])
    _check(times, entered, codes, order, ends)
    last = np.empty(len(order), dtype=bool)
    last[order] = ends
    first_row, last_row = order[starts], order[ends]
    begin = entered[first_row]
    entries = np.where(begin >= 0, times.distinct[begin], -np.inf)
    return Patients(
        codes, last, entries, times.distinct[times.exit[last_row]], times.event[last_row]
    )


def _check(
    times: SurvivalTimes, entered: Integers, codes: Integers, order: Integers, ends: Truths
) -> None:
    """Refuse intervals, `order` being theirs by patient and entry, that are no one follow-up."""
    import numpy as np

    followed = ~ends[:-1]  # by another interval of the same patient
    left, next_entry = times.exit[order][:-1], entered[order][1:]
    faults = {
        "overlap": followed & (next_entry < left),
        "gap": followed & (next_entry > left),
        "event before the last interval": followed & times.event[order][:-1],
    }
    having = {name: len(np.unique(codes[order][:-1][rows])) for name, rows in faults.items()}
    if any(having.values()):
        patients = int(ends.sum())
        raise UsageError(
            "the intervals of a patient must follow one another, with an event in the last only",
            found=[f"{name}: {n} of {patients} patients" for name, n in having.items() if n],
            why="a patient would count twice, be lost for a while, or live on after death",
            fix="begin each row where the patient's row before it ends; event 1 in the last only",
        )
