"""A delimited text file, counted out of core by DuckDB with every column as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.count import counts_of
from alsstats.cohort.database import Database
from alsstats.cohort.dialect import Dialect, dialect_of
from alsstats.cohort.records import Scan, scan
from alsstats.errors import FileError
from alsstats.study import BLANKS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from alsstats.counts import Counts

GROUPING_BITS = 60


class Identifiers(NamedTuple):
    """What a column of identifiers holds: rows, distinct texts, empty cells, and repeated rows.

    `repeated` gives, for the first few identifiers that stand in several rows, the numbers of
    those rows, the first row below the header being 1.
    """

    rows: int
    distinct: int
    empty: int
    repeated: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TextFile:
    """A CSV or TSV file whose layout is known and whose records are all whole."""

    path: Path
    dialect: Dialect
    content: Scan
    database: Database = field(default_factory=Database, repr=False, compare=False)

    @classmethod
    def of(cls, path: Path) -> TextFile:
        """Decide the layout of the file, and read it once to see that it is whole."""
        dialect = dialect_of(path)
        return cls(path, dialect, scan(path, dialect))

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.path.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the file's order."""
        return self.dialect.columns

    @property
    def rows(self) -> int:
        """The number of rows below the header."""
        return self.content.records

    def close(self) -> None:
        """Leave nothing open, and no temporary folder."""
        self.database.close()

    def provenance(self) -> dict[str, Any]:
        """Return what identifies the input."""
        return {"name": self.name, "sha256": self.content.sha256}

    def count(self, groupings: Sequence[tuple[str, ...]]) -> list[Counts]:
        """Count the rows that hold each combination of codes, all groupings in one pass."""
        return [counts for some in _passes(groupings) for counts in self._count_once(some)]

    def _count_once(self, groupings: Sequence[tuple[str, ...]]) -> list[Counts]:
        together = tuple(dict.fromkeys(name for columns in groupings for name in columns))
        distinct = {frozenset(columns): columns for columns in groupings}.values()
        sets = ", ".join(f"({self._sql(columns)})" for columns in distinct)
        listed = self._sql(together)
        rows = self._fetch(
            f"SELECT GROUPING({listed}), count(*), {listed} FROM {self._table()} "
            f"GROUP BY GROUPING SETS ({sets})"
        )
        return [self._counts(columns, together, rows) for columns in groupings]

    def _counts(
        self, columns: Sequence[str], together: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Counts:
        """Pick the rows of one grouping set: GROUPING() has a 1 where a column is not in it."""
        mask = int("".join("0" if name in columns else "1" for name in together), 2)
        mine = [row for row in rows if row[0] == mask]
        texts = [
            ["" if row[place] is None else row[place] for row in mine]
            for place in (together.index(name) + 2 for name in columns)
        ]
        counts = counts_of(columns, texts, [row[1] for row in mine])
        self._check_arrived(int(counts.n.sum()))
        return counts

    def identifiers(self, column: str) -> Identifiers:
        """Return how many rows and how many distinct texts a column holds, trimmed."""
        name = f"trim({self._sql([column])}, {_sql_text(BLANKS)})"
        words = ", ".join(map(_sql_text, sorted(vocabulary().missing)))
        name = f"CASE WHEN lower({name}) NOT IN ({words}) THEN {name} END"
        query = f"SELECT count(*), count(DISTINCT {name}), count(*) - count({name})"
        [(rows, distinct, empty)] = self._fetch(f"{query} FROM {self._table()}")
        self._check_arrived(rows)
        repeated = self._repeated(name) if distinct + empty < rows else ()
        return Identifiers(rows, distinct, empty, repeated)

    def _repeated(self, name: str) -> tuple[tuple[int, ...], ...]:
        numbered = f"SELECT row_number() OVER () AS place, {name} AS id FROM {self._table()}"
        query = (
            f"SELECT list(place ORDER BY place) FROM ({numbered}) WHERE id IS NOT NULL "
            "GROUP BY id HAVING count(*) > 1 ORDER BY min(place) LIMIT 3"
        )
        return tuple(tuple(places) for (places,) in self._fetch(query))

    def _check_arrived(self, rows: int) -> None:
        if rows != self.rows:
            raise FileError(
                f"{self.name} holds {self.rows} records, and {rows} of them arrived",
                why="a row would be lost without a word",
                fix="check quotes and line ends, or save the file anew as CSV",
            )

    def _sql(self, columns: Sequence[str]) -> str:
        """Return columns by position: names that differ in case only are one name to the engine."""
        return ", ".join(f"c{self.columns.index(name)}" for name in columns)

    def _table(self) -> str:
        """Return the table function that reads the file as it is, nothing detected or repaired."""
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.columns)))
        return (
            f"read_csv({self._literal()}, columns = {{{columns}}}, header = true, "
            f"skip = {self.dialect.blank_lines}, "
            f"delim = '{self.dialect.delimiter}', quote = '\"', escape = '\"', "
            f"parallel = {str(not self.content.quoted_newlines).lower()}, "
            "auto_detect = false, compression = 'none', strict_mode = true, null_padding = false, "
            "ignore_errors = false, hive_partitioning = false, union_by_name = false)"
        )

    def _literal(self) -> str:
        """Return the path as SQL text, with glob characters and quotes made plain.

        Not a parameter of the query: for those, duckdb loads pandas.
        """
        return _sql_text(re.sub(r"([*?\[])", r"[\1]", str(self.path.resolve())))

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        import _duckdb as duckdb

        try:
            return self.database.rows(query)
        except duckdb.InvalidInputException as error:
            raise self._unreadable(str(error)) from None
        except (duckdb.IOException, UnicodeError) as error:
            raise FileError(
                f"cannot read '{self.path}'",
                found=[f"{type(error).__name__} in the database"],
                why="the name of the file or of a folder may hold characters it does not take",
                fix="give the file a plain name",
            ) from None

    def _unreadable(self, message: str) -> FileError:
        """Say where the engine stopped; its own message quotes the line, and so a patient."""
        place = re.search(r"Line: (\d+)", message)
        where = f"line {place[1]}" if place else "a record"
        return FileError(
            f"{self.name}: {where} cannot be read as delimited text",
            found=["a quote stands inside a value, or a value is longer than 2 MB"],
            why="its values cannot be told to their columns, and a row is never skipped",
            fix='write a " inside a value as "", and quotes around the whole value',
        )


def _sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _passes(groupings: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Split groupings so that a pass has no more columns than GROUPING() has bits."""
    some: list[tuple[str, ...]] = []
    for columns in groupings:
        if some and len({name for held in [*some, columns] for name in held}) > GROUPING_BITS:
            yield some
            some = []
        some.append(columns)
    yield some
