"""A private DuckDB in memory, and what it leaves behind: nothing."""

from __future__ import annotations

from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

MEMORY_LIMIT = "2GB"


class Database:
    """A connection of its own, opened by the first query.

    What does not fit in memory goes to a folder that only this user can read. Connection and folder
    are gone after `close`, or when the object is dropped, or at the end of the program.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._closing: finalize[..., Any] | None = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query selects."""
        if self._connection is None:
            self._open()
        rows: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return rows

    def close(self) -> None:
        """Close the connection and remove the folder; a later query opens them anew."""
        if self._closing is not None:
            self._closing()
        self._connection = self._closing = None

    def _open(self) -> None:
        import _duckdb as duckdb  # the engine: the package around it doubles the time to load it

        folder = mkdtemp(prefix="alsstats-")
        try:
            self._connection = duckdb.connect(
                ":memory:",
                config={
                    "memory_limit": MEMORY_LIMIT,
                    "temp_directory": folder,
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                },
            )
        except BaseException:
            rmtree(folder, ignore_errors=True)
            raise
        self._closing = finalize(self, _remove, self._connection, folder)


def _remove(connection: Any, folder: str) -> None:
    connection.close()
    rmtree(folder, ignore_errors=True)
