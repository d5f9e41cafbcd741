"""How wide words are in print, in mm, and where they are broken so that they fit."""

from __future__ import annotations

import re
from functools import lru_cache

from alsstats.errors import printable
from alsstats.figures.page import FONTS, MILLIMETRES

SIZE = 7.0  # points, of everything that has to be read in print
LINE = 2.9  # mm from one line of words of that size to the next
POINTS = 72.0  # an inch
ON_SCREEN = 1.04  # letters fitted to the pixels of a screen are up to so much wider
BREAKS = re.compile(r"[^\s_/-]*[_/-]+|[^\s_/-]+|\s+")  # a word may be broken behind these


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Return the width of one line of words in mm."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=FONTS[0], size=size, weight=weight)
    width: float = TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]
    return width / POINTS * MILLIMETRES * ON_SCREEN


def widest(texts: list[str], size: float = SIZE) -> float:
    """Return the width of the widest of some lines of words, 0 where there are none."""
    return max((width_of(text, size) for text in texts), default=0.0)


def broken(text: str, room: float, size: float = SIZE, weight: str = "normal") -> list[str]:
    """Break words into lines of at most `room` mm: at spaces, behind _ - and /, or anywhere.

    >>> broken("probable laboratory-supported", 20)
    ['probable', 'laboratory-', 'supported']
    """
    lines = [""]
    for piece in BREAKS.findall(printable(text)):
        if width_of((lines[-1] + piece).rstrip(), size, weight) <= room:
            lines[-1] += piece
        else:
            lines += _letters(piece.lstrip(), room, size, weight)
    return [line.strip() for line in lines if line.strip()] or [""]


def _letters(piece: str, room: float, size: float, weight: str) -> list[str]:
    """Break one piece that may be wider than the room by itself."""
    lines = [""]
    for letter in piece:
        if lines[-1] and width_of(lines[-1] + letter, size, weight) > room:
            lines.append("")
        lines[-1] += letter
    return lines
