"""All rows of one finding by one category: every level, every contrast, every test over levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.estimate import proportion
from alsstats.frequency.contrasts import contrast_rows, pairs_of
from alsstats.frequency.overall import (
    association_rows,
    scores_of,
    stratified_rows,
    trend_rows,
)
from alsstats.result import Row
from alsstats.study import ALL_PAIRS, EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.frequency.asked import Asked
    from alsstats.frequency.finding_table import FindingTable
    from alsstats.tally.handling import Handling
    from alsstats.tally.remarks import Remark

    Rows = Iterator[tuple[Row, Remark | None]]


def rows_by_category(table: FindingTable, asked: Asked, strata: str | None) -> Rows:
    """Compute what there is to say of a finding by a category, for each rule for the unread."""
    for rule in asked.rules:
        if rule is not asked.rules[0] and not table.decided():
            continue  # nobody is decided by some parts only: it would be the same table
        place = {"term": table.finding, "by": table.by, "handling": rule.name}
        yield from _shares(table, rule, asked, place)
        yield from _contrasts(table, rule, asked, place, strata)
        yield from _over_levels(table, rule, asked, place)


def _shares(table: FindingTable, rule: Handling, asked: Asked, place: dict[str, Any]) -> Rows:
    for level in (*table.levels, EVERYONE):
        cell = table.cell(level, rule)
        share = proportion(cell.present, cell.n, level=asked.level, interval=asked.interval)
        yield Row.of("prevalence", share, group=level, **place, **cell.fields), None


def _contrasts(
    table: FindingTable, rule: Handling, asked: Asked, place: dict[str, Any], strata: str | None
) -> Rows:
    for one, other in contrasts_of(table, asked):
        fields = table.pair_fields(one, other, rule)
        where = place | {"group": one, "comparison": other} | fields
        cells = table.cell(one, rule), table.cell(other, rule)
        yield from contrast_rows(*cells, where, asked.level)
        if strata:
            where |= {"model": f"stratified by {strata}"}
            yield from stratified_rows(table, (one, other), rule, strata, where, asked.level)


def contrasts_of(table: FindingTable, asked: Asked) -> list[tuple[str, str]]:
    """Return the pairs of levels that are compared: of those that anybody holds."""
    named = asked.against and asked.against != ALL_PAIRS
    known = table.levels if named else table.occupied
    pairs = pairs_of(known, against=asked.against, ordered=table.ordered, by=table.by)
    return [pair for pair in pairs if set(pair) <= set(table.occupied)]


def _over_levels(table: FindingTable, rule: Handling, asked: Asked, place: dict[str, Any]) -> Rows:
    occupied = table.occupied
    if len(occupied) < 2:
        return
    cells = [table.cell(level, rule) for level in occupied]
    n = sum(cell.n for cell in cells)
    where = place | {"group": EVERYONE, "n": n} | table.cell(EVERYONE, rule).fields
    yield from association_rows(cells, where, asked.seed)
    if table.ordered:
        scores = dict(zip(table.levels, scores_of(asked.scores, table), strict=True))
        yield from trend_rows(cells, [scores[level] for level in occupied], where)
