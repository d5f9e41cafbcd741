"""The 2x2 tables of a cohort: each sign, the target against each comparison group."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.signs import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

ALL_OTHERS = "all others"


class Readings(NamedTuple):
    """What is known of one sign: for each combination of codes diagnosis, reading, and rows."""

    diagnosis: npt.NDArray[np.str_]
    reading: npt.NDArray[np.int8]
    n: npt.NDArray[np.int64]


def comparisons(groups: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return whom the target is compared with: each group, and all of them where there are several.

    >>> comparisons({"mimics": frozenset({"MMN"})})
    {'mimics': frozenset({'MMN'})}
    """
    union = frozenset[str]().union(*groups.values())
    return dict(groups) if len(groups) == 1 else {**groups, ALL_OTHERS: union}


def table_of(held: Readings, target: str, members: frozenset[str]) -> TwoByTwo:
    """Count the four cells: those in whom the sign was read, target against `members`."""
    import numpy as np

    diseased, others = held.diagnosis == target, np.isin(held.diagnosis, sorted(members))
    present, absent = held.reading == Reading.PRESENT, held.reading == Reading.ABSENT
    return TwoByTwo(
        tp=int(held.n[diseased & present].sum()),
        fp=int(held.n[others & present].sum()),
        fn=int(held.n[diseased & absent].sum()),
        tn=int(held.n[others & absent].sum()),
    )


def left_out(
    held: Readings, target: str, members: frozenset[str], groups: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Count everyone who is in no cell, by reason: first the diagnosis, then the reading.

    With the cells this makes up all rows of the cohort.
    """
    import numpy as np

    group_of = {name: group for group, names in groups.items() for name in names}
    compared = np.isin(held.diagnosis, [target, *sorted(members)])
    reasons: dict[str, int] = {}
    for diagnosis in np.unique(held.diagnosis[~compared]).tolist():
        reason = group_of.get(diagnosis, diagnosis)
        rows = int(held.n[held.diagnosis == diagnosis].sum())
        reasons[reason] = reasons.get(reason, 0) + rows
    unread = {
        "sign not assessable": compared & (held.reading == Reading.NOT_ASSESSABLE),
        "sign missing": compared & (held.reading == Reading.MISSING),
    }
    reasons |= {reason: int(held.n[rows].sum()) for reason, rows in unread.items()}
    return {reason: rows for reason, rows in reasons.items() if rows}
