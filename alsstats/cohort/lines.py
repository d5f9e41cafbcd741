"""Lines of a text, chunk by chunk: those above the header, how they end, the last to be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alsstats.cohort.quotes import NEWLINE, QUOTE, RETURN

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LINE_END = re.compile(rb"\r\n|\r|\n")


def newlines(some: bytes) -> int:
    r"""Return how many lines end in some bytes: at newlines, or at returns where there is none.

    >>> newlines(b"1\r\n2\r\n"), newlines(b"1\r2\r")
    (2, 2)
    """
    return some.count(b"\n") or some.count(b"\r")


class Lines:
    """Text in UTF-8 whose lines come to end in one way: by a newline.

    The first `skip` lines are left out. Of the records, which newlines outside quotes end, the
    first `most` are kept, one of them the header; `below` counts the lines left out below them. A
    blank line is a record only where `blank_counts`: where there is one column.
    """

    def __init__(self, skip: int, most: int | None, *, blank_counts: bool) -> None:
        self.skip = skip
        self.most = most
        self.blank_counts = blank_counts
        self.records = 0
        self.below = 0
        self.held = b""  # a return, which a newline may follow
        self.quoted = False  # whether what comes next is in quotes
        self.last = NEWLINE  # the byte before it

    def feed(self, chunk: bytes, *, final: bool = False) -> bytes:
        """Return these bytes as they are to be read."""
        chunk = self.held + chunk
        self.held = b"\r" if chunk.endswith(b"\r") and not final else b""
        chunk = chunk.removesuffix(self.held)
        while self.skip and (end := LINE_END.search(chunk)):
            chunk = chunk[end.end() :]
            self.skip -= 1
        if self.skip or not chunk:
            return b""
        quoted, text = self.quoted, self._ended(chunk)
        kept = text if self.most is None else self._first(text, self.most, quoted=quoted)
        self.last = text[-1]
        return kept

    def _ended(self, chunk: bytes) -> bytes:
        """End lines by newlines; what is in quotes stays as it is."""
        if not self.quoted and b'"' not in chunk:
            return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        import numpy as np

        data = np.frombuffer(chunk, dtype=np.uint8)
        outside = _outside(data, quoted=self.quoted)
        self.quoted = not outside[-1]
        returns = outside & (data == RETURN)
        dropped = returns & np.append(data[1:] == NEWLINE, False)
        ended: bytes = np.where(returns, np.uint8(NEWLINE), data)[~dropped].tobytes()
        return ended

    def _first(self, text: bytes, most: int, *, quoted: bool) -> bytes:
        """Return what belongs to the first records."""
        import numpy as np

        data = np.frombuffer(text, dtype=np.uint8)
        ends = np.flatnonzero((data == NEWLINE) & _outside(data, quoted=quoted))
        full = np.where(ends > 0, data[ends - 1], self.last) != NEWLINE
        if self.blank_counts:
            full |= self.records + full.cumsum() > 0
        records = self.records + full.cumsum()
        place = int(np.searchsorted(records, most))
        end = 0 if self.records == most else int(ends[place]) + 1 if place < ends.size else None
        self.records = min(most, int(records[-1]) if ends.size else self.records)
        kept = text[:end]
        below = text[len(kept) :]
        self.below += len(re.findall(rb"[^\n]+", below))
        return kept


def _outside(data: npt.NDArray[np.uint8], *, quoted: bool) -> npt.NDArray[np.bool_]:
    """Say which bytes are not in quotes; `quoted` says it of the byte before them."""
    import numpy as np

    outside: npt.NDArray[np.bool_] = np.logical_xor.accumulate(data == QUOTE) == quoted
    return outside
