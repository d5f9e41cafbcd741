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
WAYS = (  # to break words: where it reads well and no number is parted from what it is of
    re.compile(r"(?:(?<= )(?<![=<] )(?!(?<=[a-zA-Z] )\d)|(?<=\w[/;-]))(?![=<%])"),
    re.compile(r"(?<= )"),
    re.compile(r"(?<=_)(?!_)"),
    re.compile(r"(?<=.)(?=.)"),
)


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

    >>> broken("probable laboratory-supported, TP 85, p = 0.01", 20)
    ['probable', 'laboratory-', 'supported,', 'TP 85, p = 0.01']
    """

    def fits(words: str) -> bool:
        return width_of(words.rstrip(), size, weight) <= room

    lines = [""]
    for piece in _pieces(NO_BREAK.join(map(printable, text.split(NO_BREAK))), fits):
        if fits(lines[-1] + piece):
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()] or [""]


def _pieces(
    words: str, fits: Callable[[str], bool], ways: tuple[re.Pattern[str], ...] = WAYS
) -> Iterator[str]:
    """Yield words whole where they fit a line, or else in pieces by the first way by which they do.

    A letter may be wider than a line.
    """
    if not ways or fits(words):
        yield words
        return
    for piece in ways[0].split(words):
        yield from _pieces(piece, fits, ways[1:])
