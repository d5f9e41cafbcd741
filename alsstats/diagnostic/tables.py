"""The 2x2 tables of a cohort: each sign, the target against each comparison group."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.signs import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.counts import Codes

ALL_OTHERS = "all others"


class Readings(NamedTuple):
    """What is known of one sign: for each combination of codes diagnosis, reading, and rows."""

    diagnosis: Codes
    reading: npt.NDArray[np.int8]
    n: npt.NDArray[np.int64]

    def has(self, diagnoses: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Tell of each combination whether its diagnosis is one of these."""
        import numpy as np

        wanted = set(diagnoses)
        return np.array([name in wanted for name in self.diagnosis.levels])[self.diagnosis.codes]

    def rows(self, combinations: npt.NDArray[np.bool_]) -> int:
        """Return how many rows hold these combinations."""
        return int(self.n[combinations].sum())


def comparisons(groups: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return whom the target is compared with: each group, and all of them where there are several.

    >>> comparisons({"mimics": frozenset({"MMN"})})
    {'mimics': frozenset({'MMN'})}
    """
    union = frozenset[str]().union(*groups.values())
    return dict(groups) if len(groups) == 1 else {**groups, ALL_OTHERS: union}


def table_of(held: Readings, target: str, members: frozenset[str]) -> TwoByTwo:
    """Count the four cells: those in whom the sign was read, target against `members`."""
    diseased, others = held.has([target]), held.has(members)
    present, absent = held.reading == Reading.PRESENT, held.reading == Reading.ABSENT
    return TwoByTwo(
        tp=held.rows(diseased & present),
        fp=held.rows(others & present),
        fn=held.rows(diseased & absent),
        tn=held.rows(others & absent),
    )


def left_out(
    held: Readings, target: str, members: frozenset[str], groups: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Count everyone who is in no cell, by reason: first the diagnosis, then the reading.

    With the cells this makes up all rows of the cohort.
    """
    group_of = {name: group for group, names in groups.items() for name in names}
    compared = {target, *members}
    reasons: dict[str, int] = {}
    for diagnosis in sorted(set(held.diagnosis.levels) - compared):
        reason = group_of.get(diagnosis, diagnosis)
        reasons[reason] = reasons.get(reason, 0) + held.rows(held.has([diagnosis]))
    here = held.has(compared)
    reasons["sign not assessable"] = held.rows(here & (held.reading == Reading.NOT_ASSESSABLE))
    reasons["sign missing"] = held.rows(here & (held.reading == Reading.MISSING))
    return {reason: rows for reason, rows in reasons.items() if rows}
