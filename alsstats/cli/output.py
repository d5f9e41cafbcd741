"""Where answers go: standard output and files; what was assumed goes to standard error."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from alsstats.cli.plots import Plots, drawn
from alsstats.cli.writing import write_all
from alsstats.errors import UsageError, printable
from alsstats.result import NOT_COMPUTED

if TYPE_CHECKING:
    from alsstats.result import Result

NO_MODEL = 5
NO_PLOTS = Plots()
NARROWEST, WIDEST = 80, 120  # columns of what is printed; files have 80


def deliver(
    result: Result,
    format: str | None,
    output: list[Path] | None,
    *,
    quiet: bool,
    source: Path | None = None,
    plots: Plots = NO_PLOTS,
) -> None:
    """Render and draw everything first, then write the files, then print.

    Where a model could not be computed, all else is written, and the command leaves with 5.
    """
    from alsstats.render import FORMATS, render

    result = replace(result, provenance=dict(result.provenance) | {"command": command()})
    for path in (*(output or []), *(path for _, path in plots.wanted)):
        not_the_data(path, source)
    files = {path: render(result, _format_of(path)).encode() for path in output or []}
    shown = format or ("" if files else "text")
    printed = render(result, shown, _width()) if shown else ""
    write_all(files | drawn(result, plots))
    _tell(result, quiet=quiet, notes=not (shown and FORMATS[shown].holds_notes))
    for path in (*files, *(path for _, path in plots.wanted)):
        print(f"wrote {path}", file=sys.stderr)
    print_out(printed)
    if is_incomplete(result):
        raise typer.Exit(NO_MODEL)


def command() -> str:
    """Return the command as it was given."""
    return shlex.join(["alsstats", *sys.argv[1:]])


def is_incomplete(result: Result) -> bool:
    """Tell whether a model of the answer could not be computed."""
    return any(note.code == NOT_COMPUTED for note in result.notes)


def _tell(result: Result, *, quiet: bool, notes: bool) -> None:
    """Say on standard error what was assumed, and what a reader must know."""
    for text in () if quiet else result.provenance.get("assumed", ()):
        print(f"assumed: {printable(text)}", file=sys.stderr)
    for note in result.notes if notes else ():
        print(f"note: {printable(note.text)}", file=sys.stderr)


def _width() -> int:
    """Return the width of the terminal, or what COLUMNS says, within what can be read."""
    return min(WIDEST, max(NARROWEST, get_terminal_size((NARROWEST, 0)).columns))


def print_out(text: str) -> None:
    """Print the answer; a pipe that was closed is told from a disk that is full."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(
            "cannot write to standard output",
            found=[f"{error.strerror}"],
            fix="write to a file with -o",
        ) from None


def not_the_data(path: Path, source: Path | None) -> None:
    """Refuse to write an answer over the patients."""
    if source is not None and _is_same(path, source):
        raise UsageError(
            f"'{path}' is the data", why="the answer would be written over the patients"
        )


def _is_same(path: Path, source: Path) -> bool:
    """Tell whether two paths lead to one file; `-` is the one that is led to standard input."""
    if str(source) != "-":
        return os.path.realpath(path) == os.path.realpath(source)
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdin.fileno()))
    except (OSError, ValueError, AttributeError):
        return False  # no such file, or no file at all


def _format_of(path: Path) -> str:
    from alsstats.figures.files import EXTENSIONS
    from alsstats.render import FORMATS

    for name, held in FORMATS.items():
        if path.suffix.lower() == held.extension:
            return name
    raise UsageError(
        f"no format is known for '{path.name}'",
        found=[f"extensions: {', '.join(held.extension for held in FORMATS.values())}"],
        fix=f"--plot {path.name}" if path.suffix.lower() in EXTENSIONS else "-o accuracy.json",
    )
