"""What a killed process leaves behind is removed by the next one; what is anybody's else is not."""

import os
import subprocess
import sys
from errno import ENOLCK, ENOSPC
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats import temporary
from alsstats.errors import UsageError
from alsstats.temporary import PREFIX, TemporaryFolder, remove_dead

MAKE = """
import sys
from alsstats.temporary import TemporaryFolder
folder = TemporaryFolder(sys.argv[1])
open(folder.path + "/patients", "w").close()
print(folder.path, flush=True)
sys.stdin.read()
"""
MAKE_MANY = """
import os, sys
from alsstats.temporary import TemporaryFolder, remove_dead
for _ in range(300):
    folder = TemporaryFolder(sys.argv[1])
    remove_dead.cache_clear()
    os.stat(folder.path)
    folder.close()
"""


def started(script: str, within: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(within)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(autouse=True)
def _first_look() -> None:
    """Let each test look into its folder for the first time."""
    remove_dead.cache_clear()


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    with started(MAKE, tmp_path) as process:
        left = Path(process.stdout.readline().strip())
        living = TemporaryFolder(str(tmp_path))
        assert Path(living.path).is_dir()
        assert left.parent == tmp_path
        assert (left / "patients").exists()  # that process lives
        living.close()
        process.kill()
    assert (left / "patients").exists()
    remove_dead.cache_clear()
    folder = TemporaryFolder(str(tmp_path))
    assert [Path(folder.path)] == list(tmp_path.iterdir())
    folder.close()
    assert not list(tmp_path.iterdir())


def test_a_process_killed_before_it_could_lock_its_folder(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}0123456789abcdef").mkdir()
    remove_dead(str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_nothing_of_anybody_else_is_removed_and_no_link_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "thesis").touch()
    where = tmp_path / "where"
    where.mkdir()
    (where / f"{PREFIX}1").symlink_to(kept)
    os.mkfifo(where / f"{PREFIX}2")
    (where / f"{PREFIX}3").write_text("a file")
    (where / "alsstats-4").mkdir()
    remove_dead(str(where))
    assert len(list(where.iterdir())) == 4
    assert (kept / "thesis").exists()
    (where / f"{PREFIX}5").mkdir()
    remove_dead.cache_clear()
    with monkeypatch.context() as other:
        other.setattr(os, "geteuid", lambda: os.getuid() + 1)
        remove_dead(str(where))
    assert (where / f"{PREFIX}5").exists()
    remove_dead.cache_clear()
    (where / f"{PREFIX}5" / "link").symlink_to(kept)
    remove_dead(str(where))
    assert not (where / f"{PREFIX}5").exists()
    assert (kept / "thesis").exists()


def test_processes_that_start_together_leave_each_other_alone(tmp_path: Path) -> None:
    both = [started(MAKE_MANY, tmp_path) for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    assert not list(tmp_path.iterdir())


def test_a_folder_removed_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, removed = os.open, []

    def removed_before(path: str, *how: Any) -> int:
        if not removed and PREFIX in path:
            removed.append(path)
            remove_dead.cache_clear()
            with monkeypatch.context() as other:
                other.setattr(os, "open", opened)
                remove_dead(str(tmp_path))
        return opened(path, *how)

    monkeypatch.setattr(os, "open", removed_before)
    folder = TemporaryFolder(str(tmp_path))
    assert Path(folder.path).is_dir()
    assert [folder.path] != removed
    folder.close()


def test_a_folder_being_removed_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, refused = temporary.flock, []

    def held_by_another(descriptor: int, how: int) -> None:
        if not refused:
            refused.append(descriptor)
            raise BlockingIOError
        lock(descriptor, how)

    monkeypatch.setattr(temporary, "flock", held_by_another)
    folder = TemporaryFolder(str(tmp_path))
    assert Path(folder.path).is_dir()
    assert len(list(tmp_path.iterdir())) == 2
    folder.close()


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(descriptor: int, how: int) -> None:
        raise OSError(ENOLCK, os.strerror(ENOLCK))

    monkeypatch.setattr(temporary, "flock", no_locks)
    (tmp_path / f"{PREFIX}of-somebody").mkdir()
    folder = TemporaryFolder(str(tmp_path))
    assert Path(folder.path).is_dir()
    assert len(list(tmp_path.iterdir())) == 2
    folder.close()
    assert (tmp_path / f"{PREFIX}of-somebody").exists()


def test_no_place_for_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    folder = TemporaryFolder()
    for _ in range(2):
        with pytest.raises(UsageError, match="temporary files cannot be written"):
            _ = folder.path


def test_no_room_for_what_has_to_be_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cohort.csv").write_text("diagnosis,flair_cst\nALS,1\n", encoding="utf-16")
    write = Path.open

    def full(path: Path, mode: str = "r", **how: Any) -> Any:
        if "w" in mode:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return write(path, mode, **how)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UsageError, match=r"(?s)temporary files cannot be written.*No space left"):
        als.read(tmp_path / "cohort.csv")
