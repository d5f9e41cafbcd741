"""A REDCap export, read with its data dictionary: words for codes, and one row a patient.

The export is rewritten once, by the database, into a table that any other part of the program
reads: labels stand for the codes of choices, numbers have a decimal point, an untouched checkbox of
a form that nobody called complete is empty, and so is a missing-data code that the checkbox columns
show. Its column of patients holds unless the study says otherwise; choices are listed as it lists
them, which need not be an order from one end to the other.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.redcap_boxes import groups_of, undecided_of
from alsstats.cohort.redcap_columns import (
    CELLS,
    cell_of,
    cells_of,
    codes_of_missing,
    columns_of,
)
from alsstats.cohort.redcap_dictionary import Dictionary, read_dictionary
from alsstats.cohort.redcap_labels import refuse_labels, refuse_other_header
from alsstats.cohort.redcap_pick import Picked, Picking
from alsstats.cohort.redcap_rows import PLACES, ROWS, rows_of
from alsstats.cohort.redcap_said import said_of
from alsstats.cohort.sql import literal
from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError, UsageError
from alsstats.study import variable_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.study import Layout


def rewritten(export: TextFile, original: Path, layout: Layout) -> TextFile:
    """Return an export as a table to count: by its dictionary, and by the rule of `pick`.

    Without a rule all rows stay. Raises `FileError` where the dictionary is none or the export is
    not one of codes, `UsageError` where the rule does not apply.
    """
    if layout.pick:
        _refuse_no_rule(export, layout)
    return Export(export, read_dictionary(Path(layout.dictionary))).rewritten(original, layout.pick)


def _refuse_no_rule(export: TextFile, layout: Layout) -> None:
    """Refuse a rule where it can choose nothing, or cannot know the forms."""
    if not set(PLACES) & set(export.columns):
        raise UsageError(
            f"--pick does not apply: {export.name} has no events or repeats of REDCap",
            found=[f"no column {', '.join(PLACES)}"],
            why="nothing says which row of a patient comes first",
            fix="keep one row a patient; or, where a row is a visit, --rows visit",
        )
    if not layout.dictionary:
        raise UsageError(
            "--pick needs the data dictionary of the project",
            why="it says which columns are of one form, and are taken together",
            fix="--dictionary FILE",
        )


class Export:
    """An export with what its dictionary says of its columns."""

    def __init__(self, table: TextFile, dictionary: Dictionary) -> None:
        self.table = table
        self.dictionary = dictionary
        self.columns = columns_of(table.columns, dictionary)
        refuse_other_header(table, self.columns, dictionary)
        self.record = next(one for one in self.columns if one.name == dictionary.record)
        self.codes = codes_of_missing(self.columns)
        self.forms = tuple(dict.fromkeys(one.form for one in self.columns if one.form))
        self.groups = groups_of(self.columns, one_row=not set(PLACES) & set(table.columns))

    def rewritten(self, original: Path, pick: str) -> TextFile:
        """Write the export out, and say what was done."""
        find = self.table.find
        self._make_tables()
        cells = {one.name: f"w{one.place}" for one in self.columns}
        made = Picked(cells, f"FROM {ROWS} ORDER BY place", (), {})
        if pick:
            made = Picking(pick, self.columns, self.record, self.forms, find).picked()
        path = self._written(made)
        labels = {
            one.name: one.field.words
            for one in self.columns
            if one.name in made.cells and one.field and one.field.words and not one.box
        }
        text = TextFile.made_of(original, path, self.table.database, labels=labels)
        said = (*self.table.assumed, *said_of(self, text, pick), *made.said)
        undecided = undecided_of(self.groups, find) | dict(made.undecided)
        undecided |= {one.name: _combined(one.name) for one in self.columns if one.is_combined}
        for name in (CELLS, ROWS):
            find(f"DROP TABLE {name}")
        return replace(text, said=said, says=self._says(made.cells), undecided=undecided)

    def _make_tables(self) -> None:
        """Make the tables CELLS and ROWS; refuse words in place of codes."""
        find, cells = self.table.find, {one.name: cell_of(one, self.codes) for one in self.columns}
        for group in self.groups:
            cells |= {box.name: group.cell_of(box) for box in group.choices}
        find(f"CREATE TEMP TABLE {CELLS} AS {cells_of(self.columns)}")
        refuse_labels(self.table, self.columns, self.dictionary)
        rows = rows_of(self.columns, self.record, self.forms, cells)
        find(f"CREATE TEMP TABLE {ROWS} AS {rows}")

    def _written(self, made: Picked) -> Path:
        """Write the columns with their names, which may differ in case only, and return where."""
        path = Path(self.table.database.folder.path) / "redcap.csv"
        header = ",".join('"' + name.replace('"', '""') + '"' for name in made.cells) + "\n"
        self.table.find(
            f"COPY (SELECT {', '.join(made.cells.values())} {made.rows}) TO {literal(str(path))} "
            f"(FORMAT csv, HEADER false, PREFIX {literal(header)}, SUFFIX {literal(chr(10))})"
        )
        return path

    def _says(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Return what the dictionary says of columns, in the shape of a study file."""
        variables: dict[str, dict[str, Any]] = {}
        for column in self.columns:
            field = column.field
            if field is None or column.name not in names:
                continue
            if column.box:
                label = f"{field.label}: {field.choices.get(column.choice, column.box)}"
                finding = {"kind": "finding", "label": label}
                variables.setdefault(variable_key(column.name), finding)
            elif field.kind in ("radio", "dropdown") and field.words:
                listed = {"listed": [*field.words.values()]}
                variables.setdefault(variable_key(column.name), listed)
        return {"data": {"id": self.record.name}, "variables": variables}


def _combined(name: str) -> FileError:
    return FileError(
        f"checkbox '{name}' has one column for all of its choices",
        found=["its cells list the boxes that are ticked, and nothing tells of the others"],
        why="a box that is not ticked may never have been seen",
        fix="export the data anew, without combining checkbox options into single columns",
    )
