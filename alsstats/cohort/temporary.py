"""A private temporary folder, and what is left of it afterwards: nothing."""

from __future__ import annotations

import os
from shutil import rmtree
from tempfile import gettempdir
from typing import Any
from weakref import WeakSet, finalize

PREFIX = "alsstats-"


class TemporaryFolder:
    """A folder that only this user can read, made when it is first used.

    It is gone after `close`, or when the object is dropped, or at the end of the program.
    """

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}
        finalize(self, _removed, self._held)
        EXISTING.add(self)

    @property
    def path(self) -> str:
        """Where the folder is."""
        if "path" not in self._held:
            name = os.path.join(gettempdir(), f"{PREFIX}{os.urandom(8).hex()}")  # noqa: PTH118
            self._held["path"] = name  # before it exists: a signal may come at any time
            os.mkdir(name, mode=0o700)  # noqa: PTH102
        return str(self._held["path"])

    def close(self) -> None:
        """Remove the folder; a later use makes it anew."""
        _removed(self._held)


EXISTING: WeakSet[TemporaryFolder] = WeakSet()


def remove_all() -> None:
    """Remove every folder, for a program that leaves without taking itself apart."""
    for folder in list(EXISTING):
        folder.close()


def _removed(held: dict[str, Any]) -> None:
    if "path" in held:
        rmtree(held["path"], ignore_errors=True)
    held.clear()
