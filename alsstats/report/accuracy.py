"""Accuracy on the page: a line a sign, then each sign with its tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from alsstats.render.cells import counts, estimate, sign_label
from alsstats.render.numbers import BLANK
from alsstats.report.parts import Body, Fold, Table
from alsstats.report.tables import (
    left_out_of,
    statistics_heading,
    statistics_lines,
    with_limits,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.report.parts import Part
    from alsstats.result import Result, Row

RATIOS = {"lr_positive": "LR+", "lr_negative": "LR-"}
SHARES = {"sensitivity": "Sensitivity", "specificity": "Specificity"}
COUNTED = {"sensitivity": "TP/(TP+FN)", "specificity": "TN/(TN+FP)"}


class Block(NamedTuple):
    """The rows of one sign in one comparison, in everyone."""

    sign: str
    target: str
    comparison: str
    rows: list[Row]

    @property
    def against(self) -> str:
        """Whom it compares."""
        return f"{self.target} against {self.comparison}"

    @property
    def shown(self) -> list[Row]:
        """The rows that are not projected to another prevalence, and no coding of the unread."""
        return [row for row in self.rows if row.method not in {"bayes", "range"}]

    def row(self, statistic: str) -> Row | None:
        """Return the row of a statistic: the first, which is not the ratio as counted."""
        return next((row for row in self.shown if row.statistic == statistic), None)


def blocks_of(result: Result) -> list[Block]:
    """Return the blocks of an accuracy, in its order; rows of no sign are of everyone."""
    held: dict[tuple[str, str, str], list[Row]] = {}
    for row in result.rows:
        if row.term is None:
            continue
        key = (row.term, row.target or "", row.comparison or "")
        held.setdefault(key, []).append(row)
    return [Block(*key, rows) for key, rows in held.items()]


def summary_tables(result: Result) -> list[Table]:
    """Return a table a comparison, a line a sign."""
    blocks = blocks_of(result)
    limits = f"with {100 * result.level:.10g} % limits"
    return [
        _summary(against, blocks, f"Accuracy for {against}, {limits}; LR: likelihood ratio")
        for against in dict.fromkeys(block.against for block in blocks)
    ]


def _summary(against: str, blocks: list[Block], caption: str) -> Table:
    heading = ["Sign"]
    for name, words in SHARES.items():
        heading += [words, COUNTED[name]]
    lines = [(held.sign, list(_summarised(held))) for held in blocks if held.against == against]
    return Table(caption, [*heading, *RATIOS.values()], [Body("", lines)])


def _summarised(block: Block) -> Iterator[str]:
    for name in SHARES:
        row = block.row(name)
        yield from (with_limits(row), counts(row) if row else BLANK)
    for name in RATIOS:
        yield with_limits(block.row(name))


def sign_folds(result: Result) -> list[Part]:
    """Return what there is to say of each sign: who is in which cell, and every number."""
    return [
        Fold(sign_label(result, sign), _tables(result, sign, list(blocks)))
        for sign, blocks in groupby(blocks_of(result), key=lambda block: block.sign)
    ]


def _tables(result: Result, sign: str, blocks: list[Block]) -> list[Part]:
    cells = [Body(block.against, two_by_two(block)) for block in blocks]
    numbers = [
        Body(
            f"{block.against} (left out: {left_out_of(block.shown)})",
            statistics_lines(block.shown),
        )
        for block in blocks
    ]
    return [
        Table(f"{sign}: people", ["", "with the disease", "without it", "all"], cells),
        Table(f"{sign}: accuracy", statistics_heading(result), numbers),
    ]


def two_by_two(block: Block) -> list[tuple[str, list[str]]]:
    """Return who has the sign and who has not, among those with the disease and those without."""
    ill, others = block.row("sensitivity"), block.row("specificity")
    if ill is None or others is None:
        return []
    tp, target = ill.events or 0, ill.n or 0
    tn, rest = others.events or 0, others.n or 0
    return [
        ("sign present", [f"{tp}", f"{rest - tn}", f"{tp + rest - tn}"]),
        ("sign absent", [f"{target - tp}", f"{tn}", f"{target - tp + tn}"]),
        ("all", [f"{target}", f"{rest}", f"{target + rest}"]),
    ]


def range_tables(result: Result) -> list[Table]:
    """Return how far readings that could not be made might move sensitivity and specificity."""
    bodies: dict[str, list[tuple[str, list[str]]]] = {}
    for block in blocks_of(result):
        ranges = [row for row in block.rows if row.method == "range"]
        for words in dict.fromkeys((row.handling or "").partition(",")[2] for row in ranges):
            held = {
                (row.statistic, (row.handling or "").partition(",")[0]): row
                for row in ranges
                if (row.handling or "").partition(",")[2] == words
            }
            cells = []
            for name in SHARES:
                three = (block.row(name), held[name, "range low"], held[name, "range high"])
                cells += [_with_counts(row) for row in three]
            line = (f"{block.sign},{words}" if words else block.sign, cells)
            bodies.setdefault(block.against, []).append(line)
    heading = ["Sign"]
    for words in SHARES.values():
        heading += [words, "lowest", "highest"]
    return [
        Table(f"{against}: as read, lowest and highest", heading, [Body("", b)])
        for against, b in bodies.items()
    ]


def _with_counts(row: Row | None) -> str:
    return BLANK if row is None else f"{estimate(row)} ({counts(row)})"
