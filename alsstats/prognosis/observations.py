"""Follow-up as it was observed: checked, and with its times on one axis on which ties are ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.frequencies import people
from alsstats.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

TIED = 1e-9  # relative: 365 / 30.4375 and 12 * 365 / 365.25 months are one time


class Observations(NamedTuple):
    """Rows of follow-up, their times being places in `times`, the distinct ones in order.

    `entry` is -1 for those at risk from the start. `n` is how many people a row stands for.
    """

    times: Floats
    exit: Places
    entry: Places
    died: Truths
    n: Floats


def observed(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    entry: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    from_time: float | None = None,
) -> Observations:
    """Return follow-up checked and sorted: row i is `frequency[i]` people seen from entry to time.

    Someone is at risk on (entry, time]: not yet at the moment of entry, and still at that of death.
    Without an entry, or with minus infinity, it is from the start, so that a death at time 0
    counts. Entry and exit times that differ by less than 1e-9 of themselves are one. `from_time`
    leaves the time up to it out: those who leave by then count for nobody, all others enter then.
    Refused: times that are missing, infinite or negative; an event other than 0 and 1; an entry
    that is not before its exit.

    >>> seen = observed([12 * 365 / 365.25, 365 / 30.4375, 20], [1, 0, 1], entry=[0, 3, 12])
    >>> seen.times.tolist(), seen.exit.tolist(), seen.entry.tolist()
    ([0.0, 3.0, 11.991786447638603, 12.0, 20.0], [2, 2, 4], [0, 1, 3])
    """
    import numpy as np

    exits = _times(time, "time")
    died = _events(event, len(exits))
    entries = np.full(len(exits), -np.inf) if entry is None else _entries(entry, len(exits))
    ones = np.ones(len(exits), int) if frequency is None else frequency
    n = people(ones, len(exits))
    start = -np.inf if from_time is None else float(_times([from_time], "from_time")[0])
    times, left, came, begin = _one_axis(exits, entries, start)
    _check_order(came, left)
    if begin >= 0:
        came, n = np.where(came <= begin, -1, came), np.where(left > begin, n, 0.0)
    return Observations(times, left, came, died, n)


def _one_axis(exits: Floats, entries: Floats, start: float) -> tuple[Floats, Places, Places, int]:
    """Return the distinct times, and where in them each exit, each entry and the start lie.

    Minus infinity lies at -1. Of times that are tied the smallest stands for all.
    """
    import numpy as np

    later = np.flatnonzero(entries > -np.inf)
    begins = [start] if start > -np.inf else []
    given = np.concatenate([exits, entries[later], begins])
    order = np.argsort(given)
    ordered = given[order]
    new = np.ones(len(given), dtype=bool)
    new[1:] = np.diff(ordered) > TIED * ordered[1:]
    place = np.empty(len(given), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    came = np.full(len(entries), -1, dtype=np.int64)
    came[later] = place[len(exits) : len(exits) + len(later)]
    return ordered[new], place[: len(exits)], came, int(place[-1]) if begins else -1


def _numbers(values: npt.ArrayLike, name: str) -> Floats:
    import numpy as np

    try:
        given = np.asarray(values)
        if given.dtype.kind not in "biufO":  # dates and durations would become numbers of some unit
            raise TypeError
        found = given.astype(float)
    except (TypeError, ValueError):
        raise UsageError(f"{name} holds what is not a number") from None
    if found.ndim != 1 or not len(found):
        shape = " x ".join(map(str, found.shape)) or "a single number"
        raise UsageError(f"{name} must be one list of numbers", found=[f"shape: {shape}"])
    return found


def _times(values: npt.ArrayLike, name: str) -> Floats:
    """Return times; refuse those that are no time of follow-up."""
    import numpy as np

    found = _numbers(values, name)
    unusable = np.isnan(found) | np.isinf(found)
    _refuse(unusable, f"{name} is missing or infinite", "nobody can be followed so")
    _refuse(found < 0, f"{name} is negative", "nobody can die before the time origin")
    return found


def _entries(values: npt.ArrayLike, rows: int) -> Floats:
    import numpy as np

    found = _numbers(values, "entry")
    _same_length(found, rows, "entry")
    unusable = np.isnan(found) | (found == np.inf)
    _refuse(unusable, "entry is missing", "from the start is minus infinity, and has to be said")
    _refuse((found < 0) & (found > -np.inf), "entry is negative", "from the start: minus infinity")
    return found


def _events(values: npt.ArrayLike, rows: int) -> Truths:
    """Return who died; refuse other codes than 0 and 1, which might mean either."""
    import numpy as np

    found = _numbers(values, "event")
    _same_length(found, rows, "event")
    ones, twos = int((found == 1).sum()), int((found == 2).sum())
    if twos and ones + twos == rows:
        raise UsageError(
            "event is coded 1 and 2",
            found=[f"1 ({ones} rows), 2 ({twos} rows)"],
            why="which of them is death cannot be known; the wrong one swaps dead and alive",
            fix="event == 2, if 2 is death",
        )
    why = "0 is alive when last seen, 1 is dead; anything else is not guessed"
    _refuse((found != 0) & (found != 1), "event is neither 0 nor 1", why)
    return np.asarray(found == 1)


def _check_order(entry: Places, left: Places) -> None:
    why = "they were never at risk; in a study that counts from entry leave it out"
    _refuse(entry >= left, "entry is not before the exit", why)


def _same_length(found: Floats, rows: int, name: str) -> None:
    if len(found) != rows:
        raise UsageError(f"{name} and time differ in length", found=[f"{len(found)}, {rows}"])


def _refuse(wrong: Truths, what: str, why: str) -> None:
    if wrong.any():
        raise UsageError(what, found=[f"{int(wrong.sum())} of {len(wrong)} rows"], why=why)
