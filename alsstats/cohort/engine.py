"""What DuckDB does with any table that it can read: count, and look at identifiers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from alsstats.cohort.cells import CELLS
from alsstats.cohort.count import coded, counts_of, not_countable
from alsstats.cohort.database import Database
from alsstats.cohort.engine_errors import named
from alsstats.cohort.identifiers import Identifiers
from alsstats.cohort.sql import TEXTS, count_of, identifier, literal, passes, together, trimmed
from alsstats.errors import AlsstatsError, FileError
from alsstats.temporary import TemporaryFolder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alsstats.cohort.cells import Cells
    from alsstats.cohort.file_state import FileState
    from alsstats.counts import Counts

UNCOUNTABLE = {"timestamp with time zone", "time with time zone"}  # their text is of a place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table(ABC):
    """A table that DuckDB reads: how it does is for each kind to say, in `relation`.

    There the columns go by position, c0, c1 and so on: names that differ in case only are one name
    to the engine. `state` is that of a file when it was opened; `labels` holds, by column, the
    codes in whose place the cells hold words; `says` what the file says of its columns, in the
    shape of a study file, over which the user's own study is laid; and `undecided` columns that a
    question must not use, each with its error. `beside` has the digests of files that lie beside
    it and were read with it, by name. `layout_found` is what the file showed of its layout, in the
    words of a study's section [data].
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str | None = None
    state: FileState | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    undecided: Mapping[str, AlsstatsError] = field(default_factory=dict)
    layout_found: Mapping[str, Any] = field(default_factory=dict)
    database: Database = field(default_factory=Database, repr=False)
    spool: TemporaryFolder | None = field(default=None, repr=False)

    @abstractmethod
    def relation(self) -> Any:
        """Return the table as DuckDB's relation with columns c0, c1 ..., not read yet."""

    @abstractmethod
    def refusal(self, error: Exception) -> AlsstatsError:
        """Say what the engine could not do; its own message may quote a patient."""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted of the layout, in words."""
        return ()

    def close(self) -> None:
        """Leave nothing open, and no temporary folder."""
        self.database.close()
        if self.spool is not None:
            self.spool.close()

    def provenance(self) -> dict[str, Any]:
        """Return what identifies the input."""
        beside = {"beside": dict(self.beside)} if self.beside else {}
        return {"name": self.name, "sha256": self.sha256} | beside

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the same table with other names of some columns."""
        return replace(
            self,
            columns=tuple(names.get(column, column) for column in self.columns),
            labels={names.get(column, column): held for column, held in self.labels.items()},
            undecided={names.get(column, column): why for column, why in self.undecided.items()},
        )

    def count(
        self, groupings: Sequence[tuple[str, ...]], cells: Cells | None = None
    ) -> list[Counts]:
        """Count the rows that hold each combination of codes, all groupings in one pass.

        In the last grouping `cells` may be a column, CELLS.
        """
        return [counts for some in passes(groupings) for counts in self._count_once(some, cells)]

    def _count_once(
        self, groupings: Sequence[tuple[str, ...]], cells: Cells | None
    ) -> list[Counts]:
        together = tuple(dict.fromkeys(name for columns in groupings for name in columns))
        distinct = {frozenset(columns): columns for columns in groupings}.values()
        sets = ", ".join(f"({self._sql(columns)})" for columns in distinct)
        listed = self._sql(together)
        which = f"GROUPING({listed})" if len(distinct) > 1 else "0"  # it takes 64 columns at most
        what, by = f"{which}, count(*), {listed}", f"GROUPING SETS ({sets})"
        used = [name for name in together if name != CELLS]
        rows = self.select(what, by, used, cells if CELLS in together else None)
        return [self._counts(columns, together, rows) for columns in groupings]

    def _counts(
        self, columns: Sequence[str], together: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Counts:
        """Pick the rows of one grouping set: GROUPING() has a 1 where a column is not in it."""
        mask = int("".join("0" if name in columns else "1" for name in together), 2)
        mine = [row for row in rows if row[0] == mask]
        held = [
            coded(name, [row[place] for row in mine])
            for name, place in ((name, together.index(name) + 2) for name in columns)
        ]
        counts = counts_of(columns, held, [row[1] for row in mine])
        self._check_arrived(int(counts.n.sum()))
        return counts

    def identifiers(self, column: str) -> Identifiers:
        """Return how many rows and how many distinct identifiers a column holds, texts trimmed."""
        held = identifier(self._sql([column]), self._kinds()[self.columns.index(column)])
        what = f"count(*), count(DISTINCT {held}), count(*) - count({held})"
        [(rows, distinct, empty)] = self.select(what, "", [column])
        self._check_arrived(rows)
        repeated = self._repeated(held) if distinct + empty < rows else ()
        return Identifiers(rows, distinct, empty, repeated)

    def distinct(self) -> dict[str, int]:
        """Return how many different values each column holds."""
        places = range(len(self.columns))
        texts = ", ".join(f"CAST(c{place} AS VARCHAR)" for place in places)
        with named(self):
            cells = self.relation().project(f"unnest([{texts}]) AS cell, unnest({[*places]}) AS c")
            found = dict(cells.aggregate("c, count(DISTINCT cell)", "c").fetchall())
        return {name: found.get(place, 0) for place, name in enumerate(self.columns)}

    def _repeated(self, held: str) -> tuple[tuple[int, ...], ...]:
        numbered = self.relation().project(f"row_number() OVER () AS place, {held} AS identifier")
        known = numbered.filter("identifier IS NOT NULL")
        places = known.aggregate("list(place ORDER BY place) AS places", "identifier")
        first = places.filter("len(places) > 1").order("places[1]").limit(3)
        with named(self):
            return tuple(tuple(places) for (places,) in first.fetchall())

    def cells_like(self, patterns: Sequence[str]) -> dict[str, list[int]]:
        """Return, for each column of texts, how many cells match each pattern, trimmed."""
        texts = [
            name for name, kind in zip(self.columns, self._kinds(), strict=True) if kind in TEXTS
        ]
        cells = [trimmed(self._sql([name])) for name in texts]
        matches = (f"regexp_matches({cell}, {literal(p)})" for cell in cells for p in patterns)
        asked = map(count_of, matches)
        found = self.select(", ".join(["count(*)", *asked]))[0]
        self._check_arrived(found[0])
        each = len(patterns)
        return {
            name: list(found[1 + each * place : 1 + each * (place + 1)])
            for place, name in enumerate(texts)
        }

    def find(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds in the table, which it calls `held`."""
        with named(self):
            found = self.relation().query("held", query)
            rows: list[tuple[Any, ...]] = [] if found is None else found.fetchall()
        return rows

    def _check_arrived(self, rows: int) -> None:
        if rows != self.rows:
            raise FileError(
                f"{self.name} holds {self.rows} records, and {rows} of them arrived",
                why="a row would be lost without a word",
                fix="check quotes and line ends, or save the file anew as plain CSV",
            )

    def _sql(self, columns: Sequence[str]) -> str:
        return ", ".join(
            "cells" if name == CELLS else f"c{self.columns.index(name)}" for name in columns
        )

    def _kinds(self) -> list[str]:
        """Return the engine's types of the columns."""
        with named(self):
            return [kind.id for kind in self.relation().types]

    def select(
        self, what: str, groups: str = "", used: Sequence[str] = (), cells: Cells | None = None
    ) -> list[tuple[Any, ...]]:
        """Return aggregates of the table; refuse columns used whose values have no text."""
        with named(self):
            relation = self.relation()
            for name in used:
                kind = relation.types[self.columns.index(name)].id
                if kind in UNCOUNTABLE:
                    raise not_countable(name, kind)
            if cells is not None:
                held = together([self._sql([name]) for name in cells.columns], cells.readings)
                relation = relation.project(f"*, {held} AS cells")
            rows: list[tuple[Any, ...]] = relation.aggregate(what, groups).fetchall()
        return rows
