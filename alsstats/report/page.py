"""The page: one file of HTML, its style and its script inside, nothing loaded from anywhere."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from alsstats.errors import printable
from alsstats.versions import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from alsstats.report.answers import Report


def to_page(report: Report) -> str:
    """Return the report as HTML; every text of the data is escaped."""
    from markupsafe import Markup

    from alsstats.report.sections import sections_of

    style, script = _file("style.css"), _file("slider.js")
    template = _environment().from_string(_file("report.html.j2"))
    return template.render(
        report=report,
        sections=sections_of(report),
        version=__version__,
        style=Markup(style),  # noqa: S704  # a file of this package, as is the script
        script=Markup(script),  # noqa: S704
        digests={"style": _digest(style), "script": _digest(script)},
    )


def _file(name: str) -> str:
    return files("alsstats.report").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what the page's policy calls a text by, so that no other script or style runs."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind"] = lambda part: type(part).__name__.lower()
    return environment


def _visible(value: Any) -> Any:
    """Write out what a text holds that cannot be seen, but for the ends of its lines."""
    if type(value) is not str or value.isprintable():
        return value
    return "\n".join(map(printable, value.split("\n")))
