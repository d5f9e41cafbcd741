"""Axes placed by measure: figures that know the room of their texts leave nothing to a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.page import new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page


class Box(NamedTuple):
    """Where axes are in a figure, in mm from its left and its lower edge."""

    left: float
    bottom: float
    width: float
    height: float


def placed_figure(page: Page, height: float) -> Figure:
    """Return an empty figure of that height in mm, without a layout of its own."""
    figure = new_figure(page, height)
    figure.set_layout_engine("none")
    return figure


def placed_axes(figure: Figure, box: Box) -> Axes:
    """Return axes at their place in a figure."""
    width, height = (25.4 * inches for inches in figure.get_size_inches())
    return figure.add_axes(
        (box.left / width, box.bottom / height, box.width / width, box.height / height)
    )
