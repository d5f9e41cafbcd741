"""A figure as the bytes of a file: SVG, PDF or PNG at 300 dpi, its alternative text inside."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings, filterwarnings

from alsstats.errors import UsageError, printable
from alsstats.figures.page import FONTS, MISSING_LETTER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXTENSIONS = (".svg", ".pdf", ".png")
NAMES = [repr(name) for name in FONTS[:-1]]  # the last is a kind of font, not one
FAMILY = f"font-family: {', '.join([*NAMES, FONTS[-1]])}"
NAMESPACES = {
    "": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
}
PLACES = {"d", "x", "y", "transform", "points"}
DIGITS = re.compile(r"(\.\d{3})\d+")
TOLD = {".svg": (), ".pdf": ("Subject",), ".png": ("Description",)}  # where a text is kept
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
    written, description = BytesIO(), printable(description)
    words = {"Title": printable(title)} | dict.fromkeys(TOLD[kind], description) | NO_CLOCK[kind]
    with catch_warnings():
        if kind != ".svg":  # which is shown in a font of whoever opens it
            filterwarnings("error", MISSING_LETTER)
        try:
            figure.savefig(written, format=kind[1:], metadata=words)
        except UserWarning:
            raise UsageError(
                f"a name holds letters that cannot be printed in a {kind} file",
                why="they would be empty boxes; an SVG file keeps them",
                fix="--plot figure.svg",
            ) from None
    return _readable(written.getvalue(), description) if kind == ".svg" else written.getvalue()


def _readable(svg: bytes, description: str) -> bytes:
    """Put the alternative text where programs that read aloud look for it; halve the file.

    Fonts are named once, places kept to a thousandth of a point, and texts left as they are.
    """
    from xml.etree import ElementTree as ET

    for prefix, name in NAMESPACES.items():
        ET.register_namespace(prefix, name)
    root = ET.fromstring(svg)  # noqa: S314  # which was written above
    root.set("role", "img")
    told = ET.Element(f"{{{NAMESPACES['']}}}desc")
    told.text = description
    root.insert(1, told)  # after the title
    root.set("style", FAMILY)
    for element in root.iter():
        _shorten(element.attrib)
        element.tail = None if not (element.tail or "").strip() else element.tail
        element.text = None if not (element.text or "").strip() else element.text
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _shorten(attributes: dict[str, str]) -> None:
    for name in PLACES & attributes.keys():
        attributes[name] = " ".join(DIGITS.sub(r"\1", attributes[name]).split())
    if attributes.get("transform", "").startswith("rotate(-0 "):
        del attributes["transform"]
    if "font-size" in attributes.get("style", ""):
        attributes["style"] = attributes["style"].replace(f"{FAMILY}; ", "")
