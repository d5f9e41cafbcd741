"""The curves of a survival answer, and the rows of what is read off them, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import EstimateError
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.risk_table import tabulate

if TYPE_CHECKING:
    from alsstats.prognosis.curves import SurvivalCurve
    from alsstats.prognosis.follow_up import FollowUp
    from alsstats.prognosis.risk_table import RiskTable
    from alsstats.prognosis.times import Truths

MOST_TIMES = 10  # at which the numbers at risk are given
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # between them; beyond that, times ten


class Group(NamedTuple):
    """A group of people: its name, its rows, and what its rows in the answer say of it."""

    name: str
    used: Truths
    where: dict[str, Any]


class GroupCurve(NamedTuple):
    """The curve of a group; or none, and the `problem` for which there is none."""

    group: Group
    table: RiskTable
    curve: SurvivalCurve | None
    problem: EstimateError | None = None


def curve_of(held: FollowUp, group: Group, level: float, start: float | None) -> GroupCurve:
    """Return the curve of a group, or the reason why there is none."""
    used = group.used
    entry = None if held.entry is None else held.entry[used]
    table = tabulate(
        held.time[used], held.died[used], entry=entry, frequency=held.n[used], from_time=start
    )
    try:
        return GroupCurve(group, table, kaplan_meier(table, level=level))
    except EstimateError as problem:
        return GroupCurve(group, table, None, problem)
