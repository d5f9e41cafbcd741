"""Where answers go: standard output and files; what was assumed goes to standard error."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from alsstats.result import Result


def deliver(
    result: Result,
    format: str | None,
    output: list[Path] | None,
    *,
    quiet: bool,
) -> None:
    """Render everything first, then write the files, then print."""
    from alsstats.render import FORMATS, render

    command = shlex.join(["alsstats", *sys.argv[1:]])
    result = replace(result, provenance=dict(result.provenance) | {"command": command})
    files = {path: render(result, _format_of(path)) for path in output or []}
    shown = format or ("" if files else "text")
    printed = render(result, shown) if shown else ""
    if not quiet:
        for text in result.provenance.get("assumed", ()):
            print(f"assumed: {text}", file=sys.stderr)
    if not (shown and FORMATS[shown].holds_notes):
        for note in result.notes:
            print(f"note: {note.text}", file=sys.stderr)
    for path, text in files.items():
        _write(path, text)
        print(f"wrote {path}", file=sys.stderr)
    sys.stdout.write(printed)


def _format_of(path: Path) -> str:
    from alsstats.render import FORMATS

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
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"cannot write '{path}'", found=[error.strerror or "unknown"]) from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
