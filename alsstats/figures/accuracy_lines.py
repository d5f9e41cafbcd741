"""Where everything stands in a forest of sensitivity and specificity, in mm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.accuracy_rows import (
    SHARES,
    Accuracy,
    footnote_of,
    heading_of_labels,
    labels_of,
    name_of_sign,
    shown_in,
)
from alsstats.figures.estimates import is_known, limits_name
from alsstats.figures.lettering import LINE, broken, widest
from alsstats.figures.page import INK, PALE, look
from alsstats.figures.placing import EDGE, TICKS
from alsstats.render.cells import counts
from alsstats.render.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.figures.page import Look, Page
    from alsstats.result import Result, Row

WIDE = 120.0  # mm of a page that has room for estimates and limits as text
GAP, BETWEEN = 2.8, 4.0  # mm between columns, and between the panels
APART, AFTER = 0.9, 1.8  # mm between two lines, and above the first one of a sign
NAMES, LABELS, INDENT = 46.0, 22.0, 2.0  # mm of a name or a label at most; of a stratum's
UNDER = 0.6  # mm below the name of a sign
AXIS = 10.0  # mm of the numbers of an axis, with its label
TALL = 40  # lines: of more, the axis has its numbers above too
HEADINGS = {"sensitivity": ["TP/", "(TP+FN)"], "specificity": ["TN/", "(TN+FP)"]}


class Words(NamedTuple):
    """Lines of words and where they stand: mm from the left and from the top."""

    lines: Sequence[str]
    x: float
    y: float
    va: str = "top"
    ha: str = "left"
    weight: str = "normal"
    color: str = INK


class Line(NamedTuple):
    """A line of both panels: its name or label, the name above it, how it looks.

    `middle` is how far it is from the upper end of the panels, in mm.
    """

    one: Accuracy
    above: list[str]
    label: list[str]
    look: Look
    middle: float = 0.0

    @property
    def height(self) -> float:
        """Return its height in mm, without the name above it."""
        return max(1, len(self.label)) * LINE + APART

    @property
    def indent(self) -> float:
        """Return how far a stratum stands to the right of everyone."""
        return INDENT if self.one.sensitivity.by else 0.0


class Column(NamedTuple):
    """Numbers as text, one a line, under a heading."""

    heading: list[str]
    texts: list[str]

    @property
    def width(self) -> float:
        """Return its width, with the white before it."""
        return widest([*self.heading, *self.texts]) + GAP


class Sheet(NamedTuple):
    """The figure before it is drawn: its height, where the panels are, lines and words."""

    height: float
    top: float
    lefts: list[float]
    across: float
    body: float
    lines: list[Line]
    words: list[Words]


def sheet_of(result: Result, page: Page) -> Sheet:
    """Lay out all lines below each other, in the order of the rows."""
    shown, wide = shown_in(result), page.width >= WIDE
    lines, body = _stacked(_lines(result, shown, page.width))
    columns = [_columns(result, shown, name, wide=wide) for name in SHARES]
    heading = heading_of_labels(shown)
    first = max(line.indent + widest([heading, *line.label]) for line in lines)
    texts = sum(column.width for panel in columns for column in panel)
    across = (page.width - 2 * EDGE - first - GAP - texts - BETWEEN) / 2
    top = EDGE + 3 * LINE + APART + TICKS * (len(lines) > TALL)
    words = [Words([heading], EDGE, EDGE + 2 * LINE, color=PALE), *_names(lines, top)]
    lefts, x = list[float](), EDGE + first + GAP
    for name, panel in zip(SHARES, columns, strict=True):
        words.append(Words([name.capitalize()], x, EDGE, weight="bold"))
        lefts.append(x)
        x += across
        for column in panel:
            x += column.width
            words += _written(column, x, lines, top)
        x += BETWEEN
    below = broken(footnote_of(result, shown), page.width - 2 * EDGE)
    foot = top + body + AXIS
    words.append(Words(below, EDGE, foot, color=PALE))
    height = foot + len(below) * LINE + EDGE
    return Sheet(height, top, lefts, across, body, lines, words)


def _lines(result: Result, shown: Sequence[Accuracy], width: float) -> Iterator[Line]:
    """Put a sign's name above its lines, or beside its only one where there is room."""
    labels = labels_of(shown)
    beside = width >= WIDE and not any(labels)
    comparisons = list(dict.fromkeys(one.sensitivity.comparison for one in shown))
    last: str | None = ""
    for one, label in zip(shown, labels, strict=True):
        term = one.sensitivity.term
        name = name_of_sign(result, term) if term != last else ""
        above = broken(name, width - 2 * EDGE, weight="bold") if name and not beside else []
        words = broken(name, NAMES) if beside else broken(label, LABELS * (1 + (width >= WIDE)))
        place = comparisons.index(one.sensitivity.comparison)
        yield Line(one, above, words if any(words) else [], look(place))
        last = term


def _stacked(lines: Iterator[Line]) -> tuple[list[Line], float]:
    """Return the lines with where they stand, and how high all of them are."""
    placed, down = list[Line](), 0.0
    for line in lines:
        down += len(line.above) * LINE + (AFTER + UNDER if line.above else 0.0)
        placed.append(line._replace(middle=down + line.height / 2))
        down += line.height
    return placed, down + APART


def _columns(result: Result, shown: Sequence[Accuracy], name: str, *, wide: bool) -> list[Column]:
    """Return counts, and where there is room estimates with limits."""
    rows = [getattr(one, name) for one in shown]
    limited = any(row.conf_low is not None for row in rows)
    heading = ["%", f"({limits_name(result)})"] if limited else ["", "%"]
    numbers = Column(heading, [_numbers(row) for row in rows])
    counted = Column(HEADINGS[name], [counts(row) for row in rows])
    held = [counted] if any(counted.texts) else []
    return [*held, numbers] if wide or not held else held


def _numbers(row: Row) -> str:
    if not is_known(row):
        return "-"
    ends = [percent(end) for end in (row.estimate, row.conf_low, row.conf_high) if end is not None]
    return f"{ends[0]} ({ends[1]} to {ends[2]})" if len(ends) == 3 else ends[0]


def _written(column: Column, right: float, lines: Sequence[Line], top: float) -> Iterator[Words]:
    yield Words(column.heading, right, EDGE + LINE, ha="right", color=PALE)
    for line, text in zip(lines, column.texts, strict=True):
        yield Words([text], right, top + line.middle, va="center", ha="right")


def _names(lines: Sequence[Line], top: float) -> Iterator[Words]:
    for line in lines:
        upper = top + line.middle - line.height / 2
        yield Words(line.above, EDGE, upper - UNDER, va="bottom", weight="bold")
        yield Words(line.label, EDGE + line.indent, top + line.middle, va="center")
