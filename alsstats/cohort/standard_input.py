"""Standard input as a file: written into a private folder, and read from there."""

from __future__ import annotations

import sys
from os import PathLike, fspath
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from alsstats.temporary import TemporaryFolder

DASH, NAME = "-", "standard input"


def is_standard_input(data: Any) -> bool:
    """Tell whether what is to be read is the path `-`."""
    return isinstance(data, str | PathLike) and fspath(data) == DASH


def spooled(folder: TemporaryFolder) -> Path:
    """Write standard input into a private folder; refuse a terminal, at which nobody types rows."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.isatty():
        raise UsageError(
            "no file comes on standard input",
            found=["it is closed" if stream is None else "it is a terminal"],
            fix="name a file in place of -, or lead one there: < cohort.csv",
        )
    path = Path(folder.path) / NAME
    with path.open("wb") as file:
        copyfileobj(stream, file)
    return path
