"""Quotes in delimited text: where one encloses less, or more, than a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NEWLINE, RETURN, QUOTE = b'\n\r"'


def stray_quotes(
    data: npt.NDArray[np.uint8], places: npt.NDArray[np.int64], before: tuple[int, bool], mark: int
) -> npt.NDArray[np.int64]:
    """Return where a quote opens after, or a value goes on after a quote closed, in these bytes.

    `places` are those of the quotes, `before` is the byte before these and whether it is enclosed,
    `mark` is the delimiter. Quotes open and close in turn: of a doubled one inside a value, the
    first is taken to close, and the second to open again. Readers disagree on what others enclose.

    >>> import numpy as np
    >>> data = np.frombuffer(b'"a""b",c"d', dtype=np.uint8)
    >>> stray_quotes(data, np.flatnonzero(data == QUOTE), (NEWLINE, False), ord(",")).tolist()
    [8]
    """
    import numpy as np

    last, quoted = before
    opens, closes = places[int(quoted) :: 2], places[int(not quoted) :: 2]
    preceding = data[opens - 1]
    if opens.size and not opens[0]:
        preceding[0] = last
    after = closes[closes < data.size - 1] + 1
    if last == QUOTE and not quoted:
        after = np.concatenate([[0], after])
    begun, goes_on = np.ones(256, dtype=bool), np.ones(256, dtype=bool)
    begun[[mark, NEWLINE, QUOTE]] = False
    goes_on[[mark, NEWLINE, RETURN, QUOTE]] = False
    return np.concatenate([opens[begun[preceding]], after[goes_on[data[after]]]])
