"""A table of people, read in the light of a study: the door between data and statistics."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from alsstats.cohort.interpretation import Interpretation, interpret
from alsstats.cohort.roles import Roles, assign, resolved
from alsstats.errors import FileError, RoleError, UsageError, did_you_mean
from alsstats.study import Study, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from alsstats.cohort.engine import Identifiers, Table
    from alsstats.cohort.frame import Frame
    from alsstats.counts import Counts

__all__ = ["Cohort", "Interpretation", "Roles", "read"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """People examined by MRI, one row each, whose columns have their roles.

    Made by `read`. `count` is all that the statistics ask of the data; `interpret` says what the
    counted codes mean.
    """

    source: Table | Frame
    roles: Roles
    study: Study

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

    def interpret(self, counts: Mapping[str, Counts]) -> Interpretation:
        """Say what the codes mean in the counts of each sign, or refuse with the flag to add."""
        return interpret(counts, self.roles, self.study, self.where)

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
    data: str | PathLike[str] | pd.DataFrame,
    *,
    present: Mapping[str, object] | None = None,
    absent: Mapping[str, object] | None = None,
    not_assessable: Mapping[str, object] | None = None,
    missing: object = (),
) -> Cohort:
    """Read a cohort: the path of a UTF-8 CSV or TSV file, or a pandas frame.

    `present`, `absent` and `not_assessable` map a column to the code, or codes, that mean so in
    it, and `missing` holds codes that mean missing anywhere; what is not declared has to be a
    closed pair such as 0/1 or no/yes. A file is read as text, and nothing in it is guessed or
    repaired: a record that is short or long, a repeated column, a repeated patient are refused.

    Raises `FileError` where the file cannot be read without guessing, `RoleError` where a column
    is wanting or there are two for one role.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": ["yes", "no"]})
    >>> read(frame).roles.names()
    ('flair_cst',)
    """
    declared = Study.of(present, absent, not_assessable, missing)
    source = _source(data)
    study = resolved(declared, source.columns, vocabulary())
    cohort = Cohort(source, assign(source.columns, study, vocabulary()), study)
    if not source.rows:
        raise FileError(f"{source.name} has a header and no rows")
    if (patient := cohort.roles.patient) is not None:
        try:
            _refuse_repeated(cohort.where(patient), source.identifiers(patient))
        except BaseException:
            cohort.close()
            raise
    return cohort


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


def _refuse_repeated(where: str, held: Identifiers) -> None:
    if held.empty:
        raise RoleError(
            "patients without an identifier",
            found=[f"{where}: empty in {held.empty} of {held.rows} rows"],
            why="whether such a row is a patient already counted cannot be seen",
            fix="give each row its patient, or remove the column to take each row as one patient",
        )
    if held.repeated:
        rows = "; ".join(", ".join(map(str, places[:5])) for places in held.repeated)
        raise RoleError(
            "patients that stand in more than one row",
            found=[
                f"{where}: {held.rows} rows, {held.distinct} patients",
                f"the same patient in rows (the first below the header is 1): {rows}",
            ],
            why="a patient counted twice makes every interval too narrow",
            fix="keep one row a patient",
        )
