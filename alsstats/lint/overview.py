"""A table as `check` looks at it: the part of each column, and how many rows hold each code."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Overview:
    """All that rules look at; nothing is counted twice.

    `accuracy` holds the columns of a question of diagnosis, None where it lacks one, and
    `reference` that of the diagnosis all the same. `asked` are the other questions, `refused` what
    any of them lacks. `about_distinct` says about how many values each column has; `codes` maps
    those with a part, and those with few codes, to how many rows hold each.
    """

    cohort: Cohort
    study: Study
    accuracy: Roles | None
    reference: str | None
    asked: tuple[Asked, ...]
    refused: tuple[Finding, ...]
    about_distinct: Mapping[str, int]
    codes: Mapping[str, Mapping[str, int]]
    about: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> Findings | None:
        """The signs: of accuracy, or else of the first question that has some."""
        held = [self.accuracy, *(asked.roles for asked in self.asked)]
        return next((roles.findings for roles in held if roles and roles.findings.signs), None)

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """The columns that are read as signs in some question."""
        held = [
            roles.findings for roles in (self.accuracy, *(a.roles for a in self.asked)) if roles
        ]
        return tuple(dict.fromkeys(name for one in held for name in one.read_columns))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are read as numbers in some question, or are known to hold them."""
        known = [name for name in self.cohort.source.columns if self.kind(name) == "number"]
        asked = (role for asked in self.asked for role in asked.roles.numbers.values())
        return tuple(dict.fromkeys([*known, *(name for role in asked for name in role.columns)]))

    def values(self, name: str) -> int | None:
        """Return how many different values a column holds, None where they were not counted."""
        if name == self.cohort.patient:
            return self.cohort.source.identifiers(name).distinct
        return len(self.codes[name].keys() - {""}) if name in self.codes else None

    def kind(self, name: str) -> str:
        """Return number, category or finding, as the study says or the vocabulary; or nothing."""
        said = self.study.variables.get(variable_key(name))
        return (said.kind if said else "") or kind_of(name)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The columns that are of some question, so that their codes are no patient's."""
        asked = (name for asked in self.asked for name in asked.columns)
        reference = [self.reference] if self.reference else []
        return frozenset([*reference, *self.signs, *asked])

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each column of the table; a duration has none."""
        return {name: place for place, name in enumerate(table_of(self.cohort.source).columns, 1)}

    def shown(self, name: str, codes: Mapping[str, int]) -> str:
        """List codes with their rows; those of a column without a part are only counted."""
        if name in self.parts or vocabulary().column(name):
            return listed(codes)
        return f"{len(codes)} codes in {sum(codes.values())} rows, {NOT_SHOWN}"

    def finding(
        self, name: str, column: str, what: str, codes: Iterable[str] = (), **more: Any
    ) -> Finding:
        """Return a finding of a column, a warning unless more is said, about rows of some codes."""
        held = tuple(codes)
        rows = sum(self.codes.get(column, {}).get(code, 0) for code in held) or None
        place = self.places.get(column)
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
    source, about = cohort.source, cohort.source.distinct()
    used = {name for name in source.columns if name in held.parts}
    used |= {*(columns_of_signs(held.findings) if held.findings else ()), *held.numbers}
    used -= {cohort.patient}
    few = {name for name, values in about.items() if values <= FEW} - {cohort.patient}
    open_ = source.undecided.keys()
    wanted = [name for name in source.columns if name in used | few and name not in open_]
    counts = _counted(source, wanted)
    codes = {name: of_one.of_level(name) for name, of_one in counts.items()}
    try:
        counted = [counts[name] for name in counts if name in used]
        _, comma = with_points(counted, source, study.layout.decimal)
    except AlsstatsError as error:
        refused = (*held.refused, Finding.of_error(error, "decimal-mark"))
        return replace(held, about_distinct=about, codes=codes, refused=refused)
    if comma:
        held = replace(_with_parts(cohort, study.with_points(), signs), about=(COMMA_SAID,))
        codes = {name: _pointed(rows) for name, rows in codes.items()}
    return replace(held, about_distinct=about, codes=codes)


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
    told = tuple(found.what for found in refused)
    refused += [found for found in lacking if not any(what.startswith(found.what) for what in told)]
    return Overview(cohort, study, accuracy, reference, tuple(asked), tuple(refused), {}, {})


def _reference(columns: tuple[str, ...], study: Study) -> str | None:
    """Return the column of the diagnosis where a sign, or something else, is wanting."""
    try:
        return reference_column(Columns(columns), study)
    except AlsstatsError:
        return None  # which is a finding already
