"""The rows and curves of an analysis, in the order in which they are read."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.compared import log_rank_rows, restricted_mean_rows
from alsstats.prognosis.curve_data import curves_of, spline_curves
from alsstats.prognosis.curve_rows import (
    Group,
    GroupCurve,
    count_rows,
    curve_of,
    everyone,
    follow_up_row,
    rows_off_curve,
)
from alsstats.prognosis.model_rows import rows_of_checks, rows_of_model
from alsstats.prognosis.one_patient import influence_rows
from alsstats.prognosis.parametric_rows import rows_of_parametric_models
from alsstats.prognosis.period_rows import rows_by_period
from alsstats.prognosis.question import SIGN
from alsstats.prognosis.residual_curves import curves_of_residuals
from alsstats.result import Curve, Row
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.analysis import Analysis
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.follow_up import FollowUp, Sample
    from alsstats.prognosis.groups import Groups
    from alsstats.prognosis.question import Question

    Pair = tuple[Row, Remark | None]


class Drawn(NamedTuple):
    """The curve of everybody in some groups, and that of each group."""

    groups: Groups
    sample: Sample
    whole: GroupCurve
    curves: tuple[GroupCurve, ...]


class Answered(NamedTuple):
    """The rows and curves of an analysis; `drawn` are those of the groups, then of four levels."""

    rows: tuple[Pair, ...]
    curves: tuple[Curve, ...]
    drawn: tuple[Drawn, ...]


def answered(analysis: Analysis, question: Question, asked: Asked) -> Answered:
    """Return all rows and curves of an analysis."""
    held = analysis.held
    drawn = [draw(held, analysis.groups, analysis.sample, asked)]
    if analysis.four is not None:
        drawn.append(draw(held, analysis.four.groups, analysis.four.sample, asked))
    rows = list(_rows(analysis, drawn, question, asked))
    handling = analysis.rule.name if question.kinds[question.group] == SIGN else None
    rows = [(replace(row, handling=handling), remark) for row, remark in rows]
    unit = question.origin.unit
    last = float(held.time[analysis.sample.used].max())
    whole = [drawn[0].whole, *chain.from_iterable(one.curves for one in drawn)]
    curves = [curve for one in whole for curve in curves_of(held, one, last, unit)]
    for model in analysis.models:
        curves += spline_curves(model, asked.level)
    curves += curves_of_residuals(analysis.main, asked.level)
    if analysis.rule is not asked.rules[0]:
        curves = [replace(one, name=f"{one.name}, {analysis.rule.name}") for one in curves]
    return Answered(tuple(rows), tuple(curves), tuple(drawn))


def draw(held: FollowUp, groups: Groups, sample: Sample, asked: Asked) -> Drawn:
    """Return the curves of groups in which there is anybody."""
    inside = {
        name: sample.used & (groups.place == place) for place, name in enumerate(groups.names)
    }
    people = {name: held.people(used) for name, used in inside.items()}
    made = []
    for name, used in inside.items():
        others = {f"{groups.by} {other}": n for other, n in people.items() if other != name and n}
        left_out = dict(sample.left_out) | (others if held.patient is None else {})
        if people[name]:
            made.append(curve_of(held, Group(groups.by, name, used, left_out), asked))
    whole = curve_of(held, everyone(sample.used, sample.left_out), asked)
    return Drawn(groups, sample, whole, tuple(made))


def _rows(
    analysis: Analysis, drawn: list[Drawn], question: Question, asked: Asked
) -> Iterator[Pair]:
    held, unit = analysis.held, question.origin.unit
    first, *levels = drawn
    yield from count_rows(held, first.whole, unit)
    yield from follow_up_row(held, first.whole, asked.level)
    yield from rows_off_curve(first.whole, asked.landmarks)
    yield from _of_groups(analysis, first, unit, asked)
    for model in analysis.models:
        yield from rows_of_model(model, asked.level)
    if asked.split:
        yield from rows_by_period(analysis.main, asked)
    yield from rows_of_checks(analysis.main)
    yield from influence_rows(analysis.main)
    if asked.parametric:
        yield from rows_of_parametric_models(analysis.main, asked.level)
    for one in levels:
        yield from _of_groups(analysis, one, unit, asked)
        yield from _of_four_levels(analysis, question.group, asked.level)


def _of_four_levels(analysis: Analysis, group: str, level: float) -> Iterator[Pair]:
    """Yield the ratios of four levels, and in the same patients that of both against not both."""
    four = analysis.four
    for model in four.models if four else ():
        yield from (pair for pair in rows_of_model(model, level) if pair[0].term == group)
    for model in four.repeated if four else ():
        for row, remark in rows_of_model(model, level):
            if row.statistic == "hazard_ratio" and row.term == group:
                yield row, remark


def _of_groups(analysis: Analysis, drawn: Drawn, unit: str, asked: Asked) -> Iterator[Pair]:
    held = analysis.held
    for made in drawn.curves:
        yield from count_rows(held, made, unit)
        yield from rows_off_curve(made, asked.landmarks)
    yield from restricted_mean_rows(held, drawn.curves, drawn.groups.reference, asked.tau)
    strata = analysis.data.strata
    yield from log_rank_rows(held, drawn.groups, drawn.sample, strata, asked.start)
