"""Reading a table, and looking at it before any number is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.cohort import Cohort
from alsstats.cohort.columns import Columns
from alsstats.cohort.patients import refuse_repeated
from alsstats.cohort.roles import patient_column
from alsstats.cohort.study_file import study_of
from alsstats.errors import FileError, UsageError, did_you_mean
from alsstats.study import Study, about_diagnosis

if TYPE_CHECKING:
    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame
    from alsstats.cohort.inspection import Check


def read(
    data: Any,
    *,
    study: str | PathLike[str] | Mapping[str, Any] | Study | None = None,
    id: str | None = None,
    rows: str | None = None,
    present: Mapping[str, object] | None = None,
    absent: Mapping[str, object] | None = None,
    not_assessable: Mapping[str, object] | None = None,
    missing: object = None,
    define: Mapping[str, str] | None = None,
) -> Cohort:
    """Read a cohort: the path of a file, or a data frame.

    A file is CSV or TSV in UTF-8, as it is or compressed by gzip, or Parquet. A frame is one of
    pandas, Polars, PyArrow or DuckDB.

    `study` is a study file (TOML), or the same as a mapping; without it, `NAME.toml` or
    `alsstats.toml` beside a file `NAME.csv` is used. The other arguments are laid over it: `id`
    names the column of patients, `rows` is `patient`, `visit` or `interval`; `present`, `absent`
    and `not_assessable` map a column to the code, or codes, that mean so in it, `missing` holds
    codes that mean missing anywhere, and `define` maps the name of a combined sign to its
    definition. What is not declared has to be a closed pair such as 0/1 or no/yes. Nothing is
    guessed or repaired: a record that is short or long, a repeated column, a repeated patient are
    refused.

    Raises `FileError` where the file cannot be read without guessing, `UsageError` where the study
    cannot be used, `RoleError` where a patient stands in two rows.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": ["yes", "no"]})
    >>> read(frame).title
    'data frame, 2 rows'
    """
    said = {"present": present, "absent": absent, "not_assessable": not_assessable}
    document = _document(id, rows, missing, said | {"define": define})
    cohort = _opened(data, study, document)
    try:
        if cohort.patient is not None and cohort.study.rows == "patient":
            held = cohort.source.identifiers(cohort.patient)
            refuse_repeated(cohort.where(cohort.patient), held)
    except BaseException:
        cohort.close()
        raise
    return cohort


def check(
    data: Any,
    *,
    study: str | PathLike[str] | Mapping[str, Any] | Study | None = None,
    reference: str | None = None,
    target: str | Iterable[str] | None = None,
    versus: Mapping[str, str | Iterable[str]] | None = None,
    leave_out: str | Iterable[str] | None = None,
    certainty: Iterable[str] | None = None,
    signs: Iterable[str] = (),
    id: str | None = None,
    rows: str | None = None,
    present: Mapping[str, object] | None = None,
    absent: Mapping[str, object] | None = None,
    not_assessable: Mapping[str, object] | None = None,
    missing: object = None,
    define: Mapping[str, str] | None = None,
) -> Check:
    """How each column of a table is understood, with its codes, and what would be refused.

    Takes the arguments of `read`, and those of `accuracy` that say what the diagnosis is and which
    signs are wanted; nothing is computed. All problems are collected, where a question stops at the
    first. Raises `FileError` where the file cannot be read at all, `UsageError` where the study
    cannot be used.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "motor_band": ["1", "2"]})
    >>> [problem.kind for problem in check(frame).problems]
    ['coding']
    """
    from alsstats.cohort.inspection import inspect

    said = {"present": present, "absent": absent, "not_assessable": not_assessable}
    document = _document(id, rows, missing, said | {"define": define})
    with _opened(data, study, document) as cohort:
        asked = about_diagnosis(reference, target, versus, leave_out, certainty)
        return inspect(cohort, cohort.study.with_(asked), tuple(signs))


def _document(
    id: str | None, rows: str | None, missing: object, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the arguments say, in the shape of a study file."""
    about = {"id": id, "rows": rows, "missing": missing}
    held = {key: value for key, value in about.items() if value is not None}
    return {"data": held, "signs": _signs(said)}


def _opened(data: Any, study: Any, document: Mapping[str, Any]) -> Cohort:
    source = _source(data)
    try:
        held, assumed = study_of(study, data)
        declared = held.with_(document)
        patient = patient_column(Columns(source.columns), declared)
        if not source.rows:
            raise FileError(f"{source.name} has no rows")
    except BaseException:
        source.close()
        raise
    return Cohort(source, declared, patient, (*source.assumed, *assumed))


def _signs(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Turn meaning -> column -> codes into what a study file says: column -> meaning -> codes."""
    signs: dict[str, dict[str, Any]] = {}
    for meaning, by_column in said.items():
        if by_column is not None and not isinstance(by_column, Mapping):
            by = "signs are defined by name" if meaning == "define" else "codes are said by column"
            raise UsageError(by, found=[f"{meaning}: {by_column!r}"], fix="{'NAME': ...}")
        for name, held in (by_column or {}).items():
            signs.setdefault(str(name), {})[meaning] = held
    return signs


def _source(data: Any) -> Table | Frame:
    if isinstance(data, str | PathLike):
        from alsstats.cohort.source import open_source

        path = Path(data)
        try:
            if not path.is_file():
                raise _no_file(path)
            return open_source(path)
        except (OSError, UnicodeError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "its name is not text"
            raise FileError(f"cannot read '{path}'", found=[f"{reason}"]) from None
    from alsstats.cohort.frame import open_frame

    return open_frame(data)


def _no_file(path: Path) -> FileError:
    if path.is_dir():
        return FileError(f"'{path}' is a folder, not a file")
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    return FileError(f"there is no file '{path}'{did_you_mean(path.name, beside)}")
