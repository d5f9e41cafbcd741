"""A REDCap export, read with its data dictionary: words for codes, and one row a patient.

The export is rewritten once, by the database, into a table that any other part of the program
reads: labels stand for the codes of choices, numbers have a decimal point, an untouched checkbox of
a form that nobody called complete is empty, and so is a missing-data code that the checkbox columns
show. What the dictionary says of the order of levels, and of the column of patients, holds unless
the study says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.redcap_boxes import groups_of, undecided_of
from alsstats.cohort.redcap_columns import cell_of, codes_of_missing, columns_of
from alsstats.cohort.redcap_dictionary import Dictionary, read_dictionary
from alsstats.cohort.redcap_labels import refuse_labels
from alsstats.cohort.redcap_pick import Picked, Picking
from alsstats.cohort.redcap_rows import PLACES, RANKED, places_of
from alsstats.cohort.redcap_said import said_of
from alsstats.cohort.sql import literal
from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError, UsageError
from alsstats.study import folded, variable_key, vocabulary

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
    dictionary = read_dictionary(Path(layout.dictionary))
    refuse_labels(export, dictionary)
    return Export(export, dictionary).rewritten(original, layout.pick)


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
        self.record = next(one for one in self.columns if one.name == dictionary.record)
        self.codes = codes_of_missing(self.columns)
        self.forms = tuple(dict.fromkeys(one.form for one in self.columns if one.form))
        one_row = not set(PLACES) & set(table.columns)
        self.groups = groups_of(self.columns, one_row=one_row)
        held = {one.name: cell_of(one, self.codes) for one in self.columns}
        for group in self.groups:
            held |= {box.name: group.cell_of(box) for box in group.choices}
        cells = ", ".join(f"{held[one.name]} AS w{one.place}" for one in self.columns)
        places = places_of(self.columns, self.record, self.forms)
        self.views = f"WITH rows AS (SELECT {places}, {cells} FROM held), {RANKED}"

    def find(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds in the rows."""
        return self.table.find(query if query.startswith("COPY") else f"{self.views} {query}")

    def rewritten(self, original: Path, pick: str) -> TextFile:
        """Write the export out, and say what was done."""
        made = (
            Picking(pick, self.columns, self.record, self.forms, self.find).picked()
            if pick
            else Picked({one.name: f"w{one.place}" for one in self.columns}, (), {})
        )
        path = self._written(made.cells, "FROM ranked GROUP BY record" if pick else "FROM rows")
        labels = {
            one.name: one.field.words
            for one in self.columns
            if one.name in made.cells and one.field and one.field.words and not one.box
        }
        text = TextFile.made_of(original, path, self.table.database, labels=labels)
        said = (*self.table.assumed, *said_of(self, text, pick), *made.said)
        undecided = undecided_of(self.groups, self.table.find) | dict(made.undecided)
        undecided |= {one.name: _combined(one.name) for one in self.columns if one.is_combined}
        return replace(text, said=said, says=self._says(made.cells), undecided=undecided)

    def _written(self, cells: Mapping[str, str], rows: str) -> Path:
        """Write the columns with their names, which may differ in case only, and return where."""
        path = Path(self.table.database.folder.path) / "redcap.csv"
        order = "min(place)" if "GROUP BY" in rows else "place"
        query = f"{self.views} SELECT {', '.join(cells.values())} {rows} ORDER BY {order}"
        header = ",".join('"' + name.replace('"', '""') + '"' for name in cells) + "\n"
        self.table.find(
            f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER false, "
            f"PREFIX {literal(header)}, SUFFIX {literal(chr(10))})"
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
                order = [word for word in field.words.values() if not _means_missing(word)]
                variables.setdefault(variable_key(column.name), {"order": order})
        return {"data": {"id": self.record.name}, "variables": variables}


def _combined(name: str) -> FileError:
    return FileError(
        f"checkbox '{name}' has one column for all of its choices",
        found=["its cells list the boxes that are ticked, and nothing tells of the others"],
        why="a box that is not ticked may never have been seen",
        fix="export the data anew, without combining checkbox options into single columns",
    )


def _means_missing(word: str) -> bool:
    return folded(word) in vocabulary().missing
