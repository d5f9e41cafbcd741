"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.temporary import TemporaryFolder


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file, or none: whoever reads one finds the old or the new one, whole.

    All are written in full beside their places, each in a private folder; then they are renamed.
    """
    beside: dict[str, TemporaryFolder] = {}
    done: list[Path] = []
    try:
        parts = [(path, *_beside(path, content, beside)) for path, content in files.items()]
        for path, part, target in parts:
            with _named(path, done):
                part.replace(target)
            done.append(path)
        for folder in beside:
            _keep_names(folder)
    finally:
        for held in beside.values():
            held.close()


def make_folder(path: Path) -> None:
    """Make a folder for outputs, unless it is there."""
    with _named(path):
        path.mkdir(parents=True, exist_ok=True)


def _beside(path: Path, content: bytes, beside: dict[str, TemporaryFolder]) -> tuple[Path, Path]:
    """Write a file where it can be renamed from; return this place and the one it is meant for."""
    from alsstats.temporary import TemporaryFolder

    target = Path(os.path.realpath(path))  # a link stays a link
    with _named(path):
        mode = _mode(target)
        folder = beside.setdefault(str(target.parent), TemporaryFolder(str(target.parent)))
        part = Path(folder.path) / os.urandom(8).hex()
        with part.open("wb") as file:
            if mode is not None:
                with suppress(OSError):  # where the file system knows no modes
                    os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return part, target


def _mode(target: Path) -> int | None:
    """Return who may do what with the file that is there, if there is one."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    return stat.S_IMODE(mode)


def _keep_names(folder: str) -> None:
    """Have the new names on the disk, where the file system can do that for a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _named(path: Path, done: Sequence[Path] = ()) -> Iterator[None]:
    """Say which output the system could not write, and why."""
    try:
        yield
    except OSError as error:
        found = [f"{error.strerror}", *(f"written before it: {other}" for other in done)]
        raise UsageError(
            f"cannot write '{path}'",
            found=found,
            fix="choose another place with -o, or make room there",
        ) from None
