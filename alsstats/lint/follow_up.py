"""A follow-up before survival is made of it: times that are none, groups without an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.errors import AlsstatsError
from alsstats.lint.finding import NOTE, Finding
from alsstats.study import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort.crossed import Crossed
    from alsstats.lint.overview import Overview
    from alsstats.lint.questions import Asked
    from alsstats.prognosis.follow_up import FollowUp
    from alsstats.prognosis.models import Data

FEWEST = 5  # people of a group


def findings_of_follow_up(held: Overview, asked: Asked, crossed: Crossed) -> Iterator[Finding]:
    """Yield what survival would refuse of the follow-up, and what its models could not estimate."""
    from alsstats.prognosis.analysis import prepare
    from alsstats.prognosis.asked import asked_of
    from alsstats.prognosis.follow_up import followed

    question = asked.said.with_names(crossed.table.findings.named)
    [time, *_] = crossed.roles.numbers[question.origin.time].columns
    try:
        follow_up = followed(crossed, question.origin, None)
    except AlsstatsError as error:
        yield held.refusal(error, "not-at-risk", time)
        return
    yield from _of_times(held, time, crossed, follow_up)
    how = asked_of(question)
    for rule in how.rules[:1]:
        _, _, data, _ = prepare(crossed, question, how, follow_up, rule)
        if not follow_up.events(data.sample.used):
            yield _nobody_died(held, asked)
            return
        for name in data.covariates:
            yield from _of_covariate(held, _column_of(crossed, name), name, data)


def _column_of(crossed: Crossed, name: str) -> str:
    """Return the column that stands for a covariate: its own, or the first part of a sign."""
    roles = crossed.roles
    sign = roles.findings.signs.get(name)
    if sign:
        return sign.stated or sign.parts[0]
    return (roles.categories.get(name) or roles.numbers[name]).columns[0]


def _of_times(
    held: Overview, column: str, crossed: Crossed, follow_up: FollowUp
) -> Iterator[Finding]:
    """Yield events without a time, and people who were followed for no time at all."""
    import numpy as np

    inside = crossed.among(TOGETHER)
    if people := follow_up.people(inside & follow_up.died & np.isnan(follow_up.time)):
        yield held.finding(
            "event-without-time",
            column,
            f"the event occurred in {people} whose time is not known",
            rows=people,
            why="they are left out, and those left out died: survival looks better than it was",
            fix="fill in when they died",
        )
    zero = follow_up.sample.used & (follow_up.time == 0)
    if people := follow_up.people(zero):
        codes = [code for code, value in crossed.parsed[column].items() if value == 0]
        yield held.finding(
            "not-at-risk",
            column,
            f"{people} were followed for no time at all",
            codes,
            rows=people,
            why="nobody can be observed to live or die in no time; a date may stand for another",
            fix="correct their time, or leave it empty where it is not known",
        )


def _of_covariate(held: Overview, column: str, name: str, data: Data) -> Iterator[Finding]:
    """Yield a group without an event, or of a few people, and a covariate that separates deaths."""
    from alsstats.prognosis.coding import Category

    follow_up, used, covariate = data.held, data.sample.used, data.covariates[name]
    if isinstance(covariate, Category):
        groups = {
            level: used & (covariate.codes == place) for place, level in enumerate(covariate.levels)
        }
        people = {level: follow_up.people(rows) for level, rows in groups.items()}
        events = {level: follow_up.events(rows) for level, rows in groups.items()}
        if empty := [f"{g}: 0 of {n} died" for g, n in people.items() if n and not events[g]]:
            yield _empty_cell(held, column, name, empty)
        if few := [f"{g}: {n} people" for g, n in people.items() if 0 < n < FEWEST]:
            why = "a hazard ratio of so few is hardly known"
            fix = "join levels with [variables.COLUMN] merge in the study file"
            what = f"'{name}' has groups of fewer than {FEWEST} in the follow-up"
            more = {"severity": NOTE, "evidence": tuple(few), "why": why, "fix": fix}
            yield held.finding("small-group", column, what, **more)
    elif _separates(data, covariate):
        yield held.finding(
            "separation",
            column,
            f"'{name}' separates those who died from those at risk",
            why="its hazard ratio is 0 or infinite, and a fit that stops somewhere means nothing",
            fix="--firth",
        )


def _nobody_died(held: Overview, asked: Asked) -> Finding:
    return held.finding(
        "separation",
        asked.roles.event or "",
        "nobody who would be in the models of survival died",
        why="without a death there is no hazard ratio",
        fix="check the codes of the event, with --event COLUMN=CODE",
    )


def _empty_cell(held: Overview, column: str, name: str, empty: list[str]) -> Finding:
    return held.finding(
        "separation",
        column,
        f"nobody died in a group of '{name}'",
        evidence=tuple(empty),
        why="the hazard ratio is 0 or infinite, and its Wald limits mean nothing",
        fix="--firth",
    )


def _separates(data: Data, values: Any) -> bool:
    """Tell whether everyone who died had the highest number of all then at risk, or the lowest."""
    import numpy as np

    from alsstats.prognosis.risk_sets import find_risk_sets
    from alsstats.prognosis.separation import highest_at_risk
    from alsstats.prognosis.times import survival_times

    used, held = data.sample.used, data.held
    entry = None if held.entry is None else held.entry[used]
    sets = find_risk_sets(
        survival_times(held.time[used], held.died[used], entry=entry, frequency=held.n[used])
    )
    known = values[used][sets.order]
    dead = np.flatnonzero(sets.died)
    if not len(dead) or known.min() == known.max():
        return False
    for sign in (1.0, -1.0):
        highest = highest_at_risk(sign * known, sets)[sets.first[dead]]
        if ((sign * known)[dead] >= (sign * known)[highest]).all():
            return True
    return False
