"""How a text file is laid out: decided from its own first lines, never by a sniffer."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.compression import GZIP, corrected, opened
from alsstats.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

BEGINNING = 1 << 20  # bytes looked at; a header longer than that is refused
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
OTHER_FILES = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"PAR1", GZIP)
MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class Dialect(NamedTuple):
    """Delimiter, column names, and blank lines above them; quotes are double, doubled inside."""

    delimiter: str
    columns: tuple[str, ...]
    blank_lines: int


def dialect_of(path: Path) -> Dialect:
    """Return the layout of a UTF-8 text table, from its first record.

    The delimiter is the one that splits the first record; where several do, the one that splits
    the next records into as many fields. Names are trimmed; empty and repeated ones are refused.
    """
    with opened(path) as content:
        start = content.text.read(BEGINNING)
    _refuse_other_encodings(path, start)
    text = start.decode("utf-8-sig", errors="replace")
    if "\r" in text and "\n" not in text:
        raise unusual_line_ends(path, ["a bare carriage return, and no newline"])
    below = text.replace("\r\n", "\n").replace("\r", "\n")
    text = below.lstrip("\n")
    if not text.strip():
        raise FileError(
            f"{path.name} is empty",
            found=[f"{len(start)} bytes"],
            fix="see whether the export was cut off",
        )
    try:
        delimiter = _delimiter(path, text)
        header = _records(text, delimiter, 1)[0]
    except csv.Error:
        header = []
    if not header or (len(start) == BEGINNING and "\n" not in text):
        raise FileError(
            f"{path.name} does not begin with a header",
            found=["its first record has no end that could be found, or a field without one"],
            fix="check the quotes in the first lines",
        )
    return Dialect(delimiter, named(path, header), len(below) - len(text))


def unusual_line_ends(path: Path, found: list[str]) -> FileError:
    """Return the error for lines that end in several ways, or as no usual system ends them."""
    return FileError(
        f"{path.name} does not end all its lines in one usual way",
        found=found,
        why="readers disagree on where such records end",
        fix=corrected(path, "tr -s '\\r' '\\n'"),
    )


def _refuse_other_encodings(path: Path, start: bytes) -> None:
    if start.startswith(OTHER_FILES):
        raise FileError(
            f"{path.name} is or holds a workbook or an archive, not a text file",
            fix="save the sheet as CSV, in UTF-8",
        )
    encoding = next((name for mark, name in MARKS.items() if start.startswith(mark)), "")
    if not encoding and start[1:2] == b"\0":
        encoding = "UTF-16LE"  # as it is written without a mark
    if encoding:
        raise FileError(
            f"{path.name} is not a UTF-8 text file",
            found=[f"it begins as {encoding}"],
            fix=corrected(path, f"iconv -f {encoding} -t UTF-8"),
        )


def _delimiter(path: Path, text: str) -> str:
    widths = {mark: [len(row) for row in _records(text, mark, 50)] for mark in DELIMITERS}
    splitting = [mark for mark, found in widths.items() if found[0] > 1]
    if len(splitting) > 1:
        splitting = [mark for mark in splitting if len(set(widths[mark])) == 1] or splitting
    if len(splitting) > 1:
        raise FileError(
            f"cannot tell the delimiter of {path.name}",
            found=[f"{DELIMITERS[mark]}: {widths[mark][0]} columns" for mark in splitting],
            why="the wrong one would cut values in two",
            fix="save the file with one delimiter, and quotes around values that hold another",
        )
    if not splitting and (below := [mark for mark in DELIMITERS if max(widths[mark]) > 1]):
        raise FileError(
            f"the first line of {path.name} is not a header",
            found=[
                "it is one field, and lines below it are split by "
                + " or ".join(DELIMITERS[mark] for mark in below)
            ],
            why="a title above the header would be taken for the names of the columns",
            fix="remove the lines above the header",
        )
    return splitting[0] if splitting else ","


def _records(text: str, delimiter: str, most: int) -> list[list[str]]:
    """Return the first records; the last one read may be cut, and is left out if others are."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)
    records = []
    for record in reader:
        records.append(record)
        if len(records) > most:
            break
    records = [record for record in records if record]
    return records[:-1] if len(text) > BEGINNING // 4 and len(records) > 1 else records


def named(path: Path, header: list[str]) -> tuple[str, ...]:
    """Return the names of the columns, trimmed; refuse empty and repeated ones."""
    columns = tuple(name.strip() for name in header)
    if empty := [str(place) for place, name in enumerate(columns, 1) if not name]:
        raise FileError(
            f"{path.name} has a column without a name",
            found=[f"column {', '.join(empty)} of {len(columns)}"],
            fix="give it a name, or remove it",
        )
    times = Counter(columns)
    if repeated := [place for place, name in enumerate(columns, 1) if times[name] > 1]:
        raise FileError(
            f"{path.name} has column names more than once",
            found=[f"columns {', '.join(map(str, repeated[:20]))} of {len(columns)}"],
            why="only one of them can be counted, and nothing says which",
            fix="rename or remove all but one of each",
        )
    return columns
