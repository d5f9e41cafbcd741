"""In which rows of a table some codes stand, and which rows are alike: to name places, not people.

The first row below the header is 1.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.count import coded, counts_of, text_of
from alsstats.cohort.durations import WithDurations
from alsstats.cohort.frame import Frame
from alsstats.cohort.sql import TEXTS
from alsstats.errors import RoleError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from alsstats.cohort.cohort import Source
    from alsstats.cohort.engine import Table
    from alsstats.counts import Counts

PLAIN = TEXTS | {  # types of which DuckDB makes a histogram right: of floats with nan it does not
    "boolean",
    "date",
    *(
        f"{sign}{size}"
        for sign in ("", "u")
        for size in ("tinyint", "smallint", "integer", "bigint")
    ),
}
MOST = 5  # rows that are named
TWO = 2  # values that tell people apart: one may be the same by chance


class Alike(NamedTuple):
    """How many rows were compared, how many are different, and the first two that are the same."""

    rows: int
    different: int
    first: tuple[int, ...]


def table_of(source: Source) -> Table | Frame:
    """Return the table itself, without the durations that are made of its dates."""
    return source.table if isinstance(source, WithDurations) else source


def codes_of(source: Table | Frame, names: Sequence[str]) -> dict[str, Counts]:
    """Count the codes of columns, each by itself, in one pass; those that have no text are left."""
    if isinstance(source, Frame):
        return dict(_one_by_one(source, names))
    kinds = dict(zip(source.columns, source.relation().types, strict=True))
    plain = [name for name in names if kinds[name].id in PLAIN]
    held = dict(_one_by_one(source, [name for name in names if kinds[name].id not in PLAIN]))
    if plain:
        asked = (f"histogram(c{source.columns.index(name)})" for name in plain)
        [(rows, *found)] = source.select(", ".join(["count(*)", *asked]))
        held |= {name: _counts(name, of, rows) for name, of in zip(plain, found, strict=True)}
    return held


def _one_by_one(source: Table | Frame, names: Sequence[str]) -> Iterator[tuple[str, Counts]]:
    for name in names:
        with suppress(RoleError):  # its values have no text
            yield name, source.count([(name,)])[0]


def _counts(name: str, found: dict[Any, int] | None, rows: int) -> Counts:
    known = found or {}
    empty = rows - sum(known.values())
    values = {**known, None: empty} if empty else known
    return counts_of([name], [coded(name, list(values))], values.values())


def first_rows(
    source: Table | Frame, wanted: Sequence[tuple[str, Collection[str]]]
) -> list[tuple[int, ...]]:
    """Return, for each column with some of its codes, the first rows that hold one of them."""
    if not wanted:
        return []
    if isinstance(source, Frame):
        return [_rows_of_frame(source, name, set(codes)) for name, codes in wanted]
    import _duckdb as duckdb

    numbered = source.relation().project("*, row_number() OVER () AS place")
    kinds = dict(zip(source.columns, source.relation().types, strict=True))
    asked = []
    for name, codes in wanted:
        cell = duckdb.ColumnExpression(f"c{source.columns.index(name)}")
        text = cell if kinds[name].id in TEXTS else cell.cast("VARCHAR")
        holds = text.isin(*map(duckdb.ConstantExpression, codes))
        holds = holds | cell.isnull() if "" in codes else holds
        place = duckdb.CaseExpression(holds, duckdb.ColumnExpression("place"))
        asked.append(duckdb.FunctionExpression("min", place, duckdb.ConstantExpression(MOST)))
    return [tuple(places or ()) for places in numbered.aggregate(asked).fetchall()[0]]


def _rows_of_frame(frame: Frame, name: str, codes: Collection[str]) -> tuple[int, ...]:
    import numpy as np

    held = _coded(frame, name)
    is_one = np.array([level in codes for level in held.levels], dtype=bool)[held.codes]
    return tuple((np.flatnonzero(is_one)[:MOST] + 1).tolist())


def _coded(frame: Frame, name: str) -> Any:
    return coded(name, frame.data.select(name).lazy().collect()[name].to_list())


def texts_at(source: Table | Frame, name: str, rows: Collection[int]) -> list[str]:
    """Return what a column holds in some rows: for those who asked to see patients."""
    if isinstance(source, Frame):
        held = _coded(source, name)
        return [held.levels[held.codes[row - 1]] for row in sorted(rows)]
    cell, listed = f"c{source.columns.index(name)}", ", ".join(map(str, sorted(rows)))
    numbered = f"SELECT row_number() OVER () AS place, {cell} AS cell FROM held"
    found = source.find(f"SELECT cell FROM ({numbered}) WHERE place IN ({listed}) ORDER BY place")
    return [text_of(value) for (value,) in found]


def alike(source: Table | Frame, names: Sequence[str], telling: Collection[str]) -> Alike:
    """Tell how many rows differ in some columns, of those with a value in two that tell apart."""
    if isinstance(source, Frame):
        return _alike_of_frame(source, names, telling)
    place = {name: f"c{source.columns.index(name)}" for name in names}
    known = ", ".join(f"CAST({place[name]} IS NOT NULL AS INTEGER)" for name in telling)
    rows = (
        f"SELECT row_number() OVER () AS place, hash({', '.join(place.values())}) AS same, "
        f"list_sum([{known}]) AS known FROM held"
    )
    [(total, different, first)] = source.find(
        "SELECT coalesce(sum(times), 0), count(*), min_by([one, other], one) FILTER (times > 1) "
        "FROM (SELECT count(*) AS times, min(place) AS one, max(place) AS other "
        f"FROM ({rows}) WHERE known >= {TWO} GROUP BY same)"
    )
    return Alike(int(total), different, tuple(first or ()))


def _alike_of_frame(frame: Frame, names: Sequence[str], telling: Collection[str]) -> Alike:
    import numpy as np

    held = {name: _coded(frame, name) for name in names}
    filled = [np.array([bool(t) for t in held[n].levels])[held[n].codes] for n in telling]
    compared = np.flatnonzero(np.sum(filled, axis=0) >= TWO)
    rows = np.stack([column.codes[compared] for column in held.values()])
    _, first, times = np.unique(rows, axis=1, return_index=True, return_counts=True)
    twice = np.sort(first[times > 1])[:1]
    same = np.flatnonzero((rows == rows[:, twice]).all(axis=0)) if len(twice) else twice
    places = (compared[same] + 1).tolist()
    return Alike(len(compared), len(first), (places[0], places[-1]) if places else ())
