"""What `check` found, for programs: JSON, and the annotations of GitHub's workflows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from alsstats.errors import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alsstats.lint.finding import Finding
    from alsstats.lint.page import Check

SCHEMA = 1
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def to_json(found: Check, _file: str) -> str:
    """Return everything as JSON."""
    document = {
        "schema": SCHEMA,
        "title": found.title,
        "about": found.about,
        "columns": [column._asdict() for column in found.columns],
        "also": found.also,
        "findings": [_fields(one) for one in found.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _fields(found: Finding) -> dict[str, Any]:
    held = found._asdict()
    del held["codes"]
    return held


def to_github(found: Check, file: str) -> str:
    """Return a workflow command a finding, which GitHub shows beside the file's line.

    The line is that of the first row concerned where every row is one line, and else the header's.
    """
    return "".join(_command(one, file) for one in found.findings)


def _command(found: Finding, file: str) -> str:
    line = found.first_rows[0] + 1 if found.first_rows else 1
    place = f"file={_property(file)},line={line},title={_property(found.name)}"
    text = "\n".join([found.what, *found.lines()[1:]])
    return f"::{LEVELS[found.severity]} {place}::{_data(text)}\n"


def _data(text: str) -> str:
    r"""Escape a message as GitHub's own toolkit does.

    >>> _data("50 %\nof them")
    '50 %25%0Aof them'
    """
    lines = (printable(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Escape what stands before the message, where a colon and a comma have a meaning.

    >>> _property("a,b: c.csv")
    'a%2Cb%3A c.csv'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Check, str], str]] = {
    "text": lambda found, _file: str(found),
    "json": to_json,
    "github": to_github,
}
