"""What kind of file a path leads to: its first bytes say so, and its name must not disagree."""

from __future__ import annotations

from functools import partial
from os import SEEK_END
from typing import TYPE_CHECKING

from alsstats.cohort.compression import is_gzip, is_zstandard
from alsstats.cohort.sheets import is_workbook
from alsstats.cohort.statistical_kinds import STATISTICAL, Kind, statistical_kind
from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError
from alsstats.study import AS_IT_IS, Layout

if TYPE_CHECKING:
    from pathlib import Path

    from alsstats.cohort.parquet_file import ParquetFile

MARK = b"PAR1"  # a Parquet file begins and ends with it
SHORTEST = 12  # bytes: two marks, and the length of what the file says of itself


def is_parquet(path: Path) -> bool:
    """Say whether a file begins and ends as Parquet does."""
    with path.open("rb") as file:
        if file.read(len(MARK)) != MARK or file.seek(0, SEEK_END) < SHORTEST:
            return False
        file.seek(-len(MARK), SEEK_END)
        return file.read() == MARK


def _is(kind: Kind, path: Path) -> bool:
    return statistical_kind(path) == kind


KINDS = {
    ".gz": ("a file compressed with gzip", is_gzip),
    ".zst": ("a file compressed with Zstandard", is_zstandard),
    ".parquet": ("Parquet", is_parquet),
    ".xls": ("an Excel workbook", is_workbook),
    ".xlsx": ("an Excel workbook", is_workbook),
    ".xlsm": ("an Excel workbook", is_workbook),
}
KINDS |= {
    suffix: (kind.what, partial(_is, kind)) for kind in STATISTICAL for suffix in kind.suffixes
}


def open_source(path: Path, layout: Layout = AS_IT_IS) -> TextFile | ParquetFile:
    """Open a file as what it is: text, plain or compressed, Parquet, Excel, SPSS, Stata or SAS."""
    what, is_so = KINDS.get(path.suffix.lower(), ("", None))
    if is_so is not None and not is_so(path):
        raise FileError(
            f"{path.name} is not {what}, as its name says",
            found=[f"{path.stat().st_size} bytes, which do not begin and end as such a file does"],
            why="it may be cut short, or not be what it seems",
            fix="copy it anew, or give it the name of what it is",
        )
    if is_workbook(path):
        from alsstats.cohort.workbook import open_workbook

        return open_workbook(path, layout)
    if kind := statistical_kind(path):
        from alsstats.cohort.statistical_file import open_statistical

        return open_statistical(path, kind, layout)
    if not is_parquet(path):
        return _text(path, layout)
    from alsstats.cohort.parquet_file import ParquetFile

    layout.refuse(path.name, "a Parquet file", *layout._replace(decimal="").said)
    return ParquetFile.of(path)


def _text(path: Path, layout: Layout) -> TextFile:
    """Open a delimited text file, which may be an export of REDCap, or a table by BIDS."""
    text = TextFile.of(path, layout)
    if not layout.dictionary and not layout.pick:
        from alsstats.cohort.bids import described

        return described(text, path)
    from alsstats.cohort.redcap import rewritten

    return rewritten(text, path, layout)
