"""One plain HTML table, for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from alsstats.render.cells import table

if TYPE_CHECKING:
    from alsstats.result import Result


def to_html(result: Result) -> str:
    """Return the rows as a table, the title as its caption, the notes below it."""
    heading, rows = table(result)
    lines = ["<table>", f"<caption>{escape(result.title)}</caption>"]
    lines += ["<thead>", _line("th", heading), "</thead>", "<tbody>"]
    lines += [*(_line("td", row) for row in rows), "</tbody>", "</table>"]
    if result.notes:
        items = "".join(f"<li>{escape(note.text)}</li>" for note in result.notes)
        lines += [f"<ul>{items}</ul>"]
    return "\n".join(lines) + "\n"


def _line(tag: str, cells: list[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
