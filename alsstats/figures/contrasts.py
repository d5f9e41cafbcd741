"""Differences of prevalence with their limits, of groups or of two visits, beside no difference."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from alsstats.figures.blocks import Block, Line
from alsstats.figures.dots import Scale, drawn_dots
from alsstats.figures.estimates import limits_name
from alsstats.figures.page import LOOKS
from alsstats.figures.shares import heading_of, hollow_words, is_standardised, methods_of
from alsstats.render.cells import LABELS, adjusted, estimate, kind, limits
from alsstats.render.numbers import BLANK, p_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result, Row

DIFFERENCE = "prevalence_difference"
TESTS = ("fisher_exact", "mcnemar")
COUNTED = LOOKS[0]
ENDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)  # of the axis, which reaches as far to both sides


def is_in(result: Result) -> bool:
    """Tell whether the result has differences of prevalence."""
    return any(row.statistic == DIFFERENCE for row in result.rows)


def drawn(result: Result, page: Page) -> Figure:
    """Draw each difference with its limits and the p value of its test."""
    rows = _differences(result)
    tests = _tests(result)
    how = f"{limits_name(result)}: {methods_of(rows)}"
    words = ", ".join(dict.fromkeys(_name_of_test(tests.get(_place(row), row)) for row in rows))
    below = f"Right of the line: more often in the first. p: {words}; adj.: for their number. "
    scale = _scale(f"Difference of prevalence (0.1 is 10 percentage points; {how})", rows)
    return drawn_dots(page, _blocks(result, rows), scale, below + hollow_words(rows))


def described(result: Result) -> str:
    """Say every difference."""
    sentences = ["Dots with limits of differences of prevalence, beside a line at no difference."]
    for block in _blocks(result, _differences(result)):
        lines = (f"{line.name} {', '.join(line.words)}" for line in block.lines)
        sentences.append(f"{block.heading}: {'; '.join(lines)}.")
    return " ".join(sentences)


def _differences(result: Result) -> list[Row]:
    """Return the differences, a standardised one behind the one that was counted."""
    rows = [row for row in result.rows if row.statistic == DIFFERENCE]
    order: dict[tuple[str | None, ...], int] = {}
    for row in rows:
        order.setdefault(_pair(row), len(order))
    return sorted(rows, key=lambda row: order[_pair(row)])


def _blocks(result: Result, rows: list[Row]) -> list[Block]:
    """Make a block of each finding, and of each category and way to treat the unread."""
    several, tests = len({row.by for row in rows}) > 1, _tests(result)
    held: dict[tuple[str | None, ...], list[Line]] = {}
    headings: dict[tuple[str | None, ...], str] = {}
    for row in rows:
        key = (row.by, row.term, row.handling)
        headings.setdefault(key, heading_of(result, row, several=several))
        held.setdefault(key, []).append(_line(row, tests.get(_place(row), row)))
    return [Block(headings[key], tuple(lines)) for key, lines in held.items()]


def _line(row: Row, test: Row) -> Line:
    known = row.estimate is not None and isfinite(row.estimate)
    number = f"{estimate(row)} ({limits(row)})" if limits(row) != BLANK else estimate(row)
    p = p_value(test.p_value)
    p = p if test.p_adjusted is None else f"{p}, {adjusted(test)}"
    name = f"{row.group} against {row.comparison}"
    return Line(
        f"{name}, standardised" if is_standardised(row) else name,
        row.estimate if known else None,
        row.conf_low,
        row.conf_high,
        (number, p) if known else (p,),
        COUNTED,
        hollow=is_standardised(row),
        instead="" if known else "undefined: nobody assessed on one side",
    )


def _place(row: Row) -> tuple[str | None, ...]:
    return (*_pair(row), row.model)


def _pair(row: Row) -> tuple[str | None, ...]:
    return (row.term, row.by, row.handling, row.group, row.comparison)


def _tests(result: Result) -> dict[tuple[str | None, ...], Row]:
    """Return the test of each pair of groups: Fisher's, of pairs McNemar's exact one."""
    rows = [row for row in result.rows if row.statistic in TESTS and row.comparison]
    return {_place(row): row for row in rows if kind(row) in {"", "exact"}}


def _name_of_test(row: Row) -> str:
    return LABELS[row.statistic].text if row.statistic in TESTS else "the regression's"


def _scale(label: str, rows: Iterable[Row]) -> Scale:
    """Return an axis that reaches as far to both sides, and holds all limits."""
    values = (value for row in rows for value in (row.estimate, row.conf_low, row.conf_high))
    most = max((abs(value) for value in values if value is not None and isfinite(value)), default=1)
    end = next(end for end in ENDS if most <= end)
    ticks = {-end: f"-{end:g}", -end / 2: "", 0.0: "0", end / 2: "", end: f"{end:g}"}
    return Scale(label, -end, end, ticks, reference=0.0)
