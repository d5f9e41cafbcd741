"""Standard input is read as any file is, whatever kind it is of, and leaves nothing behind."""

import gzip
import hashlib
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

import alsstats as als
from alsstats.cli.output import not_the_data
from alsstats.errors import FileError, UsageError
from tests.cohort.conftest import Write

TABLE = "patient_id,diagnosis,flair_cst\np1,ALS,1\np2,MMN,0\np3,ALS,0\n"


def parquet() -> bytes:
    out = BytesIO()
    pl.read_csv(BytesIO(TABLE.encode())).write_parquet(out)
    return out.getvalue()


def give(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.replace("\n", "\r").encode("utf-16"),
        gzip.compress(TABLE.encode()),
        zstandard.compress(TABLE.encode()),
        parquet(),
    ],
    ids=["text", "UTF-16", "gzip", "Zstandard", "Parquet"],
)
@pytest.mark.parametrize("path", ["-", Path("-")])
def test_read_as_any_file(
    content: bytes, path: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    give(content, monkeypatch)
    with als.read(path) as cohort:
        found = {row.statistic: (row.events, row.n) for row in als.accuracy(cohort).rows}
        assert found["sensitivity"] == (1, 2)
        assert cohort.title == "standard input, 3 rows"
        assert cohort.provenance()["sha256"] == hashlib.sha256(content).hexdigest()
        assert str(tmp_path) not in "".join(cohort.assumed)
    assert not list(tmp_path.iterdir())


def test_no_study_lies_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "alsstats.toml").write_text("[data]\nmax_rows = 1\n")
    monkeypatch.chdir(tmp_path)
    give(TABLE.encode(), monkeypatch)
    with als.read("-") as cohort:
        assert cohort.source.rows == 3


@pytest.mark.parametrize("content", [b"", TABLE.replace("p2,", "").encode(), b"\x1f\x8b\x08"])
def test_refused_as_any_file(
    content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    give(content, monkeypatch)
    with pytest.raises(FileError, match="standard input") as caught:
        als.read("-")
    assert str(tmp_path) not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_terminal_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, terminal = os.openpty()
    with open(terminal) as stdin:  # noqa: PTH123 - it has no path
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(UsageError, match="it is a terminal"):
            als.read("-")
    os.close(leader)


def test_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="it is closed"):
        als.read("-")


def test_an_answer_is_not_written_over_what_comes_in(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(TABLE)
    with path.open() as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(UsageError, match="is the data"):
            not_the_data(path, Path("-"))
        not_the_data(write(TABLE, "other.csv"), Path("-"))


def test_through_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alsstats", "check", "-"],
        input=TABLE.encode(),
        capture_output=True,
        check=False,
    )
    assert done.stdout.startswith(b"standard input, 3 rows\n")
