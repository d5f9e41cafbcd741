"""A finding and a graded or continuous variable, as a score or a rate: do they go together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.association import auc, mann_whitney, quantiles, rank_biserial, spearman
from alsstats.frequency.overall import test_row
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.handling import Handling
from alsstats.tally.left_out import is_read, not_among, people_of, unread_of
from alsstats.tally.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.crossed import Crossed
    from alsstats.estimate import Estimate
    from alsstats.frequency.asked import Asked

    Rows = Iterator[tuple[Row, Remark | None]]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)  # quartiles, and what 90 % of people lie between


class Graded(NamedTuple):
    """A finding and a variable: for each value, in how many the finding is present, and absent."""

    values: npt.NDArray[np.float64]
    present: npt.NDArray[np.int64]
    absent: npt.NDArray[np.int64]
    place: dict[str, Any]


def graded_rows(crossed: Crossed, finding: str, variable: str, asked: Asked) -> Rows:
    """Compare a variable between those with and without a finding, for each rule for the unread."""
    seen = None
    for rule in asked.rules:
        held = by_presence(crossed, finding, variable, rule)
        if seen is None or held.place["n"] != seen:
            yield from _rows(held, asked)
        seen = held.place["n"]


def by_presence(crossed: Crossed, finding: str, variable: str, rule: Handling) -> Graded:
    """Add up the counts of a finding and a variable; say who is not in them."""
    import numpy as np

    key, table = (finding, (variable,)), crossed.table
    value, number = table.value(key, table.findings.signs[finding]), crossed.number(key, variable)
    inside, n, read = crossed.among(key), table.n(key), is_read(crossed, key, key[0], rule)
    known = ~np.isnan(number)
    name = crossed.roles.numbers[variable].name
    reasons = {why: inside & rows for why, rows in unread_of(crossed, key, key[0], read).items()}
    reasons |= {f"{name} missing": inside & read & ~known, not_among(crossed): ~inside}
    left_out = people_of(n, reasons)
    used = inside & read & known
    place = {
        "term": finding,
        "group": EVERYONE,
        "comparison": name,
        "handling": rule.name,
        "n": int(n[used].sum()),
        "left_out": sum(left_out.values()),
        "left_out_by": left_out,
    }
    present, absent = (np.where(value[used] == side, n[used], 0) for side in (1, 0))
    return Graded(number[used], present, absent, place)


def _rows(held: Graded, asked: Asked) -> Rows:
    for word, people in (("present", held.present), ("absent", held.absent)):
        n = int(people.sum())
        for share, value in zip(QUANTILES, quantiles(held.values, people, QUANTILES), strict=True):
            where = held.place | {"category": word, "n": n}
            yield (
                Row(statistic="quantile", at=share, estimate=value, method="type 7", **where),
                None,
            )
    pairs = (held.values, held.present, held.absent)
    yield _row("auc", auc(*pairs, level=asked.level), held)
    yield test_row("mann_whitney", mann_whitney(*pairs), held.place)
    yield _row("rank_biserial", rank_biserial(*pairs, level=asked.level), held)
    yield from _spearman(held, asked.level)


def _spearman(held: Graded, level: float) -> Rows:
    """Spearman's correlation of presence (1, or 0 for absence) and the variable."""
    import numpy as np

    size = len(held.values)
    presence = np.repeat([1.0, 0.0], size)
    people = np.concatenate([held.present, held.absent])
    found = spearman(presence, np.tile(held.values, 2), people, level=level)
    row, note = _row("spearman", found.estimate, held)
    row = replace(
        row,
        statistic_value=found.test.statistic,
        df=found.test.df,
        p_value=found.test.p_value,
    )
    yield row, note


def _row(statistic: str, found: Estimate, held: Graded) -> tuple[Row, Remark | None]:
    place = {name: said for name, said in held.place.items() if name != "n"}
    row = replace(Row.of(statistic, found, **place), n=held.place["n"])
    reason = f"{statistic.replace('_', ' ')}, {found.reason}" if found.reason else ""
    return row, remark(
        statistic,
        reason,
        held.place | {"group": "present", "comparison": f"absent by {held.place['comparison']}"},
    )
