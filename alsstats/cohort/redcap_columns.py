"""The columns of a REDCap export: what each of them holds, by the dictionary, and its cell in SQL.

A raw export has a column for each field, with codes; one for each choice of a checkbox group,
`field___1`, with 1 for a ticked box and 0 for any other; and one for the state of each form,
`form_complete`, which is 2 where somebody called the form complete. Code -99 of a checkbox is
column `field____99`. A box that no choice has is a missing-data code of the project: ticking it
says that the whole group is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.redcap_dictionary import Field
from alsstats.cohort.sql import literal, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.cohort.redcap_dictionary import Dictionary

OF_RECORD = ("redcap_data_access_group", "redcap_survey_identifier")  # the same in all rows
STATES = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
CELLS = "cells"
CODE = r"^[A-Za-z0-9._-]+$"  # a missing-data code
COMMA = r"^[+-]?[0-9]*,[0-9]+$"  # REDCap never writes a mark between thousands


class Column(NamedTuple):
    """A column: its place and name, its form if it has one, and the field it is of.

    `box` is the end of the name of a checkbox column, `choice` its code among those of the field.
    `of_state` is whether the column holds the state of its form.
    """

    place: int
    name: str
    form: str = ""
    field: Field | None = None
    box: str = ""
    choice: str = ""
    of_state: bool = False

    @property
    def cell(self) -> str:
        """The SQL of the cell in the table CELLS: trimmed, and nothing where it is empty."""
        return f"t{self.place}"

    @property
    def is_combined(self) -> bool:
        """Whether the ticked boxes of a group stand in this one column."""
        return self.field is not None and self.field.kind == "checkbox" and not self.box

    @property
    def takes_codes_of_missing(self) -> bool:
        """Whether a code that is no choice of the field may be a missing-data code."""
        field = self.field
        choices = field is not None and bool(field.choices) and "@NOMISSING" not in field.annotation
        return choices and not self.box and not self.of_state and not self.is_combined


def cells_of(columns: Sequence[Column]) -> str:
    """Return the SQL that makes the table CELLS of an export, which it calls `held`."""
    cells = (f"nullif({trimmed(f'c{one.place}')}, '') AS {one.cell}" for one in columns)
    return f"SELECT row_number() OVER () AS place, {', '.join(cells)} FROM held"


def columns_of(names: Sequence[str], dictionary: Dictionary) -> list[Column]:
    """Say what each column of an export is; one that the dictionary does not have has no field."""
    forms = set(dictionary.forms)
    return [_column(place, name, dictionary.fields, forms) for place, name in enumerate(names)]


def _column(place: int, name: str, fields: Mapping[str, Field], forms: set[str]) -> Column:
    if name in fields:
        return Column(place, name, fields[name].form, fields[name])
    form, _, end = name.rpartition("_")
    if form in forms and end == "complete":
        return Column(place, name, form, Field(name, form, "radio", choices=STATES), of_state=True)
    if form in forms and end == "timestamp":
        return Column(place, name, form)
    start, _, box = name.partition("___")
    field = fields.get(start)
    if field is not None and field.kind == "checkbox" and box:
        choice = next((code for code in field.choices if _ending(code) == box), "")
        return Column(place, name, field.form, field, box, choice)
    return Column(place, name)


def _ending(code: str) -> str:
    """Return a code as it stands at the end of a checkbox column.

    >>> _ending("-99"), _ending("UNK")
    ('_99', 'unk')
    """
    return re.sub(r"[^a-z0-9_]", "_", code.lower())


def codes_of_missing(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the missing-data codes of the project that its checkbox columns show.

    They are written as those columns end: lower case, with `_` for a sign or a point.
    """
    found = {column.box for column in columns if column.box and not column.choice}
    return tuple(sorted(found))


def is_missing(column: Column, codes: Sequence[str]) -> str:
    """Return the SQL of whether a cell of a field with choices holds a missing-data code."""
    known = ", ".join(map(literal, column.field.choices if column.field else ()))
    ending = f"regexp_replace(lower({column.cell}), '[^a-z0-9_]', '_', 'g')"
    return (
        f"(regexp_matches({column.cell}, {literal(CODE)}) AND {column.cell} NOT IN ({known}) "
        f"AND {ending} IN ({', '.join(map(literal, codes))}))"
    )


def cell_of(column: Column, codes: Sequence[str]) -> str:
    """Return the SQL of a cell as it is to be counted: words for codes, nothing for missing.

    `codes` are the missing-data codes that the checkbox columns show; for a box, see `Group`.
    """
    field, cell = column.field, column.cell
    if field is None or column.box:
        return cell
    if field.is_number:
        point = f"replace({cell}, ',', '.')"
        return f"CASE WHEN regexp_matches({cell}, {literal(COMMA)}) THEN {point} ELSE {cell} END"
    known = codes and column.takes_codes_of_missing
    cases = [f"WHEN {is_missing(column, codes)} THEN NULL"] if known else []
    cases += [
        f"WHEN {cell} = {literal(code)} THEN {literal(word)}" for code, word in field.words.items()
    ]
    return f"CASE {' '.join(cases)} ELSE {cell} END" if cases else cell


def recorded(columns: Iterable[Column], record: str) -> str:
    """Return the SQL of whether anything is recorded in a form: a value, a tick, a state."""
    parts = [
        f"{column.cell} = '1'"
        if column.box
        else f"{column.cell} IN ('1', '2')"
        if column.of_state
        else f"{column.cell} IS NOT NULL"
        for column in columns
        if column.name != record and not (column.field and column.field.is_computed)
    ]
    return f"list_contains([{', '.join(parts)}], true)" if parts else "false"
