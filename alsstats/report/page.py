"""The page: one file of HTML, its style and its script inside, nothing loaded from anywhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from alsstats.report.answers import Report


def to_page(report: Report) -> str:
    """Return the report as HTML; every text of the data is escaped."""
    from alsstats.render.cells import table

    template = _environment().from_string(_file("report.html.j2"))
    return template.render(report=report, table=table)


def _file(name: str) -> str:
    return files("alsstats.report").joinpath(name).read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
