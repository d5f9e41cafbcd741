"""Axes and words placed by measure: figures that know their texts leave nothing to a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.figures.lettering import LINE, SIZE
from alsstats.figures.page import MILLIMETRES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EDGE = 1.5  # mm of white around everything
TICKS = 5.0  # mm that the numbers of a level axis take, with its ticks
BESIDE = 2.8  # mm from an upright axis past its ticks to their numbers
ABOVE_MIDDLE = {"top": 0.0, "center": 0.5, "bottom": 1.0}  # of all lines, what stands above a place


class Place(NamedTuple):
    """Where axes are in a figure, in mm from its left and its upper edge."""

    left: float
    top: float
    width: float
    height: float


def placed_axes(figure: Figure, box: Place) -> Axes:
    """Return axes at their place in a figure."""
    width, height = size_of(figure)
    bottom = height - box.top - box.height
    return figure.add_axes(
        (box.left / width, bottom / height, box.width / width, box.height / height)
    )


def write(
    figure: Figure, lines: Sequence[str], x: float, y: float, *, va: str = "top", **how: Any
) -> None:
    """Write lines of words at mm from the left and from the top, which are where `va` says.

    Each line is a text by itself, so that a file anchors it where it stands, in whatever font.
    """
    width, height = size_of(figure)
    line = LINE * how.get("size", SIZE) / SIZE
    first = y + (0.5 - ABOVE_MIDDLE[va] * len(lines)) * line
    for place, words in enumerate(lines):
        middle = 1 - (first + place * line) / height
        figure.text(x / width, middle, words, va="center_baseline", **how)


def write_upright(
    figure: Figure, lines: Sequence[str], x: float, y: float, ha: str = "center"
) -> None:
    """Write lines that are read from below: their middle at x, and `ha` of them at y."""
    width, height = size_of(figure)
    for place, words in enumerate(lines):
        middle = x + (place + 0.5 - len(lines) / 2) * LINE
        text = figure.text(middle / width, 1 - y / height, words, rotation=90)
        text.set(rotation_mode="anchor", ha=ha, va="center_baseline")


def write_names_of_axes(
    figure: Figure, axes: Place, below: Sequence[str], beside: Sequence[str], numbers: float
) -> None:
    """Write the name of the level axis below its numbers, and that of the upright one beside its.

    The latter's `numbers` take so many mm.
    """
    middle = axes.left + axes.width / 2, axes.top + axes.height / 2
    write(figure, below, middle[0], axes.top + axes.height + TICKS, ha="center")
    write_upright(figure, beside, axes.left - numbers - len(beside) * LINE / 2, middle[1])


def size_of(figure: Figure) -> tuple[float, float]:
    """Return width and height of a figure in mm."""
    return figure.get_figwidth() * MILLIMETRES, figure.get_figheight() * MILLIMETRES
