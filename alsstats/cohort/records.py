"""One pass over the bytes of a file: its SHA-256, and whether every record has every field.

The reader of the file is not trusted with this: records are counted here by newlines outside
quotes and fields by delimiters outside quotes, and as many records have to arrive.
"""

from __future__ import annotations

from codecs import BOM_UTF8, getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.compression import opened
from alsstats.cohort.quotes import NEWLINE, QUOTE, RETURN, stray_quotes
from alsstats.cohort.record_refusals import misquoted, not_text, total, unclosed, uneven
from alsstats.cohort.totals import is_below, totals_at_end

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from pathlib import Path

    from alsstats.cohort.dialect import Dialect
    from alsstats.errors import FileError

CHUNK = 1 << 20
TAIL = 1 << 12  # bytes at the end in which totals are looked for


class UnusualTextError(Exception):
    """Bytes that are not UTF-8, or lines that end in several ways: to be written anew first.

    `line` is the one that is not UTF-8, where it is known.
    """

    def __init__(self, line: int = 0) -> None:
        self.line = line
        super().__init__(line)


class Scan(NamedTuple):
    """What the bytes say: the records below the header, the digest, newlines inside quotes."""

    records: int
    sha256: str
    quoted_newlines: bool


def scan(path: Path, dialect: Dialect, name: str = "", skipped: int = 0) -> Scan:
    """Read the file once; refuse short and long records, NUL bytes, and totals below.

    `name` is that for messages, and `skipped` counts lines that were above. Raises
    `UnusualTextError` where the text has to be written anew first.
    """
    decoder = getincrementaldecoder("utf-8")()
    records = _Records(name or path.name, dialect, 1 + skipped)
    with opened(path) as content:
        chunk = content.text.read(CHUNK)
        while chunk:
            following = content.text.read(CHUNK)
            if b"\0" in chunk:
                raise not_text(records.name)
            if decoder.getstate()[0] or not chunk.isascii() or not following:
                _refuse_other_bytes(decoder, chunk, final=not following)
            text = chunk.removeprefix(BOM_UTF8) if records.offset == 0 else chunk
            records.feed(text, is_last=not following)
            chunk = following
    sha256 = content.file.digest.hexdigest()
    count = records.finish() - 1
    totals = records.totals()
    if 0 < totals < count:
        raise total(records.name, count, totals)
    return Scan(count, sha256, records.quoted_newlines)


def _refuse_other_bytes(decoder: IncrementalDecoder, chunk: bytes, *, final: bool) -> None:
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError:
        raise UnusualTextError from None


class _Records:
    """Counts records, and the fields of each, chunk by chunk."""

    def __init__(self, name: str, dialect: Dialect, line: int) -> None:
        self.name = name
        self.delimiter = ord(dialect.delimiter)
        self.fields = len(dialect.columns)
        self.count = 0 if self.fields > 1 else -dialect.blank_lines  # which are not the header
        self.line = line  # the line on which the next chunk begins
        self.offset = 0  # bytes before the next chunk
        self.delimiters = 0  # outside quotes, before the next chunk
        self.quoted = False  # whether the next chunk begins inside quotes
        self.tail = b"\n"  # some bytes before it
        self.ended = (-1, 0)  # the last record: where it ended, and the delimiters up to there
        self.endings = {"\\n": 0, "\\r\\n": 0}
        self.returns = 0  # outside quotes
        self.quoted_newlines = False
        self.is_cut = False  # whether the file ends without a newline
        record = dialect.delimiter.encode() * (self.fields - 1) + b"\n"
        self.repeated = record * (CHUNK // len(record) + 2)
        self.values = bytes(set(range(256)) - {self.delimiter, NEWLINE})

    def feed(self, chunk: bytes, *, is_last: bool) -> None:
        """Count the records that end in this chunk."""
        if not self._feed_plain(chunk):
            self._feed_any(chunk, is_last=is_last)
        self.offset += len(chunk)
        self.tail = (self.tail + chunk[-TAIL:])[-TAIL:]

    def _feed_plain(self, chunk: bytes) -> bool:
        """Count a chunk that has no quotes and no blank lines, where it has no wrong record.

        What is left of it without the values is the same delimiters and newline again and again.
        """
        begun = self.delimiters - self.ended[1]
        if self.quoted or self.tail[-1] == QUOTE or b'"' in chunk or begun >= self.fields:
            return False
        found = chunk.translate(None, self.values)
        if not self.repeated.startswith(found, begun):
            return False
        newlines, returned = (
            found.count(b"\n"),
            int(self.tail[-1] == RETURN and chunk[0] == NEWLINE),
        )
        if b"\r" in chunk:
            returned += chunk.count(b"\r\n")
        self._add_ends(newlines, returned, chunk.count(b"\r"), chunk)
        self.count += newlines
        self.line += newlines
        self.delimiters += len(found) - newlines
        if newlines:
            after = len(found) - found.rindex(b"\n") - 1
            self.ended = (chunk.rindex(b"\n") + self.offset, self.delimiters - after)
        return True

    def _add_ends(self, newlines: int, returned: int, returns: int, chunk: bytes) -> None:
        """Add to the ways in which lines end, `returned` of them by both; refuse two of them."""
        self.endings["\\r\\n"] += returned
        self.endings["\\n"] += newlines - returned
        self.returns += returns
        alone = self.returns - self.endings["\\r\\n"]
        if alone > int(chunk[-1] == RETURN) or all(self.endings.values()):
            raise UnusualTextError

    def _feed_any(self, chunk: bytes, *, is_last: bool) -> None:
        """Count a chunk by what is outside quotes."""
        import numpy as np

        data = np.frombuffer(chunk, dtype=np.uint8)
        quotes = data == QUOTE
        outside = np.logical_xor.accumulate(quotes) == self.quoted
        newlines = chunk.count(b"\n")
        ends = np.flatnonzero((data == NEWLINE) & outside)
        returned = np.where(ends > 0, data[ends - 1], self.tail[-1]) == RETURN
        returns = int(((data == RETURN) & outside).sum())
        self._add_ends(ends.size, int(returned.sum()), returns, chunk)
        before = self.tail[-1], self.quoted
        stray = stray_quotes(data, np.flatnonzero(quotes), before, self.delimiter)
        if stray.size:
            raise misquoted(self.name, self.line + chunk[: stray.min()].count(b"\n"))
        delimiters = np.flatnonzero((data == self.delimiter) & outside)
        passed = self.delimiters + np.searchsorted(delimiters, ends)
        fields = np.diff(passed, prepend=self.ended[1]) + 1
        lengths = np.diff(ends + self.offset, prepend=self.ended[0]) - 1 - returned
        blank = (lengths == 0) & (self.fields > 1)
        wrong = np.flatnonzero((fields != self.fields) & ~blank)
        if wrong.size:
            first = int(wrong[0])
            begin = int(ends[first - 1]) + 1 if first else self.ended[0] + 1 - self.offset
            line = self.line + chunk[: max(0, begin)].count(b"\n")
            good = self.count + first - int(blank[:first].sum()) - 1
            rest = self._from(begin, chunk) if is_last else b""
            raise self._uneven(int(fields[first]), line, good, rest)
        self.count += ends.size - int(blank.sum())
        if ends.size:
            self.ended = (int(ends[-1]) + self.offset, int(passed[-1]))
        self.quoted_newlines |= newlines > ends.size
        self.line += newlines
        self.delimiters += delimiters.size
        self.quoted = not outside[-1]

    def finish(self) -> int:
        """Count a last record that has no newline, and return how many there are in all."""
        if self.quoted:
            raise unclosed(self.name, self.count)
        if self.ended[0] < self.offset - 1:
            self.is_cut = True
            self.feed(b"\r\n" if self.endings["\\r\\n"] else b"\n", is_last=True)
        return self.count

    def totals(self) -> int:
        """Return how many of the last records sum others up."""
        tail = self.tail.decode(errors="replace")
        return totals_at_end(tail, chr(self.delimiter)) if self.fields > 1 else 0

    def _from(self, begin: int, chunk: bytes) -> bytes:
        """Return what is held from a place in the chunk, or before it, on."""
        if begin >= 0:
            return chunk[begin:]
        return self.tail[begin:] + chunk if -begin <= len(self.tail) else b""

    def _uneven(self, fields: int, line: int, good: int, rest: bytes) -> FileError:
        text = rest.decode(errors="replace")
        text = text.rstrip("\r\n") if self.is_cut else text
        is_known = good > 0 and bool(rest) and is_below(text, chr(self.delimiter), self.fields)
        return uneven(self.name, line, (fields, self.fields), good if is_known else 0)
