"""What questions would refuse of single columns: codes that mean nothing, texts among numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.diagnoses import diagnoses_of, refuse_empty_side
from alsstats.cohort.interpreting import codings_of
from alsstats.cohort.levels import levels_of
from alsstats.cohort.numbers import HIGHEST_SCORE, NUMBER, numbers_of, refuse_outside
from alsstats.cohort.outcome import outcome_of
from alsstats.errors import AlsstatsError
from alsstats.lint.finding import WARNING
from alsstats.study import is_code_of_missing, plain, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview
    from alsstats.lint.questions import Asked


def refusals(held: Overview) -> Iterator[Finding]:
    """Yield one finding for each column that some question would refuse."""
    for name, error in held.cohort.source.undecided.items():
        if name in held.parts:
            yield held.refusal(error, "column-undecided", name)
    if held.reference and held.reference in held.codes:
        yield from _of_reference(held, held.reference)
    for name in held.signs:
        if name in held.codes:
            yield from _of_sign(held, name)
    for name in (name for name in held.numbers if name in held.codes):
        yield from _of_number(held, name)
    yield from _of_categories(held)
    yield from _of_events(held)


def _of_reference(held: Overview, name: str) -> Iterator[Finding]:
    try:
        diagnoses = diagnoses_of(held.codes[name], held.study, held.cohort.where(name))
    except AlsstatsError as error:
        yield held.refusal(error, "diagnosis-unknown", name)
        return
    try:
        if held.study.rows == "patient":
            refuse_empty_side(diagnoses)
    except AlsstatsError as error:
        yield held.refusal(error, "group-empty", name)


def _of_sign(held: Overview, name: str) -> Iterator[Finding]:
    """Refuse by the signs of the first question that reads the column."""
    several = [held.accuracy, *(asked.roles for asked in held.asked)]
    findings = next(
        roles.findings for roles in several if roles and name in roles.findings.read_columns
    )
    try:
        codings_of({name: held.codes[name]}, findings, held.study, held.cohort.where)
    except AlsstatsError as error:
        unknown = tuple(code for code in held.codes[name] if _is_unknown(held, name, code))
        yield held.refusal(error, "code-unknown", name, unknown)


def _is_unknown(held: Overview, name: str, code: str) -> bool:
    from alsstats.cohort.coding import coding_of

    said = held.findings.declared.get(name) if held.findings else None
    return code in coding_of(name, held.codes[name], said, held.study).unknown


def _of_number(held: Overview, name: str) -> Iterator[Finding]:
    """Refuse texts, codes of missing, and numbers that no score, age or duration can be."""
    if name in held.study.durations:
        return  # what is wrong with one is wrong with its dates
    codes, where = held.codes[name], f"{held.cohort.where(name)} '{name}'"
    try:
        numbers = numbers_of(codes, held.study, where)
    except AlsstatsError as error:
        texts = [code for code in codes if _is_text(held, code)]
        below = [code for code in codes if is_code_of_missing(code)]
        name_of = "number-unreadable" if texts or not below else "missing-code"
        yield held.refusal(error, name_of, name, texts or below)
        return
    highest = HIGHEST_SCORE if variable_key(name) == "alsfrs_r" else None
    try:
        if held.kind(name) == "number":
            refuse_outside(numbers, codes, highest, where)
    except AlsstatsError as error:
        outside = [c for c, v in numbers.items() if v < 0 or (highest and v > highest)]
        yield held.refusal(error, "value-range", name, outside)


def _is_text(held: Overview, code: str) -> bool:
    return not held.study.is_missing(code) and not NUMBER.fullmatch(plain(code))


def _of_categories(held: Overview) -> Iterator[Finding]:
    """Refuse levels that an order does not name, and what is no name of a group."""
    seen = set()
    for asked in held.asked:
        for key, role in asked.roles.categories.items():
            if role.cut or role.columns[0] in seen or role.columns[0] not in held.codes:
                continue
            [name] = role.columns
            seen.add(name)
            names = key not in asked.wanted.unnamed
            where = held.cohort.where(name)
            try:
                levels_of(name, held.codes[name], role.said, held.study, where, with_names=names)
            except AlsstatsError as error:
                yield held.refusal(error, "level-unknown", name)


def _of_events(held: Overview) -> Iterator[Finding]:
    """Refuse codes of an event; those of people whom the question is not among, it does not."""
    for asked in held.asked:
        name, endpoint = asked.roles.event, asked.wanted.endpoint
        if name and endpoint and name in held.codes:
            try:
                outcome_of(name, held.codes[name], endpoint, held.study, held.cohort.where(name))
            except AlsstatsError as error:
                found = held.refusal(error, "event-unknown", name)
                yield found if _is_refused(held, asked) else found._replace(severity=WARNING)


def _is_refused(held: Overview, asked: Asked) -> bool:
    try:
        held.cohort.cross(held.study, asked.wanted)
    except AlsstatsError:
        return True
    return False
