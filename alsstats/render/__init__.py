"""Results as text: a format is a file here, and `FORMATS` names them.

Renderers never compute: they round and lay out what a `Result` holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.render.csv import to_csv
from alsstats.render.json import to_json
from alsstats.render.markdown import to_markdown
from alsstats.render.text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.result import Result


class Format(NamedTuple):
    """How a format is made, the extension of its files, whether it carries the notes."""

    render: Callable[[Result], str]
    extension: str
    holds_notes: bool


FORMATS = {
    "text": Format(to_text, ".txt", holds_notes=True),
    "json": Format(to_json, ".json", holds_notes=True),
    "csv": Format(to_csv, ".csv", holds_notes=False),
    "markdown": Format(to_markdown, ".md", holds_notes=True),
}


def render(result: Result, name: str) -> str:
    """Return the result in the format of that name, ending in a newline."""
    if name not in FORMATS:
        raise UsageError(
            f"'{name}' is not a format{did_you_mean(name, FORMATS)}",
            found=[f"known: {', '.join(FORMATS)}"],
            fix="--format text",
        )
    return FORMATS[name].render(result)
