"""Where answers go: standard output and files; what was assumed goes to standard error."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from alsstats.errors import UsageError, printable
from alsstats.result import NOT_COMPUTED

if TYPE_CHECKING:
    from alsstats.result import Result

NO_MODEL = 5
NARROWEST, WIDEST = 80, 120  # columns of what is printed; files have 80


def deliver(
    result: Result,
    format: str | None,
    output: list[Path] | None,
    *,
    quiet: bool,
    source: Path | None = None,
) -> None:
    """Render everything first, then write the files, then print; never over the data themselves.

    Where a model could not be computed, all else is written, and the command leaves with 5.
    """
    from alsstats.render import FORMATS, render

    command = shlex.join(["alsstats", *sys.argv[1:]])
    result = replace(result, provenance=dict(result.provenance) | {"command": command})
    files = {path: render(result, _format_of(path, source)) for path in output or []}
    shown = format or ("" if files else "text")
    printed = render(result, shown, _width()) if shown else ""
    for path, text in files.items():
        _write(path, text)
    if not quiet:
        for text in result.provenance.get("assumed", ()):
            print(f"assumed: {printable(text)}", file=sys.stderr)
    if not (shown and FORMATS[shown].holds_notes):
        for note in result.notes:
            print(f"note: {printable(note.text)}", file=sys.stderr)
    for path in files:
        print(f"wrote {path}", file=sys.stderr)
    _print(printed)
    if any(note.code == NOT_COMPUTED for note in result.notes):
        raise typer.Exit(NO_MODEL)


def _width() -> int:
    """Return the width of the terminal, or what COLUMNS says, within what can be read."""
    return min(WIDEST, max(NARROWEST, get_terminal_size((NARROWEST, 0)).columns))


def _print(text: str) -> None:
    try:
        if sys.stdout is None:
            raise OSError(None, "it is closed")
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError("cannot write to standard output", found=[f"{error.strerror}"]) from None


def _format_of(path: Path, source: Path | None) -> str:
    from alsstats.render import FORMATS

    if source is not None and os.path.realpath(path) == os.path.realpath(source):
        raise UsageError(
            f"'{path}' is the data", why="the answer would be written over the patients"
        )
    for name, held in FORMATS.items():
        if path.suffix.lower() == held.extension:
            return name
    raise UsageError(
        f"no format is known for '{path.name}'",
        found=[f"extensions: {', '.join(held.extension for held in FORMATS.values())}"],
        fix="-o accuracy.json",
    )


def _write(path: Path, text: str) -> None:
    """Write beside the file and rename: whoever reads it finds the old or the new one, whole."""
    target = Path(os.path.realpath(path))  # a link stays a link
    beside = target.with_name(f".{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write '{path}'", found=[f"{error.strerror}"]) from None
    finally:
        with suppress(OSError):
            beside.unlink()
