"""A private DuckDB in memory, and what it leaves behind: nothing."""

from __future__ import annotations

import os
from shutil import rmtree
from tempfile import gettempdir
from typing import Any
from weakref import WeakSet, finalize

MEMORY_LIMIT = "2GB"


class Database:
    """A connection of its own, opened by the first query.

    What does not fit in memory goes to a folder that only this user can read. Connection and folder
    are gone after `close`, or when the object is dropped, or at the end of the program.
    """

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}
        finalize(self, _release, self._held)
        EXISTING.add(self)

    def relation(self, query: str) -> Any:
        """Return what a query selects, as DuckDB's relation, which is not computed yet."""
        if "connection" not in self._held:
            self._open()
        return self._held["connection"].sql(query)

    def close(self) -> None:
        """Close the connection and remove the folder; a later query opens them anew."""
        _release(self._held)

    def _open(self) -> None:
        import _duckdb as duckdb  # the engine: the package around it doubles the time to load it

        folder = os.path.join(gettempdir(), f"alsstats-{os.urandom(8).hex()}")  # noqa: PTH118
        self._held["folder"] = folder  # before it exists: a signal may come at any time
        os.mkdir(folder, mode=0o700)  # noqa: PTH102
        self._held["connection"] = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": folder,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )


EXISTING: WeakSet[Database] = WeakSet()


def close_all() -> None:
    """Close every database, for a program that leaves without taking itself apart."""
    for database in list(EXISTING):
        database.close()


def _release(held: dict[str, Any]) -> None:
    if "connection" in held:
        held["connection"].close()
    if "folder" in held:
        rmtree(held["folder"], ignore_errors=True)
    held.clear()
