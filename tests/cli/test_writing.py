"""An output is the old file or the new one, whatever happens; and nothing else is left."""

import os
import resource
import subprocess
import sys
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest

from alsstats.cli.writing import make_folder, write_all
from alsstats.errors import UsageError
from tests.cli.conftest import Run

OLD, NEW = b"old", b"new" * 50_000


def held(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_are_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    write_all({tmp_path / "a": NEW, tmp_path / "b": b""})
    assert held(tmp_path) == {"a": NEW, "b": b""}


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    path.chmod(0o640)
    write_all({path: NEW})
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("folder", "Is a directory"),
        ("none/b", "No such file"),
        ("x" * 300, "name too long"),
        ("file/b", "Not a directory"),
        ("/sys/b", "not permitted|denied|Read-only"),  # where root cannot write either
    ],
)
def test_where_one_cannot_be_written_none_is(tmp_path: Path, second: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a", "file"):
        (tmp_path / name).write_bytes(OLD)
    for order in (["a", second], [second, "a"]):
        with pytest.raises(UsageError, match=rf"(?s)cannot write.*{second}.*({says})"):
            write_all({tmp_path / name: NEW for name in order})
    assert {path.name for path in tmp_path.iterdir()} == {"a", "file", "folder"}
    assert (tmp_path / "a").read_bytes() == OLD


@pytest.mark.parametrize("step", ["fsync", "mkdir", "open"])
def test_a_disk_that_is_full_at_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a").write_bytes(OLD)

    def full(*given: Any, **how: Any) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    with monkeypatch.context() as other:
        other.setattr(*((Path, "open") if step == "open" else (os, step)), full)
        with pytest.raises(UsageError, match=r"(?s)cannot write.*No space left"):
            write_all({tmp_path / "b": NEW, tmp_path / "a": NEW})
    assert held(tmp_path) == {"a": OLD}


def test_a_rename_that_fails_says_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b").write_bytes(OLD)
    replace = Path.replace

    def fails(part: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(EIO, os.strerror(EIO))
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(UsageError, match=r"(?s)cannot write.*b'.*written before it: .*a"):
        write_all({tmp_path / "a": NEW, tmp_path / "b": NEW})
    assert held(tmp_path) == {"a": NEW, "b": OLD}


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """The system stops a real write in its middle, as a full disk does."""
    (tmp_path / "a.json").write_bytes(OLD)
    done = subprocess.run(
        [sys.executable, "-m", "alsstats", "calc", "1", "2", "3", "4", "-o", "a.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot write 'a.json'\n  File too large" in done.stderr
    assert held(tmp_path) == {"a.json": OLD}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "one" / "two")
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "figures"):
        with pytest.raises(UsageError, match="cannot write"):
            make_folder(path)


def test_what_a_killed_run_left_beside_an_output_is_removed(run: Run, tmp_path: Path) -> None:
    (tmp_path / f".alsstats-{os.geteuid()}-1").mkdir()
    (tmp_path / f".alsstats-{os.geteuid()}-1" / "part").write_bytes(OLD)
    assert run("calc", 1, 2, 3, 4, "-o", "a.json").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
