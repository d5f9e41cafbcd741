"""Many tests at once: p values adjusted within each family."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING

from alsstats.result import Note, Row
from alsstats.study import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

METHODS = {"holm": ("holm", "Holm"), "bh": ("fdr_bh", "Benjamini-Hochberg")}
IN_FORMS = {"trend", "mcnemar"}  # tests that are given exactly, too, beside another form
NO_FAMILY = {"homogeneity"}  # tests of an assumption, not of a finding


def family(row: Row) -> tuple[object, ...] | None:
    """Name the family of a row's p value: one statistic of one table, over all findings.

    Contrasts of levels are one family, and tests over all levels another; another form of a test
    that is given in two (exact, mid-p), another handling of the unread, another model is a family
    of its own. Which method the size of the data chose makes no family.
    """
    if row.p_value is None or isnan(row.p_value) or row.statistic in NO_FAMILY:
        return None
    kind = "contrasts" if row.group != EVERYONE else "over all levels" if row.by else "with numbers"
    form = (row.method or "") if row.statistic in IN_FORMS else ""
    return row.statistic, row.by, form, row.handling, row.model, kind


def with_adjusted(rows: Sequence[Row], how: str) -> list[Row]:
    """Return the rows with adjusted p values beside the raw ones, by `holm` or `bh`.

    Source: Holm, Scand J Stat 1979;6:65; Benjamini and Hochberg, J R Stat Soc B 1995;57:289.

    >>> rows = [
    ...     Row(statistic="fisher_exact", term=t, p_value=p) for t, p in (("a", 0.01), ("b", 0.04))
    ... ]
    >>> [row.p_adjusted for row in with_adjusted(rows, "holm")]
    [0.02, 0.04]
    """
    if how == "none":
        return list(rows)
    held = list(rows)
    for members in _families(rows).values():
        values = [held[place].p_value or 0.0 for place in members]
        for place, value in zip(members, _adjust(values, how), strict=True):
            held[place] = replace(held[place], p_adjusted=value)
    return held


def _adjust(values: list[float], how: str) -> list[float]:
    if len(values) == 1:  # nothing to adjust, and nothing to load
        return values
    from statsmodels.stats.multitest import multipletests

    return [float(value) for value in multipletests(values, method=METHODS[how][0])[1]]


def _families(rows: Sequence[Row]) -> dict[tuple[object, ...], list[int]]:
    families: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if (name := family(row)) is not None:
            families.setdefault(name, []).append(place)
    return families


def notes_of_families(rows: Sequence[Row], how: str) -> Iterator[Note]:
    """Say over how many p values each was adjusted, or that none was."""
    families = _families(rows)
    if not families:
        return
    if how == "none":
        yield Note("p_values", "p values are not adjusted for how many they are")
        return
    listed = [
        f"{name[2] or str(name[0]).replace('_', ' ')}{f' by {name[1]}' if name[1] else ''}, "
        f"{name[5]} ({len(members)})"
        for name, members in families.items()
    ]
    yield Note(
        "p_values",
        f"p values are raw, and adjusted by {METHODS[how][1]} within families, which are one "
        f"statistic in one table over all findings and contrasts: {'; '.join(listed)}",
    )
