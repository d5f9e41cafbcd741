"""What was read, and how each column is understood: before any number is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.coding import coding_of
from alsstats.cohort.diagnoses import diagnoses_of
from alsstats.cohort.interpretation import codings_of
from alsstats.cohort.patients import refuse_repeated
from alsstats.cohort.roles import Roles, assign
from alsstats.cohort.unknown import LONGEST, listed, said_of_codes
from alsstats.errors import AlsstatsError, printable
from alsstats.study import column_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from alsstats.cohort.cohort import Cohort
    from alsstats.study import Study

MOST = 12  # codes of a column without a role that are listed
FEWEST = 3  # rows that each of them stands in: what is rarer may be of one patient


class ColumnReport(NamedTuple):
    """A column, the part it plays, and what is known of its codes."""

    place: int
    name: str
    role: str
    codes: str


class Check(NamedTuple):
    """What `check` found; `str()` of it is a page. `problems` are what a question would refuse."""

    title: str
    about: tuple[str, ...]
    columns: tuple[ColumnReport, ...]
    combined: tuple[str, ...]
    problems: tuple[AlsstatsError, ...]

    def __str__(self) -> str:
        """Return the page: columns, combined signs, and problems last."""
        width = max(len(column.name) for column in self.columns)
        lines = [self.title, *(f"  {text}" for text in self.about), ""]
        for column in self.columns:
            lines.append(f"{column.place:>3} {column.name.ljust(width)}  {column.role}")
            lines += [f"    {' ' * width}    {text}" for text in column.codes.split("; ") if text]
        lines += ["", *(f"combined: {text}" for text in self.combined)] if self.combined else []
        count = len(self.problems)
        lines += ["", f"{count or 'no'} problem{'' if count == 1 else 's'}"]
        for problem in self.problems:
            lines += ["", *str(problem).splitlines()]
        return "\n".join(map(printable, lines)) + "\n"


def inspect(cohort: Cohort, study: Study) -> Check:
    """Look at every column of a table; collect what a question would refuse."""
    problems: list[AlsstatsError] = []
    source = cohort.source

    def tried(action: Callable[[], Any]) -> Any:
        try:
            return action()
        except AlsstatsError as error:
            problems.append(error)
            return None

    if cohort.patient is not None and study.rows == "patient":
        patients = source.identifiers(cohort.patient)
        tried(lambda: refuse_repeated(cohort.where(cohort.patient or ""), patients))
    roles = tried(lambda: assign(source.columns, study, patient=cohort.patient))
    distinct = source.distinct()
    read = set(roles.read_columns) | {roles.reference, roles.certainty} if roles else set()
    wanted = [
        name for name in source.columns if name in read or distinct.get(name, MOST + 1) <= MOST
    ]
    counts = source.count([(name,) for name in wanted]) if wanted else []
    codes = {name: held.of_level(name) for name, held in zip(wanted, counts, strict=True)}
    report = _Report(cohort, study, roles, codes, distinct)
    columns = tuple(
        ColumnReport(place, name, report.role(name), report.codes(name, tried) or "")
        for place, name in enumerate(source.columns, 1)
    )
    if roles and not problems:
        tried(lambda: cohort.ask(study).notes)
    return Check(cohort.title, cohort.assumed, columns, tuple(report.combined()), tuple(problems))


class _Report(NamedTuple):
    """Says of each column what it is taken for."""

    cohort: Cohort
    study: Study
    roles: Roles | None
    held: Mapping[str, Mapping[str, int]]
    distinct: Mapping[str, int]

    def role(self, name: str) -> str:
        if name == self.cohort.patient:
            return f"patient{self._assumed(bool(self.study.id))}"
        if self.roles and name == self.roles.reference:
            return f"reference diagnosis{self._assumed(bool(self.study.reference.column))}"
        if self.roles and name == self.roles.certainty:
            return (
                f"certainty of the diagnosis{self._assumed(bool(self.study.reference.certainty))}"
            )
        signs = self._signs(name)
        if signs and self.roles:
            return f"sign: {', '.join(signs)}{self._assumed(name in self.roles.declared)}"
        known = [
            canonical
            for canonical, aliases in vocabulary().columns.items()
            if column_key(name) in {canonical, *aliases}
        ]
        return f"known as {known[0]}, not used here" if known else "not used"

    @staticmethod
    def _assumed(declared: bool) -> str:  # noqa: FBT001  # a property of the column
        return ", declared" if declared else ", assumed"

    def _signs(self, name: str) -> list[str]:
        """Return the signs read from a column: the single one, or those that state it."""
        if self.roles is None:
            return []
        held = self.roles.signs.values()
        single = [sign.name for sign in held if sign.parts == (name,) and not sign.definition]
        stated = [f"{sign.name}, ready made" for sign in held if sign.stated == name]
        return single + stated or [f"part of {sign.name}" for sign in held if name in sign.parts]

    def codes(self, name: str, tried: Callable[[Callable[[], Any]], Any]) -> str | None:
        """Say what the codes of a column mean; how many there are, where they mean nothing here."""
        where, study = self.cohort.where(name), self.study
        if name not in self.held or name == self.cohort.patient:
            known = self.distinct.get(name)
            return "values that cannot be counted" if known is None else f"{known} different values"
        codes = self.held[name]
        if self.roles and name == self.roles.reference:
            diagnoses = tried(lambda: diagnoses_of(codes, study, where))
            return _without_name(diagnoses.said(name, codes)) if diagnoses else listed(codes)
        if self.roles and name == self.roles.certainty:
            return listed(codes)
        if self._signs(name) and (roles := self.roles):
            coding = coding_of(name, codes, roles.declared.get(name), study.missing)
            tried(lambda: codings_of({name: codes}, roles, study, self.cohort.where))
            return _without_name(said_of_codes(coding, codes))
        rare = any(rows < FEWEST or len(code) > LONGEST for code, rows in codes.items() if code)
        return f"{len(codes)} different values" if rare else listed(codes)

    def combined(self) -> Iterator[str]:
        """Say which signs are made of several columns."""
        for sign in self.roles.signs.values() if self.roles else ():
            if sign.definition:
                said = self.study.signs.get(sign.name)
                how = self._assumed(bool(said and said.define))
                yield f"{sign.name} = {sign.definition}{how}"


def _without_name(text: str) -> str:
    return text.partition(": ")[2]
