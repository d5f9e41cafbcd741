"""Standard output and standard error as they may be: of any encoding, full, or closed."""

from __future__ import annotations

import sys
from contextlib import suppress
from errno import EBADF
from io import StringIO, TextIOWrapper


class Closed(StringIO):
    """A standard output that was closed before the program began."""

    def write(self, text: str) -> int:
        """Refuse to write anything, as a disk that is full does."""
        if text:
            raise OSError(EBADF, "it is closed")
        return 0


def open_streams() -> None:
    """Write what a console cannot show as escapes; a closed standard error has nobody to tell."""
    if sys.stdout is None:
        sys.stdout = Closed()
    if sys.stderr is None:
        sys.stderr = StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", newline="\n")


def tell(text: object) -> None:
    """Say on standard error why the program ends; where it cannot, the exit code says so."""
    with suppress(OSError):
        print(text, file=sys.stderr)


def flush() -> None:
    """Write out what is held back, where somebody still reads it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
