"""A Parquet file, whose columns keep their types until they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from typing import TYPE_CHECKING, Any

from alsstats.cohort.database import Database
from alsstats.cohort.dialect import named
from alsstats.cohort.engine import Table
from alsstats.cohort.file_state import FileState
from alsstats.cohort.sql import path_literal
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParquetFile(Table):
    """A Parquet file whose columns have names, each once."""

    path: Path

    @classmethod
    def of(cls, path: Path) -> ParquetFile:
        """Take names and rows from what the file says of itself; the rows are counted later."""
        state = FileState.of(path)
        schema, rows = _described(path)
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        columns = named(path.name, list(_outermost(iter(schema))))
        return cls(
            name=path.name, columns=columns, rows=rows, state=state, sha256=sha256, path=path
        )

    def relation(self) -> Any:
        """Return the file as it is, with no column that its folder's name would add."""
        columns = ", ".join(f"c{place}" for place in range(len(self.columns)))
        return self.database.relation(
            f"SELECT * FROM read_parquet({path_literal(self.path)}, hive_partitioning = false, "
            f"union_by_name = false) AS held({columns})"
        )

    def refusal(self, _error: Exception) -> FileError:
        """Say that the file cannot be read."""
        return _damaged(self.path)


def _described(path: Path) -> tuple[list[tuple[str, int | None]], int]:
    """Return what the file says of itself: its columns with their parts, and its rows."""
    import _duckdb as duckdb

    database, file = Database(), path_literal(path)
    try:
        schema = database.relation(f"SELECT name, num_children FROM parquet_schema({file})")
        size = database.relation(f"SELECT num_rows FROM parquet_file_metadata({file})")
        return schema.fetchall(), size.fetchall()[0][0]
    except (duckdb.Error, UnicodeError):
        raise _damaged(path) from None
    finally:
        database.close()


def _outermost(schema: Iterator[tuple[str, int | None]]) -> Iterator[str]:
    """Return the names of the columns: each stands before the parts that it is made of."""
    _, columns = next(schema)
    for _ in range(columns or 0):
        name, parts = next(schema)
        yield name
        _skip(schema, parts or 0)


def _skip(schema: Iterator[tuple[str, int | None]], parts: int) -> None:
    for _ in range(parts):
        _skip(schema, next(schema)[1] or 0)


def _damaged(path: Path) -> FileError:
    return FileError(
        f"{path.name} cannot be read as Parquet",
        found=["what it says of itself, or what it holds, is damaged or of an unknown kind"],
        why="rows would be lost without a word",
        fix="write the file anew",
    )
