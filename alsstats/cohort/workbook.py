"""A sheet of an Excel workbook, written out as text: values, not formulas, as Excel holds them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from alsstats.cohort.cell_texts import cell_text
from alsstats.cohort.database import Database
from alsstats.cohort.sheet_marks import NAMED, marks_of
from alsstats.cohort.sheets import opened_sheet
from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alsstats.cohort.sheet_marks import Marks
    from alsstats.cohort.sheets import Sheet
    from alsstats.study import Layout

OF_OTHERS = ("--encoding", "--delimiter")


def open_workbook(path: Path, layout: Layout) -> TextFile:
    """Read the one sheet that holds something, or the one that is named.

    Formulas that were never computed, cells that hold an error, merged cells, and values beside the
    table are refused; hidden rows and columns are read, and that is said.
    """
    layout.refuse(path.name, "an Excel workbook", *OF_OTHERS)
    database = Database()
    try:
        text = Path(database.folder.path) / "sheet.csv"
        with opened_sheet(path, layout.sheet) as sheet:
            said = _written(sheet, text, path, layout)
        return TextFile.made_of(path, text, database, said)
    except BaseException:
        database.close()
        raise


def _written(sheet: Sheet, text: Path, path: Path, layout: Layout) -> tuple[str, ...]:
    """Write a sheet as text, and return in words what is to be said of it."""
    where = f"{path.name}, sheet '{sheet.title}'"
    with sheet.xml() as xml:
        marks = marks_of(xml, where, layout)
    _refuse_marked(where, marks)
    records = _Records(where, sheet, layout.decimal or ".")
    with text.open("w", encoding="utf-8", newline="") as file:
        cells = sheet.rows(min_row=marks.first, max_row=marks.last)
        csv.writer(file, lineterminator="\n").writerows(records.of(cells, marks.first))
    records.refuse_errors()
    found = f"{path.name} is an Excel workbook, sheet '{sheet.title}'"
    return (found, *_said_of_hidden(marks, len(records.header)))


def _refuse_marked(where: str, marks: Marks) -> None:
    if not marks.first:
        raise FileError(f"{where} is empty", fix="name another one with --sheet")
    if marks.uncomputed:
        raise FileError(
            f"{where}: {marks.uncomputed} formulas have no value",
            found=[f"cells: {_some(marks.examples, marks.uncomputed)}"],
            why="the program that wrote the file did not compute them, and they would be missing",
            fix="open the workbook in Excel or LibreOffice, and save it",
        )
    if marks.merged:
        raise FileError(
            f"{where} has merged cells",
            found=[f"cells: {_some(marks.merged[:NAMED], len(marks.merged))}"],
            why="only the first of them holds the value, and the others would be missing",
            fix=f"--skip {marks.first}" if _is_title(marks) else "unmerge them and fill each one",
        )


def _is_title(marks: Marks) -> bool:
    """Say whether cells are merged in the first row only."""
    ends = {end for area in marks.merged for end in area.split(":")}
    return {end.lstrip(ascii_uppercase) for end in ends} == {str(marks.first)}


def _some(names: Iterable[str], count: int) -> str:
    listed = list(names)
    return ", ".join(listed) + (f" and {count - len(listed)} more" if count > len(listed) else "")


def _said_of_hidden(marks: Marks, width: int) -> Iterator[str]:
    columns = sum(max(0, min(last, width) - first + 1) for first, last in marks.hidden_columns)
    hidden = {"rows": marks.hidden_rows, "columns": columns}
    if any(hidden.values()):
        counts = ", ".join(f"{what}: {count}" for what, count in hidden.items() if count)
        yield f"what is hidden in the sheet is read all the same ({counts})"
    if marks.filtered:
        yield "the sheet has a filter: what it does not show is read all the same"


class _Records:
    """Makes records of rows of cells; those without a value are passed over, as blank lines are."""

    def __init__(self, where: str, sheet: Sheet, decimal: str) -> None:
        self.where, self.epoch = where, sheet.epoch
        self.decimal = decimal  # of numbers that are texts, and so of all that are written
        self.header: list[str] = []
        self.below = 0  # records below the header
        self.widest = 0  # cells of the longest record so far
        self.errors: Counter[str] = Counter()
        self.examples: list[str] = []

    def of(self, rows: Iterable[Iterable[Any]], first: int) -> Iterator[list[str]]:
        """Yield the header and the records below it, all as long as the header."""
        before = first - 1
        for number, cells in enumerate(rows, first):
            texts = [self._text(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            if not texts:
                continue
            self._refuse_outside(texts, number, after_gap=number > before + 1)
            before = number
            self.below += bool(self.header)
            self.header = self.header or texts
            self.widest = max(self.widest, len(texts))
            yield texts + [""] * (len(self.header) - len(texts))

    def _refuse_outside(self, texts: list[str], number: int, *, after_gap: bool) -> None:
        """Refuse what is no part of the table: beside it, or below an empty row, or a title."""
        if not self.header:
            return
        if len(texts) > len(self.header):
            title = self.widest == 1 or not self.below
            raise FileError(
                f"{self.where}, row {number}: {len(texts)} cells, "
                f"the header has {len(self.header)}",
                found=["the first row that is read, and is not empty, is taken for the header"],
                why="a title would be taken for the names, a note for a value",
                fix=f"--skip {number - 1}" if title else "remove what stands beside the table",
            )
        filled = sum(bool(text.strip()) for text in texts)
        if after_gap and self.below and 2 * filled < len(self.header):
            raise FileError(
                f"{self.where}, row {number}: {filled} of {len(self.header)} cells are filled, "
                "below an empty row",
                why="a note or a total would be counted as a patient; where it is one, remove the "
                "empty row",
                fix=f"--max-rows {self.below}",
            )

    def _text(self, cell: Any) -> str:
        value = cell.value
        if cell.data_type == "e":
            self.errors[str(value)] += 1
            if len(self.examples) < NAMED:
                self.examples.append(cell.coordinate)
        if isinstance(value, datetime) and value < self.epoch:
            value = (value - self.epoch) / timedelta(days=1)  # below 0, and no date in Excel
        text = cell_text(value)
        return text.replace(".", self.decimal) if isinstance(value, float) else text

    def refuse_errors(self) -> None:
        """Refuse cells that hold an error in place of a value."""
        if self.errors:
            counts = (f"{error}: {count} cells" for error, count in self.errors.items())
            raise FileError(
                f"{self.where}: cells hold an error in place of a value",
                found=[*counts, f"cells: {_some(self.examples, self.errors.total())}"],
                why="what should stand there is not known; #N/A is a lookup that found nothing",
                fix="correct the formulas, and clear the cells of what was not recorded",
            )
