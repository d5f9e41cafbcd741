"""Who was at risk when: the counts from which every survival curve is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.times import EQUAL, survival_times

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Floats, Integers


class RiskTable(NamedTuple):
    """The distinct times of one group, ascending, with people counted at each of them.

    `at_risk` are those who entered before the time and leave then or later; `events` die then,
    `censored` are last seen then, `entered` enter then and are at risk only afterwards. Those at
    risk from the start are in no `entered`. `start` is 0, or the time from which people count.
    """

    time: Floats
    at_risk: Floats
    events: Floats
    censored: Floats
    entered: Floats
    start: float = 0.0


class AtTimes(NamedTuple):
    """What stands below a curve: at each time those at risk, and all who by then died or left."""

    time: Floats
    at_risk: Floats
    events: Floats
    censored: Floats


def tabulate(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    *,
    entry: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    from_time: float | None = None,
) -> RiskTable:
    """Count, for one group of patients, who is at risk, dies, is censored or enters at each time.

    Row i stands for `frequency[i]` people who enter at `entry[i]` and were followed to `time[i]`,
    where they died (`event` 1) or were last seen alive (0). Formula: at risk at t are those with
    entry < t <= time. With `from_time` only what happens after it counts, among those then alive.
    Frequencies of 0 count for nothing. A follow-up cut into rows gives the same at risk and events,
    but each cut is counted as one censored and one entered. Refused is what `survival_times`
    refuses, and a group of nobody.
    Source: Andersen et al., Statistical Models Based on Counting Processes, 1993, III.4.

    >>> table = tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0])
    >>> [column.tolist() for column in table[:4]]
    [[6.0, 7.0, 9.0], [6.0, 2.0, 1.0], [3.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    """
    import numpy as np

    seen = survival_times(time, event, entry=entry, frequency=frequency, from_time=from_time)
    n, size = seen.frequency, len(seen.distinct)
    left = _sums(seen.exit, n, size)
    died = _sums(seen.exit, n * seen.event, size)
    came = np.zeros(size) if seen.entry is None else _sums(seen.entry + 1, n, size + 1)[1:]
    held = (left > 0) | (came > 0)
    if not held.any():
        raise EstimateError(
            "nobody is followed",
            found=[f"from time: {from_time}"],
            why="a curve needs somebody at risk",
            fix="count from an earlier time",
        )
    start = 0.0 if from_time is None else float(from_time)
    at_risk = _from_here_on(left) - _from_here_on(came)
    times, lost = seen.distinct[held], (left - died)[held]
    return RiskTable(times, at_risk[held], died[held], lost, came[held], start)


def at_times(table: RiskTable, times: npt.ArrayLike) -> AtTimes:
    """Return the numbers to print below a curve: at risk, dead and censored at the given times.

    At risk are those who entered before the time and left then or later; `events` and `censored`
    count all who died, or were last seen, by then, the time itself included. So the last deaths are
    never hidden, and who entered before t are those at risk at t and all who left before t.
    Undefined (nan) before the `start` of the table.
    Source: Morris et al., BMJ Open 2019;9:e030215.

    >>> below = at_times(tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0]), [0, 6, 12])
    >>> below.at_risk.tolist(), below.events.tolist(), below.censored.tolist()
    ([6.0, 6.0, 0.0], [0.0, 3.0, 4.0], [0.0, 1.0, 2.0])
    """
    import numpy as np

    wanted = asked_times(times)
    upto = places_by(table, wanted)
    before = np.searchsorted(table.time, wanted * (1 - EQUAL), side="left")
    left, came = table.events + table.censored, table.entered
    at_risk = _up_to(_from_here_on(left), before) - _up_to(_from_here_on(came), before)
    dead, gone = (np.append(0.0, np.cumsum(counts)) for counts in (table.events, table.censored))
    known = wanted >= table.start
    columns = (at_risk, dead[upto], gone[upto])
    return AtTimes(wanted, *(np.where(known, column, np.nan) for column in columns))


def asked_times(times: npt.ArrayLike) -> Floats:
    """Return the times that were asked for; refuse what is not a number of 0 or more."""
    import numpy as np

    found = np.atleast_1d(np.asarray(times, dtype=float))
    if not (np.isfinite(found) & (found >= 0)).all():
        raise UsageError("a time must be a number of 0 or more", found=[f"times: {found.tolist()}"])
    return found


def places_by(table: RiskTable, times: Floats) -> Integers:
    """Return how many of the times of a table have come by each given time, itself included."""
    import numpy as np

    return np.searchsorted(table.time, times * (1 + EQUAL), side="right")


def _sums(place: Integers, n: Floats, size: int) -> Floats:
    """Return how many people fall on each place; sums of whole numbers, so they are exact."""
    import numpy as np

    return np.asarray(np.bincount(place, n, size), dtype=float)


def _from_here_on(counts: Floats) -> Floats:
    """Return the sum of each place and all later ones."""
    import numpy as np

    sums: Floats = np.cumsum(counts[::-1])[::-1]
    return sums


def _up_to(sums: Floats, place: Integers) -> Floats:
    import numpy as np

    return np.append(sums, 0.0)[place]
