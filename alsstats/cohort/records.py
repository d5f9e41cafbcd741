"""One pass over the bytes of a file: its SHA-256, and whether every record has every field.

The reader of the file is not trusted with this: records are counted here by newlines outside
quotes and fields by delimiters outside quotes, and as many records have to arrive.
"""

from __future__ import annotations

from codecs import BOM_UTF8, getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.compression import corrected, opened
from alsstats.cohort.dialect import unusual_line_ends
from alsstats.cohort.quotes import NEWLINE, QUOTE, RETURN, stray_quotes
from alsstats.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from alsstats.cohort.dialect import Dialect

CHUNK = 1 << 20


class Scan(NamedTuple):
    """What the bytes say: the records below the header, the digest, newlines inside quotes."""

    records: int
    sha256: str
    quoted_newlines: bool


def scan(path: Path, dialect: Dialect) -> Scan:
    """Read the file once; refuse short and long records, and bytes that are not UTF-8 text."""
    decoder, records = getincrementaldecoder("utf-8")(), _Records(path, dialect)
    with opened(path) as content:
        while True:
            chunk = content.text.read(CHUNK)
            try:
                if decoder.getstate()[0] or not chunk.isascii():
                    decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = records.line + chunk[: error.start].count(b"\n")
                found = f"the first byte that is not is on line {line}"
                raise _not_text(path, found, "iconv -f CP1252 -t UTF-8") from None
            if not chunk:
                break
            if b"\0" in chunk:
                raise _not_text(path, "it holds NUL bytes", "tr -d '\\000'")
            records.feed(chunk.removeprefix(BOM_UTF8) if records.offset == 0 else chunk)
    sha256 = content.file.digest.hexdigest()
    return Scan(records.finish() - 1, sha256, records.quoted_newlines)


def _not_text(path: Path, found: str, command: str) -> FileError:
    return FileError(
        f"{path.name} is not UTF-8 text",
        found=[found],
        why="letters would be lost, and names and codes with them",
        fix=corrected(path, command),
    )


class _Records:
    """Counts records, and the fields of each, chunk by chunk."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        self.path = path
        self.delimiter = ord(dialect.delimiter)
        self.fields = len(dialect.columns)
        self.count = 0
        self.line = 1  # the line on which the next chunk begins
        self.offset = 0  # bytes before the next chunk
        self.delimiters = 0  # outside quotes, before the next chunk
        self.quoted = False  # whether the next chunk begins inside quotes
        self.last = NEWLINE  # the byte before it
        self.ended = (-1, 0)  # the last record: where it ended, and the delimiters up to there
        self.endings = {"\\n": 0, "\\r\\n": 0}
        self.returns = 0  # outside quotes
        self.quoted_newlines = False
        record = dialect.delimiter.encode() * (self.fields - 1) + b"\n"
        self.repeated = record * (CHUNK // len(record) + 2)
        self.values = bytes(set(range(256)) - {self.delimiter, NEWLINE})

    def feed(self, chunk: bytes) -> None:
        """Count the records that end in this chunk."""
        if not self._feed_plain(chunk):
            self._feed_any(chunk)
        self.offset += len(chunk)
        self.last = chunk[-1]

    def _feed_plain(self, chunk: bytes) -> bool:
        """Count a chunk that has no quotes and no blank lines, where it has no wrong record.

        What is left of it without the values is the same delimiters and newline again and again.
        """
        begun = self.delimiters - self.ended[1]
        if self.quoted or self.last == QUOTE or b'"' in chunk or begun >= self.fields:
            return False
        found = chunk.translate(None, self.values)
        if not self.repeated.startswith(found, begun):
            return False
        newlines, returned = found.count(b"\n"), int(self.last == RETURN and chunk[0] == NEWLINE)
        if b"\r" in chunk:
            returned += chunk.count(b"\r\n")
            self.returns += chunk.count(b"\r")
        self._add(newlines, returned)
        self.line += newlines
        self.delimiters += len(found) - newlines
        if newlines:
            after = len(found) - found.rindex(b"\n") - 1
            self.ended = (chunk.rindex(b"\n") + self.offset, self.delimiters - after)
        return True

    def _add(self, newlines: int, returned: int) -> None:
        self.count += newlines
        self.endings["\\r\\n"] += returned
        self.endings["\\n"] += newlines - returned

    def _feed_any(self, chunk: bytes) -> None:
        """Count a chunk by what is outside quotes."""
        import numpy as np

        data = np.frombuffer(chunk, dtype=np.uint8)
        quotes = data == QUOTE
        before = self.last, self.quoted
        stray = stray_quotes(data, np.flatnonzero(quotes), before, self.delimiter)
        if stray.size:
            raise self._misquoted(chunk[: stray.min()].count(b"\n"))
        outside = np.logical_xor.accumulate(quotes) == self.quoted
        newlines = chunk.count(b"\n")
        delimiters = np.flatnonzero((data == self.delimiter) & outside)
        ends = np.flatnonzero((data == NEWLINE) & outside)
        returned = np.where(ends > 0, data[ends - 1], self.last) == RETURN
        passed = self.delimiters + np.searchsorted(delimiters, ends)
        fields = np.diff(passed, prepend=self.ended[1]) + 1
        lengths = np.diff(ends + self.offset, prepend=self.ended[0]) - 1 - returned
        blank = (lengths == 0) & (self.fields > 1)
        wrong = np.flatnonzero((fields != self.fields) & ~blank)
        if wrong.size:
            begin = int(ends[wrong[0] - 1]) + 1 if wrong[0] else 0
            raise self._uneven(int(fields[wrong[0]]), chunk[:begin].count(b"\n"))
        returns = ((data == RETURN) & outside).sum()
        self.returns += int(returns)
        self._add(ends.size, int(returned.sum()))
        self.count -= int(blank.sum())
        if ends.size:
            self.ended = (int(ends[-1]) + self.offset, int(passed[-1]))
        self.quoted_newlines |= newlines > ends.size
        self.line += newlines
        self.delimiters += delimiters.size
        self.quoted = not outside[-1]

    def _misquoted(self, lines: int) -> FileError:
        return FileError(
            f"{self.path.name}, line {self.line + lines}: a quote stands inside a value",
            found=["a value with a quote in it has to begin and end with one"],
            why="what the quote encloses could be read in two ways, and columns shift",
            fix='write a " inside a value as "", and quotes around the whole value',
        )

    def finish(self) -> int:
        """Count a last record that has no newline, and return how many there are in all."""
        if self.quoted:
            raise FileError(
                f"{self.path.name} ends inside quotes",
                found=[f'{self.count} records, then a " that is never closed'],
                why="the rest of the file would be read as one value; it may be cut short",
                fix='close the quotes, and write a " inside a value as ""',
            )
        if self.ended[0] < self.offset - 1:
            self.feed(b"\r\n" if self.endings["\\r\\n"] else b"\n")
        self._refuse_mixed_endings()
        return self.count

    def _uneven(self, fields: int, lines: int) -> FileError:
        return FileError(
            f"{self.path.name}, line {self.line + lines}: {fields} fields, "
            f"the header has {self.fields}",
            found=["the line is cut short, holds a delimiter or a quote in a value, or is a total"],
            why="its values cannot be told to their columns, and a row is never skipped",
            fix="correct that line; values that hold a delimiter need quotes around them",
        )

    def _refuse_mixed_endings(self) -> None:
        bare = self.returns - self.endings["\\r\\n"]
        found = {name: count for name, count in (self.endings | {"\\r": bare}).items() if count}
        if bare or len(found) > 1:
            raise unusual_line_ends(
                self.path, [f"{ending}: {count} lines" for ending, count in found.items()]
            )
