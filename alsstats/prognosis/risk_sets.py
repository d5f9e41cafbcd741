"""Who is at risk at which death time: rows and death times in one order, the latest first.

The death times are numbered from 0, stratum after stratum, in each the latest first. Row i is at
risk at the death times first[i] <= k < last[i], a single stretch: it joins the risk set at its own
exit, and leaves it before its entry, or before the next stratum. Every sum over risk sets is then
one running sum over joining and leaving, whatever there is of strata and entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes, Truths


class RiskSets(NamedTuple):
    """The rows that are ever at risk at a death time, in order, and the death times.

    `order` are the rows of the data; `first`, `last`, `died` and `frequency` are theirs in that
    order; `last` is None where all stay at risk to the end. The rows join (sign 1) and leave (-1)
    as `moves` and `signs` say; both are None where rows only join, one after another. Death time k
    is complete after `complete[k]` moves, the last of which, from `dying[k]` on, are its deaths.
    `deaths` counts patients, `time` is the rank of each death time and `stratum` its stratum.
    """

    order: Integers
    first: Integers
    last: Integers | None
    died: Truths
    frequency: Floats
    moves: Integers | None
    signs: Floats | None
    complete: Integers
    dying: Integers
    deaths: Floats
    time: Integers
    stratum: Integers


def find_risk_sets(times: SurvivalTimes) -> RiskSets:
    """Order rows and death times so that risk sets are stretches of running sums.

    >>> from alsstats.prognosis.times import survival_times
    >>> sets = find_risk_sets(survival_times([1, 2, 3, 3], [1, 0, 1, 0]))
    >>> sets.order.tolist(), sets.first.tolist(), sets.deaths.tolist()
    ([3, 2, 1, 0], [0, 0, 1, 1], [1.0, 1.0])
    """
    import numpy as np

    order, place = _latest_first(times)
    died = times.event[order]
    dead = np.flatnonzero(died)
    at = place[dead]
    new = np.ones(len(dead), dtype=bool)
    new[1:] = at[1:] != at[:-1]
    begun = np.zeros(len(order), dtype=np.int64)
    begun[dead[new]] = 1
    first = np.cumsum(begun) - died  # those who die come last among those with the same time
    starts = np.flatnonzero(new)
    last = _last(times, order, at[new])
    ever = first < last
    if not ever.all():
        order, first, last, died = order[ever], first[ever], last[ever], died[ever]
    n = times.frequency[order]
    stratum, back = np.divmod(at[new], len(times.distinct))
    leaving = np.flatnonzero(last < len(starts))
    moves, signs, complete = _moves(first, last, leaving, len(starts))
    return RiskSets(
        order=order,
        first=first,
        last=last if leaving.size else None,
        died=died,
        frequency=n,
        moves=moves,
        signs=signs,
        complete=complete,
        dying=complete - np.diff(np.append(starts, len(dead))),
        deaths=np.add.reduceat(n[died], starts) if len(starts) else np.empty(0),
        time=len(times.distinct) - 1 - back,
        stratum=stratum,
    )


def _latest_first(times: SurvivalTimes) -> tuple[Integers, Integers]:
    """Return the order of rows by stratum, the latest first, deaths last; and their places."""
    import numpy as np

    order = times.earliest_first[::-1]
    order = order[times.frequency[order] > 0]  # a row that stands for nobody is never at risk
    count = len(times.distinct)
    place = times.stratum[order] * count + (count - 1 - times.exit[order])
    again = np.argsort(2 * place + times.event[order], kind="stable")
    return order[again], place[again]


def _last(times: SurvivalTimes, order: Integers, places: Integers) -> Integers:
    """Return the first death time, the latest first, at which each row is not at risk any more."""
    import numpy as np

    if times.entry is None and not times.stratum.any():
        return np.full(len(order), len(places))
    count = len(times.distinct)
    entry = -1 if times.entry is None else times.entry[order]
    return np.searchsorted(places, times.stratum[order] * count + (count - 1 - entry))


def _moves(
    first: Integers, last: Integers, leaving: Integers, count: int
) -> tuple[Integers | None, Floats | None, Integers]:
    """Return rows joining and leaving in order, their signs, and where death times are complete."""
    import numpy as np

    if not leaving.size:
        return None, None, np.cumsum(np.bincount(first, minlength=count))
    rows = np.concatenate([np.arange(len(first)), leaving])
    at = np.concatenate([2 * first + 1, 2 * last[leaving]])
    order = np.argsort(at, kind="stable")
    signs = np.where(order < len(first), 1.0, -1.0)
    return rows[order], signs, np.cumsum(np.bincount(at // 2, minlength=count))
