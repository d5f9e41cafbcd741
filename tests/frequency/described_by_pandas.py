"""A table one made again by pandas, from the rows and with none of the package's code."""

from collections.abc import Iterable, Iterator
from math import isnan, nan
from typing import NamedTuple

import pandas as pd

import alsstats as als

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NOT_ASSESSABLE = "not assessable"
TOLERANCE = 1e-9  # sums of values up to 200, in another order and by another formula


class Key(NamedTuple):
    """Which number of a table one: statistic, variable, level, group, and quantile."""

    statistic: str
    term: str
    category: str | None
    group: str
    at: float | None = None


class Number(NamedTuple):
    """The number, how many people hold what it counts, and in how many it is known."""

    estimate: float | None
    events: int | None
    n: int


def found_in(result: als.Result) -> dict[Key, Number]:
    """Return the numbers of a result, without differences and tests; undefined is None."""
    keys = [
        (Key(row.statistic, row.term or "", row.category, row.group or "", row.at), row)
        for row in result.rows
        if row.p_value is None and row.comparison is None
    ]
    assert len(dict(keys)) == len(keys)
    return {
        key: Number(None if isnan(row.estimate or 0) else row.estimate, row.events, row.n or 0)
        for key, row in keys
    }


def expected(
    frame: pd.DataFrame,
    by: str | None,
    *,
    medians: Iterable[str] = (),
    means: Iterable[str] = (),
    categories: Iterable[str] = (),
    findings: Iterable[str] = (),
) -> dict[Key, Number]:
    """Describe columns in each level of `by`, and in all who have one.

    A column of numbers holds numbers, a finding "1", "0" or "not assessable", a category texts;
    what is missing is a null in all of them.
    """
    inside = frame if by is None else frame[frame[by].notna()]
    groups = {"all": inside} | ({} if by is None else dict(iter(inside.groupby(by))))
    numbers: dict[Key, Number] = {}
    for group, people in groups.items():
        for name in medians:
            numbers |= _quartiles(str(group), name, people[name])
        for name in means:
            numbers |= _mean(str(group), name, people[name])
        for name in categories:
            levels = frame[name].dropna().unique()
            numbers |= _shares(str(group), name, people[name], levels)
        for name in findings:
            read = people[name].where(people[name] != NOT_ASSESSABLE)
            numbers |= _present(str(group), name, read)
    return numbers


def _quartiles(group: str, name: str, column: pd.Series) -> dict[Key, Number]:
    found = column.quantile(list(QUANTILES))
    return {
        Key("quantile", name, None, group, at): Number(_defined(found[at]), None, column.count())
        for at in QUANTILES
    } | _missing(group, name, column)


def _mean(group: str, name: str, column: pd.Series) -> dict[Key, Number]:
    spread = column.std(ddof=1) if column.count() else nan
    return {
        Key("mean", name, None, group): Number(_defined(column.mean()), None, column.count()),
        Key("standard_deviation", name, None, group): Number(
            _defined(spread), None, column.count()
        ),
    } | _missing(group, name, column)


def _shares(group: str, name: str, column: pd.Series, levels: Iterable[str]) -> dict[Key, Number]:
    counts, shares = column.value_counts(), column.value_counts(normalize=True)
    undefined = None if column.count() == 0 else 0.0
    return {
        Key("share", name, level, group): Number(
            float(shares[level]) if level in shares else undefined,
            int(counts.get(level, 0)),
            column.count(),
        )
        for level in levels
    } | _missing(group, name, column)


def _present(group: str, name: str, column: pd.Series) -> dict[Key, Number]:
    present = (column.dropna() == "1").astype(float)
    return {
        Key("share", name, None, group): Number(
            _defined(present.mean()), int(present.sum()), len(present)
        )
    } | _missing(group, name, column)


def _missing(group: str, name: str, column: pd.Series) -> dict[Key, Number]:
    share = _defined(column.isna().mean())
    return {Key("missing", name, None, group): Number(share, column.isna().sum(), len(column))}


def _defined(value: float) -> float | None:
    return None if isnan(value) else float(value)


def differing(one: dict[Key, Number], other: dict[Key, Number]) -> Iterator[Key]:
    """Yield what the two do not agree in; sums in another order may differ in the last digits."""
    for key in one.keys() | other.keys():
        a, b = one.get(key), other.get(key)
        if a is None or b is None or a[1:] != b[1:] or not _equal(a.estimate, b.estimate):
            yield key


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= TOLERANCE * max(1.0, abs(b))
