"""A table as `check` looks at it: the part of each column, and how many rows hold each code."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.cells import columns_of_signs
from alsstats.cohort.columns import Columns
from alsstats.cohort.decimal import COMMA_SAID, with_points
from alsstats.cohort.places import codes_of, table_of
from alsstats.cohort.roles import Roles, assign, reference_column
from alsstats.cohort.unknown import listed
from alsstats.errors import AlsstatsError
from alsstats.lint.finding import WARNING, Finding
from alsstats.lint.questions import Asked, questions_of
from alsstats.study import kind_of, pointed, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from alsstats.cohort import Cohort
    from alsstats.cohort.cohort import Source
    from alsstats.cohort.findings import Findings
    from alsstats.counts import Counts
    from alsstats.study import Study

FEW = 500  # so many different codes of a column without a part are looked at
NOT_SHOWN = "not shown, since the column may hold what is of one patient"


class Overview(NamedTuple):
    """All that rules look at; nothing is counted twice.

    `accuracy` holds the columns of a question of diagnosis, None where it lacks one, and
    `reference` that of the diagnosis all the same. `asked` are the other questions, `refused` what
    any of them lacks. `codes` maps columns to how many rows hold each code, for those with a part
    and those with few codes.
    """

    cohort: Cohort
    study: Study
    accuracy: Roles | None
    reference: str | None
    asked: tuple[Asked, ...]
    refused: tuple[Finding, ...]
    distinct: Mapping[str, int]
    codes: Mapping[str, Mapping[str, int]]
    about: tuple[str, ...] = ()

    @property
    def findings(self) -> Findings | None:
        """The signs: of accuracy, or else of the first question that has some."""
        held = [self.accuracy, *(asked.roles for asked in self.asked)]
        return next((roles.findings for roles in held if roles and roles.findings.signs), None)

    @property
    def signs(self) -> tuple[str, ...]:
        """The columns that are read as signs in some question."""
        held = [
            roles.findings for roles in (self.accuracy, *(a.roles for a in self.asked)) if roles
        ]
        return tuple(dict.fromkeys(name for one in held for name in one.read_columns))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are read as numbers in some question, or are known to hold them."""
        known = [name for name in self.cohort.source.columns if self.kind(name) == "number"]
        asked = (role for asked in self.asked for role in asked.roles.numbers.values())
        return tuple(dict.fromkeys([*known, *(name for role in asked for name in role.columns)]))

    def kind(self, name: str) -> str:
        """Return number, category or finding, as the study says or the vocabulary; or nothing."""
        said = self.study.variables.get(variable_key(name))
        return (said.kind if said else "") or kind_of(name)

    def has_part(self, name: str) -> bool:
        """Tell whether a column is of some question, so that its codes are no patient's."""
        asked = (name in asked.columns for asked in self.asked)
        return name == self.reference or name in self.signs or any(asked)

    def shown(self, name: str, codes: Mapping[str, int]) -> str:
        """List codes with their rows; those of a column without a part are only counted."""
        if self.has_part(name) or vocabulary().column(name):
            return listed(codes)
        return f"{len(codes)} codes in {sum(codes.values())} rows, {NOT_SHOWN}"

    def finding(
        self, name: str, column: str, what: str, codes: Iterable[str] = (), **more: Any
    ) -> Finding:
        """Return a finding of a column, a warning unless more is said, about rows of some codes."""
        held = tuple(codes)
        rows = sum(self.codes.get(column, {}).get(code, 0) for code in held) or None
        columns = table_of(self.cohort.source).columns
        place = columns.index(column) + 1 if column in columns else None  # a duration has none
        said: dict[str, Any] = {"severity": WARNING, "rows": rows} | more
        return Finding(name=name, what=what, column=column, place=place, codes=held, **said)

    def refusal(
        self, error: AlsstatsError, name: str, column: str, codes: Iterable[str] = ()
    ) -> Finding:
        """Return what a question would refuse in a column."""
        found = self.finding(name, column, error.what, codes)
        return Finding.of_error(
            error, name, column=column, place=found.place, rows=found.rows, codes=found.codes
        )


def look_at(cohort: Cohort, study: Study, signs: tuple[str, ...]) -> Overview:
    """Give columns their parts, and count their codes; numbers have a decimal point."""
    held = _with_parts(cohort, study, signs)
    source, distinct = cohort.source, cohort.source.distinct()
    used = {name for name in source.columns if held.has_part(name)}
    used |= {*(columns_of_signs(held.findings) if held.findings else ()), *held.numbers}
    used -= {cohort.patient}
    few = {name for name, values in distinct.items() if 0 < values <= FEW} - {cohort.patient}
    open_ = source.undecided.keys()
    wanted = [name for name in source.columns if name in used | few and name not in open_]
    counts = _counted(source, wanted)
    codes = {name: of_one.of_level(name) for name, of_one in counts.items()}
    try:
        counted = [counts[name] for name in counts if name in used]
        _, comma = with_points(counted, source, study.layout.decimal)
    except AlsstatsError as error:
        refused = (*held.refused, Finding.of_error(error, "decimal-mark"))
        return held._replace(distinct=distinct, codes=codes, refused=refused)
    if comma:
        held = _with_parts(cohort, study.with_points(), signs)._replace(about=(COMMA_SAID,))
        codes = {name: _pointed(rows) for name, rows in codes.items()}
    return held._replace(distinct=distinct, codes=codes)


def _counted(source: Source, names: Sequence[str]) -> dict[str, Counts]:
    """Count the codes of columns; a duration whose dates cannot be read has none."""
    table = table_of(source)
    held = codes_of(table, [name for name in names if name in table.columns])
    for name in names:
        if name not in held:
            with suppress(AlsstatsError):  # which is a finding of its dates
                [held[name]] = source.count([(name,)])
    return held


def _pointed(codes: Mapping[str, int]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for code, count in codes.items():
        rows[pointed(code)] = rows.get(pointed(code), 0) + count
    return rows


def _with_parts(cohort: Cohort, study: Study, signs: tuple[str, ...]) -> Overview:
    columns, accuracy, refused = cohort.source.columns, None, []
    try:
        accuracy = assign(columns, study, patient=cohort.patient, signs=signs)
    except AlsstatsError as error:
        refused.append(Finding.of_error(error))
    reference = accuracy.reference if accuracy else _reference(columns, study)
    asked, lacking = questions_of(cohort, study, signs)
    return Overview(cohort, study, accuracy, reference, tuple(asked), (*refused, *lacking), {}, {})


def _reference(columns: tuple[str, ...], study: Study) -> str | None:
    """Return the column of the diagnosis where a sign, or something else, is wanting."""
    try:
        return reference_column(Columns(columns), study)
    except AlsstatsError:
        return None  # which is a finding already
