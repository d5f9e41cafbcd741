"""Survival times as they are used: checked, and near-ties made ties.

A patient is at risk on (entry, time]: not yet at the entry itself, still at the time itself.
Without an entry the patient is at risk from the first, so that a death at time 0 counts. Months
that were made from days carry rounding (days / 30.4375): entries and times that are equal up to a
relative 1e-9 are the same time, and the same for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

EQUAL = 1e-9  # two times this near to one another, as a share of the later, are one
FEW = 6  # as many different codes are listed; more are a measurement, not a coding


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
) -> SurvivalTimes:
    """Check survival times, and rank them with near-ties made ties.

    `event` is 1 where the patient died at the time, 0 where the patient was last seen alive then;
    `entry` is when a patient came under observation (nobody can be seen to die before), minus
    infinity for from the first; `frequency` is how many patients a row stands for. Refused are
    times that are missing or negative, entries not before the time, other codes of events, and
    frequencies that are not positive, or of deaths not whole.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.7; R survival, "tied times".

    >>> times = survival_times([3, 1, 3 + 1e-12], [1, 0, 0])
    >>> times.exit.tolist(), times.distinct.tolist()
    ([1, 0, 1], [1.0, 3.0])
    """
    import numpy as np

    ends = _numbers(time, "time")
    died = _events(event, len(ends))
    begins = None if entry is None else _entries(entry, ends)
    n = np.ones(len(ends)) if frequency is None else _frequencies(frequency, died)
    groups = np.zeros(len(ends), dtype=np.int64)
    if strata is not None:
        groups = numbered(strata, len(ends), "strata")
    order = np.argsort(ends)
    exits, entries, distinct = _ranked(ends, begins, order)
    if entries is not None:
        _refuse(entries >= exits, "entry must be before the time", "nobody is at risk in between")
    return SurvivalTimes(exits, died, entries, groups, n, distinct, order)


def numbered(values: npt.ArrayLike, rows: int, name: str) -> Integers:
    """Return the number of each row's group, groups in sorted order; refuse missing ones.

    >>> numbered(["b", "a", "b"], 3, "strata").tolist()
    [1, 0, 1]
    """
    import numpy as np

    groups = np.asarray(values)
    _same_length(groups.shape, rows, name)
    if groups.dtype.kind == "f":
        _refuse(np.isnan(groups), f"{name} must be known", "a group of the unknown is no group")
    try:
        return np.asarray(np.unique(groups, return_inverse=True)[1])
    except TypeError:
        found = ["some are texts, others are not"]
        raise UsageError(f"{name} must be known and of one kind", found=found) from None


def _ranked(
    ends: Floats, begins: Floats | None, order: Integers
) -> tuple[Integers, Integers | None, Floats]:
    """Return the ranks of times and entries among both together, and the time of each rank."""
    import numpy as np

    if begins is None:
        ranks = np.empty(len(ends), dtype=np.int64)
        ranks[order], distinct = _runs(ends[order])
        return ranks, None, distinct
    known = np.isfinite(begins)
    both = np.concatenate([ends, begins[known]])
    place = np.argsort(both)
    joint = np.empty(len(both), dtype=np.int64)
    joint[place], distinct = _runs(both[place])
    entries = np.full(len(begins), -1, dtype=np.int64)
    entries[known] = joint[len(ends) :]
    return joint[: len(ends)], entries, distinct


def _runs(ascending: Floats) -> tuple[Integers, Floats]:
    """Return the rank of each time, and the first time of each rank."""
    import numpy as np

    new = np.ones(len(ascending), dtype=bool)
    new[1:] = np.diff(ascending) > EQUAL * ascending[1:]
    return np.cumsum(new) - 1, ascending[new]


def _numbers(values: npt.ArrayLike, name: str) -> Floats:
    import numpy as np

    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise UsageError(f"{name} must hold numbers", found=["some are texts"]) from None
    if numbers.ndim != 1 or not len(numbers):
        raise UsageError(f"{name} must be one column of numbers", found=[f"shape: {numbers.shape}"])
    least = numbers[np.isfinite(numbers)].min(initial=0.0)
    if not np.isfinite(numbers).all() and name == "time":
        _refuse(~np.isfinite(numbers), "time must be known", "leave these patients out, and say so")
    if least < 0:
        _refuse(numbers < 0, f"{name} must not be negative", "time counts from its origin on")
    return numbers


def _entries(entry: npt.ArrayLike, ends: Floats) -> Floats:
    import numpy as np

    begins = np.asarray(entry, dtype=float)
    _same_length(begins.shape, len(ends), "entry")
    _refuse(np.isnan(begins), "entry must be known", "minus infinity is for at risk from the first")
    _refuse((begins < 0) & np.isfinite(begins), "entry must not be negative", "time has one origin")
    _refuse(begins >= ends, "entry must be before the time", "nobody is at risk in between")
    return begins


def _events(event: npt.ArrayLike, rows: int) -> Truths:
    import numpy as np

    codes = np.asarray(event)
    _same_length(codes.shape, rows, "event")
    if codes.dtype == bool:
        return codes
    if codes.dtype.kind not in "iuf":
        raise UsageError("event must be 0 or 1", found=["some are not numbers"])
    _refuse(np.isnan(codes), "event must be known", "leave these patients out, and say so")
    died = codes == 1
    if (died | (codes == 0)).all():
        return np.asarray(died)
    held, rows_of = np.unique(codes, return_counts=True)
    if len(held) > FEW:
        found = [f"{len(held)} different values"]
        raise UsageError("event must be 0 or 1; these look like times", found=found)
    found = [", ".join(f"{code:g} ({n} rows)" for code, n in zip(held, rows_of, strict=True))]
    raise UsageError(
        "event must be 0 (alive when last seen) or 1 (died)",
        found=found,
        why="1 and 2 mean alive and died in some files, two causes of death in others",
        fix="event == 2, if 2 is the code of death",
    )


def _frequencies(frequency: npt.ArrayLike, died: Truths) -> Floats:
    import numpy as np

    n = _numbers(frequency, "frequency")
    _same_length(n.shape, len(died), "frequency")
    _refuse(~((n > 0) & np.isfinite(n)), "frequency must be positive", "it counts patients")
    _refuse(died & (n != np.rint(n)), "frequency of deaths must be whole", "each death is a person")
    return n


def _same_length(shape: tuple[int, ...], rows: int, name: str) -> None:
    if shape != (rows,):
        found = [f"{name}: {shape}", f"time: ({rows},)"]
        raise UsageError(f"{name} and time must have one value a row", found=found)


def _refuse(wrong: Truths, what: str, why: str) -> None:
    if wrong.any():
        raise UsageError(what, found=[f"{int(wrong.sum())} of {len(wrong)} rows"], why=why)
