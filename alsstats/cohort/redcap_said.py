"""What was made of a REDCap export, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.redcap_columns import CELLS, OF_RECORD, is_missing
from alsstats.cohort.redcap_rows import PLACES
from alsstats.cohort.sql import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort.redcap import Export
    from alsstats.cohort.redcap_boxes import Group
    from alsstats.cohort.text_file import TextFile


def said_of(export: Export, text: TextFile, pick: str) -> Iterator[str]:
    """Say in words what was made of the cells; `text` is what the export was rewritten as."""
    yield f"codes have the labels of {export.dictionary.name}"
    kept = [
        one.name
        for one in export.columns
        if one.field and one.field.choices and not one.box and not one.field.words
    ]
    if kept:
        yield f"codes kept, as a label is empty, stands twice or is a code: {', '.join(kept)}"
    other = {one.name for one in export.columns if not one.form} - {*PLACES, *OF_RECORD}
    if other:
        yield f"columns that the dictionary does not have: {', '.join(sorted(other))}"
    if pick:
        yield f"{export.table.rows} rows are of {text.rows} patients"
    yield from _said_of_codes(export)
    yield from _said_of_boxes(export, text)


def _said_of_codes(export: Export) -> Iterator[str]:
    """Say how many cells hold a missing-data code that the checkbox columns show."""
    held = [one for one in export.columns if one.takes_codes_of_missing]
    if export.codes and held:
        counts = (count_of(is_missing(one, export.codes)) for one in held)
        [cells] = export.table.find(f"SELECT {' + '.join(counts)} FROM {CELLS}")
        codes = ", ".join(export.codes)
        yield f"missing-data codes, as checkbox columns end: {codes}, in {cells[0]} other cells"


def _said_of_boxes(export: Export, text: TextFile) -> Iterator[str]:
    """Say in how many rows nothing is known of the boxes of each checkbox group."""
    groups = [group for group in export.groups if group.choices]
    if groups:
        empty = ", ".join(count_of(_unknown(one, text)) for one in groups)
        [rows] = text.find(f"SELECT {empty} FROM held")
        each = (f"{one.field.name} in {n}" for one, n in zip(groups, rows, strict=True))
        yield (
            "a box that is not ticked is absent where its form is complete and shows it, or "
            "another of its group is ticked, and else missing: "
            f"{', '.join(each)} of {text.rows} rows"
        )


def _unknown(group: Group, text: TextFile) -> str:
    """Return the SQL of whether nothing is known of any box of a group."""
    boxes = (f"c{text.columns.index(box.name)}" for box in group.choices)
    return f"coalesce({', '.join(boxes)}) IS NULL"
