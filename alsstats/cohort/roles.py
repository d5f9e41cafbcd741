"""Which column plays which part in a question."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.columns import Columns, listing
from alsstats.cohort.sign_roles import SignRole, Signs
from alsstats.errors import RoleError, UsageError
from alsstats.result import Note
from alsstats.study import column_key, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.study import Declared, Study


class Roles(NamedTuple):
    """The columns of one table by what they are in a question.

    `signs` holds those asked for, `compared` pairs of signs, and `inner` the other combined signs
    that these are made of; `declared` maps a column to what is said of its codes. `assumed` says in
    words what was taken from the names alone.
    """

    reference: str
    patient: str | None
    certainty: str | None
    strata: str | None
    signs: dict[str, SignRole]
    compared: tuple[tuple[SignRole, SignRole], ...]
    inner: dict[str, SignRole]
    declared: Mapping[str, Declared]
    assumed: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def read_columns(self) -> tuple[str, ...]:
        """The columns that hold readings, each once."""
        pairs = (sign for pair in self.compared for sign in pair)
        signs = (*self.signs.values(), *pairs, *self.inner.values())
        return tuple(dict.fromkeys(column for sign in signs for column in sign.columns))

    def absentees(self, column: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are declared for a column and are not among its codes."""
        held = {plain(code) for code in codes}
        said = self.declared[column].codes if column in self.declared else ()
        return tuple(code for code in said if plain(code) not in held)

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
    columns = Columns(names)
    reference = reference_column(columns, study)
    known = Signs(columns, study, {reference, patient})
    wanted = tuple(signs) or known.names()
    if not wanted:
        raise RoleError(
            "no column of a known sign",
            found=[listing(names), f"known signs: {', '.join(vocabulary().signs)}"],
            why="a column of another name is counted once it is named as a sign",
            fix="--sign COLUMN",
        )
    held = {role.name: role for role in map(known.role, wanted)}
    pairs = _pairs(known, compare)
    inner = {name: known.role(name) for name in list(known.used) if name not in held}
    certainty = certainty_column(columns, study)
    stratified = None if strata is None else columns.given(strata, "--strata")
    roles = Roles(
        reference, patient, certainty, stratified, held, pairs, inner, known.declared, (), ()
    )
    used = {reference, patient, certainty, stratified, *known.single.values(), *roles.read_columns}
    unused = [name for name in names if name not in used]
    return roles._replace(
        assumed=(*columns.renamed(), *_assumed(patient, unused, held | inner, study)),
        notes=tuple(_notes(unused)),
    )


def _pairs(
    known: Signs, compare: Iterable[tuple[str, str]]
) -> tuple[tuple[SignRole, SignRole], ...]:
    """Return the pairs of signs, each pair once; refuse a sign beside itself."""
    pairs = {}
    for names in compare:
        one, other = (known.role(name, "--compare") for name in names)
        if one.name == other.name:
            raise UsageError(
                "two different signs are compared",
                found=[f"both are {one.name}: {', '.join(names)}"],
                fix="--compare flair_swi,flair_cst",
            )
        pairs[one.name, other.name] = (one, other)
    return tuple(pairs.values())


def reference_column(columns: Columns, study: Study) -> str:
    """Return the column of the reference diagnosis, or refuse."""
    if study.reference.column:
        return columns.given(study.reference.column, "--reference")
    known = vocabulary()
    column = columns.usual(known.reference, known.reference_aliases)
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
    return columns.usual("patient_id", vocabulary().columns["patient_id"])


def _assumed(
    patient: str | None, unused: Sequence[str], signs: Mapping[str, SignRole], study: Study
) -> Iterator[str]:
    if patient is None:
        yield "no column 'patient_id': each row is taken as one patient"
    elif not study.id:
        yield f"patients are told apart by column '{patient}'"
    if other := [name for name in unused if vocabulary().column(name) is None]:
        yield f"columns of other names, not used: {', '.join(other)}"
    for role in signs.values():
        said = study.signs.get(role.name)
        if role.definition and not (said and said.define):
            yield f"{role.name} is {role.definition}"


def _notes(unused: Sequence[str]) -> Iterator[Note]:
    """Ask about columns whose name is nearly that of a sign: they are not counted."""
    names = {
        name: sign for sign in vocabulary().signs.values() for name in (sign.name, *sign.aliases)
    }
    for column in (name for name in unused if vocabulary().column(name) is None):
        near = get_close_matches(column_key(column), names, n=1, cutoff=0.8)
        if near:
            yield Note(
                "unused_column",
                f"column '{column}' is not counted; if it is the sign {near[0]}, name it so",
            )
