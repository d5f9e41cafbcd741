"""What questions find once all columns are understood: each is put, as far as its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.stated import note_of_stated
from alsstats.errors import AlsstatsError
from alsstats.lint.finding import NOTE, Finding
from alsstats.lint.follow_up import findings_of_follow_up
from alsstats.lint.tables import findings_of_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from alsstats.cohort import Interpretation
    from alsstats.lint.overview import Overview
    from alsstats.lint.questions import Asked


def answers(held: Overview, refused: Collection[str]) -> Iterator[Finding]:
    """Put every question whose columns are not `refused`, and yield what it finds."""
    roles, study = held.accuracy, held.study
    if roles and study.rows == "patient":
        used = {roles.reference, *roles.findings.read_columns}
        if not used & set(refused):
            yield from _of_accuracy(held)
    for asked in held.asked:
        if asked.name in {"exclusion", "survival"} and not asked.columns & set(refused):
            yield from _of_question(held, asked)


def _of_accuracy(held: Overview) -> Iterator[Finding]:
    signs = tuple(held.accuracy.findings.signs) if held.accuracy else ()
    try:
        meaning = held.cohort.ask(held.study, signs=signs)
    except AlsstatsError as error:
        yield Finding.of_error(error)
        return
    for name in meaning.roles.findings.every:
        yield from _of_stated(held, meaning, name)
    yield from findings_of_tables(held, meaning)


def _of_stated(held: Overview, meaning: Interpretation, name: str) -> Iterator[Finding]:
    """Yield whether a combined sign that the table has ready made differs from its parts."""
    sign, table = meaning.roles.findings.every[name], meaning.table
    if not sign.stated:
        return
    readings = table.reading(name, sign.stated), table.value(name, sign)
    try:
        for note in note_of_stated(sign, *readings, table.n(name)):
            more = {"severity": NOTE, "why": "everyone is judged by the definition alone"}
            yield held.finding("combined-sign-differs", sign.stated, note.text, **more)
    except AlsstatsError as error:
        yield held.refusal(error, "combined-sign-differs", sign.stated)


def _of_question(held: Overview, asked: Asked) -> Iterator[Finding]:
    """Count what exclusion or survival needs, and look at it as they would."""
    try:
        crossed = held.cohort.cross(held.study, asked.wanted)
        if asked.name == "survival":
            yield from findings_of_follow_up(held, asked, crossed)
        else:
            from alsstats.frequency.scanned import scanned_people

            scanned_people(held.cohort, crossed, asked.said)
    except AlsstatsError as error:
        yield Finding.of_error(error, {"exclusion": "causes-refused"}.get(asked.name, ""))
