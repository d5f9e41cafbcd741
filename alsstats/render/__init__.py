"""Results as text: a format is a file here, and `FORMATS` names them.

Renderers never compute: they round and lay out what a `Result` holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.render.csv import to_csv
from alsstats.render.json import to_json
from alsstats.render.markdown import to_markdown
from alsstats.render.text import WIDTH, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.result import Result


class Format(NamedTuple):
    """How a format is made, the extension of its files, whether it carries the notes, and lines.

    One that is laid out in lines takes their width, too.
    """

    render: Callable[..., str]
    extension: str
    holds_notes: bool
    in_lines: bool = False


FORMATS = {
    "text": Format(to_text, ".txt", holds_notes=True, in_lines=True),
    "json": Format(to_json, ".json", holds_notes=True),
    "csv": Format(to_csv, ".csv", holds_notes=False),
    "markdown": Format(to_markdown, ".md", holds_notes=True),
}


def render(result: Result, name: str, width: int = WIDTH) -> str:
    """Return the result in the format of that name, ending in a newline; text in that width."""
    if name not in FORMATS:
        raise UsageError(
            f"'{name}' is not a format{did_you_mean(name, FORMATS)}",
            found=[f"known: {', '.join(FORMATS)}"],
            fix="--format text",
        )
    held = FORMATS[name]
    return held.render(result, width) if held.in_lines else held.render(result)
