"""What tells the patients of a table apart."""

from __future__ import annotations

from typing import NamedTuple


class Identifiers(NamedTuple):
    """What a column of identifiers holds: rows, distinct texts, empty cells, and repeated rows.

    `repeated` gives, for the first few identifiers that stand in several rows, the numbers of
    those rows, the first row below the header being 1.
    """

    rows: int
    distinct: int
    empty: int
    repeated: tuple[tuple[int, ...], ...] = ()
