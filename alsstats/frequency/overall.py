"""A finding over all levels of a category: any association, a trend, and both over strata."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from alsstats.association import (
    SignificanceTest,
    chi_squared,
    fisher_freeman_halton,
    mantel_haenszel,
    trend,
    trend_exact,
)
from alsstats.association.pearson import SMALL as SMALL_EXPECTED
from alsstats.counts import TwoByTwo
from alsstats.errors import UsageError
from alsstats.result import Row
from alsstats.study import levels_shown
from alsstats.tally.people import EVERYONE as ALL_STRATA
from alsstats.tally.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.frequency.finding_table import Cell, FindingTable
    from alsstats.tally.handling import Handling


SMALL_COUNTS = "some expected counts are below 5, and Fisher's test is the safer one"
SMALL = 200  # people: up to here a trend is tested exactly, too


def association_rows(
    cells: Sequence[Cell], place: Mapping[str, Any], seed: int
) -> Iterator[tuple[Row, Remark | None]]:
    """Is the finding equally frequent in all levels? Pearson's chi-squared; Fisher beyond 2x2.

    Where fewer than two levels hold anybody who was assessed nothing is compared: no p.
    """
    table = [[cell.present, cell.absent] for cell in cells]
    yield test_row("chi_squared", chi_squared(table), place)
    if len(cells) > 2:
        exact = fisher_freeman_halton(table, seed=seed)
        compared = sum(cell.n > 0 for cell in cells)
        nothing = replace(exact.test, p_value=nan, note="fewer than two levels hold anyone")
        test = exact.test if compared > 1 else nothing
        row, note = test_row("fisher_exact", test, place)
        if not isnan(exact.low):  # random tables: the limits are those of p
            row = replace(row, conf_low=exact.low, conf_high=exact.high)
        yield row, note


def trend_rows(
    cells: Sequence[Cell], scores: Sequence[float], place: Mapping[str, Any]
) -> Iterator[tuple[Row, Remark | None]]:
    """Does the finding become more, or less, frequent along the order? Cochran-Armitage.

    The estimate is Z, above 0 where the share rises with the scores; exactly, too, in small tables.
    """
    events, n = [cell.present for cell in cells], [cell.n for cell in cells]
    found = trend(events, n, scores)
    row, note = test_row("trend", found.test, place)
    yield replace(row, estimate=found.z), note
    if sum(n) > SMALL or isnan(found.z):
        return
    try:
        exact = trend_exact(events, n, scores)
    except UsageError:  # it would take too long, and the other test is as good
        return
    yield test_row("trend", exact, place)


def scores_of(given: Sequence[float], table: FindingTable) -> tuple[float, ...]:
    """Return a score for each level: those given, or 0, 1, 2 and so on."""
    if given and len(given) != len(table.levels):
        raise UsageError(
            f"{len(given)} scores for {len(table.levels)} levels of '{table.by}'",
            found=[f"levels: {levels_shown(table.levels)}"],
            why="a trend needs one score a level, in their order",
        )
    return tuple(given) or tuple(map(float, range(len(table.levels))))


def stratified_rows(
    table: FindingTable,
    pair: tuple[str, str],
    rule: Handling,
    column: str,
    place: Mapping[str, Any],
    level: float,
) -> Iterator[tuple[Row, Remark | None]]:
    """Pool the odds ratios of one level against another over strata (Mantel-Haenszel).

    `column` is that of the strata; people without a stratum are left out.
    """
    one, other = pair
    tables = []
    for stratum in sorted(table.strata.keys() - {ALL_STRATA}):
        a, b = table.cell(one, rule, stratum), table.cell(other, rule, stratum)
        tables.append(TwoByTwo(tp=a.present, fp=b.present, fn=a.absent, tn=b.absent))
    pooled = mantel_haenszel(tables, level=level)
    held = _in_strata(place, sum(held.total for held in tables), f"{column} missing")
    estimate = pooled.odds_ratio
    row, note = test_row("mantel_haenszel", pooled.association, held)
    yield (
        replace(
            row,
            estimate=estimate.value,
            conf_low=estimate.low,
            conf_high=estimate.high,
            std_error=estimate.std_error,
        ),
        note,
    )
    yield test_row("homogeneity", pooled.tarone, held)


def _in_strata(place: Mapping[str, Any], n: int, reason: str) -> dict[str, Any]:
    """Return what a row says of the people in strata; those in none are left out, too."""
    nowhere = place["n"] - n
    left_out_by = place["left_out_by"] | ({reason: nowhere} if nowhere else {})
    left_out = place["left_out"] + nowhere
    return dict(place) | {"n": n, "left_out": left_out, "left_out_by": left_out_by}


def test_row(
    statistic: str, test: SignificanceTest, place: Mapping[str, Any]
) -> tuple[Row, Remark | None]:
    """Return a row of a test, and what makes it doubtful."""
    row = Row(
        statistic=statistic,
        method=test.method,
        statistic_value=test.statistic,
        df=test.df,
        p_value=test.p_value,
        **place,
    )
    reason = SMALL_COUNTS if test.note.endswith(f"below {SMALL_EXPECTED}") else test.note
    return row, remark(statistic, reason and f"{statistic.replace('_', ' ')}, {reason}", place)
