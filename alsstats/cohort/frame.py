"""A data frame in memory, counted through narwhals by the library that holds it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alsstats.cohort.count import coded, counts_of
from alsstats.cohort.engine import Identifiers
from alsstats.errors import RoleError, UsageError
from alsstats.study import BLANKS, folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.counts import Counts

ROWS = "rows of this combination"  # a column name that no table has


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame whose columns are named by texts, each once; it is never changed."""

    data: Any  # a narwhals DataFrame
    name: str = "data frame"

    @classmethod
    def of(cls, data: Any) -> Frame:
        """Take a pandas frame; refuse anything else, and names that are not texts or not unique."""
        import narwhals as nw

        names = list(getattr(data, "columns", ()))
        if other := [str(name) for name in names if not isinstance(name, str)]:
            raise RoleError("the columns of the frame need names", found=[f"not: {other}"])
        if repeated := [name for name, count in Counter(names).items() if count > 1]:
            raise RoleError(
                "the frame has column names more than once",
                found=[f"repeated: {', '.join(repeated)}"],
                why="only one of them can be counted, and nothing says which",
                fix="rename or remove all but one of each",
            )
        frame = nw.from_native(data, eager_only=True, pass_through=True)
        if not isinstance(frame, nw.DataFrame) or not frame.implementation.is_pandas():
            raise UsageError(
                "a cohort is the path of a file, or a pandas frame",
                found=[f"this is a {type(data).__name__}"],
            )
        return cls(frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.data.columns)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.data)

    def close(self) -> None:
        """There is nothing to close: the frame is its owner's."""

    def provenance(self) -> dict[str, Any]:
        """Return what identifies the input: a frame has no bytes to take a digest of."""
        return {"name": self.name, "sha256": None}

    def count(self, groupings: Sequence[tuple[str, ...]]) -> list[Counts]:
        """Count the rows that hold each combination of codes."""
        return [self._count(columns) for columns in groupings]

    def _count(self, columns: tuple[str, ...]) -> Counts:
        import narwhals as nw

        mixed = [name for name in columns if self.data[name].dtype == nw.Object]
        data = self.data.with_columns(*(_text(self.data[name]) for name in mixed))
        grouped = data.group_by(*columns, drop_null_keys=False)
        table = grouped.agg(nw.len().alias(ROWS))
        return counts_of(
            columns, [coded(name, _texts(table[name])) for name in columns], table[ROWS].to_list()
        )

    def identifiers(self, column: str) -> Identifiers:
        """Return how many rows and how many distinct texts a column holds, trimmed."""
        held = self.data[column]
        if not held.dtype.is_integer():
            held = _text(held).str.strip_chars(BLANKS)
            held = held.filter(~held.str.to_lowercase().is_in(sorted(vocabulary().missing)))
        held = held.drop_nulls()
        distinct, empty = held.n_unique(), self.rows - len(held)
        repeated = self._repeated(column) if distinct < len(held) else ()
        return Identifiers(self.rows, distinct, empty, repeated)

    def _repeated(self, column: str) -> tuple[tuple[int, ...], ...]:
        """Find the rows to name in an error: the one place that looks at rows one by one."""
        places: dict[str, list[int]] = {}
        for place, text in enumerate(_texts(self.data[column]), 1):
            places.setdefault(text.strip(BLANKS), []).append(place)
        known = vocabulary().missing
        repeated = [tuple(at) for text, at in places.items() if folded(text) not in known]
        return tuple(at for at in repeated if len(at) > 1)[:3]


def _text(series: Any) -> Any:
    """Return a column as texts, where values of several types would be equal to each other."""
    import narwhals as nw

    if series.dtype == nw.String:
        return series
    return nw.new_series(series.name, _texts(series), nw.String, backend=series.implementation)


def _texts(series: Any) -> list[str]:
    """Return values as the texts that a file of them would hold, an empty text for a null."""
    return [
        "" if null else value if isinstance(value, str) else str(value)
        for value, null in zip(series.to_list(), series.is_null().to_list(), strict=True)
    ]
