"""A file that changes while it is read is refused, whenever it changes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import alsstats as als
from alsstats.cohort import parquet_file, text_file
from alsstats.cohort.database import Database
from alsstats.errors import FileError
from tests.cohort.conftest import Write

GOOD = "patient_id,diagnosis,flair_cst\np1,ALS,1\np2,MMN,0\np3,ALS,0\n"
OTHER = GOOD.replace("p2,MMN,0", "p2,MMN,1")
CHANGED = "changed while it was read"


def written_to(path: Path) -> None:
    path.write_text(OTHER)
    later = path.stat().st_mtime_ns + 1  # a clock may be coarse
    os.utime(path, ns=(later, later))


def put_in_its_place(path: Path) -> None:
    """Replace a file by one of the same size and the same time."""
    other, held = path.with_suffix(".new"), path.stat()
    other.write_text(OTHER)
    os.utime(other, ns=(held.st_atime_ns, held.st_mtime_ns))
    other.replace(path)


def appended_to(path: Path) -> None:
    with path.open("a") as file:
        file.write("p4,MMN,1\n")


def made_of_other_columns(path: Path) -> None:
    path.write_text("a\n")


WAYS = [written_to, put_in_its_place, appended_to, made_of_other_columns, Path.unlink]
Change = Callable[[Path], object]


@pytest.mark.parametrize("change", WAYS)
def test_between_opening_and_counting(write: Write, change: Change) -> None:
    path = write(GOOD)
    with als.read(path) as cohort:
        change(path)
        with pytest.raises(FileError, match=CHANGED):
            als.accuracy(cohort)


@pytest.mark.parametrize("change", WAYS)
@pytest.mark.parametrize("step", ["dialect_of", "scan"])
def test_while_it_is_opened(
    write: Write, monkeypatch: pytest.MonkeyPatch, step: str, change: Change
) -> None:
    path, held = write(GOOD), getattr(text_file, step)

    def before(*given: Any) -> Any:
        change(path)
        return held(*given)

    monkeypatch.setattr(text_file, step, before)
    with pytest.raises(FileError, match=CHANGED):
        als.read(path)


@pytest.mark.parametrize("change", WAYS)
def test_while_it_is_counted(write: Write, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    path, held = write(GOOD), Database.relation

    def before(database: Database, query: str) -> Any:
        relation = held(database, query)
        if path.exists() and path.read_text() == GOOD:
            change(path)
        return relation

    with als.read(path) as cohort:
        monkeypatch.setattr(Database, "relation", before)
        with pytest.raises(FileError, match=CHANGED):
            als.accuracy(cohort)


@pytest.mark.parametrize("change", [put_in_its_place, made_of_other_columns, Path.unlink])
def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    path = tmp_path / "cohort.parquet"
    duckdb.sql("SELECT 'ALS' AS diagnosis, 1 AS flair_cst").write_parquet(str(path))
    with als.read(path) as cohort:
        change(path)
        with pytest.raises(FileError, match=CHANGED):
            als.accuracy(cohort)
    duckdb.sql("SELECT 'ALS' AS diagnosis, 1 AS flair_cst").write_parquet(str(path))
    held = parquet_file._described

    def before(path: Path) -> Any:
        change(path)
        return held(path)

    monkeypatch.setattr(parquet_file, "_described", before)
    with pytest.raises(FileError, match=CHANGED):
        als.read(path)


def test_the_time_of_the_last_reading_is_no_change(write: Write) -> None:
    path = write(GOOD)
    with als.read(path) as cohort:
        os.utime(path, ns=(0, path.stat().st_mtime_ns))
        assert als.accuracy(cohort).rows
