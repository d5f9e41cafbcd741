"""A delimited text file, plain or compressed, read with every column as text."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from typing import TYPE_CHECKING, Any

from alsstats.cohort.beginning import Beginning, beginning_of
from alsstats.cohort.compression import compression_of
from alsstats.cohort.database import Database
from alsstats.cohort.dialect import DELIMITERS, Dialect, dialect_of
from alsstats.cohort.encoding import UTF_8, western_text
from alsstats.cohort.engine import Table
from alsstats.cohort.file_state import FileState
from alsstats.cohort.records import Scan, UnusualTextError, scan
from alsstats.cohort.rewriting import rewritten
from alsstats.cohort.sql import path_literal
from alsstats.errors import FileError
from alsstats.study import AS_IT_IS, Layout
from alsstats.study import DELIMITERS as NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextFile(Table):
    """A CSV or TSV file whose layout is known and whose records are all whole."""

    path: Path
    dialect: Dialect
    content: Scan
    compression: str = "none"
    said: tuple[str, ...] = ()
    is_made: bool = False  # of another kind of file

    @classmethod
    def of(cls, path: Path, layout: Layout = AS_IT_IS) -> TextFile:
        """Decide the layout of the file, and read it once to see that it is whole.

        What its reader takes as it stands is not copied: UTF-8, plain or compressed by gzip, whose
        lines all end in one usual way. Anything else is written anew first.
        """
        layout.refuse(path.name, "a text file", "--sheet")
        state = FileState.of(path)
        start = beginning_of(path, layout)
        dialect = dialect_of(start, layout.delimiter)
        packed = compression_of(path)
        whole = not layout.skip and layout.max_rows is None
        if start.encoding.codec == UTF_8 and packed != "zstd" and whole:
            with suppress(UnusualTextError):
                content = scan(path, dialect)
                said = (_said(start, dialect, packed),)
                return cls._made(
                    path,
                    path,
                    dialect,
                    content,
                    said,
                    compression=packed,
                    state=state,
                    layout_found=_found(start, dialect),
                )
        try:
            return cls._rewritten(path, start, dialect, layout)
        except UnusualTextError as error:
            start = start._replace(encoding=western_text(error.line))
            return cls._rewritten(path, start, dialect, layout)

    @classmethod
    def _rewritten(cls, path: Path, start: Beginning, dialect: Dialect, layout: Layout) -> TextFile:
        database = Database()
        try:
            anew = rewritten(path, start, layout, dialect.columns, database.folder.path)
            content = scan(anew.path, dialect, start.name, layout.skip)
        except BaseException:
            database.close()
            raise
        said = (_said(start, dialect, compression_of(path)), *anew.said(layout))
        content = content._replace(sha256=anew.sha256)
        more = {"database": database, "layout_found": _found(start, dialect)}
        return cls._made(path, anew.path, dialect, content, said, **more)

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
        dialect = dialect_of(beginning_of(text, name=original.name), "comma")
        content = scan(text, dialect, original.name)
        with original.open("rb") as file:
            content = content._replace(sha256=file_digest(file, "sha256").hexdigest())
        more: dict[str, Any] = {"database": database, "state": FileState.of(text)}
        more |= {"labels": labels or {}, "is_made": True}
        return cls._made(original, text, dialect, content, said, **more)

    @classmethod
    def _made(
        cls,
        original: Path,
        text: Path,
        dialect: Dialect,
        content: Scan,
        said: tuple[str, ...],
        **more: Any,
    ) -> TextFile:
        return cls(
            name=original.name,
            columns=dialect.columns,
            rows=content.records,
            sha256=content.sha256,
            path=text,
            dialect=dialect,
            content=content,
            said=said,
            **more,
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted of the layout, in words."""
        return self.said

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
                fix="unpack it with gzip -d, and read the text itself",
            )
        if not isinstance(error, duckdb.InvalidInputException):
            return FileError(
                f"cannot read {self.name}",
                found=[f"{type(error).__name__} in the database"],
                why="the name of the file or of a folder may hold characters it does not take",
                fix="give the file a plain name",
            )
        place = re.search(r"Line: (\d+)", str(error))
        where = f"line {place[1]}" if place else "a record"
        return FileError(
            f"{self.name}: {where} cannot be read as delimited text",
            found=["a value is longer than 2 MB, or a quote stands inside one"],
            why="its values cannot be told to their columns, and a row is never skipped",
            fix='take so long a value out; write a " inside a value as "", and quotes around it',
        )


def _said(start: Beginning, dialect: Dialect, packed: str) -> str:
    by = {"none": "", "gzip": ", compressed by gzip", "zstd": ", compressed by Zstandard"}[packed]
    delimiter = DELIMITERS[dialect.delimiter]
    return f"{start.name} is {start.encoding.name} text, fields split by {delimiter}{by}"


def _found(start: Beginning, dialect: Dialect) -> dict[str, str]:
    """Return the layout in the words of a study; UTF-8 is what is read without a word, too."""
    codec = start.encoding.codec
    names = {mark: name for name, mark in NAMES.items()}
    encoding = {} if codec == UTF_8 else {"encoding": codec}
    return encoding | {"delimiter": names[dialect.delimiter]}
