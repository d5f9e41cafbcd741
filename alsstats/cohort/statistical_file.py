"""A file of SPSS, Stata or SAS, written out as text: words in place of codes, dates as dates."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.database import Database
from alsstats.cohort.statistical_column import StatisticalColumn
from alsstats.cohort.statistical_kinds import STATA, TRANSPORTED, Kind
from alsstats.cohort.text_file import TextFile
from alsstats.cohort.value_labels import labels_held, said_of_labels
from alsstats.errors import AlsstatsError, FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.study import Layout

CELLS, FEWEST = 4_000_000, 500  # that are held at a time, and rows at the least
CARD = 80  # bytes: a transport file is made of whole ones
MEMBER = b"HEADER RECORD*******MEMB"
STATA_END = b"</stata_dta>"


def open_statistical(path: Path, kind: Kind, layout: Layout) -> TextFile:
    """Read a file of a statistical package as text, with what it says of codes and of missing.

    Encoding, dates and labels are those that the file itself declares.
    """
    flags = ("--encoding", "--delimiter", "--decimal", "--skip", "--max-rows", "--sheet")
    layout.refuse(path.name, kind.what, *flags)
    _refuse_not_whole(path, kind)
    database = Database()
    try:
        table = Path(database.folder.path) / "table.csv"
        with _whole(path, kind):
            columns = _written(path, kind, table)
        labels = [column.labels for column in columns]
        for one in labels:
            one.refuse_mixed(path.name)
        missing = [text for column in columns if (text := column.said())]
        said = (f"{path.name} is {kind.what}", *said_of_labels(labels), *missing)
        return TextFile.made_of(path, table, database, said, labels_held(labels))
    except BaseException:
        database.close()
        raise


def _written(path: Path, kind: Kind, text: Path) -> list[StatisticalColumn]:
    """Write all rows as text, some at a time."""
    columns: list[StatisticalColumn] = []
    rows = 0
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for frame, about in _chunks(path, kind):
            if not columns:
                columns = [StatisticalColumn(n, kind.family, about) for n in about.column_names]
                writer.writerow(about.column_names)
            held = [one.texts(frame[one.labels.column].to_numpy()) for one in columns]
            writer.writerows(zip(*held, strict=True))
            rows += len(frame)
    if not rows:
        raise FileError(f"{path.name} has no rows", why="a header alone tells of nobody")
    return columns


def _chunks(path: Path, kind: Kind) -> Iterator[tuple[Any, Any]]:
    """Yield some rows after others, and with them what the file says of its columns."""
    reader, options = _reader(path, kind)
    _, about = reader(path, metadataonly=True)
    limit, offset = max(FEWEST, CELLS // max(1, len(about.column_names))), 0
    while True:
        frame, held = reader(path, row_offset=offset, row_limit=limit, **options)
        if len(frame):
            yield frame, held
        offset += len(frame)
        if len(frame) < limit:
            break
    if about.number_rows is not None and 0 <= about.number_rows != offset:
        raise FileError(
            f"{path.name} says it holds {about.number_rows} rows, and {offset} arrived",
            why="a row would be lost without a word",
            fix="write the file anew",
        )


def _reader(path: Path, kind: Kind) -> tuple[Any, dict[str, Any]]:
    try:
        import pyreadstat
    except ImportError:
        raise FileError(
            f"{path.name} is {kind.what}, and pyreadstat, which reads it, is not installed",
            fix="pip install 'alsstats[formats]'",
        ) from None
    options = {"user_missing": True} if kind.has_missing else {}
    return getattr(pyreadstat, kind.reader), {"disable_datetime_conversion": True, **options}


def _refuse_not_whole(path: Path, kind: Kind) -> None:
    """Refuse what is cut short, or holds several tables, where the reader would not notice."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        cut = (
            kind is STATA and content[:1] == b"<" and not content[-40:].rstrip().endswith(STATA_END)
        )
        if cut or (kind is TRANSPORTED and len(content) % CARD):
            raise FileError(
                f"{path.name} is cut short",
                found=[f"{len(content)} bytes, which do not end as {kind.what} does"],
                why="rows or the words of codes would be lost without a word",
                fix="copy it anew",
            )
        if kind is TRANSPORTED and content.find(MEMBER, content.find(MEMBER) + 1) > 0:
            raise FileError(
                f"{path.name} holds several data sets",
                why="only one of them is the cohort, and nothing says which",
                fix="write the one alone to a file of its own",
            )


@contextmanager
def _whole(path: Path, kind: Kind) -> Iterator[None]:
    """Refuse a file that is damaged, of which pyreadstat may raise anything."""
    try:
        yield
    except (AlsstatsError, OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001
        raise FileError(
            f"{path.name} cannot be read as {kind.what}",
            found=[f"it is damaged, cut short or of an unknown kind ({type(error).__name__})"],
            why="rows would be lost without a word",
            fix="write the file anew, or as CSV in UTF-8",
        ) from None
