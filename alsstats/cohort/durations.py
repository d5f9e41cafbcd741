"""A table with durations as columns: each is made of two columns of dates when it is counted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alsstats.cohort.count import counts_of
from alsstats.cohort.dates import dates_of
from alsstats.counts import Codes
from alsstats.errors import AlsstatsError, UsageError
from alsstats.study import DAYS_IN, Duration, column_key, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.cohort.cells import Cells
    from alsstats.cohort.columns import Columns
    from alsstats.cohort.dates import Days
    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame
    from alsstats.cohort.identifiers import Identifiers
    from alsstats.counts import Counts
    from alsstats.study import Study


@dataclass(frozen=True, slots=True, eq=False)
class WithDurations:
    """A table whose columns are its own, and the durations that a study declares.

    A duration is counted as the pairs of dates that it goes from and to, which are then read.
    `forms` holds the format of every column of dates that has been read.
    """

    table: Table | Frame
    study: Study
    durations: Mapping[str, Duration]
    forms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table | Frame, columns: Columns, study: Study) -> WithDurations:
        """Find the columns of dates; refuse a name that is there already."""
        durations = {}
        for name, said in study.durations.items():
            _refuse_taken(name, table.columns)
            start, end = (columns.given(part, "") for part in (said.start, said.end))
            if start == end:
                raise UsageError(
                    f"the duration '{name}' goes from '{start}' to the same column",
                    fix="name two columns of dates",
                )
            durations[name] = Duration(start, end, said.unit)
        return cls(table, study, durations)

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table, and the durations."""
        return (*self.table.columns, *self.durations)

    @property
    def says(self) -> Mapping[str, Any]:
        """What the file says of its columns."""
        return self.table.says

    @property
    def undecided(self) -> Mapping[str, AlsstatsError]:
        """Columns that a question must not use, and durations that are made of one."""
        held = dict(self.table.undecided)
        made = {
            name: held[part]
            for name, (start, end, _unit) in self.durations.items()
            for part in (start, end)
            if part in held
        }
        return held | made

    @property
    def layout_found(self) -> Mapping[str, Any]:
        """How the file is laid out."""
        return self.table.layout_found

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted of the layout, in words."""
        return self.table.assumed

    def close(self) -> None:
        """Close the table."""
        self.table.close()

    def provenance(self) -> dict[str, Any]:
        """Return what identifies the input, and what the durations are."""
        made = {name: said.words for name, said in self.durations.items()}
        return self.table.provenance() | {"durations": made}

    def said_of(self, columns: Iterable[str]) -> Iterator[str]:
        """Say in words how the durations among some columns were made, once they are counted."""
        for name in (name for name in self.durations if name in columns):
            said = self.durations[name]
            forms = {part: self.forms[part] for part in (said.start, said.end) if self.forms[part]}
            written = ", ".join(f"{part} is {_with_day(form)}" for part, form in forms.items())
            yield f"{name} is {said.words}" + (f"; {written}" if written else "")

    def count(
        self, groupings: Sequence[tuple[str, ...]], cells: Cells | None = None
    ) -> list[Counts]:
        """Count the rows that hold each combination of codes, all groupings in one pass."""
        for name in (name for name in (cells.columns if cells else ()) if name in self.durations):
            raise UsageError(
                f"'{name}' is a duration, and no sign", fix="name a column of readings"
            )
        parts = [tuple(dict.fromkeys(self._parts(columns))) for columns in groupings]
        counted = self.table.count(parts, cells)
        return [
            self._derived(counts, columns) if self.durations.keys() & set(columns) else counts
            for counts, columns in zip(counted, groupings, strict=True)
        ]

    def _parts(self, columns: Iterable[str]) -> Iterator[str]:
        for name in columns:
            said = self.durations.get(name)
            yield from (said.start, said.end) if said else (name,)

    def _derived(self, counts: Counts, columns: Sequence[str]) -> Counts:
        """Put durations in the place of their dates, and add up what is then equal."""
        held = [
            self._duration(counts, self.durations[name])
            if name in self.durations
            else counts.columns[name]
            for name in columns
        ]
        return counts_of(columns, held, counts.n)

    def _duration(self, counts: Counts, said: Duration) -> Codes:
        """Return the duration of each combination, as the text of a number."""
        import numpy as np

        start, end = (self._days(counts, part) for part in (said.start, said.end))
        days = end - start
        distinct, place = np.unique(days, return_inverse=True)  # what is missing comes last
        numbers = distinct[~np.isnat(distinct)].astype(np.int64)
        each = numbers if said.unit == "days" else numbers / DAYS_IN[said.unit]
        texts = [*map(repr, each.tolist()), *[""] * (len(distinct) - len(numbers))]
        levels, order = np.unique(texts, return_inverse=True)
        return Codes(tuple(levels.tolist()), order[place].astype(np.int32))

    def _days(self, counts: Counts, column: str) -> Days:
        """Return the day of each combination in a column of dates."""
        dates = dates_of(column, counts.of_level(column), self.study, self.where(column))
        self.forms[column] = dates.form
        return dates.days[counts.columns[column].codes]

    def where(self, column: str) -> str:
        """Say where a column stands, or what it is made of."""
        said = self.durations.get(column)
        place = "made of dates" if said else f"column {self.columns.index(column) + 1}"
        return f"{self.name}, {place}"

    def identifiers(self, column: str) -> Identifiers:
        """Return how many rows and how many distinct identifiers a column of the table holds."""
        return self.table.identifiers(column)

    def distinct(self) -> dict[str, int]:
        """Return about how many values each column holds, and each duration that is known."""
        held = self.table.distinct()
        for name in self.durations:
            with suppress(AlsstatsError):  # dates that cannot be read make no durations
                held[name] = len(set(self.count([(name,)])[0].of_level(name)) - {""})
        return held

    def cells_like(self, patterns: Sequence[str]) -> dict[str, list[int]]:
        """Return, for each column of texts, how many cells match each pattern, trimmed."""
        return self.table.cells_like(patterns)


def said_of_durations(
    source: Table | Frame | WithDurations, groupings: Iterable[tuple[str, ...]]
) -> tuple[str, ...]:
    """Say in words how the durations in some groupings were made, once they are counted."""
    if not isinstance(source, WithDurations):
        return ()
    return tuple(source.said_of({name for columns in groupings for name in columns}))


def _refuse_taken(name: str, columns: Iterable[str]) -> None:
    for column in columns:
        if column_key(column) == column_key(name) or variable_key(column) == variable_key(name):
            raise UsageError(
                f"the duration '{name}' has the name of a column",
                found=[f"column: {column}"],
                why="the two may differ, and nothing says which one is meant",
                fix="give the duration another name",
            )


def _with_day(form: str) -> str:
    """Return a format, with the day that is taken where it has none."""
    usual = "" if "DD" in form else ", taken as its 15th" if "MM" in form else ", taken as July 1"
    return f"{form}{usual}"
