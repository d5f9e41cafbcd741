"""Lines above the header of a table: a title, a date, a remark."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alsstats.study import is_value

if TYPE_CHECKING:
    from collections.abc import Sequence


def lines_above(records: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return how many lines stand above the header, 0 where this cannot be told.

    Each record comes with the number of its line. Above the header records are blank, of one value,
    or of another length than those below it, which are as long as it is; its names are all there,
    all different, and none is a value.

    >>> lines_above([(1, ["Export"]), (3, ["id", "diagnosis"]), (4, ["p1", "ALS"])])
    2
    """
    width = Counter(len(fields) for _, fields in records).most_common(1)[0][0]
    for place, (line, fields) in enumerate(records):
        if len(fields) != width or sum(map(bool, _trimmed(fields))) <= 1:
            continue
        below = [len(other) for _, other in records[place + 1 : place + 2]]
        return line - 1 if place and below == [width] and _are_names(fields) else 0
    return 0


def _are_names(fields: Sequence[str]) -> bool:
    names = _trimmed(fields)
    return all(names) and len(set(names)) == len(names) and not any(map(is_value, names))


def _trimmed(fields: Sequence[str]) -> list[str]:
    return [field.strip() for field in fields]
