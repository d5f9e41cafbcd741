"""Whether the texts of a figure can be read: none leaves it, none covers another."""

from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def texts_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return each text that is printed, and where in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    beyond = {id(tick.label1) for axes in figure.axes for tick in ticks_beyond(axes)}
    shown = [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]
    shown = [text for text in shown if text.axes is None or text.axes.get_visible()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


def ticks_beyond(axes: Axes) -> list[Tick]:
    """Return the ticks that are not drawn, since they lie outside of their axis."""
    return [
        tick
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    ]


def assert_legible(figure: Figure) -> None:
    held = [(name, box) for name, box in texts_of(figure) if box.width and box.height]
    whole = figure.bbox
    for name, box in held:
        assert box.x0 >= -0.5, name
        assert box.y0 >= -0.5, name
        assert box.x1 <= whole.x1 + 0.5, name
        assert box.y1 <= whole.y1 + 0.5, name
    for place, (name, box) in enumerate(held):
        for other, beside in held[place + 1 :]:
            apart = (
                min(box.x1, beside.x1) - max(box.x0, beside.x0) < 0.5
                or min(box.y1, beside.y1) - max(box.y0, beside.y0) < 1.5
            )
            assert apart, (name, other)
