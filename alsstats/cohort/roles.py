"""Which column plays which part in a question of diagnosis."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.columns import Columns
from alsstats.cohort.findings import (
    Findings,
    assumed_of_unused,
    findings_of,
    notes_of_unused,
)
from alsstats.errors import RoleError
from alsstats.result import Note
from alsstats.study import column_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.cohort.sign_roles import SignRole
    from alsstats.study import Study


class Roles(NamedTuple):
    """The columns of one table by what they are in a question of diagnosis.

    `assumed` says in words what was taken from the names alone.
    """

    reference: str
    patient: str | None
    certainty: str | None
    strata: str | None
    findings: Findings
    assumed: tuple[str, ...]
    notes: tuple[Note, ...]

    def grouping(self, *signs: SignRole) -> tuple[str, ...]:
        """Return the columns to count together for one sign, or for signs read in one person."""
        of_people = (self.reference, self.certainty, self.strata)
        of_signs = (column for sign in signs for column in sign.columns)
        return tuple(dict.fromkeys(name for name in (*of_people, *of_signs) if name is not None))


def assign(
    names: Sequence[str],
    study: Study,
    *,
    patient: str | None = None,
    signs: Iterable[str] = (),
    compare: Iterable[tuple[str, str]] = (),
    strata: str | None = None,
) -> Roles:
    """Give columns their roles, or refuse: no reference, no sign, two columns for one role.

    `signs` are those wanted, all if none is named; `compare` names pairs of signs, `strata` a
    column.
    """
    columns = Columns(names, study.columns)
    reference = reference_column(columns, study)
    held = findings_of(columns, study, {reference, patient}, signs, compare)
    certainty = certainty_column(columns, study)
    stratified = None if strata is None else columns.given(strata, "--strata")
    used = {reference, patient, certainty, stratified, *held.single, *held.read_columns}
    unused = [name for name in names if name not in used]
    assumed = (
        *columns.renamed(),
        assumed_of_patients(patient, study),
        *assumed_of_unused(unused, study),
        *held.assumed(study),
    )
    notes = tuple(notes_of_unused(unused))
    said = tuple(text for text in assumed if text)
    return Roles(reference, patient, certainty, stratified, held, said, notes)


def reference_column(columns: Columns, study: Study) -> str:
    """Return the column of the reference diagnosis, or refuse."""
    if study.reference.column:
        return columns.given(study.reference.column, "--reference")
    known = vocabulary()
    column = columns.usual(known.reference, known.reference_aliases, "--reference")
    if column is None:
        by_key = {column_key(name): name for name in columns.names}
        near = get_close_matches(known.reference, by_key, n=1, cutoff=0.75)
        hint = f"; is it '{by_key[near[0]]}'?" if near else ""
        raise RoleError(
            f"no column '{known.reference}': the reference diagnosis",
            found=[f"{columns.listing()}{hint}"],
            why="without it nobody is known to have the disease, or not to have it",
            fix="--reference COLUMN",
        )
    return column


def certainty_column(columns: Columns, study: Study) -> str | None:
    """Return the column of diagnostic certainty, where categories of it are asked for."""
    if not study.reference.nested:
        return None
    if study.reference.certainty:
        return columns.given(study.reference.certainty, "")
    name = vocabulary().certainty
    column = columns.usual(name, vocabulary().columns[name])
    if column is None:
        raise RoleError(
            f"no column '{name}': how certain the diagnosis is",
            found=[columns.listing()],
            fix=f"name that column '{name}', or give it in the study file as "
            "[reference] certainty = { column = ..., nested = [...] }",
        )
    return column


def patient_column(columns: Columns, study: Study) -> str | None:
    """Return the column that tells the patients apart, if there is one."""
    if study.id:
        return columns.given(study.id, "--id")
    return columns.usual("patient_id", vocabulary().columns["patient_id"], "--id")


def assumed_of_patients(patient: str | None, study: Study) -> str:
    """Say how the patients are told apart, where the study does not."""
    if patient is None:
        return "no column 'patient_id': each row is taken as one patient"
    return "" if study.id else f"patients are told apart by column '{patient}'"
