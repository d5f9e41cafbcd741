"""The result as a Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.cells import table

if TYPE_CHECKING:
    from alsstats.result import Result

ALIGNMENT = "| --- | --- | --- | ---: | ---: | ---: | --- | --- |"


def to_markdown(result: Result) -> str:
    """Return title, one table and the notes."""
    heading, rows = table(result)
    lines = [f"### {_escaped(result.title)}", "", _line(heading), ALIGNMENT, *map(_line, rows)]
    if result.notes:
        lines += ["", *(f"- {_escaped(note.text)}" for note in result.notes)]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    """Take the meaning from what Markdown or HTML would act on."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    for mark in "\\|*_`[]":
        plain = plain.replace(mark, "\\" + mark)
    return plain
