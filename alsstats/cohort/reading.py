"""Reading a table, and what the study says of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from alsstats.cohort.bids import PARTICIPANTS
from alsstats.cohort.cohort import Cohort
from alsstats.cohort.columns import Columns
from alsstats.cohort.dates import refuse_formats_of_no_column
from alsstats.cohort.durations import WithDurations
from alsstats.cohort.file_state import unchanged
from alsstats.cohort.how import How, document_of
from alsstats.cohort.known_columns import (
    said_of_names,
    with_canonical_keys,
    with_canonical_names,
)
from alsstats.cohort.patients import refuse_rows
from alsstats.cohort.roles import patient_column
from alsstats.cohort.standard_input import NAME, is_standard_input, spooled
from alsstats.cohort.study_file import study_of
from alsstats.errors import FileError, did_you_mean
from alsstats.study import Layout, Study
from alsstats.temporary import NO_ROOM, TemporaryFolder, not_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame


def read(
    data: Any,
    *,
    study: str | PathLike[str] | Mapping[str, Any] | Study | None = None,
    **how: Unpack[How],
) -> Cohort:
    """Read a cohort: the path of a file, or a data frame.

    A file is CSV or TSV, as it is or compressed, or Parquet. A frame is one of pandas, Polars,
    PyArrow or DuckDB.

    `study` is a study file (TOML), or the same as a mapping; without it, `NAME.toml` or
    `alsstats.toml` beside a file `NAME.csv` is used. The other arguments, listed by `How`, are laid
    over it. What is not declared has to be a closed pair such as 0/1 or no/yes. Nothing is guessed
    or repaired: a record that is short or long, a repeated column, a repeated patient are refused.

    Raises `FileError` where the file cannot be read without guessing, `UsageError` where the study
    cannot be used, `RoleError` where a patient stands in two rows.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": ["yes", "no"]})
    >>> read(frame).title
    'data frame, 2 rows'
    """
    cohort = opened(data, study, how)
    try:
        refuse_rows(cohort)
    except BaseException:
        cohort.close()
        raise
    return cohort


def opened(data: Any, study: Any, how: Mapping[str, Any]) -> Cohort:
    """Open a table with what is said of it; whether a patient stands in two rows is not asked."""
    if isinstance(data, str | PathLike) and not is_standard_input(data):
        _refuse_no_file(Path(data))
    held, assumed = study_of(study, data)
    declared = held.with_(document_of(how))
    source = _source(data, declared.layout)
    try:
        source, own = with_canonical_names(source, declared.columns)
        labelled = declared.with_labels(source.labels)
        declared = labelled.over(with_canonical_keys(source.says, own))
        columns = Columns(source.columns, own)
        patient = patient_column(columns, declared)
        refuse_formats_of_no_column(columns, declared)
        if not source.rows:
            raise FileError(
                f"{source.name} has no rows",
                why="a header alone tells of nobody",
                fix="see whether the export was cut off",
            )
        table = WithDurations.of(source, columns, declared) if declared.durations else source
    except BaseException:
        source.close()
        raise
    said = (*source.assumed, *assumed, *said_of_names(own))
    return Cohort(table, declared, patient, said, own)


def _source(data: Any, layout: Layout) -> Table | Frame:
    if is_standard_input(data):
        return _of_standard_input(layout)
    if isinstance(data, str | PathLike):
        from alsstats.cohort.source import open_source

        path = Path(data)
        with _readable(path), unchanged(path):
            return open_source(path, layout)
    from alsstats.cohort.frame import open_frame

    layout.refuse("the cohort", "a table in memory", *layout._replace(decimal="").said)
    return open_frame(data)


def _of_standard_input(layout: Layout) -> Table:
    from alsstats.cohort.source import open_source

    folder = TemporaryFolder()
    try:
        with _readable(Path(NAME)):
            return replace(open_source(spooled(folder), layout), spool=folder)
    except BaseException:
        folder.close()
        raise


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say what the system says of a path that cannot be read."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise not_written(error) from None
        raise _unreadable(path, f"{error.strerror}") from None
    except UnicodeEncodeError:
        raise _unreadable(path, "its name is not text") from None


def _unreadable(path: Path, found: str) -> FileError:
    return FileError(
        f"cannot read '{path}'", found=[found], fix="see whether it is there, and who may read it"
    )


def _refuse_no_file(path: Path) -> None:
    with _readable(path):
        if not path.is_file():
            raise _no_file(path)


def _no_file(path: Path) -> FileError:
    if path.is_dir():
        bids = (path / PARTICIPANTS).is_file()
        fix = f"name the table in it: {path / PARTICIPANTS}" if bids else "name a file in it"
        return FileError(f"'{path}' is a folder, not a file", fix=fix)
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    return FileError(
        f"there is no file '{path}'{did_you_mean(path.name, beside)}",
        fix="check the name, and the folder that it is looked for in",
    )
