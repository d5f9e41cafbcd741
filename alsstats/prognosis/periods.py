"""Follow-up cut at given times into periods, such as the first year, the second, and later."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.prognosis.columns import known_times
from alsstats.prognosis.times import EQUAL, SurvivalTimes, survival_times

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Floats, Integers


class PeriodRows(NamedTuple):
    """Rows each of which lies in one period: the row of the data that it is of, and the period.

    Period k, counted from 0, is (cuts[k - 1], cuts[k]]: an event at a cut is before it. `times` are
    those of the rows, with the strata and the frequencies of the rows that they are of.
    """

    source: Integers
    period: Integers
    times: SurvivalTimes
    cuts: Floats


class Period(NamedTuple):
    """A period (start, end], with its deaths and the patients who were ever at risk in it."""

    start: float
    end: float
    events: float
    n: float


def split_at(times: SurvivalTimes, cuts: npt.ArrayLike) -> PeriodRows:
    """Cut the follow-up of each row at given times, which changes no risk set.

    Formula: a row (entry, time] with c of the cuts inside becomes c + 1 rows; only the last has its
    event. A time, or an entry, that is equal to a cut up to a relative 1e-9 is at the cut. Refused
    are cuts that are not above 0, or not in ascending order.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.7 and 6.5.

    >>> from alsstats.prognosis.times import survival_times
    >>> rows = split_at(survival_times([12, 30], [1, 1], entry=[0, 12]), [12, 24])
    >>> rows.source.tolist(), rows.period.tolist(), rows.times.event.tolist()
    ([0, 1, 1], [0, 1, 2], [True, False, True])
    """
    import numpy as np

    asked = _checked(cuts)
    at = _as_in(times.distinct, asked)
    begins = np.full(len(times.exit), -np.inf)
    if times.entry is not None:
        later = times.entry >= 0
        begins[later] = times.distinct[times.entry[later]]
    ends = times.distinct[times.exit]
    first = np.searchsorted(at, begins, side="right")
    last = np.searchsorted(at, ends, side="left")
    source = np.repeat(np.arange(len(ends)), last - first + 1)
    start = np.flatnonzero(np.diff(source, prepend=-1))
    period = np.arange(len(source)) - start[source] + first[source]
    opened, closed = period > first[source], period < last[source]
    edges = np.concatenate([[-np.inf], at, [np.inf]])
    split = survival_times(
        np.where(closed, edges[period + 1], ends[source]),
        times.event[source] & ~closed,
        entry=np.where(opened, edges[period], begins[source]),
        strata=times.stratum[source],
        frequency=times.frequency[source],
    )
    return PeriodRows(source, period, split, asked)


def count_periods(rows: PeriodRows, patient: Integers | None = None) -> tuple[Period, ...]:
    """Count in each period the deaths, and the patients who were at risk in it for any time.

    Without late entry these are the patients at risk at its start. `patient` numbers the patient of
    each row of the data, where a patient may have several.

    >>> from alsstats.prognosis.times import survival_times
    >>> [period[:4] for period in count_periods(split_at(survival_times([9, 15], [1, 0]), [12]))]
    [(0.0, 12.0, 1.0, 2.0), (12.0, inf, 0.0, 1.0)]
    """
    import numpy as np

    who = rows.source if patient is None else patient[rows.source]
    count, n = len(rows.cuts) + 1, rows.times.frequency
    _, once = np.unique(rows.period * (who.max() + 1) + who, return_index=True)
    people = np.bincount(rows.period[once], n[once], count)
    deaths = np.bincount(rows.period, n * rows.times.event, count)
    edges = [0.0, *rows.cuts.tolist(), inf]
    columns = edges[:-1], edges[1:], deaths.tolist(), people.tolist()
    return tuple(map(Period, *columns))


def _checked(cuts: npt.ArrayLike) -> Floats:
    import numpy as np

    asked = known_times(cuts, "split")
    if not (np.diff(asked, prepend=0.0) > 3 * EQUAL * asked).all():  # no time is equal to two
        raise UsageError(
            "periods must be split at times above 0, in ascending order",
            found=[f"split: {', '.join(f'{cut:g}' for cut in asked)}"],
            fix="--split 12,24",
        )
    return asked


def _as_in(distinct: Floats, cuts: Floats) -> Floats:
    """Return the cuts, each as the time of the data that it is equal to, if there is one."""
    import numpy as np

    after = np.minimum(np.searchsorted(distinct, cuts), len(distinct) - 1)
    for near in (distinct[after], distinct[np.maximum(after - 1, 0)]):
        cuts = np.where(np.abs(cuts - near) <= EQUAL * np.maximum(cuts, near), near, cuts)
    return cuts
