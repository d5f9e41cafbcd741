"""The beginning of a text file: how it is encoded, and its first lines as text."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.compression import GZIP, ZSTANDARD, opened
from alsstats.cohort.encoding import MARK, Encoding, encoding_of
from alsstats.errors import FileError
from alsstats.study import AS_IT_IS, Layout

if TYPE_CHECKING:
    from pathlib import Path

BEGINNING = 1 << 20  # bytes looked at; a header longer than that is refused
PAGES = (b"<html", b"<!doctype", b"<?xml", b"<table")
OTHER_FILES = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"PAR1", GZIP, ZSTANDARD)
MARKUP = ("<!doctype", "<html", "<table", "<?xml")


class Beginning(NamedTuple):
    """The first lines of a file, without a mark and those to be skipped, ended by newlines."""

    name: str
    text: str
    encoding: Encoding
    skipped: int
    is_all: bool


def beginning_of(path: Path, layout: Layout = AS_IT_IS, name: str = "") -> Beginning:
    """Return how a file begins; refuse what is not text. `name` is that for messages."""
    name = name or path.name
    with opened(path) as content:
        start = content.text.read(BEGINNING)
    if start.startswith(OTHER_FILES):
        raise FileError(
            f"{name} is or holds a workbook or an archive, not a text file",
            fix="save the sheet as CSV, in UTF-8",
        )
    if start.lstrip().lower().startswith(PAGES):
        raise FileError(
            f"{name} is a web page or XML, not a table of text",
            why="some programs export one, and call it a workbook",
            fix="open it in Excel or LibreOffice, and save it as CSV",
        )
    encoding = encoding_of(name, start, layout.encoding)
    is_all = len(start) < BEGINNING
    errors = "surrogateescape" if encoding.other_line else "replace"
    decoder = getincrementaldecoder(encoding.codec)(errors)
    text = decoder.decode(start, final=is_all).removeprefix(MARK)
    if text.lstrip().lower().startswith(MARKUP):
        raise FileError(
            f"{name} is a web page, or XML, not delimited text",
            fix="open it in a spreadsheet program, and save the sheet as CSV, in UTF-8",
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", layout.skip)
    below = lines[-1] if len(lines) > layout.skip else ""
    return Beginning(name, below, encoding, layout.skip, is_all)
