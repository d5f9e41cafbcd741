"""Names beside the ends of lines, spread so that none covers another, with the lines' looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, broken, widest
from alsstats.figures.page import FADED
from alsstats.figures.placing import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Look
    from alsstats.figures.placing import Place

GAP, SAMPLE = 2.5, 5.0  # mm from the axes to a sample of the line; how long it is
BESIDE = GAP + SAMPLE + 1.0  # mm from the axes to the text


class LineLabel(NamedTuple):
    """A line's name in lines of text, where the line ends, and how it looks."""

    lines: Sequence[str]
    end: tuple[float, float]
    look: Look

    @property
    def height(self) -> float:
        """The room that it takes from the next, in mm."""
        return len(self.lines) * LINE + 0.8


def room_beside(names: Sequence[str], most: float) -> tuple[list[list[str]], float]:
    """Return each name in lines of at most `most` mm, and the room that all of it takes."""
    lines = [broken(name, most) for name in names]
    return lines, BESIDE + widest(line for held in lines for line in held)


def spread(wanted: Sequence[float], heights: Sequence[float], most: float) -> list[float]:
    """Return places from 0 to `most` near those wanted, no two nearer than their heights allow.

    Those that do not fit overall run below 0.

    >>> spread([5.0, 6.0, 30.0], [4.0, 4.0, 4.0], 31.0)
    [5.0, 9.0, 29.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    places = list(wanted)
    below = 0.0
    for one in order:
        places[one] = max(places[one], below + heights[one] / 2)
        below = places[one] + heights[one] / 2
    above = most
    for one in reversed(order):
        places[one] = min(places[one], above - heights[one] / 2)
        above = places[one] - heights[one] / 2
    return places


def draw_labels(figure: Figure, axes: Axes, box: Place, labels: Sequence[LineLabel]) -> None:
    """Write each name to the right of the axes, whose box this is."""
    from matplotlib.lines import Line2D

    ends = [
        axes.transAxes.inverted().transform(axes.transData.transform(label.end)) for label in labels
    ]
    wanted = [y * box.height for _, y in ends]
    places = spread(wanted, [label.height for label in labels], box.height)
    start, end = (1 + mm / box.width for mm in (GAP, GAP + SAMPLE))
    for label, place, (x, y) in zip(labels, places, ends, strict=True):
        level = place / box.height
        leader = Line2D([x, start], [y, level], color=FADED, linewidth=0.4)
        sample = Line2D([start, end], [level, level], color=label.look.colour)
        sample.set(linestyle=label.look.line)
        for line in (leader, sample):
            line.set(transform=axes.transAxes, clip_on=False, zorder=1.5)
            axes.add_artist(line)
        middle = box.top + box.height - place
        write(figure, label.lines, box.left + box.width + BESIDE, middle, va="center")
