"""How wide words are in print, in mm, and where they are broken so that they fit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.figures.page import FONTS, MILLIMETRES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

POINT = MILLIMETRES / 72  # mm
SIZE = 7.0  # points, of everything that has to be read in print
LEADING = 1.3  # from one line of words to the next, as a multiple of their size
LINE = LEADING * SIZE * POINT  # mm
ON_SCREEN = 1.04  # letters fitted to the pixels of a screen are up to so much wider
NO_BREAK = "\N{NO-BREAK SPACE}"
BREAKS = re.compile(r"(?:(?<= )(?<![=<] )|(?<=\w[/;-]))(?![=<%])")  # not within "p = 0.01", "-0.1"
PARTS = re.compile(r"[^_]*_+|[^_]+")  # of a word that is wider than a line


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Return the width of one line of words in mm."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=FONTS[0], size=size, weight=weight)
    width: float = TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]
    return width * POINT * ON_SCREEN


def widest(texts: Iterable[str], size: float = SIZE) -> float:
    """Return the width of the widest of some lines of words, 0 where there are none."""
    return max((width_of(text, size) for text in texts), default=0.0)


def broken(text: str, room: float, size: float = SIZE, weight: str = "normal") -> list[str]:
    """Break words into lines of at most `room` mm: at spaces, behind - and /, or where they must.

    >>> broken("probable laboratory-supported, p = 0.01", 20)
    ['probable', 'laboratory-', 'supported,', 'p = 0.01']
    """

    def fits(words: str) -> bool:
        return width_of(words.rstrip(), size, weight) <= room

    lines = [""]
    words = NO_BREAK.join(map(printable, text.split(NO_BREAK)))
    for piece in (piece for word in BREAKS.split(words) for piece in _pieces(word, fits)):
        if fits(lines[-1] + piece):
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()] or [""]


def _pieces(word: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield a word whole where it fits a line, or else in parts behind each _, or in letters."""
    for part in [word] if fits(word) else PARTS.findall(word):
        yield from [part] if fits(part) else part
