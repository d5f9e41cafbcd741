"""A private DuckDB in memory, and what it leaves behind: nothing."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet, finalize

from alsstats.temporary import TemporaryFolder

MEMORY_LIMIT = "2GB"


class Database:
    """A connection of its own, opened by the first query.

    What does not fit in memory goes to a folder that only this user can read. Connection and folder
    are gone after `close`, or when the object is dropped, or at the end of the program.
    """

    def __init__(self) -> None:
        self.folder = TemporaryFolder()
        self._held: dict[str, Any] = {}
        finalize(self, _closed, self._held)
        EXISTING.add(self)

    def relation(self, query: str) -> Any:
        """Return what a query selects, as DuckDB's relation, which is not computed yet."""
        if "connection" not in self._held:
            self._held["connection"] = _opened(self.folder.path)
        return self._held["connection"].sql(query)

    def close(self) -> None:
        """Close the connection and remove the folder; a later query opens them anew."""
        _closed(self._held)
        self.folder.close()


EXISTING: WeakSet[Database] = WeakSet()


def close_all() -> None:
    """Close every database, for a program that leaves without taking itself apart."""
    for database in list(EXISTING):
        database.close()


def _opened(folder: str) -> Any:
    import _duckdb as duckdb  # the engine: the package around it doubles the time to load it

    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": folder,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )


def _closed(held: dict[str, Any]) -> None:
    if "connection" in held:
        held["connection"].close()
    held.clear()
