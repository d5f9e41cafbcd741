"""A program of its own that writes an SPSS, Stata or SAS file out as text.

The reader beneath it is written in C, and a damaged file may stop the whole process that it is in.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsstats.cohort.statistical_column import StatisticalColumn
from alsstats.cohort.statistical_kinds import STATISTICAL, Kind
from alsstats.cohort.value_labels import labels_held, said_of_labels
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS, FEWEST = 4_000_000, 500  # that are held at a time, and rows at the least


def main(path: str, reader: str, table: str, report: str) -> None:
    """Write the table, and a report of it or of why it was refused, as JSON."""
    kind = next(kind for kind in STATISTICAL if kind.reader == reader)
    try:
        held = written(Path(path), kind, Path(table))
    except FileError as error:
        parts = {"what": error.what, "found": error.found, "why": error.why, "fix": error.fix}
        held = {"refused": parts}
    except OSError as error:
        held = {"errno": error.errno}
    except (Exception, MemoryError) as error:  # noqa: BLE001  # of a damaged file, it may be any
        held = {"damaged": type(error).__name__}
    Path(report).write_text(json.dumps(held), encoding="utf-8")


def written(path: Path, kind: Kind, table: Path) -> dict[str, Any]:
    """Write all rows as text, some at a time; return the words of codes, and what is to be said."""
    columns: list[StatisticalColumn] = []
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for values, about in _chunks(path, kind):
            if not columns:
                columns = [StatisticalColumn(n, kind.family, about) for n in about.column_names]
                writer.writerow(about.column_names)
            held = [one.texts(values[one.labels.column]) for one in columns]
            writer.writerows(zip(*held, strict=True))
    if not columns:
        raise FileError(f"{path.name} has no rows", why="a header alone tells of nobody")
    labels = [column.labels for column in columns]
    for one in labels:
        one.refuse_mixed(path.name)
    missing = [text for column in columns if (text := column.said())]
    return {"labels": labels_held(labels), "said": [*said_of_labels(labels), *missing]}


def _chunks(path: Path, kind: Kind) -> Iterator[tuple[Any, Any]]:
    """Yield the columns of some rows after others, and what the file says of its columns."""
    import pyreadstat

    read = getattr(pyreadstat, kind.reader)
    options = {"disable_datetime_conversion": True, "output_format": "dict"}  # without pandas
    _, about = read(path, metadataonly=True, **options)
    options |= {"user_missing": True} if kind.has_missing else {}
    limit, offset, rows = max(FEWEST, CELLS // max(1, len(about.column_names))), 0, -1
    while rows not in range(limit):
        values, held = read(path, row_offset=offset, row_limit=limit, **options)
        rows = len(next(iter(values.values()), ()))
        if rows:
            yield values, held
        offset += rows
    if about.number_rows is not None and 0 <= about.number_rows != offset:
        raise FileError(
            f"{path.name} says it holds {about.number_rows} rows, and {offset} arrived",
            why="a row would be lost without a word",
            fix="write the file anew",
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
