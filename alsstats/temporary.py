"""A private temporary folder, and what is left of it afterwards: nothing.

A folder is locked for as long as its process lives, however that ends; one that nobody holds was
left by a process that was killed, and is removed by the next that makes a folder there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from shutil import rmtree
from typing import Any
from weakref import WeakSet, finalize

from alsstats.errors import UsageError

NO_ROOM = {ENOSPC, EDQUOT}
PREFIX = f".alsstats-{os.geteuid()}-"


class TemporaryFolder:
    """A folder that only this user can read, made when it is first used.

    It lies in the folder `within`, or where the system has such folders. It is gone after `close`,
    or when the object is dropped, or at the end of the program.
    """

    def __init__(self, within: str = "") -> None:
        self._within = within
        self._held: dict[str, Any] = {}
        finalize(self, _removed, self._held)
        EXISTING.add(self)

    @property
    def path(self) -> str:
        """Where the folder is."""
        if "lock" not in self._held:
            if self._within:
                _make(self._within, self._held)
            else:
                _make_in_usual_place(self._held)
        return str(self._held["path"])

    def close(self) -> None:
        """Remove the folder; a later use makes it anew."""
        _removed(self._held)


EXISTING: WeakSet[TemporaryFolder] = WeakSet()


def remove_all() -> None:
    """Remove every folder, for a program that leaves without taking itself apart."""
    for folder in list(EXISTING):
        folder.close()


def _make_in_usual_place(held: dict[str, Any]) -> None:
    from tempfile import gettempdir

    try:
        _make(gettempdir(), held)
    except OSError as error:
        raise not_written(error) from None


def not_written(error: OSError) -> UsageError:
    """Return the error for temporary files that cannot be written."""
    return UsageError(
        "temporary files cannot be written",
        found=[f"{error.strerror}"],
        why="what does not fit in memory, or has to be written anew to be read, goes there",
        fix="name another folder for them in the environment, TMPDIR=FOLDER",
    )


def _make(within: str, held: dict[str, Any]) -> None:
    remove_dead(within)
    while "lock" not in held:
        name = os.path.join(within, f"{PREFIX}{os.urandom(8).hex()}")  # noqa: PTH118
        held["path"] = name  # before it exists: a signal may come at any time
        os.mkdir(name, mode=0o700)  # noqa: PTH102
        with suppress(FileNotFoundError):  # another process found it before it was locked
            held["lock"] = os.open(name, os.O_RDONLY)
            if not _is_mine(held["lock"], name):
                os.close(held.pop("lock"))


def _is_mine(lock: int, name: str) -> bool:
    """Take the lock of a new folder, unless somebody is removing it."""
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # no locks in this file system: nobody takes it for a dead one's either
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(lock), os.lstat(name))
    return False


@cache
def remove_dead(within: str) -> None:
    """Remove what killed processes of this user left in a folder; look there once."""
    with suppress(OSError), os.scandir(within) as entries:
        for path in [entry.path for entry in entries if entry.name.startswith(PREFIX)]:
            _remove_if_dead(path)


def _remove_if_dead(path: str) -> None:
    with suppress(OSError):
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(lock).st_uid == os.geteuid():
                flock(lock, LOCK_EX | LOCK_NB)  # fails where its process lives
                rmtree(path, ignore_errors=True)
        finally:
            os.close(lock)


def _removed(held: dict[str, Any]) -> None:
    if "path" in held:
        rmtree(held["path"], ignore_errors=True)
    if "lock" in held:
        os.close(held["lock"])
    held.clear()
