"""A relation of the caller's own DuckDB: its connection counts, and nothing in it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alsstats.cohort.engine import Table
from alsstats.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relation(Table):
    """A relation, a query that DuckDB has not computed yet, counted where it lives."""

    native: Any

    @classmethod
    def of(cls, native: Any, columns: tuple[str, ...]) -> Relation:
        """Take a relation, and count its rows."""
        relation = cls(name="DuckDB relation", columns=columns, rows=0, native=native)
        [(rows,)] = relation.select("count(*)")
        return cls(name=relation.name, columns=columns, rows=rows, native=native)

    def relation(self) -> Any:
        """Return the relation with its columns named by position."""
        places = range(len(self.columns))
        return self.native.project(", ".join(f"#{place + 1} AS c{place}" for place in places))

    def refusal(self, error: Exception) -> UsageError:
        """Say that the relation cannot be computed."""
        return UsageError(
            "the DuckDB relation cannot be read",
            found=[f"{type(error).__name__} in its connection"],
            why="the connection may be closed, or a table of it gone or changed",
            fix="run the relation's own fetchall() to see what is wrong",
        )
