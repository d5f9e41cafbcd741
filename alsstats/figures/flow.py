"""Flow of participants, as STARD has it: boxes from everyone enrolled to the four cells.

Source: Bossuyt et al., STARD 2015, BMJ 2015;351:h5527, item 19.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.flow_boxes import PAD, diagram_of
from alsstats.figures.flow_steps import Flow, flows_of
from alsstats.figures.page import INK, new_figure
from alsstats.figures.placing import write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alsstats.figures.flow_boxes import Arrow, Box
    from alsstats.figures.page import Page
    from alsstats.result import Result


def is_in(result: Result) -> bool:
    """Tell whether the result has the four cells of a sign."""
    return bool(flows_of(result))


def drawn(result: Result, page: Page) -> Figure:
    """Draw every step as a box, with those who leave at its right; a box of nobody stays."""
    [flow] = flows_of(result)
    diagram = diagram_of(flow, page.width)
    figure = new_figure(page, diagram.height)
    for arrow in diagram.arrows:
        _pointed(figure, arrow, page.width, diagram.height)
    for box in diagram.boxes:
        _framed(figure, box, page.width, diagram.height)
    return figure


def _framed(figure: Figure, box: Box, width: float, height: float) -> None:
    from matplotlib.patches import Rectangle

    corner = (box.x / width, 1 - box.bottom / height)
    frame = Rectangle(corner, box.width / width, box.height / height)
    frame.set(edgecolor=INK, linewidth=0.6, facecolor="white")
    figure.add_artist(frame)
    write(figure, box.lines, box.x + PAD, box.y + PAD)


def _pointed(figure: Figure, arrow: Arrow, width: float, height: float) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    path = Path([(x / width, 1 - y / height) for x, y in arrow.points])
    held = FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=5, color=INK)
    held.set(linewidth=0.6, joinstyle="miter", transform=figure.transFigure)
    figure.add_artist(held)


def described(result: Result) -> str:
    """Say how many there are at every step, and why others left."""
    [flow] = flows_of(result)
    against = f", {flow.sign.against}" if flow.sign.against else ""
    return " ".join(
        [f"Flow of participants: {flow.sign.name}{against}.", *_said_before(flow), _said(flow)]
    )


def _said_before(flow: Flow) -> list[str]:
    held = flow.before
    if held is None:
        return []
    reasons = ", ".join(f"{people} {reason}" for reason, people in held.outside.items())
    outside = f"{sum(held.outside.values())} ({reasons})" if reasons else "nobody"
    unread = "it or a part" if flow.sign.is_combined else "it"
    scanned = held.compared - held.not_scanned
    enrolled = f"Of {held.enrolled} enrolled {held.scanned} were scanned."
    compared = f"Of {held.compared} compared {held.not_scanned} were not scanned."
    read = (
        f"Of the other {scanned}, {unread} was missing in {held.missing}, and left out as not "
        f"assessable in {held.not_assessable}."
    )
    return [enrolled, f"Not compared: {outside}.", compared, read]


def _said(flow: Flow) -> str:
    table = flow.table
    counted = (
        f", of whom {flow.counted} were not assessable and counted as {flow.counted_as}"
        if flow.counted_as
        else ""
    )
    assessed = "is in the table for" if flow.counted_as else "was assessed in"
    return (
        f"It {assessed} {table.total}{counted}: present in {table.positive} ({table.tp} true "
        f"positive, {table.fp} false positive), absent in {table.negative} ({table.fn} false "
        f"negative, {table.tn} true negative)."
    )
