"""Whether a file is still the one that was opened: it is read more than once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import AlsstatsError, FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class FileState(NamedTuple):
    """What the system says of a file that another content would change."""

    path: Path
    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """Return the state of a file now."""
        held = path.stat()
        return cls(path, held.st_dev, held.st_ino, held.st_size, held.st_mtime_ns)

    def refuse_changed(self) -> None:
        """Refuse what was read of the file since, if it is another one now."""
        try:
            now = FileState.of(self.path)
        except OSError as error:
            raise _changed(self.path, f"now: {error.strerror}") from None
        if now.size != self.size:
            raise _changed(self.path, f"{self.size} bytes, then {now.size}")
        if now != self:
            raise _changed(self.path, "it was written to, or another file was put in its place")


def _changed(path: Path, found: str) -> FileError:
    return FileError(
        f"{path.name} changed while it was read",
        found=[found],
        why="some numbers would be of the old file, and some of the new",
        fix="let the program that writes it finish, and run this again",
    )


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Refuse what is read of a file, also as damaged, if it is not the same all the time."""
    state = FileState.of(path)
    try:
        yield
    except (AlsstatsError, OSError):
        state.refuse_changed()
        raise
    state.refuse_changed()
