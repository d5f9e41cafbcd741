"""From counted codes to levels and numbers, or to a refusal that says what to add."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.cohort.cross_roles import SPEEDS, ColumnRole
from alsstats.cohort.crossed import Crossed, is_inside
from alsstats.cohort.date_numbers import (
    numbers_of_duration,
    refuse_backwards,
    refuse_dates_as_numbers,
)
from alsstats.cohort.levels import levels_of, spelling
from alsstats.cohort.numbers import HIGHEST_SCORE, numbers_of, refuse_outside
from alsstats.cohort.outcome import outcome_of
from alsstats.errors import RoleError, did_you_mean
from alsstats.study import levels_shown, pointed, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alsstats.cohort.cross_roles import CrossRoles
    from alsstats.cohort.tabulated import Tabulated
    from alsstats.study import Study, Wanted

    Where = Callable[[str], str]


def cross(
    table: Tabulated,
    roles: CrossRoles,
    wanted: Wanted,
    study: Study,
    where: Where,
    names: Sequence[str],
) -> Crossed:
    """Understand every code in the counts, or refuse: with the codes, their rows, what to add.

    `names` are all columns of the table.
    """
    inside = {
        role.columns[0]: _codes_among(role, wanted.among[name], table.codes, study, where)
        for name, role in roles.among.items()
    }
    levels = {
        name: levels_of(
            role.name,
            dict.fromkeys(SPEEDS, 1) if role.cut else _rows_inside(table, role, inside),
            role.said,
            study,
            role.name if role.cut else where(role.columns[0]),
            with_names=name not in wanted.unnamed,
        )
        for name, role in roles.categories.items()
    }
    for name, flag in wanted.numbers.items():
        for column in roles.numbers[name].columns:
            refuse_dates_as_numbers(column, table.codes[column], names, flag, where(column))
    parsed = _parsed(roles, table.codes, study, where)
    outcome = {}
    if wanted.endpoint and roles.event:
        codes = _rows_inside(table, ColumnRole(roles.event, (roles.event,)), inside)
        outcome = outcome_of(roles.event, codes, wanted.endpoint, study, where(roles.event))
    return Crossed(roles, study, table, levels, parsed, inside, wanted, outcome)


def _parsed(
    roles: CrossRoles, codes: Mapping[str, Mapping[str, int]], study: Study, where: Where
) -> dict[str, dict[str, float]]:
    """Read the columns of numbers; refuse what cannot be a score, a rate or an age."""
    numeric = (*roles.numbers.values(), *(r for r in roles.categories.values() if r.cut))
    columns = {column for role in numeric for column in role.columns}
    rated = {
        column for role in numeric if role.cut or len(role.columns) > 1 for column in role.columns
    }
    scores = {role.columns[0] for role in numeric if len(role.columns) > 1}
    parsed = {}
    for column in sorted(columns):
        place, known = f"{where(column)} '{column}'", variable_key(column)
        limited = column in rated or vocabulary().kinds.get(known) == "number"
        if duration := study.durations.get(column):
            parsed[column] = numbers_of_duration(codes[column])
            if limited:
                refuse_backwards(column, duration, parsed[column], codes[column])
            continue
        parsed[column] = numbers_of(codes[column], study, place)
        if limited:
            highest = HIGHEST_SCORE if column in scores or known == "alsfrs_r" else None
            refuse_outside(parsed[column], codes[column], highest, place)
    return parsed


def _codes_among(
    role: ColumnRole,
    wanted: tuple[str, ...],
    codes: Mapping[str, Mapping[str, int]],
    study: Study,
    where: Where,
) -> frozenset[str]:
    """Return the codes of the levels that the question is among; refuse one that is not there."""
    column = role.columns[0]
    if role.cut:
        raise RoleError(
            "--among takes a column of the table, not the speed of progression",
            fix="name a column of the table",
        )
    held = levels_of(column, codes[column], role.said, study, where(column))
    spelt = spelling(column, study)
    levels = {
        next((level for level in (name, spelt(name)) if level in held.order), spelt(pointed(name)))
        for name in wanted
    }
    for level in levels:
        if level not in held.order:
            near = get_close_matches(level, held.order, n=1, cutoff=0.75)
            raise RoleError(
                f"'{column}' has no level '{level}'{did_you_mean(level, near)}",
                found=[f"levels: {levels_shown(held.order)}"],
                fix=f"--among {quote(f'{column}={near[0]}')}" if near else "",
            )
    return frozenset(code for code, name in held.names.items() if name in levels)


def _rows_inside(
    table: Tabulated, role: ColumnRole, inside: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Return the rows that hold each code of a column, among those whom the question is among."""
    import numpy as np

    [column] = role.columns
    key = next(key for key, counts in table.counts.items() if column in counts.columns)
    counts = table.counts[key]
    n = np.where(is_inside(table, key, inside), counts.n, 0)
    return counts._replace(n=n).of_level(column)
