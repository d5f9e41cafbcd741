"""Groups compared by their curves: the log-rank test, and restricted means."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.prognosis.log_rank import log_rank_test, log_rank_trend
from alsstats.prognosis.restricted_mean import (
    MeansCompared,
    default_tau,
    restricted_mean_difference,
    restricted_mean_ratio,
    restricted_mean_survival,
)
from alsstats.prognosis.times import EQUAL
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.association.pearson import SignificanceTest
    from alsstats.estimate import Estimate
    from alsstats.prognosis.curve_rows import GroupCurve
    from alsstats.prognosis.follow_up import FollowUp, Sample
    from alsstats.prognosis.groups import Groups
    from alsstats.prognosis.times import Integers

    Rows = Iterator[tuple[Row, Remark | None]]


COMPARISONS = {
    "restricted_mean_difference": restricted_mean_difference,
    "restricted_mean_ratio": restricted_mean_ratio,
}


class Strata(NamedTuple):
    """Within what groups are compared: the name of a column, and the stratum of each row."""

    name: str
    place: Integers


def log_rank_rows(
    held: FollowUp, groups: Groups, sample: Sample, strata: Strata | None, start: float | None
) -> Rows:
    """Yield the log-rank test over all groups, and over groups in order the test for trend."""
    used = sample.used
    found = log_rank_test(
        held.time[used],
        held.died[used],
        groups.place[used],
        strata=None if strata is None else strata.place[used],
        entry=None if held.entry is None else held.entry[used],
        frequency=held.n[used],
        from_time=start,
    )
    within = f", within {strata.name}" if strata else ""
    where = {
        "by": groups.by,
        "group": EVERYONE,
        "events": held.events(used),
        "n": held.people(used),
        "left_out": sum(sample.left_out.values()),
        "left_out_by": dict(sample.left_out),
    }
    yield _tested("log_rank", found.test, f"log-rank{within}", where)
    if groups.ordered and len(groups.names) > 2:
        trend = log_rank_trend(found)
        yield _tested("log_rank_trend", trend.test, f"log-rank, scores 0, 1, 2 ...{within}", where)


def _tested(
    statistic: str, test: SignificanceTest, method: str, where: dict[str, Any]
) -> tuple[Row, Remark | None]:
    row = Row(
        statistic=statistic,
        statistic_value=test.statistic,
        df=test.df,
        p_value=test.p_value,
        method=method,
        **where,
    )
    words = statistic.replace("_", " ")
    return row, Remark(statistic, f"{words}: {test.note}", where["by"]) if test.note else None


def restricted_mean_rows(
    held: FollowUp, made: Sequence[GroupCurve], reference: str, tau: float | None
) -> Rows:
    """Yield restricted means up to one time for all groups, and how they differ.

    Nothing where a group has no curve; without a number where one was not followed so long.
    """
    curves = {one.group.name: one.curve for one in made if one.curve is not None}
    if len(curves) < len(made) or not made:
        return
    last = default_tau(list(curves.values()))
    end = last if tau is None else tau
    if end > last * (1 + EQUAL):
        reason = f"mean survival up to {end:g}: a group was followed to {last:g} only"
        for one in made:
            row = Row(statistic="restricted_mean", estimate=nan, at=end, **one.where)
            yield row, Remark("restricted_mean", reason, one.group.words)
        return
    means = {name: restricted_mean_survival(curve, end) for name, curve in curves.items()}
    for one in made:
        found = means[one.group.name]
        row = Row.of("restricted_mean", found, at=end, **one.where)
        remark = Remark("restricted_mean", f"restricted mean: {found.reason}", one.group.words)
        yield replace(row, events=one.events, n=one.n), remark if found.reason else None
    yield from _differences(held, made, reference, means, end)


def _differences(
    held: FollowUp,
    made: Sequence[GroupCurve],
    reference: str,
    means: Mapping[str, Estimate],
    end: float,
) -> Rows:
    """Yield how the mean of each group differs from that of the reference.

    Not of groups that share patients, who are in one after the other: they are not independent.
    """
    other = next((one for one in made if one.group.name == reference), None)
    if other is None or other.curve is None:
        return
    for one in made:
        n = held.people(one.group.used | other.group.used)
        if one is other or one.curve is None or n < one.n + other.n:
            continue
        known = not (means[one.group.name].reason or means[reference].reason)
        for statistic, compared in COMPARISONS.items():
            pair = compared(one.curve, other.curve, end)
            yield _pair(statistic, pair if known else _bare(pair), (one, other), n, end)


def _bare(found: MeansCompared) -> MeansCompared:
    """Return a comparison without limits and p: the mean of one group has no error to go by."""
    estimate = replace(
        found.estimate, low=nan, high=nan, std_error=nan, reason="one of the means has no error"
    )
    return MeansCompared(estimate, nan)


def _pair(
    statistic: str, found: MeansCompared, curves: tuple[GroupCurve, GroupCurve], n: int, end: float
) -> tuple[Row, Remark | None]:
    one, other = curves
    row = Row.of(
        statistic,
        found.estimate,
        by=one.group.by,
        group=one.group.name,
        comparison=other.group.name,
        at=end,
        p_value=found.p_value,
    )
    words = f"{one.group.by}, {one.group.name} against {other.group.name}"
    reason = found.estimate.reason
    remark = Remark(statistic, f"{statistic.replace('_', ' ')}: {reason}", words)
    return replace(row, events=one.events + other.events, n=n), remark if reason else None
