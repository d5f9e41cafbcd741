"""How a text file is laid out: decided from its own first lines, never by a sniffer."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.cohort.titles import lines_above
from alsstats.errors import FileError
from alsstats.study import DELIMITERS as MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.cohort.beginning import Beginning

DELIMITERS = {mark: name for name, mark in MARKS.items()}
LOOKED_AT = 50  # records


class Record(NamedTuple):
    """One of the first records, and the number of the line on which it begins."""

    line: int
    fields: list[str]


Records: TypeAlias = Mapping[str, list[Record]]  # by delimiter


class Dialect(NamedTuple):
    """Delimiter, column names, and blank lines above them; quotes are double, doubled inside."""

    delimiter: str
    columns: tuple[str, ...]
    blank_lines: int


def dialect_of(start: Beginning, declared: str = "") -> Dialect:
    """Return the layout of a text table, from its first records.

    The delimiter is the one declared; else the one that splits the first record; where several do,
    the one that splits the next records into as many fields. Names are trimmed; empty and repeated
    ones are refused, and lines above the header.
    """
    text = start.text.lstrip("\n")
    if not text.strip():
        raise FileError(
            f"{start.name} is empty",
            found=["no line of it can be a header"],
            fix="see whether the export was cut off",
        )
    records = {mark: _records(text, mark, is_all=start.is_all) for mark in DELIMITERS}
    if not all(records.values()) or not (start.is_all or "\n" in text):
        raise FileError(
            f"{start.name} does not begin with a header",
            found=["its first record has no end that could be found, or a field without one"],
            fix="check the quotes in the first lines",
        )
    blank = len(start.text) - len(text)
    delimiter = _declared(start.name, records, declared) if declared else None
    delimiter = delimiter or _delimiter(start.name, records)
    _refuse_titles(start, records, delimiter, blank)
    return Dialect(delimiter, named(start.name, records[delimiter][0].fields), blank)


def _records(text: str, delimiter: str, *, is_all: bool) -> list[Record]:
    """Return the first records with the numbers of their lines; one that may be cut is left out."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)
    records, line = [], 1
    try:
        for fields in reader:
            if fields:
                records.append(Record(line, fields))
            if len(records) > LOOKED_AT:
                return records
            line = reader.line_num + 1
    except csv.Error:  # a field that is very long, which does not matter below the header
        return records
    return records if is_all else records[:-1]


def _declared(name: str, records: Records, declared: str) -> str:
    """Return the delimiter that was declared; refuse one that splits nothing."""
    mark = MARKS[declared]
    splitting = [] if len(records[mark][0].fields) > 1 else _splitting(records)
    if splitting:
        raise FileError(
            f"the header of {name} is not split by a {declared}",
            found=_found(records, splitting),
            why="all its names would be read as one",
            fix=f"--delimiter {DELIMITERS[splitting[0]]}",
        )
    return mark


def _delimiter(name: str, records: Records) -> str:
    splitting = _splitting(records)
    if len(splitting) > 1:
        splitting = [mark for mark in splitting if _is_even(records[mark])] or splitting
    if len(splitting) > 1:
        raise FileError(
            f"cannot tell the delimiter of {name}",
            found=_found(records, splitting),
            why="the wrong one would cut values in two",
            fix=f"--delimiter {DELIMITERS[splitting[0]]}",
        )
    return splitting[0] if splitting else ","


def _splitting(records: Records) -> list[str]:
    """Return the delimiters that split the first record, those first that split it into most."""
    widths = {mark: len(held[0].fields) for mark, held in records.items()}
    splitting = [mark for mark, width in widths.items() if width > 1]
    return sorted(splitting, key=lambda mark: -widths[mark])


def _is_even(records: Sequence[Record]) -> bool:
    return len({len(record.fields) for record in records}) == 1


def _found(records: Records, marks: Sequence[str]) -> list[str]:
    return [f"{DELIMITERS[mark]}: {len(records[mark][0].fields)} columns" for mark in marks]


def _refuse_titles(start: Beginning, records: Records, delimiter: str, blank: int) -> None:
    """Refuse lines above the header: a title that all columns share, or that is of one value."""
    marks = [delimiter] if _is_even(records[delimiter]) else list(DELIMITERS)
    marks = marks if len(records[delimiter][0].fields) > 1 else list(DELIMITERS)
    above = {lines for mark in marks if (lines := lines_above(records[mark]))}
    alone = all(len(held[0].fields) == 1 for held in records.values())
    below = [mark for mark, held in records.items() if max(len(one.fields) for one in held) > 1]
    if above or (alone and below):
        raise FileError(
            f"the first line of {start.name} is not a header",
            found=[
                "lines below it are split by "
                + " or ".join(DELIMITERS[mark] for mark in below)
                + ", and it is not, or not as they are"
            ],
            why="a title above the header would be taken for the names of the columns",
            fix=f"--skip {start.skipped + blank + above.pop()}"
            if len(above) == 1
            else "say with --skip how many lines are above the header",
        )


def named(name: str, header: list[str]) -> tuple[str, ...]:
    """Return the names of the columns, trimmed; refuse empty and repeated ones."""
    columns = tuple(column.strip() for column in header)
    if empty := [str(place) for place, column in enumerate(columns, 1) if not column]:
        raise FileError(
            f"{name} has a column without a name",
            found=[f"column {', '.join(empty)} of {len(columns)}"],
            fix="give it a name, or remove it",
        )
    times = Counter(columns)
    if repeated := [place for place, column in enumerate(columns, 1) if times[column] > 1]:
        raise FileError(
            f"{name} has column names more than once",
            found=[f"columns {', '.join(map(str, repeated[:20]))} of {len(columns)}"],
            why="only one of them can be counted, and nothing says which",
            fix="rename or remove all but one of each",
        )
    return columns
