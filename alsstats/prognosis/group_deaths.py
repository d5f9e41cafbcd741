"""Deaths, and who was at risk at them, by group within stratum; and what each death weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.columns import labelled
from alsstats.prognosis.times import survival_times

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes


class GroupDeaths(NamedTuple):
    """A column for each time of death in each stratum, in order, and a row for each group.

    `n` are the people of each group; `stratum` has the number of each column's stratum.
    """

    groups: tuple[object, ...]
    n: Floats
    at_risk: Floats
    deaths: Floats
    stratum: Integers


def count_deaths(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    group: npt.ArrayLike,
    strata: npt.ArrayLike | None = None,
    entry: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    from_time: float | None = None,
) -> GroupDeaths:
    """Count deaths and people at risk by group, at each time at which anybody of a stratum dies.

    >>> found = count_deaths([6, 6, 7, 7, 9], [1, 0, 0, 1, 1], ["a", "a", "b", "b", "a"])
    >>> found.groups, found.at_risk.tolist(), found.deaths.tolist()
    (('a', 'b'), [[3.0, 1.0, 1.0], [2.0, 2.0, 0.0]], [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    """
    import numpy as np

    seen = survival_times(
        time, event, entry=entry, strata=strata, frequency=frequency, from_time=from_time
    )
    people = seen.frequency
    groups, code = labelled(group, len(people), "group")
    moments, left, came = _moments(seen)
    dying = seen.event & (people > 0)
    deadly = np.zeros(moments, dtype=bool)
    deadly[left[dying]] = True
    columns = np.cumsum(deadly)  # how many there are up to each moment
    first, beyond = columns[came], columns[left]  # someone is at risk in those between
    shape = len(groups), int(columns[-1]) + 1
    change = _table(code, first, people, shape) - _table(code, beyond, people, shape)
    own = beyond[dying] - 1
    deaths = _table(code[dying], own, people[dying], shape)
    of_column = np.zeros(shape[1] - 1, dtype=np.int64)
    of_column[own] = seen.stratum[dying]
    n = np.asarray(np.bincount(code, people, len(groups)), dtype=float)
    return GroupDeaths(groups, n, np.cumsum(change, axis=1)[:, :-1], deaths[:, :-1], of_column)


def weigh_deaths(counted: GroupDeaths, rho: float, gamma: float) -> Floats:
    """Return Fleming and Harrington's weight of each column: S(t-)^rho (1 - S(t-))^gamma.

    S is the curve of all groups of the column's stratum, just before the time.

    >>> found = count_deaths([6, 6, 7, 7, 9], [1, 0, 0, 1, 1], ["a", "a", "b", "b", "a"])
    >>> weigh_deaths(found, rho=1, gamma=0).round(4).tolist()
    [1.0, 0.8, 0.5333]
    """
    import numpy as np

    if not (0 <= rho < np.inf and 0 <= gamma < np.inf):
        raise UsageError(
            "rho and gamma must be numbers of 0 or more", found=[f"rho: {rho}", f"gamma: {gamma}"]
        )
    columns = len(counted.stratum)
    if not columns or rho == gamma == 0:
        return np.ones(columns)
    n, d = counted.at_risk.sum(axis=0), counted.deaths.sum(axis=0)
    starts = np.flatnonzero(np.diff(counted.stratum, prepend=-1))
    before = np.concatenate([[1.0], (1 - d / n)[:-1]])
    before[starts] = 1.0
    survival = np.concatenate([np.cumprod(part) for part in np.split(before, starts)])
    if not survival.all():
        raise EstimateError(
            "the curve that weighs the deaths reaches 0 while people still enter",
            found=[f"times of death after that: {int((survival == 0).sum())}"],
            why="these would count for nothing, or in full; begin later, or weigh all deaths alike",
        )
    return np.asarray(survival**rho * (1 - survival) ** gamma, dtype=float)


def _moments(seen: SurvivalTimes) -> tuple[int, Integers, Integers]:
    """Lay the times of all strata on one axis, one stratum after the other.

    Returns its length, and where on it each row leaves and enters. Who is at risk from the start
    enters before all times of the stratum.
    """
    import numpy as np

    stride = len(seen.distinct) + 1
    entry = np.full(len(seen.exit), -1) if seen.entry is None else seen.entry
    left, came = (seen.stratum * stride + place + 1 for place in (seen.exit, entry))
    if not seen.stratum.any():
        return stride, left, came
    moments, place = np.unique(np.concatenate([left, came]), return_inverse=True)
    return len(moments), place[: len(left)], place[len(left) :]


def _table(row: Integers, column: Integers, n: Floats, shape: tuple[int, int]) -> Floats:
    import numpy as np

    cells = np.bincount(row * shape[1] + column, n, shape[0] * shape[1])
    return np.asarray(cells, dtype=float).reshape(shape)
