"""Distinct combinations of codes, from the values that an engine delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.counts import Codes, Counts
from alsstats.errors import RoleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def counts_of(columns: Sequence[str], held: Sequence[Codes], n: Iterable[int]) -> Counts:
    """Return `Counts` of combinations: the codes of each column, and how many of each.

    Combinations that are equal are added up; the result is sorted, so that the order in which an
    engine delivers changes nothing.

    >>> counts = counts_of(["sign"], [coded("sign", [1, 0, 1])], [2, 5, 1])
    >>> counts.columns["sign"].levels, counts.n.tolist()
    (('0', '1'), [5, 3])
    """
    import numpy as np

    rows = np.stack([column.codes for column in held])
    order = np.lexsort(rows[::-1])
    rows = rows[:, order]
    first = np.flatnonzero(np.diff(rows, axis=1, prepend=-1).any(axis=0))
    total = np.add.reduceat(np.fromiter(n, dtype=np.int64)[order], first)
    distinct = rows[:, first]
    codes = (Codes(column.levels, row) for column, row in zip(held, distinct, strict=True))
    return Counts(dict(zip(columns, codes, strict=True)), total)


def coded(name: str, values: Sequence[Any]) -> Codes:
    """Return the sorted texts of a column's values, and for each value which of them it is.

    Values that are equal in Python and differ in type, as 1 and True, keep their own texts.
    """
    import numpy as np

    try:
        keys = list(zip(map(type, values), values, strict=True))
        texts = {key: text_of(key[1]) for key in set(keys)}
    except TypeError:
        kind = next(type(value).__name__ for value in values if not _is_countable(value))
        raise not_countable(name, kind) from None
    levels = tuple(sorted(set(texts.values())))
    place = {text: position for position, text in enumerate(levels)}
    places = {key: place[text] for key, text in texts.items()}
    return Codes(levels, np.fromiter(map(places.__getitem__, keys), np.int32, len(keys)))


def text_of(value: object) -> str:
    """Return a value as the text that a file of it would hold, an empty one for null and nan.

    >>> [text_of(value) for value in ("007", 1, 1.0, True, None, float("nan"))]
    ['007', '1', '1.0', 'True', '', '']
    """
    if isinstance(value, str) or value is None:
        return value or ""
    from datetime import date, time
    from decimal import Decimal
    from uuid import UUID

    import numpy as np

    if isinstance(value, np.bool_ | np.integer | np.floating):
        value = value.item()
    if type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, bool | int | UUID):
        return str(value)
    if isinstance(value, float | Decimal):
        unsigned = value or abs(value)  # -0.0 equals 0.0, and an engine delivers either
        written = f"{unsigned:f}" if isinstance(unsigned, Decimal) else str(unsigned)
        return "" if value != value else written  # noqa: PLR0124
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError


def not_countable(name: str, kind: str) -> RoleError:
    """Return the error for a column whose values have no text."""
    return RoleError(
        f"the values of column '{name}' cannot be counted",
        found=[f"type: {kind}"],
        why="texts, numbers, truth values and dates have one text each, and others have not",
        fix="make a column of texts of it",
    )


def _is_countable(value: object) -> bool:
    try:
        text_of(value)
    except TypeError:
        return False
    return True
