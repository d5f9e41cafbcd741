"""Boxes of a flow diagram, laid out in mm: steps at the left, who leaves at the right, then four."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE, broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.figures.flow_steps import Before, Flow

EDGE, PAD, BETWEEN = 1.5, 1.4, 6.0  # mm around, inside a box, and between the two columns
DOWN, APART = 6.0, 1.5  # mm from a box to the next below it at least, and between side boxes
BESIDE = 2.0  # mm between the cells
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
    """A line through points, with a point at its end, if it is no mere line."""

    points: tuple[tuple[float, float], ...]


class Diagram(NamedTuple):
    """Everything that is drawn, and how high it is."""

    boxes: list[Box]
    arrows: list[Arrow]
    height: float


def diagram_of(flow: Flow, width: float) -> Diagram:
    """Lay out the flow on a page of that width."""
    column = (width - 2 * EDGE - BETWEEN) / 2
    right = EDGE + column + BETWEEN
    boxes, arrows = list[Box](), list[Arrow]()
    box = _box(_first(flow), EDGE, EDGE, column)
    boxes.append(box)
    for leaving, staying in _steps(flow):
        side = _box(leaving, right, 0.0, column)
        down = max(DOWN, side.height - box.height + APART)
        below = _box(staying, EDGE, box.bottom + down, column)
        turn = box.bottom + down / 2
        boxes += [side._replace(y=turn - side.height / 2), below]
        arrows.append(Arrow(((box.middle, box.bottom), (box.middle, below.y))))
        arrows.append(Arrow(((box.middle, turn), (right, turn))))
        box = below
    cells, lines, height = _cells(flow, box, column, right)
    return Diagram([*boxes, *cells], [*arrows, *lines], height + EDGE)


def _box(lines: Sequence[str], x: float, y: float, width: float) -> Box:
    return Box([part for line in lines for part in broken(line, width - 2 * PAD)], x, y, width)


def _first(flow: Flow) -> list[str]:
    if flow.before is None:
        return _assessed(flow)
    of_them = flow.before.scanned
    return [f"Enrolled: {flow.before.enrolled}", f"of these scanned: {of_them}"]


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
    words = [flow.sign.name, f"assessed: {flow.table.total}"]
    if flow.counted_as:
        words.append(f"of these not assessable: {flow.counted}, counted as {flow.counted_as}")
    return words


def _cells(
    flow: Flow, above: Box, column: float, right: float
) -> tuple[list[Box], list[Arrow], float]:
    """Lay out the sign present and absent, and below each the two cells."""
    table, row = flow.table, flow.sign.accuracy.sensitivity
    ill, others = row.target or "with the disease", row.comparison or "without it"
    sides = (
        ("present", table.positive, ("TP", table.tp), ("FP", table.fp), 0),
        ("absent", table.negative, ("FN", table.fn), ("TN", table.tn), 1),
    )
    fork, top = above.bottom + DOWN / 2, above.bottom + DOWN
    boxes, arrows, ends = list[Box](), list[Arrow](), list[float]()
    for x, (word, people, of_ill, of_others, place) in zip((EDGE, right), sides, strict=True):
        head = _box([f"Sign {word}: {people}"], x, top, column)
        start = (above.middle, above.bottom)
        turn = ((above.middle, fork), (head.middle, fork)) if head.middle != above.middle else ()
        arrows.append(Arrow((start, *turn, (head.middle, head.y))))
        width = (column - BESIDE) / 2
        groups = [f"{name}: {split[place]}" for name, split in flow.groups.items()]
        cells = [
            _box([f"{of_ill[0]}: {of_ill[1]}", ill], x, head.bottom + DOWN, width),
            _box(
                [f"{of_others[0]}: {of_others[1]}", others, *groups],
                x + width + BESIDE,
                head.bottom + DOWN,
                width,
            ),
        ]
        branch = head.bottom + DOWN / 2
        for cell in cells:
            path = ((head.middle, branch), (cell.middle, branch), (cell.middle, cell.y))
            arrows.append(Arrow(((head.middle, head.bottom), *path)))
        boxes += [head, *cells]
        ends += [cell.bottom for cell in cells]
    return boxes, arrows, max(ends)
