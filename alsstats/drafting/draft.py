"""A draft of the study file of a table: every role and coding that its names and codes show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from alsstats.cohort.how import How
from alsstats.cohort.reading import opened
from alsstats.drafting.diagnosis import sections_of_diagnosis
from alsstats.drafting.findings import sections_of_signs
from alsstats.drafting.follow_up import sections_of_questions
from alsstats.drafting.seen import see
from alsstats.drafting.toml_text import Line, Section, count_to_fill, holds, remark, to_fill
from alsstats.drafting.variables import (
    section_of_columns,
    section_of_durations,
    sections_of_variables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.drafting.seen import Seen

HEAD = """\
What the columns and codes of this table mean, as far as their names and codes say it:
{name}.
Beside a line stands what it was taken from. A line that begins with "#" does not hold until the "#"
is taken away; "to fill" marks what is not guessed."""


class Draft(NamedTuple):
    """The text of a study file, and how many places in it somebody has to decide on."""

    text: str
    to_fill: int

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def draft_study(data: Any, **how: Unpack[How]) -> Draft:
    """Write a study file to begin with: how the columns and codes of a cohort are understood.

    Takes the data and the arguments of `read`, without a study; a study file beside the data is not
    looked at. What is not declared and is no closed list of codes is left to fill, in a comment.

    Raises `FileError` where the file cannot be read without guessing.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "motor_band": ["1", "2"]})
    >>> draft = draft_study(frame)
    >>> [line for line in draft.text.splitlines() if "to fill: " in line]
    ['# present = ["1"]  # to fill: 1 (1 rows), 2 (1): which code means present?']
    >>> draft.to_fill
    1
    """
    with opened(data, {}, how) as cohort:
        seen = see(cohort)
        sections = [*_sections(seen)]
        text = HEAD.format(name=cohort.title)
    head = "\n".join(remark(line).text for line in text.splitlines())
    parts = [f"{head}\nschema = 1\n", *map(str, sections)]
    return Draft("\n".join(parts), count_to_fill(sections))


def _sections(seen: Seen) -> Iterator[Section]:
    yield Section(("data",), tuple(_data(seen)))
    yield from section_of_columns(seen)
    yield from section_of_durations(seen)
    yield from sections_of_diagnosis(seen)
    yield from sections_of_signs(seen)
    yield from sections_of_variables(seen)
    yield from sections_of_questions(seen)


def _data(seen: Seen) -> Iterator[Line]:
    """Yield how the file is laid out, as said or found, and how its patients are told apart."""
    said = dict(seen.cohort.study.document.get("data", {}))
    rows = said.pop("rows", "")
    said.pop("id", None)
    for name, value in (dict(seen.cohort.source.layout_found) | said).items():
        yield holds(name, value)
    if seen.comma and "decimal" not in said:
        yield holds("decimal", ",", "numbers are written as 1,5")
    yield from _patients(seen, rows)


def _patients(seen: Seen, rows: str) -> Iterator[Line]:
    patient = seen.cohort.patient
    if patient is None:
        yield remark("no column of patients is known: each row is taken as one patient")
        yield from [holds("rows", rows)] if rows else []
        return
    held = seen.cohort.source.identifiers(patient)
    known = held.rows - held.empty
    found = f"{seen.place(patient)}: {held.distinct} patients in {known} rows"
    yield holds("id", patient, found)
    if rows or held.distinct == known:
        yield holds("rows", rows or "patient")
    else:
        yield to_fill("rows", "visit", "patient, visit or interval: patients stand in several rows")
