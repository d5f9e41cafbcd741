"""Checkbox groups of a REDCap export: which boxes that are not ticked were ever looked at.

REDCap writes 0 for every box that is not ticked, also where nobody opened the form. So 0 is absent
only where the group was seen: another box of it is ticked; or its form is complete, the group was
shown by its branching logic, and no missing-data code is ticked. Else the box is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.redcap_columns import CELLS
from alsstats.cohort.redcap_logic import shown
from alsstats.cohort.sql import count_of
from alsstats.errors import AlsstatsError, FileError, RoleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from alsstats.cohort.cohort import Cohort
    from alsstats.cohort.redcap_columns import Column
    from alsstats.cohort.redcap_dictionary import Field

COMPLETE = "2"
BOX = re.compile(r"[a-z][a-z0-9_]*___[a-z0-9_]+")


class Group(NamedTuple):
    """The boxes of one field: those of its choices, those of missing-data codes, both columns.

    `complete` is the SQL of whether their form is complete, and `shown` whether they were shown;
    each is nothing where it cannot be told.
    """

    field: Field
    choices: tuple[Column, ...]
    missing: tuple[Column, ...]
    complete: str | None
    shown: str | None

    @property
    def untouched(self) -> str:
        """The SQL of whether a row has the boxes, and none of a choice is ticked."""
        return f"({_any(self.choices, '0')} AND NOT {_any(self.choices, '1')})"

    def cell_of(self, box: Column) -> str:
        """Return the SQL of a box: nothing where it is not ticked and was not seen."""
        seen = (
            f"NOT {_any(self.missing, '1')} AND coalesce({self.complete or 'true'}, false) "
            f"AND {self.shown or 'true'}"
        )
        unseen = f"{box.cell} = '0' AND {self.untouched} AND NOT ({seen})"
        return f"CASE WHEN {unseen} THEN NULL ELSE {box.cell} END"

    @property
    def open_rows(self) -> str:
        """The SQL of whether a row leaves open if the boxes were seen."""
        if self.complete is None:
            return self.untouched
        known = self.shown is not None
        return "false" if known else f"{self.untouched} AND coalesce({self.complete}, false)"

    def undecided(self, rows: int) -> AlsstatsError | None:
        """Return why the boxes cannot be used, if so; `rows` are those that leave it open."""
        name, form = self.field.name, self.field.form
        if other := [box.name for box in self.missing if box.box.isdecimal()]:
            return FileError(
                f"checkbox '{name}' has boxes that are no choices in the data dictionary",
                found=[f"columns: {', '.join(other)}"],
                why="they may be choices of another version, or codes of missing data",
                fix="--dictionary FILE, downloaded when the data were exported",
            )
        if not rows:
            return None
        lacking = self.complete is None
        return RoleError(
            f"whether boxes of '{name}' that are not ticked are absent cannot be told",
            found=[
                f"{rows} rows without a tick; the export has no column {form}_complete"
                if lacking
                else f"{rows} rows of complete forms without a tick; branching logic decides if "
                "the boxes were shown, by other rows or in a way that is not understood"
            ],
            why="REDCap writes 0 also for a box that nobody saw, and it would count as absent",
            fix=f"export the data with {form}_complete"
            if lacking
            else "use a field that says it for everybody, such as a yes/no question",
        )


def groups_of(columns: Sequence[Column], *, one_row: bool) -> list[Group]:
    """Return the checkbox groups of an export, which may have one row for all of a patient."""
    fields = {one.field.name: one.field for one in columns if one.field and one.box}
    by_form: dict[str, list[Column]] = {}
    for one in columns:
        by_form.setdefault(one.form, []).append(one)
    everywhere = _readable(columns) if one_row else {}
    return [
        _group(field, by_form[field.form], everywhere or _readable(by_form[field.form]))
        for field in fields.values()
    ]


def _readable(columns: Iterable[Column]) -> dict[str, str]:
    """Return the SQL of the cells that branching logic may name, by the names it has for them."""
    return {
        f"{one.field.name}({one.choice})" if one.choice else one.name: one.cell
        for one in columns
        if one.field and not one.of_state
    }


def _group(field: Field, columns: Sequence[Column], cells: Mapping[str, str]) -> Group:
    boxes = [one for one in columns if one.box and one.field and one.field.name == field.name]
    state = next((one for one in columns if one.of_state), None)
    return Group(
        field,
        tuple(one for one in boxes if one.choice),
        tuple(one for one in boxes if not one.choice),
        f"{state.cell} = '{COMPLETE}'" if state else None,
        shown(field.condition, cells) if field.condition else "true",
    )


def undecided_of(
    groups: Sequence[Group], find: Callable[[str], list[tuple[Any, ...]]]
) -> dict[str, AlsstatsError]:
    """Return the boxes that a question must not use, each with its error."""
    if not groups:
        return {}
    counts = ", ".join(count_of(group.open_rows) for group in groups)
    [rows] = find(f"SELECT {counts} FROM {CELLS}")
    return {
        box.name: error
        for group, count in zip(groups, rows, strict=True)
        if (error := group.undecided(count))
        for box in group.choices
    }


def refuse_undecided(cohort: Cohort, groupings: Iterable[Sequence[str]]) -> None:
    """Refuse columns whose values are open, and boxes of which no dictionary says their form."""
    source = cohort.source
    for name in dict.fromkeys(name for columns in groupings for name in columns):
        if name in source.undecided:
            raise source.undecided[name]
        own = cohort.own_names.get(name, name)
        if BOX.fullmatch(own) and not source.says:
            raise RoleError(
                f"'{own}' is named as a checkbox of REDCap, and there is no data dictionary",
                found=[f"{source.name}, column {source.columns.index(name) + 1}"],
                why="REDCap writes 0 also for a box that nobody saw; the state of its form says it",
                fix="--dictionary FILE",
            )


def _any(boxes: Iterable[Column], value: str) -> str:
    """Return the SQL of whether a box holds a value."""
    cells = ", ".join(box.cell for box in boxes)
    return f"list_contains([{cells}], '{value}')" if cells else "false"
