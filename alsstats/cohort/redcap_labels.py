"""Exports that no dictionary can be laid over: those of labels, and of other projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.redcap_columns import CELLS
from alsstats.cohort.sql import count_of, literal
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.cohort.redcap_columns import Column
    from alsstats.cohort.redcap_dictionary import Dictionary
    from alsstats.cohort.text_file import TextFile

BOXES = ("Unchecked", "Checked")  # what an export of labels has for 0 and 1
ANEW = "export it anew from REDCap as CSV, raw data"


def refuse_other_header(
    export: TextFile, columns: Sequence[Column], dictionary: Dictionary
) -> None:
    """Refuse an export whose header holds labels, and one of another project."""
    known = [one.name for one in columns if one.field]
    titles = {field.label for field in dictionary.fields.values()} - set(known) - {""}
    titled = [name for name in export.columns if name.partition(" (choice=")[0] in titles]
    if titled and dictionary.record not in known:
        raise FileError(
            f"{export.name} is an export of labels: its header has labels of fields",
            found=[f"{len(titled)} of {len(columns)} columns are named so"],
            why="labels may stand twice, and a dictionary says what codes mean",
            fix=ANEW,
        )
    if dictionary.record not in known or len(known) < 2:
        first = f"its first field, which tells the patients apart, is '{dictionary.record}'"
        raise FileError(
            f"{export.name} is not of the project of {dictionary.name}",
            found=[f"{len(known)} of {len(columns)} columns are in the dictionary; {first}"],
            why="codes of another project may mean something else",
            fix="--dictionary FILE, of the project that the export is of",
        )


def refuse_labels(export: TextFile, columns: Sequence[Column], dictionary: Dictionary) -> None:
    """Refuse cells, in the table CELLS, that hold the label of a choice and no code."""
    words = {one.name: (one, _labels(one)) for one in columns if _labels(one)}
    counts = (
        count_of(f"{one.cell} IN ({', '.join(map(literal, labels))})")
        for one, labels in words.values()
    )
    if not words:
        return
    [cells] = export.find(f"SELECT {', '.join(counts)} FROM {CELLS}")
    if found := {name: count for name, count in zip(words, cells, strict=True) if count}:
        listed = (f"{name} ({count} rows)" for name, count in list(found.items())[:8])
        raise FileError(
            f"{export.name} is an export of labels, or of labels and codes",
            found=[f"labels of {dictionary.name} in place of codes: {', '.join(listed)}"],
            why="a label that is also a code would be taken for it",
            fix=ANEW,
        )


def _labels(column: Column) -> list[str]:
    """Return what a cell cannot hold where it is a code."""
    if column.box:
        return [*BOXES]
    choices = column.field.choices if column.field else {}
    return [label for label in choices.values() if label and label not in choices]
