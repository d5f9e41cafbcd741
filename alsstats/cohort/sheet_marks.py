"""What the XML of a sheet says besides its values: what is hidden, merged, or never computed.

openpyxl tells it only of a sheet that it holds in memory as a whole, which a large one must not be;
and it passes over rows that stand in no order.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.study import Layout

NAMED = 5  # so many cells are named in an error
MOST_ROWS = 1_048_576  # of a sheet


class Marks(NamedTuple):
    """The rows to read, from the header on, and what is to be known of them.

    `hidden_columns` are ranges, from the first column to the last; `merged` are the areas that
    reach into the rows; `uncomputed` counts formulas without a value, `examples` are the first.
    """

    first: int
    last: int
    hidden_rows: int
    hidden_columns: tuple[tuple[int, int], ...]
    filtered: bool
    merged: tuple[str, ...]
    uncomputed: int
    examples: tuple[str, ...]


def holds_anything(file: IO[bytes]) -> bool:
    """Say whether any cell of a sheet holds a value or a formula."""
    for name, element in _elements(file):
        if name == "row":
            if any(map(_has_value, element)):
                return True
            element.clear()
    return False


def marks_of(file: IO[bytes], where: str, layout: Layout) -> Marks:
    """Go through a sheet once; `where` names it in errors."""
    rows, columns, merged, filtered = _Rows(where, layout), [], [], False
    for name, element in _elements(file):
        if name == "row":
            rows.add(element)
            element.clear()
        elif name == "col" and _is_set(element.get("hidden")):
            columns.append((int(element.get("min")), int(element.get("max"))))
        elif name == "filterColumn":
            filtered = True
        elif name == "mergeCell":
            merged.append(element.get("ref"))
    return Marks(
        rows.first,
        rows.last,
        rows.hidden,
        tuple(columns),
        filtered,
        tuple(area for area in merged if _reaches(area, rows.first, rows.last)),
        rows.uncomputed,
        tuple(rows.examples),
    )


class _Rows:
    """Goes from row to row, and remembers of those to read what is special about them."""

    def __init__(self, where: str, layout: Layout) -> None:
        self.where, self.layout = where, layout
        self.number = self.first = self.last = self.filled = 0
        self.hidden = self.uncomputed = 0
        self.examples: list[str] = []

    def add(self, row: Any) -> None:
        """Look at the next row; it is one to read if it holds something and is not cut off."""
        number = int(row.get("r") or self.number + 1)
        names = [cell.get("r").rstrip("0123456789") for cell in row if cell.get("r")]
        keys = [(len(name), name) for name in names]
        if not self.number < number <= MOST_ROWS or keys != sorted(set(keys)):
            raise FileError(
                f"{self.where}, row {number}: rows or cells stand in no order, or twice",
                why="rows would be lost without a word",
                fix="open the workbook in Excel or LibreOffice, and save it anew",
            )
        self.number = number
        most = self.layout.max_rows
        whole = most is not None and self.filled > most
        if number <= self.layout.skip or whole or not any(map(_has_value, row)):
            return
        self.first, self.last = self.first or number, number
        self.filled += 1
        self.hidden += _is_set(row.get("hidden"))
        found = [cell.get("r") or f"in row {number}" for cell in row if _is_uncomputed(cell)]
        self.uncomputed += len(found)
        self.examples += found[: NAMED - len(self.examples)]


def _elements(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield every element of a sheet when it is complete, by its name without the namespace."""
    from xml.etree.ElementTree import iterparse  # openpyxl reads it by the same

    for _, element in iterparse(file):  # noqa: S314
        yield _name(element), element


def _is_set(flag: str | None) -> bool:
    return flag in {"1", "true"}


def _has_value(cell: Any) -> bool:
    """Say whether a cell holds a formula, a text of its own, or a value."""
    return any(_name(part) in {"f", "is"} or (_name(part) == "v" and part.text) for part in cell)


def _is_uncomputed(cell: Any) -> bool:
    """Tell a formula without a value from one whose value is an empty text."""
    if not len(cell) or _name(cell[0]) != "f":  # a formula stands before its value
        return False
    value = cell[1] if len(cell) > 1 and _name(cell[1]) == "v" else None
    return value is None or not (value.text or cell.get("t") == "str")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _reaches(area: str, first: int, last: int) -> bool:
    """Say whether an area of cells, as A1:C2, reaches into the rows that are read."""
    ends = [int(end.lstrip(ascii_uppercase)) for end in area.split(":")]
    return ends[-1] >= first and ends[0] <= last
