"""One level of a category against another: difference, ratio, odds ratio, Fisher's exact test."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from alsstats.association import difference, fisher_exact, ratio
from alsstats.errors import RoleError, UsageError, did_you_mean
from alsstats.estimate import Estimate
from alsstats.result import Row
from alsstats.study import ALL_PAIRS, folded, levels_shown, pointed
from alsstats.tally.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.frequency.finding_table import Cell

AS_COUNTED, FISHER = "as counted", "fisher exact"


def pairs_of(
    levels: Sequence[str], *, against: str, ordered: bool, by: str
) -> list[tuple[str, str]]:
    """Return the contrasts, each a level and the one it is compared with.

    Without a reference level the last is taken where the order was declared or there are two
    levels; no contrast is made where nothing says which of many levels is the reference.

    >>> pairs_of(["a", "b", "c"], against="b", ordered=False, by="x")
    [('a', 'b'), ('c', 'b')]
    """
    if against == ALL_PAIRS:
        return list(combinations(levels, 2))
    if against and against not in levels:
        meant = {folded(against), folded(pointed(against))}
        same = [level for level in levels if folded(level) in meant]
        if len(same) == 1:
            return pairs_of(levels, against=same[0], ordered=ordered, by=by)
        raise RoleError(
            f"'{by}' has no level '{against}'{did_you_mean(against, levels)}",
            found=[f"levels: {levels_shown(levels)}"],
            fix="--against all-pairs",
        )
    if not against and not (ordered or len(levels) == 2):
        return []
    reference = against or (levels[-1] if levels else "")
    return [(level, reference) for level in levels if level != reference]


def contrast_rows(
    one: Cell, other: Cell, place: Mapping[str, Any], level: float
) -> Iterator[tuple[Row, Remark | None]]:
    """Compare a finding in two groups: p1 - p2, p1 / p2, odds ratio, and whether they differ.

    Newcombe's limits for the difference, log limits for the ratio, the conditional odds ratio with
    exact limits, Fisher's two-sided p. `place` says in a row which finding and groups they are.
    """
    shares = (one.present, one.n, other.present, other.n)
    yield _row("prevalence_difference", difference(*shares, level=level), place)
    quotient = ratio(*shares, level=level)
    yield _row("prevalence_ratio", quotient, place)
    if (plain := quotient.uncorrected) is not None:
        yield Row(statistic="prevalence_ratio", estimate=plain, method=AS_COUNTED, **place), None
    try:
        found = fisher_exact(one.present, one.absent, other.present, other.absent, level=level)
    except UsageError as error:  # more tables than are looked at
        yield (
            Row(statistic="fisher_exact", p_value=nan, method=FISHER, **place),
            remark("fisher", f"{error.what}; {error.why}", place),
        )
        return
    yield _row("odds_ratio", found.odds_ratio, place)
    p_value = found.p_value if one.n and other.n else nan
    row = Row(statistic="fisher_exact", p_value=p_value, method=FISHER, **place)
    yield row, remark("fisher", found.note, place)


def _row(statistic: str, found: Estimate, place: Mapping[str, Any]) -> tuple[Row, Remark | None]:
    row = replace(Row.of(statistic, found, **without_n(place)), n=place["n"])
    gap = "undefined" if isnan(found.value) else "no limits"
    reason = f"{statistic.replace('_', ' ')} {gap}, {found.reason}" if found.reason else ""
    return row, remark(gap.replace(" ", "_"), reason, place)


def without_n(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row without the number of people, which an estimate brings."""
    return {name: held for name, held in place.items() if name != "n"}
