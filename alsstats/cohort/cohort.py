"""The cohort: the door between data and statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from alsstats.cohort.cells import CELLS, Cells
from alsstats.cohort.columns import Columns
from alsstats.cohort.cross_roles import CrossRoles, assign_cross
from alsstats.cohort.crossed import Crossed
from alsstats.cohort.crossing import cross
from alsstats.cohort.decimal import COMMA_SAID, with_points
from alsstats.cohort.durations import WithDurations, said_of_durations
from alsstats.cohort.interpretation import Interpretation
from alsstats.cohort.interpreting import interpret, understood
from alsstats.cohort.patients import refuse_unnamed
from alsstats.cohort.redcap_boxes import refuse_undecided
from alsstats.cohort.roles import assign
from alsstats.errors import RoleError, UsageError
from alsstats.study import TOGETHER, Study, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame
    from alsstats.cohort.roles import Roles
    from alsstats.cohort.sign_roles import SignRole
    from alsstats.counts import Counts

    Source = Table | Frame | WithDurations


@dataclass(frozen=True, slots=True)
class Cohort:
    """People examined by MRI, as a table, with what the study says of its columns.

    Made by `read`. `count` is all that the statistics ask of the data; `interpret` says what the
    counted codes mean. `patient` is the column that tells the patients apart, if there is one;
    `own_names` holds the names in the table of columns that were given their canonical ones.
    """

    source: Source
    study: Study
    patient: str | None
    assumed: tuple[str, ...] = ()
    own_names: Mapping[str, str] = field(default_factory=dict)

    def count(self, *groupings: tuple[str, ...], cells: Cells | None = None) -> list[Counts]:
        """Count the rows that hold each combination of raw codes, for each tuple of columns.

        All groupings are counted in one pass over a file. Missing is a code like any other. Where
        `cells` are given, one more grouping is: they as the column CELLS, with those beside them.
        """
        for columns in groupings:
            known = set(columns) <= set(self.source.columns)
            if not columns or not known or len(set(columns)) < len(columns):
                raise UsageError(
                    "a grouping is a tuple of columns of the data, each once",
                    found=[f"grouping: {columns}"],
                )
        refuse_undecided(self, (*groupings, cells.columns if cells else ()))
        if cells is not None:
            groupings = (*groupings, (*cells.beside, CELLS))
        return self.source.count(groupings, cells) if groupings else []

    def ask(
        self,
        study: Study,
        *,
        signs: tuple[str, ...] = (),
        compare: tuple[tuple[str, str], ...] = (),
        strata: str | None = None,
    ) -> Interpretation:
        """Count, in one pass, all that a question needs, and say what the codes mean.

        `signs` are those wanted, all if none is named; `compare` names pairs of signs to count
        together, `strata` a column. Refuses a role that no column fills, and a code that is not
        known, with the flag to add.
        """
        self._refuse_many_rows(study)

        def assigned(study: Study) -> Roles:
            return assign(
                self.source.columns,
                study,
                patient=self.patient,
                signs=signs,
                compare=compare,
                strata=strata,
            )

        counts, roles, study = self.counted(study, assigned, _groupings, _cells)
        return interpret(counts, roles, study, self.where)

    def cross(self, study: Study, wanted: Wanted) -> Crossed:
        """Count, in one pass, what frequency or survival needs, and say what the codes mean.

        Refuses a name that no column has, and a code that is not known, with the flag to add.
        """
        if wanted.patients:
            self._refuse_no_patients(study, "interval" if wanted.endpoint else "visit")
        else:
            self._refuse_many_rows(study, _other_rows(wanted))

        def assigned(study: Study) -> CrossRoles:
            return assign_cross(self.source.columns, study, wanted, self.patient)

        def groupings(roles: CrossRoles) -> dict[Any, tuple[str, ...]]:
            return _cross_groupings(roles, wanted)

        counts, roles, study = self.counted(study, assigned, groupings)
        table = understood(counts, roles.findings, study, self.where)
        return cross(table, roles, wanted, study, self.where, self.source.columns)

    def counted(
        self,
        study: Study,
        assigned: Callable[[Study], Any],
        groupings: Callable[[Any], Mapping[Any, tuple[str, ...]]],
        cells: Callable[[Any, Study], Cells] | None = None,
    ) -> tuple[dict[Any, Counts], Any, Study]:
        """Count all groupings in one pass, numbers with a decimal point.

        `assigned` gives columns their roles, `groupings` the columns to count together, by a key,
        and `cells` those to count as one, whose key is CELLS.
        Where the table writes a decimal comma the study is returned with points, too.
        """
        roles = assigned(study)
        keys = groupings(roles)
        raw = self.count(*keys.values(), cells=cells(roles, study) if cells else None)
        counts, comma = with_points(raw, self.source, study.layout.decimal)
        held = dict(zip((*keys, *([CELLS] if cells else [])), counts, strict=True))
        said = said_of_durations(self.source, keys.values())
        if comma:
            study = study.with_points()  # the codes that were declared are written so, too
            roles, said = assigned(study), (COMMA_SAID, *said)
        return held, roles._replace(assumed=(*said, *roles.assumed)), study

    def _refuse_many_rows(self, study: Study, other_way: str = "") -> None:
        if study.rows != "patient":
            raise RoleError(
                f"the rows are {study.rows}s, and this question needs one row a patient",
                why="a patient counted twice makes every interval too narrow",
                fix=f"keep one row a patient, and --rows patient{other_way}",
            )

    def _refuse_no_patients(self, study: Study, rows: str) -> None:
        """Refuse rows of which it can not be told which are the same patient's."""
        if study.rows != rows:
            raise RoleError(
                f"the rows are {study.rows}s, and this question compares {rows}s of one patient",
                why="a patient with one row is in no pair",
                fix=f"--rows {rows}",
            )
        if self.patient is None:
            raise RoleError(
                "no column 'patient_id', which tells the patients apart",
                found=[Columns(self.source.columns).listing()],
                why="rows of one patient belong together",
                fix="name the column of patients with --id",
            )
        refuse_unnamed(self.where(self.patient), self.source.identifiers(self.patient))

    @property
    def title(self) -> str:
        """The name of the data, and its size."""
        return f"{self.source.name}, {self.source.rows} rows"

    def close(self) -> None:
        """Close what reading opened, at once and not when the cohort is dropped."""
        self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def where(self, column: str) -> str:
        """Say where a column stands, as `cohort.csv, column 7`, and its own name there."""
        if isinstance(self.source, WithDurations) and column in self.source.durations:
            return self.source.where(column)
        own = f" ('{self.own_names[column]}')" if column in self.own_names else ""
        return f"{self.source.name}, column {self.source.columns.index(column) + 1}{own}"

    def provenance(self) -> dict[str, Any]:
        """Return what the numbers were made from."""
        size = {"rows": self.source.rows, "columns": len(self.source.columns)}
        return self.source.provenance() | size


def _groupings(roles: Roles) -> dict[Any, tuple[str, ...]]:
    """Return the columns that are counted together, by the sign or the signs in them."""
    held = roles.findings
    keys: dict[Any, tuple[SignRole, ...]] = {name: (sign,) for name, sign in held.signs.items()}
    keys |= {name: (sign,) for name, sign in held.inner.items() if sign.stated}
    keys |= {(one.name, other.name): (one, other) for one, other in held.compared}
    return {key: roles.grouping(*signs) for key, signs in keys.items()}


def _cells(roles: Roles, study: Study) -> Cells:
    return Cells.of(roles.grouping(), roles.findings, study)


def _other_rows(wanted: Wanted) -> str:
    """Return what a question can do with several rows of a patient, if anything."""
    if wanted.endpoint:
        return "; or rows that each follow the patient's row before, and --rows interval"
    usual = wanted.sign_flag == Wanted().sign_flag
    return "; --paired COLUMN compares rows of the same patients" if usual else ""


def _cross_groupings(roles: CrossRoles, wanted: Wanted) -> dict[Any, tuple[str, ...]]:
    """Return the columns that are counted together, by sign and the names of the other columns."""
    first = next(iter(roles.findings.signs.values()), None)
    always: tuple[str, ...] = first.columns if wanted.split and first else ()
    if wanted.patients and roles.patient:
        always = (roles.patient, *always)
    keys: dict[Any, tuple[str, ...]] = {
        (None, names): (*always, *roles.columns(names)) for names in wanted.alone
    }
    for names in wanted.groupings:
        for sign in roles.findings.every.values():
            if sign.name in roles.findings.signs or sign.stated:
                keys[sign.name, names] = (*always, *roles.columns(names), *sign.columns)
    if wanted.endpoint:
        signs = (column for sign in roles.findings.every.values() for column in sign.columns)
        event = (roles.event,) if roles.event else ()
        keys[TOGETHER] = (*always, *event, *roles.columns(wanted.together), *signs)
    return {key: tuple(dict.fromkeys(columns)) for key, columns in keys.items()}
