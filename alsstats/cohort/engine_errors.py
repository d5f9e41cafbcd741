"""What the engine could not do, said of the table that it read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from alsstats.cohort.database import MEMORY_LIMIT
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort.engine import Table


@contextmanager
def named(table: Table) -> Iterator[None]:
    """Name what the engine cannot do; refuse what it read of a file that is another by now."""
    import _duckdb as duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.OutOfMemoryException:
        raise FileError(
            f"{table.name} is too large to be counted",
            found=[f"the memory for it is {MEMORY_LIMIT}, and the disk had no room for more"],
            fix="make room where temporary files go, or leave out columns that are not needed",
        ) from None
    except (duckdb.Error, UnicodeError) as error:
        _refuse_changed(table)
        raise table.refusal(error) from None
    _refuse_changed(table)


def _refuse_changed(table: Table) -> None:
    if table.state is not None:
        table.state.refuse_changed()
