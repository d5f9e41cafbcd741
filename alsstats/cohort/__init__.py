"""A table of people, read in the light of a study: the door between data and statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from alsstats.cohort.columns import Columns
from alsstats.cohort.interpretation import Interpretation, interpret
from alsstats.cohort.patients import refuse_repeated
from alsstats.cohort.roles import Roles, assign, patient_column
from alsstats.cohort.study_file import study_of
from alsstats.errors import FileError, RoleError, UsageError, did_you_mean
from alsstats.study import Study

if TYPE_CHECKING:
    from alsstats.cohort.frame import Frame
    from alsstats.cohort.source import TextFile
    from alsstats.counts import Counts

__all__ = ["Cohort", "Interpretation", "Roles", "read"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """People examined by MRI, as a table, with what the study says of its columns.

    Made by `read`. `count` is all that the statistics ask of the data; `interpret` says what the
    counted codes mean. `patient` is the column that tells the patients apart, if there is one.
    """

    source: TextFile | Frame
    study: Study
    patient: str | None
    assumed: tuple[str, ...] = ()

    def count(self, *groupings: tuple[str, ...]) -> list[Counts]:
        """Count the rows that hold each combination of raw codes, for each tuple of columns.

        All groupings are counted in one pass over a file. Missing is a code like any other.
        """
        for columns in groupings:
            known = set(columns) <= set(self.source.columns)
            if not columns or not known or len(set(columns)) < len(columns):
                raise UsageError(
                    "a grouping is a tuple of columns of the data, each once",
                    found=[f"grouping: {columns}"],
                )
        return self.source.count(groupings) if groupings else []

    def ask(
        self,
        study: Study,
        *,
        signs: tuple[str, ...] = (),
        compare: tuple[tuple[str, str], ...] = (),
        strata: str | None = None,
    ) -> Interpretation:
        """Count, in one pass, all that a question needs, and say what the codes mean.

        `signs` are those wanted, all if none is named; `compare` names pairs of signs to count
        together, `strata` a column. Refuses a role that no column fills, and a code that is not
        known, with the flag to add.
        """
        self._refuse_many_rows(study)
        names = self.source.columns
        options = {"patient": self.patient, "strata": strata}
        roles = assign(names, study, signs=signs, compare=compare, **options)
        pairs = {(one.name, other.name): (one, other) for one, other in roles.compared}
        keys = {name: (sign,) for name, sign in roles.signs.items()} | pairs
        counts = self.count(*(roles.grouping(*held) for held in keys.values()))
        return interpret(dict(zip(keys, counts, strict=True)), roles, study, self.where)

    def _refuse_many_rows(self, study: Study) -> None:
        if study.rows != "patient":
            raise RoleError(
                f"the rows are {study.rows}s, and this question needs one row a patient",
                why="a patient counted twice makes every interval too narrow",
                fix="keep one row a patient, and --rows patient",
            )

    @property
    def title(self) -> str:
        """The name of the data, and its size."""
        return f"{self.source.name}, {self.source.rows} rows"

    def close(self) -> None:
        """Close what reading opened, at once and not when the cohort is dropped."""
        self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def where(self, column: str) -> str:
        """Say where a column stands, as `cohort.csv, column 7`."""
        return f"{self.source.name}, column {self.source.columns.index(column) + 1}"

    def provenance(self) -> dict[str, Any]:
        """Return what the numbers were made from."""
        size = {"rows": self.source.rows, "columns": len(self.source.columns)}
        return self.source.provenance() | size


def read(
    data: Any,
    *,
    study: str | PathLike[str] | Mapping[str, Any] | Study | None = None,
    id: str | None = None,  # noqa: A002  # the word of the study file
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
    signs = _by_sign(said | {"define": define})
    about = {"id": id, "rows": rows, "missing": missing}
    about = {key: value for key, value in about.items() if value is not None}
    source = _source(data)
    try:
        held, assumed = study_of(study, data)
        declared = held.with_({"data": about}, *signs)
        patient = patient_column(Columns(source.columns), declared)
        cohort = Cohort(source, declared, patient, (*getattr(source, "assumed", ()), *assumed))
        if not source.rows:
            raise FileError(f"{source.name} has a header and no rows")
        if patient is not None and declared.rows == "patient":
            refuse_repeated(cohort.where(patient), source.identifiers(patient))
    except BaseException:
        source.close()
        raise
    return cohort


def _by_sign(said: Mapping[str, Mapping[str, object] | None]) -> Iterator[dict[str, Any]]:
    """Turn meaning -> column -> codes into documents of a study: column -> meaning -> codes."""
    for meaning, by_column in said.items():
        if not isinstance(by_column, Mapping | None):
            raise UsageError(
                "codes are declared by column",
                found=[f"given: {by_column!r}"],
                fix="{'column': 'code'}",
            )
        held = {str(name): {meaning: codes} for name, codes in (by_column or {}).items()}
        yield {"signs": held}


def _source(data: Any) -> TextFile | Frame:
    if isinstance(data, str | PathLike):
        from alsstats.cohort.source import TextFile

        path = Path(data)
        try:
            if not path.is_file():
                raise _no_file(path)
            return TextFile.of(path)
        except (OSError, UnicodeError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "its name is not text"
            raise FileError(f"cannot read '{path}'", found=[f"{reason}"]) from None
    from alsstats.cohort.frame import Frame

    return Frame.of(data)


def _no_file(path: Path) -> FileError:
    if path.is_dir():
        return FileError(f"'{path}' is a folder, not a file")
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    return FileError(f"there is no file '{path}'{did_you_mean(path.name, beside)}")
