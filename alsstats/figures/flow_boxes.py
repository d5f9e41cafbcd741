"""Boxes of a flow diagram, laid out in mm: steps at the left, and who leaves at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, broken
from alsstats.figures.placing import EDGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.figures.flow_steps import Before, Flow

PAD, BETWEEN = 1.0, 4.0  # mm inside a box, and between the two columns
DOWN, APART = 6.0, 1.5  # mm from a box to the next below it at least, and between side boxes
BESIDE = 1.2  # mm between the cells
WIDEST = 62.0  # mm of a column
MOST = 8  # reasons that a box lists


class Box(NamedTuple):
    """A box and its lines of words: mm from the left and from the top."""

    lines: list[str]
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        """Return its height in mm."""
        return len(self.lines) * LINE + 2 * PAD

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Return how far its middle is from the left."""
        return self.x + self.width / 2


class Arrow(NamedTuple):
    """An arrow through points, in mm from the left and from the top."""

    points: tuple[tuple[float, float], ...]


class Diagram(NamedTuple):
    """Everything that is drawn, and how high it is."""

    boxes: list[Box]
    arrows: list[Arrow]
    height: float


def diagram_of(flow: Flow, width: float) -> Diagram:
    """Lay out the flow on a page of that width."""
    column = min(WIDEST, (width - 2 * EDGE - BETWEEN) / 2)
    left = (width - 2 * column - BETWEEN) / 2
    right = left + column + BETWEEN
    boxes, arrows = list[Box](), list[Arrow]()
    box = _box(_first(flow), left, EDGE, column)
    boxes.append(box)
    for leaving, staying in _steps(flow):
        side = _box(leaving, right, 0.0, column)
        down = max(DOWN, side.height - box.height + APART)
        below = _box(staying, left, box.bottom + down, column)
        turn = box.bottom + down / 2
        boxes += [side._replace(y=turn - side.height / 2), below]
        arrows += [_arrow(box, below), Arrow(((box.middle, turn), (right, turn)))]
        box = below
    cells, lines = _cells(flow, box)
    bottom = max(cell.bottom for cell in cells)
    return Diagram([*boxes, *cells], [*arrows, *lines], bottom + EDGE)


def _box(lines: Sequence[str], x: float, y: float, width: float) -> Box:
    return Box([part for line in lines for part in broken(line, width - 2 * PAD)], x, y, width)


def _first(flow: Flow) -> list[str]:
    if flow.before is None:
        return _assessed(flow)
    return [f"Enrolled: {flow.before.enrolled}", f"of these scanned: {flow.before.scanned}"]


def _steps(flow: Flow) -> Iterator[tuple[list[str], list[str]]]:
    """Yield who leaves, and who stays, step by step."""
    held = flow.before
    if held is None:
        return
    yield _left_out(held), [f"{flow.sign.against}: {held.compared}"]
    scanned = held.compared - held.not_scanned
    yield [f"Not scanned: {held.not_scanned}"], [f"Scanned: {scanned}"]
    part = "sign or a part" if flow.sign.is_combined else "sign"
    unread = [f"{part} missing: {held.missing}", f"{part} not assessable: {held.not_assessable}"]
    yield [f"Not read: {held.missing + held.not_assessable}", *unread], _assessed(flow)


def _left_out(before: Before) -> list[str]:
    reasons = sorted(before.outside.items(), key=lambda held: -held[1])
    rest = sum(people for _, people in reasons[MOST:])
    more = [f"{len(reasons) - MOST} more: {rest}"] if len(reasons) > MOST else []
    listed = [f"{reason}: {people}" for reason, people in reasons[:MOST]]
    return [f"Not compared: {sum(before.outside.values())}", *listed, *more]


def _assessed(flow: Flow) -> list[str]:
    if not flow.counted_as:
        return [flow.sign.name, f"assessed: {flow.table.total}"]
    counted = f"of these not assessable: {flow.counted}, counted as {flow.counted_as}"
    return [flow.sign.name, f"in the table: {flow.table.total}", counted]


def _sides(flow: Flow) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the sign present and absent, and the words of the two cells of each."""
    table, row = flow.table, flow.sign.accuracy.sensitivity
    ill, others = row.target or "with the disease", row.comparison or "without it"
    present = [f"{name}: {false}" for name, (false, _) in flow.groups.items()]
    absent = [f"{name}: {true}" for name, (_, true) in flow.groups.items()]
    yield (
        f"Sign present: {table.positive}",
        [[f"TP: {table.tp}", ill], [f"FP: {table.fp}", others, *present]],
    )
    yield (
        f"Sign absent: {table.negative}",
        [[f"FN: {table.fn}", ill], [f"TN: {table.tn}", others, *absent]],
    )


def _cells(flow: Flow, above: Box) -> tuple[list[Box], list[Arrow]]:
    """Lay out the sign present and absent beside each other, and below each its two cells."""
    boxes, arrows = list[Box](), list[Arrow]()
    width = (above.width - BESIDE) / 2
    for place, (heading, cells) in enumerate(_sides(flow)):
        x = above.x + place * (above.width + BETWEEN)
        head = _box([heading], x, above.bottom + DOWN, above.width)
        below = [
            _box(lines, x + nth * (width + BESIDE), head.bottom + DOWN, width)
            for nth, lines in enumerate(cells)
        ]
        boxes += [head, *below]
        arrows += [_arrow(above, head), *(_arrow(head, cell) for cell in below)]
    return boxes, arrows


def _arrow(above: Box, below: Box) -> Arrow:
    """Lead from one box down to another, with a step where it is to a side."""
    turn = (above.bottom + below.y) / 2
    ends = (above.middle, above.bottom), (below.middle, below.y)
    return Arrow((ends[0], (above.middle, turn), (below.middle, turn), ends[1]))
