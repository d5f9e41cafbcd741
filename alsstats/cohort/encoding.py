"""How the letters of a text file are written: its mark says so, or its bytes, or the user."""

from __future__ import annotations

import codecs
from codecs import getincrementaldecoder
from encodings.aliases import aliases
from typing import NamedTuple

from alsstats.cohort.lines import newlines
from alsstats.errors import FileError, UsageError, did_you_mean

MARKS = {  # those of UTF-32 before those of UTF-16, which they begin with
    b"\xff\xfe\0\0": "utf-32-le",
    b"\0\0\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\xef\xbb\xbf": "utf-8",
}
BYTE_ORDER = {"utf-16", "utf-32"}  # each is one of two, and a mark or the bytes say which
UTF_8, WESTERN = "utf-8", "cp1252"
MARK = "\ufeff"
USUAL = "utf-8, utf-16, cp1252, latin-1, cp1250, cp850, mac-roman"


class Encoding(NamedTuple):
    """The name of a codec, and whether it was taken for granted, as nothing says what it is.

    `other_line` is the first line that is not UTF-8, where one is.
    """

    codec: str
    is_assumed: bool = False
    other_line: int = 0

    @property
    def name(self) -> str:
        """The name as it is said: UTF-16-LE, cp1252."""
        return self.codec.upper() if self.codec.startswith("utf") else self.codec


def encoding_of(name: str, start: bytes, declared: str = "") -> Encoding:
    """Return how a file that begins so is encoded; what is not UTF-8 is taken for cp1252.

    Raises `UsageError` where no encoding has the declared name, `FileError` where the file has the
    mark of another, or where it does not say which of two it is.

    >>> encoding_of("cohort.csv", b"id,diagnosis").name
    'UTF-8'
    >>> encoding_of("cohort.csv", "id,diagnosis".encode("utf-16-le")).name
    'UTF-16-LE'
    """
    said = _codec(declared) if declared else ""
    marked = next((codec for mark, codec in MARKS.items() if start.startswith(mark)), "")
    if marked:
        if said and not marked.startswith(said.removesuffix("-sig")):
            raise _another(name, marked, declared)
        return Encoding(marked)
    if said in BYTE_ORDER or not said:
        wide = _by_its_zeros(start)
        if wide.startswith(said or "utf-16"):
            return Encoding(wide)
    if said in BYTE_ORDER:
        raise FileError(
            f"{name} does not say which {said.upper()} it is",
            found=["it has no mark, and its bytes could be either"],
            fix=f"--encoding {said}-le",
        )
    if said:
        return Encoding(said.removesuffix("-sig"))
    try:
        getincrementaldecoder(UTF_8)().decode(start)  # whose last letter may be cut
    except UnicodeDecodeError as error:
        return western_text(1 + newlines(start[: error.start]))
    return Encoding(UTF_8, is_assumed=True)


def western_text(other_line: int) -> Encoding:
    """Return what a text is taken for that is not UTF-8, first on this line."""
    return Encoding(WESTERN, is_assumed=True, other_line=other_line)


def _codec(declared: str) -> str:
    """Return the name of Python's codec."""
    known = {name.replace("_", "-") for held in aliases.items() for name in held} | {"utf-8-sig"}
    name = declared.strip().lower().replace("_", "-").replace(" ", "-")
    try:
        if name not in known and codecs.lookup(name).name not in known:
            raise LookupError
        "".encode(name)  # which what is no encoding of text refuses
    except (LookupError, ValueError):
        raise UsageError(
            f"no encoding '{declared}'{did_you_mean(name, known)}", found=[f"usual: {USUAL}"]
        ) from None
    return codecs.lookup(name).name


def _another(name: str, marked: str, declared: str) -> FileError:
    return FileError(
        f"{name} is not {declared}",
        found=[f"it begins with the mark of {Encoding(marked).name}"],
        why="its letters would be read as others",
        fix=f"--encoding {marked}",
    )


def _by_its_zeros(start: bytes) -> str:
    """Return UTF-16 of one byte order where it can be seen: every other byte of most texts is 0."""
    first, second = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 4
    if second > half >= first:
        return "utf-16-le"
    return "utf-16-be" if first > half >= second else ""
