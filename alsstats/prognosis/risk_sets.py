"""Who is at risk at which death time: rows and death times in one order, the latest first.

The death times are numbered from 0, stratum after stratum, in each the latest first. Row i is at
risk at the death times first[i] <= k < last[i], a single stretch: it joins the risk set at its own
exit, and leaves it before its entry, or before the next stratum. Every sum over risk sets is then
one running sum over joining and leaving, whatever there is of strata and entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

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


def risk_sets(times: SurvivalTimes) -> RiskSets:
    """Order rows and death times so that risk sets are stretches of running sums.

    >>> from alsstats.prognosis.times import survival_times
    >>> sets = risk_sets(survival_times([1, 2, 3, 3], [1, 0, 1, 0]))
    >>> sets.order.tolist(), sets.first.tolist(), sets.deaths.tolist()
    ([3, 2, 1, 0], [0, 0, 1, 1], [1.0, 1.0])
    """
    import numpy as np

    order, place = _latest_first(times)
    died = times.event[order]
    at = place[died]
    new = np.ones(len(at), dtype=bool)
    new[1:] = at[1:] != at[:-1]
    death_places = at[new]
    first = np.searchsorted(death_places, place) if len(at) < len(place) else np.cumsum(new) - 1
    last = np.searchsorted(death_places, _places_of_entry(times, order))
    ever = last > first
    if not ever.all():
        order, first, last, died = order[ever], first[ever], last[ever], died[ever]
    n = times.frequency[order]
    count = len(death_places)
    starts = np.flatnonzero(new)
    deaths = np.add.reduceat(n[died], starts) if count else np.empty(0)
    stratum, back = np.divmod(death_places, len(times.distinct))
    leaving = np.flatnonzero(last < count)
    if leaving.size:
        moves, signs, complete, dying = _moves(first, last, leaving, died, count)
        return RiskSets(order, first, last, died, n, moves, signs, complete, dying, deaths,
                        len(times.distinct) - 1 - back, stratum)
    complete, dying = _ends(first, died, count)
    return RiskSets(order, first, None, died, n, None, None, complete, dying, deaths,
                    len(times.distinct) - 1 - back, stratum)


def _latest_first(times: SurvivalTimes) -> tuple[Integers, Integers]:
    """Return the order of rows by stratum, the latest first, deaths last; and their places."""
    import numpy as np

    order = times.earliest_first[::-1]
    count = len(times.distinct)
    place = times.stratum[order] * count + (count - 1 - times.exit[order])
    again = np.argsort(2 * place + times.event[order], kind="stable")
    return order[again], place[again]


def _places_of_entry(times: SurvivalTimes, order: Integers) -> Integers:
    """Return the place of the first death time, the latest first, at which a row is not at risk."""
    count = len(times.distinct)
    entry = -1 if times.entry is None else times.entry[order]
    return times.stratum[order] * count + (count - 1 - entry)


def _ends(first: Integers, died: Truths, count: int) -> tuple[Integers, Integers]:
    """Return after how many rows each death time is complete, and where its deaths begin."""
    import numpy as np

    complete = np.searchsorted(first, np.arange(count), side="right")
    return complete, complete - np.bincount(first[died], minlength=count)


def _moves(
    first: Integers, last: Integers, leaving: Integers, died: Truths, count: int
) -> tuple[Integers, Floats, Integers, Integers]:
    """Return rows joining and leaving in order, their signs, and the ends of each death time."""
    import numpy as np

    rows = np.concatenate([np.arange(len(first)), leaving])
    at = np.concatenate([2 * first + 1, 2 * last[leaving]])
    order = np.argsort(at, kind="stable")
    signs = np.where(order < len(first), 1.0, -1.0)
    complete = np.searchsorted(at[order], 2 * np.arange(count) + 1, side="right")
    return rows[order], signs, complete, complete - np.bincount(first[died], minlength=count)
