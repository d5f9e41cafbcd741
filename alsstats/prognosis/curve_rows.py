"""The curve of each group, and the rows of what is read off it."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import EstimateError
from alsstats.estimate import undefined
from alsstats.prognosis.curves import kaplan_meier, landmarks
from alsstats.prognosis.median import NOT_REACHED, median_follow_up, survival_quantile
from alsstats.prognosis.risk_table import tabulate
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.estimate import Estimate
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.curves import SurvivalCurve
    from alsstats.prognosis.follow_up import FollowUp
    from alsstats.prognosis.risk_table import RiskTable
    from alsstats.prognosis.times import Truths

    Rows = Iterator[tuple[Row, Remark | None]]


class Group(NamedTuple):
    """People whose survival is one curve: their rows, and those who are not among them.

    `by` is the column or sign that `name` is a level of, None for everybody.
    """

    by: str | None
    name: str
    used: Truths
    left_out: Mapping[str, int]

    @property
    def words(self) -> str:
        """The group in words, as `flair_swi present`."""
        return f"{self.by} {self.name}" if self.by else "everyone"


class GroupCurve(NamedTuple):
    """The curve of a group; or none, and the `problem` for which there is none."""

    group: Group
    n: int
    events: int
    table: RiskTable
    curve: SurvivalCurve | None
    problem: EstimateError | None = None

    @property
    def where(self) -> dict[str, Any]:
        """What all rows of the group say of it."""
        group = self.group
        return {
            "by": group.by,
            "group": group.name,
            "left_out": sum(group.left_out.values()),
            "left_out_by": dict(group.left_out),
        }


def curve_of(held: FollowUp, group: Group, asked: Asked) -> GroupCurve:
    """Return the curve of a group, or the reason why there is none."""
    used = group.used
    entry = None if held.entry is None else held.entry[used]
    table = tabulate(
        held.time[used], held.died[used], entry=entry, frequency=held.n[used], from_time=asked.start
    )
    made = GroupCurve(group, held.people(used), held.events(used), table, None)
    try:
        return made._replace(curve=kaplan_meier(table, level=asked.level))
    except EstimateError as problem:
        return made._replace(problem=problem)


def count_rows(held: FollowUp, made: GroupCurve, unit: str) -> Rows:
    """Yield how many there are, with how many events, by component too; and how long they lived."""
    counted = made.where | {"events": made.events, "n": made.n}
    yield Row(statistic="events", method="count", **counted), None
    if len(held.components) > 1:
        for name in held.components:
            events = held.events_of(name, made.group.used)
            row = Row(statistic="events", category=name, method="count", **counted)
            yield replace(row, events=events), None
    time = held.person_time(made.group.used)
    yield Row(statistic="person_time", estimate=time, method=unit or None, **counted), None


def follow_up_row(held: FollowUp, made: GroupCurve, level: float) -> Rows:
    """Yield the median follow-up, which is counted by patient."""
    table = held.follow_up_table(made.group.used)
    try:
        found = median_follow_up(table, level=level)
    except EstimateError as problem:  # all had left while others still came
        found = undefined(problem.what, level, "kaplan-meier, log-log")
    yield _row("median_follow_up", found, made, at=0.5)


def rows_off_curve(made: GroupCurve, times: tuple[float, ...]) -> Rows:
    """Yield the median survival and the survival at given times."""
    if made.curve is None:
        return
    yield _row("median_survival", survival_quantile(made.curve), made, at=0.5)
    for held in landmarks(made.curve, times):
        row, remark = _row("survival_at", held.survival, made, at=held.time)
        yield replace(row, events=None, n=int(held.at_risk)), remark


def _row(
    statistic: str, found: Estimate, made: GroupCurve, *, at: float
) -> tuple[Row, Remark | None]:
    row = Row.of(statistic, found, at=at, **made.where)
    words = f"{made.group.words}, at {at:g}" if statistic == "survival_at" else made.group.words
    reason = _reason(statistic, found)
    remark = Remark(statistic, reason, words) if reason else None
    return replace(row, events=made.events, n=made.n), remark


def _reason(statistic: str, found: Estimate) -> str:
    """Say why there is no number, or what is doubtful about it; a limit alone shows on the page."""
    words = statistic.removesuffix("_at").replace("_", " ")
    if isnan(found.value) and found.reason.startswith(NOT_REACHED):
        return f"{words} not reached"
    reason = found.reason.partition(f"; {NOT_REACHED}")[0]
    return "" if reason.startswith(NOT_REACHED) or not reason else f"{words}, {reason}"


def everyone(used: Truths, left_out: Mapping[str, int]) -> Group:
    """Return the group of everybody who is in any group."""
    return Group(None, EVERYONE, used, left_out)
