"""A text file written anew as its reader takes it: UTF-8, a newline after each line, whole."""

from __future__ import annotations

from codecs import getincrementaldecoder
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.compression import opened
from alsstats.cohort.encoding import MARK, UTF_8, Encoding
from alsstats.cohort.lines import Lines, newlines
from alsstats.cohort.records import UnusualTextError
from alsstats.cohort.western import Western
from alsstats.errors import FileError

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from collections.abc import Iterator, Sequence

    from alsstats.cohort.beginning import Beginning
    from alsstats.study import Layout

CHUNK = 1 << 20
NAME = "text.csv"


class Rewritten(NamedTuple):
    """Where the text was written, the digest of the original, and what was assumed of it."""

    path: Path
    sha256: str
    below: int
    western: Western | None

    def said(self, layout: Layout) -> Iterator[str]:
        """Say how letters were read where nothing says it, and what was left out."""
        if self.western:
            yield self.western.said()
        if layout.skip:
            yield f"not read: {_lines(layout.skip)} above the header"
        if self.below:
            yield f"not read: {_lines(self.below)} below the first {layout.max_rows} rows"


def rewritten(
    path: Path, start: Beginning, layout: Layout, columns: Sequence[str], folder: str
) -> Rewritten:
    """Write the text of a file into a private folder, chunk by chunk, without what is to be left.

    Raises `FileError` where bytes are not what the file is encoded in, `UnusualTextError` where it
    was taken for UTF-8 and is not.
    """
    most = None if layout.max_rows is None else layout.max_rows + 1  # the header is one
    lines = Lines(layout.skip, most, blank_counts=len(columns) == 1)
    letters = _Letters(start, columns)
    target = Path(folder) / NAME
    with opened(path) as content, target.open("wb") as out:
        while chunk := content.text.read(CHUNK):
            out.write(lines.feed(letters.feed(chunk)))
        out.write(lines.feed(letters.feed(b"", final=True), final=True))
    return Rewritten(target, content.file.digest.hexdigest(), lines.below, letters.western)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


class _Letters:
    """Turns the bytes of a file into UTF-8."""

    def __init__(self, start: Beginning, columns: Sequence[str]) -> None:
        self.name = start.name
        self.encoding: Encoding = start.encoding
        self.decoder: IncrementalDecoder = getincrementaldecoder(start.encoding.codec)()
        other_line = start.encoding.other_line
        self.western = Western(start.name, columns, other_line) if other_line else None
        self.line = 1
        self.begun = False

    def feed(self, chunk: bytes, *, final: bool = False) -> bytes:
        """Return some bytes of the file in UTF-8, without a mark at its beginning."""
        if self.western:
            self.western.feed(chunk, final=final)
        try:
            text = self.decoder.decode(chunk, final=final)
            some = text.encode()
        except UnicodeError as error:
            raise self._wrong(error) from None
        if text and not self.begun:
            self.begun = True
            some = text.removeprefix(MARK).encode()
        self.line += newlines(some)
        return some

    def _wrong(self, error: UnicodeError) -> FileError:
        lines = 0
        if isinstance(error, UnicodeDecodeError):
            before = error.object[: error.start].decode(self.encoding.codec, "ignore")
            lines = newlines(before.encode(errors="ignore"))
        if self.encoding == Encoding(UTF_8, is_assumed=True):
            raise UnusualTextError(self.line + lines) from None
        return FileError(
            f"{self.name} is not {self.encoding.name} text",
            found=[f"the first letter that is not is on line {self.line + lines}"],
            why="letters would be lost, and names and codes with them",
            fix="name its encoding, as --encoding cp1252; if it is damaged, copy it anew",
        )
