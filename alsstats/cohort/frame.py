"""A data frame in memory, counted through narwhals by the library that holds it."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from alsstats.cohort.cells import CELLS
from alsstats.cohort.cells_of_frame import together_in
from alsstats.cohort.count import coded, counts_of, not_countable, text_of
from alsstats.cohort.identifiers import Identifiers
from alsstats.cohort.relation import Relation
from alsstats.errors import FileError, RoleError, UsageError
from alsstats.study import BLANKS, folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.cohort.cells import Cells
    from alsstats.counts import Counts
    from alsstats.errors import AlsstatsError

FEW = 10_000  # so many rows are counted sooner one by one than in groups


def open_frame(data: Any) -> Frame | Relation:
    """Take a frame or a relation; refuse anything else, and names not texts or not unique."""
    import narwhals as nw

    kinds = nw.dependencies
    if kinds.is_pandas_dataframe(data) or kinds.is_polars_dataframe(data) or _is_relation(data):
        names = list(data.columns)
    elif kinds.is_pyarrow_table(data):
        names = data.column_names
    elif kinds.is_polars_lazyframe(data):
        names = data.collect_schema().names()
    else:
        raise UsageError(
            "a cohort is the path of a file, or a table in memory",
            found=[f"this is a {type(data).__name__}"],
            why="it may be a pandas frame, Polars frame or lazy frame, PyArrow table, or "
            "DuckDB relation",
        )
    columns = _named(names)
    if _is_relation(data):
        return Relation.of(data, columns)
    frame = nw.from_native(data)
    size = frame.lazy().select(nw.len()).collect().item()
    return Frame(frame, columns, int(size))


def _is_relation(data: Any) -> bool:
    engine = sys.modules.get("_duckdb")
    return engine is not None and isinstance(data, engine.DuckDBPyRelation)


def _named(names: Sequence[Any]) -> tuple[str, ...]:
    if other := [str(name) for name in names if not isinstance(name, str)]:
        raise RoleError(
            "the columns of the frame need names",
            found=[f"not: {other}"],
            fix="name the columns by texts",
        )
    if repeated := [name for name, count in Counter(names).items() if count > 1]:
        raise RoleError(
            "the frame has column names more than once",
            found=[f"repeated: {', '.join(repeated)}"],
            why="only one of them can be counted, and nothing says which",
            fix="rename or remove all but one of each",
        )
    return tuple(names)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame whose columns are named by texts, each once; it is never changed."""

    data: Any  # a narwhals DataFrame, or a LazyFrame, of which the columns used are computed
    columns: tuple[str, ...]
    rows: int
    name: str = "data frame"
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
    says: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    undecided: ClassVar[Mapping[str, AlsstatsError]] = MappingProxyType({})
    layout_found: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    @property
    def assumed(self) -> tuple[str, ...]:
        """Nothing: a frame has no layout to take for granted."""
        return ()

    def close(self) -> None:
        """There is nothing to close: the frame is its owner's."""

    def renamed(self, names: Mapping[str, str]) -> Frame:
        """Return the same frame with other names of some columns; the owner's keeps its own."""
        columns = tuple(names.get(column, column) for column in self.columns)
        return replace(self, data=self.data.rename(dict(names)), columns=columns)

    def provenance(self) -> dict[str, Any]:
        """Return what identifies the input: a frame has no bytes to take a digest of."""
        return {"name": self.name, "sha256": None}

    def count(
        self, groupings: Sequence[tuple[str, ...]], cells: Cells | None = None
    ) -> list[Counts]:
        """Count the rows that hold each combination of codes.

        In the last grouping `cells` may be a column, CELLS.
        """
        used = dict.fromkeys(name for columns in groupings for name in columns if name != CELLS)
        data = self._held(used)
        if cells is not None:
            data = data.with_columns(together_in(self._collected(cells.columns), cells))
            used[CELLS] = None
        if self.rows > FEW:
            texts = [_text(data[name]) for name in used if _needs_text(data[name])]
            data = data.with_columns(*texts)
            return [_grouped(data, columns) for columns in groupings]
        held = {name: coded(name, data[name].to_list()) for name in used}
        once = [1] * self.rows
        return [counts_of(columns, [held[name] for name in columns], once) for columns in groupings]

    def _held(self, used: Iterable[str]) -> Any:
        """Return the columns used, in memory."""
        data = self._collected(used)
        for name, kind in data.schema.items():
            if kind.is_nested():
                raise not_countable(name, type(kind).__name__)
        return data

    def _collected(self, used: Iterable[str]) -> Any:
        data = self.data.select(*used).lazy().collect()
        if len(data) != self.rows:
            raise FileError(
                "the frame has changed while it was counted",
                found=[f"it had {self.rows} rows, and now it has {len(data)}"],
                why="counts of two tables would be mixed",
                fix="collect it first, and read that",
            )
        return data

    def identifiers(self, column: str) -> Identifiers:
        """Return how many rows and how many distinct identifiers a column holds, texts trimmed."""
        held = self._held([column])[column]
        if not held.dtype.is_integer():
            held = _text(held).str.strip_chars(BLANKS)
            held = held.filter(~held.str.to_lowercase().is_in(sorted(vocabulary().missing)))
        held = held.drop_nulls()
        distinct, empty = held.n_unique(), self.rows - len(held)
        repeated = self._repeated(column) if distinct < len(held) else ()
        return Identifiers(self.rows, distinct, empty, repeated)

    def distinct(self) -> dict[str, int]:
        """Return how many different values each column holds."""
        counts = {}
        for name in self.columns:
            with suppress(RoleError):  # what cannot be counted has no number of values
                counts[name] = int(_text(self._held([name])[name]).drop_nulls().n_unique())
        return counts

    def cells_like(self, patterns: Sequence[str]) -> dict[str, list[int]]:
        """Return, for each column of texts, how many cells match each pattern, trimmed."""
        schema = self.data.collect_schema()
        found = {}
        for name in (name for name, kind in schema.items() if _may_hold_texts(kind)):
            with suppress(RoleError):  # what cannot be counted is no number
                cells = _text(self._held([name])[name]).fill_null("").str.strip_chars(BLANKS)
                found[name] = [int(cells.str.contains(pattern).sum()) for pattern in patterns]
        return found

    def _repeated(self, column: str) -> tuple[tuple[int, ...], ...]:
        """Find the rows to name in an error: the one place that looks at rows one by one."""
        places: dict[str, list[int]] = {}
        for place, value in enumerate(self._held([column])[column].to_list(), 1):
            places.setdefault(text_of(value).strip(BLANKS), []).append(place)
        known = vocabulary().missing
        repeated = [tuple(at) for text, at in places.items() if folded(text) not in known]
        return tuple(at for at in repeated if len(at) > 1)[:3]


def _grouped(data: Any, columns: tuple[str, ...]) -> Counts:
    import narwhals as nw

    rows = "".join(columns) + " rows"  # longer than any of the names, so none of them
    table = data.group_by(*columns, drop_null_keys=False).agg(nw.len().alias(rows))
    held = [coded(name, table[name].to_list()) for name in columns]
    return counts_of(columns, held, table[rows].to_list())


def _may_hold_texts(kind: Any) -> bool:
    import narwhals as nw

    return kind in {nw.String, nw.Categorical, nw.Object} or isinstance(kind, nw.Enum)


def _needs_text(series: Any) -> bool:
    """Say whether a library could not group by a column, or would take 1 and True for one."""
    import narwhals as nw

    dictionary = series.dtype == nw.Categorical and series.implementation.is_pyarrow()
    return dictionary or series.dtype in {nw.Object, nw.Unknown}


def _text(series: Any) -> Any:
    """Return a column as texts, where values of several types would be equal to each other."""
    import narwhals as nw

    if series.dtype == nw.String:
        return series
    held = coded(series.name, series.to_list())
    texts = [held.levels[code] for code in held.codes.tolist()]
    return nw.new_series(series.name, texts, nw.String, backend=series.implementation)
