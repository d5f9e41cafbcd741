"""What was read, and how each column is understood: before any number is made of it."""

from __future__ import annotations

from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.coding import coding_of
from alsstats.cohort.columns import Columns
from alsstats.cohort.decimal import COMMA_SAID, with_points
from alsstats.cohort.diagnoses import diagnoses_of
from alsstats.cohort.interpreting import codings_of
from alsstats.cohort.patients import refuse_rows
from alsstats.cohort.roles import Roles, assign, reference_column
from alsstats.cohort.unknown import is_short, listed, said_of_codes
from alsstats.errors import AlsstatsError, printable
from alsstats.study import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.cohort.cohort import Cohort
    from alsstats.study import Study

WIDTH, WIDEST = 80, 32  # of the page, and of a column's name before what is said of it
MOST = 12  # codes of a column without a role that are listed
FEWEST = 3  # rows that each of them stands in: what is rarer may be of one patient


class ColumnReport(NamedTuple):
    """A column: where it stands, the part it plays, and in lines what is known of its codes."""

    place: int
    name: str
    role: str
    codes: tuple[str, ...]


class Check(NamedTuple):
    """What `check` found; `str()` of it is a page.

    `also` says how combined signs are made, and asks about columns that are nearly named as signs;
    `problems` are what a question would refuse.
    """

    title: str
    about: tuple[str, ...]
    columns: tuple[ColumnReport, ...]
    also: tuple[str, ...]
    problems: tuple[AlsstatsError, ...]

    def __str__(self) -> str:
        """Return the page: columns, combined signs, and problems last."""
        width = min(WIDEST, max(len(column.name) for column in self.columns))
        lines = [self.title, *(f"  {text}" for text in self.about), ""]
        for column in self.columns:
            first = f"{column.place:>3} {column.name.ljust(width)}  "
            lines += wrap(first + column.role, WIDTH, subsequent_indent=" " * 8)
            for text in column.codes:
                lines += wrap(text, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 10)
        for text in self.also:
            lines += ["", *wrap(text, WIDTH, subsequent_indent=" " * 8)]
        count = len(self.problems)
        lines += ["", f"{count or 'no'} problem{'' if count == 1 else 's'}"]
        for problem in self.problems:
            lines += ["", *str(problem).splitlines()]
        return "\n".join(map(printable, lines)) + "\n"


def inspect(cohort: Cohort, study: Study, signs: tuple[str, ...] = ()) -> Check:
    """Look at every column of a table; collect what a question would refuse."""
    problems: list[AlsstatsError] = []
    source, roles, about = cohort.source, None, cohort.assumed
    with _collecting(problems):
        refuse_rows(cohort)
    with _collecting(problems):
        roles = assign(source.columns, study, patient=cohort.patient, signs=signs)
    reference = roles.reference if roles else _reference(source.columns, study)
    distinct = source.distinct()
    used = {reference, *((roles.certainty, *roles.findings.read_columns) if roles else ())}
    wanted = [n for n in source.columns if n in used or distinct.get(n, MOST + 1) <= MOST]
    counts = source.count([(name,) for name in wanted]) if wanted else []
    with _collecting(problems):
        counts, comma = with_points(counts, source, study.layout.decimal)
        if comma:
            about, study = (*about, COMMA_SAID), study.with_points()
            roles = assign(source.columns, study, patient=cohort.patient, signs=signs)
    codes = {name: held.of_level(name) for name, held in zip(wanted, counts, strict=True)}
    report = _Report(cohort, study, roles, reference, codes, distinct, problems)
    columns = tuple(
        ColumnReport(place, name, report.role(name), tuple(report.codes_of(name)))
        for place, name in enumerate(source.columns, 1)
    )
    if not problems:
        with _collecting(problems):
            meaning = cohort.ask(study, signs=signs)
            meaning.refuse_empty_side()
            _ = meaning.notes  # a column that its parts contradict is refused here
    also = (*report.combined(), *(f"note: {note.text}" for note in (roles.notes if roles else ())))
    return Check(cohort.title, about, columns, also, tuple(problems))


def _reference(columns: Sequence[str], study: Study) -> str | None:
    """Return the column of the diagnosis where a sign, or something else, is wanting."""
    try:
        return reference_column(Columns(columns), study)
    except AlsstatsError:
        return None  # which is a problem already


@contextmanager
def _collecting(problems: list[AlsstatsError]) -> Iterator[None]:
    try:
        yield
    except AlsstatsError as error:
        problems.append(error)


class _Report(NamedTuple):
    """Says of each column what it is taken for."""

    cohort: Cohort
    study: Study
    roles: Roles | None
    reference: str | None
    codes: Mapping[str, Mapping[str, int]]
    distinct: Mapping[str, int]
    problems: list[AlsstatsError]

    def role(self, name: str) -> str:
        reference = self.study.reference
        if name == self.cohort.patient:
            return f"patient, {_how(self.study.id)}"
        if name == self.reference:
            return f"reference diagnosis, {_how(reference.column)}"
        if self.roles and name == self.roles.certainty:
            return f"certainty of the diagnosis, {_how(reference.certainty)}"
        if self.roles and (signs := self._signs(name)):
            said = self.roles.findings.declared.get(name)
            return f"{', '.join(signs)}; codes {_how(said and said.codes)}"
        known = vocabulary().column(name)
        return f"known as {known}, not used here" if known else "not used"

    def _signs(self, name: str) -> list[str]:
        """Say which signs are read from a column."""
        signs = self.roles.findings.signs.values() if self.roles else ()
        single = [
            f"sign {sign.name}" for sign in signs if not sign.definition and name in sign.parts
        ]
        stated = [f"sign {sign.name}, ready made" for sign in signs if sign.stated == name]
        return single + stated or [f"part of {sign.name}" for sign in signs if name in sign.parts]

    def codes_of(self, name: str) -> Iterator[str]:
        """Say what the codes of a column mean; how many there are, where they mean nothing here."""
        if name == self.cohort.patient or name not in self.codes:
            known = self.distinct.get(name)
            yield "values that cannot be counted" if known is None else f"{known} different values"
        elif name == self.reference:
            yield from self._diagnoses(name)
        elif self.roles and self._signs(name):
            yield from self._readings(name, self.roles)
        else:
            yield self._others(name)

    def _diagnoses(self, name: str) -> Iterator[str]:
        codes = self.codes[name]
        said = listed(codes)
        with _collecting(self.problems):
            said = diagnoses_of(codes, self.study, self.cohort.where(name)).said(name, codes)
        yield from said.removeprefix(f"{name}: ").split("; ")

    def _readings(self, name: str, roles: Roles) -> Iterator[str]:
        codes, study = self.codes[name], self.study
        coding = coding_of(name, codes, roles.findings.declared.get(name), study)
        if coding.readings:
            yield from said_of_codes(coding, codes).removeprefix(f"{name}: ").split("; ")
        if coding.unknown:
            yield f"not known: {listed({code: codes[code] for code in coding.unknown})}"
        with _collecting(self.problems):
            codings_of({name: codes}, roles.findings, study, self.cohort.where)

    def _others(self, name: str) -> str:
        """List the codes of a column without a role, unless they may be of one patient."""
        codes = self.codes[name]
        rare = any(rows < FEWEST or not is_short(code) for code, rows in codes.items() if code)
        return f"{len(codes)} different values" if rare else listed(codes)

    def combined(self) -> Iterator[str]:
        """Say which signs are made of several columns."""
        for sign in self.roles.findings.signs.values() if self.roles else ():
            if sign.definition:
                said = self.study.signs.get(sign.name)
                yield f"combined: {sign.name} = {sign.definition}, {_how(said and said.define)}"


def _how(declared: object) -> str:
    return "declared" if declared else "assumed"
