"""A delimited text file, plain or compressed, read with every column as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import file_digest
from typing import TYPE_CHECKING, Any

from alsstats.cohort.compression import corrected, is_gzip
from alsstats.cohort.dialect import DELIMITERS, Dialect, dialect_of
from alsstats.cohort.engine import Table
from alsstats.cohort.file_state import FileState
from alsstats.cohort.records import Scan, scan
from alsstats.cohort.sql import path_literal
from alsstats.errors import FileError
from alsstats.study import AS_IT_IS, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alsstats.cohort.database import Database


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextFile(Table):
    """A CSV or TSV file whose layout is known and whose records are all whole."""

    path: Path
    dialect: Dialect
    content: Scan
    compression: str
    said: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, layout: Layout = AS_IT_IS) -> TextFile:
        """Decide the layout of the file, and read it once to see that it is whole."""
        layout.refuse(path.name, "a text file", "--sheet")
        state = FileState.of(path)
        dialect = dialect_of(path)
        content = scan(path, dialect)
        return cls(
            name=path.name,
            columns=dialect.columns,
            rows=content.records,
            state=state,
            sha256=content.sha256,
            path=path,
            dialect=dialect,
            content=content,
            compression="gzip" if is_gzip(path) else "none",
        )

    @classmethod
    def made_of(
        cls,
        original: Path,
        text: Path,
        database: Database,
        said: tuple[str, ...] = (),
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> TextFile:
        """Read what another kind of file was written out as: UTF-8, commas, a header, no gaps.

        `text` lies in the folder of `database`, and goes with it; `said` says in words what was
        assumed of the original, whose name and digest count.
        """
        state = FileState.of(text)
        dialect = dialect_of(text)
        content = scan(text, dialect)
        with original.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        return cls(
            name=original.name,
            columns=dialect.columns,
            rows=content.records,
            state=state,
            sha256=sha256,
            labels=labels or {},
            database=database,
            path=text,
            dialect=dialect,
            content=content,
            compression="none",
            said=said,
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted of the layout, in words."""
        if self.said:
            return self.said
        packed = ", compressed by gzip" if self.compression == "gzip" else ""
        delimiter = DELIMITERS[self.dialect.delimiter]
        return (f"{self.name} is UTF-8 text, fields split by {delimiter}{packed}",)

    def relation(self) -> Any:
        """Return the file as it is, nothing detected or repaired."""
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.columns)))
        return self.database.relation(
            f"FROM read_csv({path_literal(self.path)}, columns = {{{columns}}}, header = true, "
            f"skip = {self.dialect.blank_lines}, compression = '{self.compression}', "
            f"delim = '{self.dialect.delimiter}', quote = '\"', escape = '\"', "
            f"parallel = {str(not self.content.quoted_newlines).lower()}, "
            "auto_detect = false, strict_mode = true, null_padding = false, "
            "ignore_errors = false, hive_partitioning = false, union_by_name = false)"
        )

    def refusal(self, error: Exception) -> FileError:
        """Say where the engine stopped."""
        import _duckdb as duckdb

        if self.compression == "gzip":
            return FileError(
                f"{self.name} cannot be read to its end by the database",
                found=["its gzip header has fields, or it has parts, that it does not take"],
                why="rows would be lost without a word",
                fix=corrected(self.path),
            )
        if not isinstance(error, duckdb.InvalidInputException):
            return FileError(
                f"cannot read '{self.path}'",
                found=[f"{type(error).__name__} in the database"],
                why="the name of the file or of a folder may hold characters it does not take",
                fix="give the file a plain name",
            )
        place = re.search(r"Line: (\d+)", str(error))
        where = f"line {place[1]}" if place else "a record"
        return FileError(
            f"{self.name}: {where} cannot be read as delimited text",
            found=["a quote stands inside a value, or a value is longer than 2 MB"],
            why="its values cannot be told to their columns, and a row is never skipped",
            fix='write a " inside a value as "", and quotes around the whole value',
        )
