"""Which columns a question needs: findings, categories, numbers, whom it is among, the event."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.columns import Columns
from alsstats.cohort.findings import (
    Findings,
    assumed_of_unused,
    findings_of,
    notes_of_unused,
)
from alsstats.cohort.roles import assumed_of_patients
from alsstats.errors import RoleError, UsageError
from alsstats.result import Note
from alsstats.study import Variable, Wanted, column_key, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.study import Study

PROGRESSION, RATE = "progression", "dfs"
SPEEDS = ("slow", "average", "rapid")


class ColumnRole(NamedTuple):
    """A category or a number: its name in rows, the columns it is read from, what is said of it.

    A rate of progression is read from two columns, or from one that holds it; `cut` says whether it
    is cut into slow, average and rapid.
    """

    name: str
    columns: tuple[str, ...]
    said: Variable = Variable()
    cut: bool = False


class CrossRoles(NamedTuple):
    """The columns of one table by what they are in a question of frequency or of survival."""

    patient: str | None
    findings: Findings
    categories: dict[str, ColumnRole]
    numbers: dict[str, ColumnRole]
    among: dict[str, ColumnRole]
    assumed: tuple[str, ...]
    notes: tuple[Note, ...]
    event: str | None = None

    def columns(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the columns of categories and numbers, and of whom the question is among."""
        for name in names:
            for roles in (self.categories, self.numbers):
                yield from roles[name].columns if name in roles else ()
        for role in self.among.values():
            yield from role.columns


def assign_cross(
    names: Sequence[str], study: Study, wanted: Wanted, patient: str | None
) -> CrossRoles:
    """Give columns their roles in a question of frequency, or refuse a name that is no column."""
    columns = Columns(names, study.columns)
    if wanted.signs is None:
        findings = Findings({}, (), {}, (), {})
    else:
        findings = findings_of(columns, study, {patient}, wanted.signs, flag=wanted.sign_flag)
    categories = {
        name: category_role(columns, study, name, flag) for name, flag in wanted.categories.items()
    }
    numbers = {
        name: number_role(columns, study, name, flag) for name, flag in wanted.numbers.items()
    }
    among = {
        name: category_role(columns, study, name, "--among", f"={','.join(levels)}")
        for name, levels in wanted.among.items()
    }
    _refuse_twice(among)
    event = columns.given(wanted.endpoint.column, "--event") if wanted.endpoint else None
    roles = (*categories.values(), *numbers.values(), *among.values())
    used = {patient, event, *findings.single, *findings.read_columns}
    used |= {column for role in roles for column in role.columns}
    unused = [name for name in names if name not in used] if wanted.signs is not None else []
    said = (
        *columns.renamed(),
        assumed_of_patients(patient, study),
        *assumed_of_unused(unused, study),
        *findings.assumed(study),
        *(text for role in roles if (text := _said_of_rate(role, study))),
    )
    assumed = tuple(text for text in dict.fromkeys(said) if text)
    notes = tuple(notes_of_unused(unused))
    return CrossRoles(patient, findings, categories, numbers, among, assumed, notes, event)


def category_role(
    columns: Columns, study: Study, name: str, flag: str, value: str = ""
) -> ColumnRole:
    """Return the category of that name: a column, or the speed of progression.

    `value` is what stands behind the name in the flag.
    """
    if columns.named(name) is None and column_key(name) == PROGRESSION:
        said = study.variables.get(PROGRESSION, Variable())
        said = said._replace(order=said.order or SPEEDS)
        return ColumnRole(PROGRESSION, _rate_columns(columns, study), said, cut=True)
    column = columns.given(name, flag, value)
    return ColumnRole(column, (column,), study.variables.get(variable_key(column), Variable()))


def number_role(columns: Columns, study: Study, name: str, flag: str) -> ColumnRole:
    """Return the number of that name: a column, or the rate of progression where it is derived."""
    if vocabulary().column(name) == RATE and study.progression.alsfrs_r:
        return ColumnRole(RATE, _rate_columns(columns, study))
    column = columns.given(name, flag)
    return ColumnRole(column, (column,), study.variables.get(variable_key(column), Variable()))


def _rate_columns(columns: Columns, study: Study) -> tuple[str, ...]:
    """Return the columns of the rate of progression: those it is made of, or its own."""
    said = study.progression
    if bool(said.alsfrs_r) != bool(said.months):
        raise UsageError(
            "[progression] names one column of two",
            why="the rate is made of the ALSFRS-R and the months from onset to that score",
            fix='in the study file: alsfrs_r = "alsfrs_r", months = "onset_to_mri_months"',
        )
    if said.alsfrs_r:
        return columns.given(said.alsfrs_r, ""), columns.given(said.months, "")
    column = columns.usual(RATE, vocabulary().columns[RATE])
    if column is None:
        raise RoleError(
            "no column 'dfs': the points of the ALSFRS-R that are lost a month",
            found=[columns.listing()],
            fix='in the study file: [progression] alsfrs_r = "alsfrs_r", months = '
            '"onset_to_mri_months", if that is the time from onset to that score',
        )
    return (column,)


def _refuse_twice(among: Mapping[str, ColumnRole]) -> None:
    columns = [role.columns[0] for role in among.values()]
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise UsageError(
            f"--among names column '{twice[0]}' twice",
            why="a person has one level of it, and cannot be in both",
            fix=f"--among {quote(twice[0])}=LEVEL,LEVEL",
        )


def _said_of_rate(role: ColumnRole, study: Study) -> str:
    """Say in words how the rate of progression is made, and where it is cut."""
    parts = []
    if len(role.columns) > 1:
        parts.append(f"dfs is (48 - {role.columns[0]}) / {role.columns[1]}")
    if role.cut:
        low, high = study.progression.cut
        parts.append(
            f"progression is {role.columns[0] if len(role.columns) == 1 else RATE}, slow below "
            f"{low:g}, rapid above {high:g} points a month"
        )
    return "; ".join(parts)
