"""A figure as the bytes of a file: SVG, PDF or PNG at 300 dpi, its alternative text inside."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXTENSIONS = (".svg", ".pdf", ".png")
NO_CLOCK = {  # what would differ from day to day
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
    ".png": {"Software": None},
}


def known(extension: str) -> str:
    """Return the extension in small letters, or say which are known."""
    if extension.lower() not in EXTENSIONS:
        raise UsageError(
            f"no figure is made as '{extension}'",
            found=[f"known: {', '.join(EXTENSIONS)}"],
            fix="--plot figure.svg",
        )
    return extension.lower()


def figure_bytes(figure: Figure, extension: str, title: str, description: str) -> bytes:
    """Return the file; the same figure gives the same bytes on any day."""
    kind = known(extension)
    words = {"Title": title, "Subject" if kind == ".pdf" else "Description": description}
    written = BytesIO()
    figure.savefig(written, format=kind[1:], metadata=words | NO_CLOCK[kind])
    return _described(written.getvalue(), description) if kind == ".svg" else written.getvalue()


def _described(svg: bytes, description: str) -> bytes:
    """Put the alternative text where programs that read aloud look for it."""
    before, opening, after = svg.partition(b"<svg ")
    head, title, rest = after.partition(b"</title>")
    text = f"</title>\n <desc>{escape(description)}</desc>".encode()
    return b"".join([before, opening, b'role="img" ', head, text if title else b"", rest])
