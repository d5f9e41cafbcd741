"""How much room text takes, in mm, and text broken into lines that fit."""

from __future__ import annotations

import re
from functools import cache

POINT = 25.4 / 72  # mm
SIZE = 7.0  # points, of all text
LINE = 1.22 * SIZE * POINT  # mm from a line of text to the next
BREAKS = re.compile(r"(?<=[ /;-])(?<![=<] )(?![=<%])")  # where a line may end; not in "p = 0.01"


@cache
def width_of(text: str) -> float:
    """Return how wide a line of text is printed, in mm."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(
        text, FontProperties(family="DejaVu Sans", size=SIZE), ismath=False
    )
    return float(width) * POINT


def broken(text: str, width: float) -> list[str]:
    """Return a text as lines of at most `width` mm, broken at spaces and the like where it can be.

    >>> broken("survival by flair_swi, among those with ALS", 30)
    ['survival by flair_swi,', 'among those with ALS']
    """
    lines = [""]
    for word in BREAKS.split(text):
        if lines[-1] and width_of((lines[-1] + word).rstrip()) > width:
            lines.append("")
        lines[-1] += word
        while width_of(lines[-1].rstrip()) > width and len(lines[-1].rstrip()) > 1:
            line = lines.pop()
            most = max(n for n in range(1, len(line)) if n == 1 or width_of(line[:n]) <= width)
            cut = line.rfind("_", 0, most) + 1 or most
            lines += [line[:cut], line[cut:]]
    return [line.strip() for line in lines]
