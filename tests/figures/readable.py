"""Whether the words of a figure can be read: all on the page, none over another, lines apart."""

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from alsstats.figures.page import MILLIMETRES, style

SLACK = 0.1  # mm: letters are fitted to pixels of 0.25 mm, and may be one wider on each side


def texts(figure: Figure) -> list[Text]:
    """Return every text that is drawn: not those of ticks beyond the ends of their axis."""
    beyond = {id(label) for axes in figure.axes for tick in _beyond(axes) for label in _of(tick)}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]


def words(figure: Figure) -> list[str]:
    """Return what is written, in lines."""
    return [text.get_text() for text in texts(figure)]


def places(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return what is written, and where in mm."""
    with style():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        pixel = MILLIMETRES / figure.dpi
        return [
            (text.get_text(), Bbox(text.get_window_extent(renderer).get_points() * pixel))
            for text in texts(figure)
        ]


def faults(figure: Figure) -> list[str]:
    """Return the words that leave the page, and the pairs that overlap."""
    held = [(text, box.padded(-SLACK)) for text, box in places(figure)]
    width, height = (MILLIMETRES * inches for inches in figure.get_size_inches())
    found = [
        f"leaves the page: {text}"
        for text, box in held
        if not (box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height)
    ]
    pairs = combinations(held, 2)
    return [*found, *(f"{a} over {b}" for (a, one), (b, two) in pairs if one.overlaps(two))]


def _beyond(axes: Axes) -> list[Tick]:
    return [
        tick
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    ]


def _of(tick: Tick) -> tuple[Text, Text]:
    return tick.label1, tick.label2
