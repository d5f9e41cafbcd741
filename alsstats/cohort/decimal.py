"""Whether a table writes its numbers with a decimal point or with a decimal comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alsstats.counts import Codes
from alsstats.errors import FileError
from alsstats.study import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame
    from alsstats.counts import Counts

# The same patterns for DuckDB, Polars, Arrow and Python; pandas warns of groups that capture.
POINT = r"^[+-]?[0-9]*\.[0-9]+$"
COMMA = r"^[+-]?(?:[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,}|),[0-9]{3})$"
EITHER = r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+$"  # 1,234 may be a thousand and more
NAMED = 8  # so many columns are named in an error


def with_points(
    counts: Sequence[Counts], source: Table | Frame
) -> tuple[list[Counts], tuple[str, ...]]:
    """Return counts whose numbers have a decimal point: `1,0` as `1.0` in a table of commas.

    And, in words, that this was done.

    The whole table is looked at only if some code that was counted is a number with a comma.
    """
    codes = {code for held in counts for column in held.columns.values() for code in column.levels}
    number = f"{COMMA}|{EITHER}"
    written = {code for code in codes if "," in code and re.match(number, code.strip(BLANKS))}
    if not written or decimal_mark(source) != ",":
        return list(counts), ()
    pointed = {code: code.replace(",", ".") for code in written}
    changed = [
        held._replace(
            columns={
                name: Codes(tuple(pointed.get(code, code) for code in column.levels), column.codes)
                for name, column in held.columns.items()
            }
        )
        for held in counts
    ]
    return changed, ("numbers are written with a decimal comma: 1,0 is 1.0",)


def decimal_mark(source: Table | Frame) -> str:
    """Return the mark that all numbers of a table are written with, or refuse to choose one.

    A comma is one when some number can be written with it in no other way, as 12,5 or 0,435, and
    no number is written with a point. Where no number has a comma it is a point.
    """
    found = source.cells_like((POINT, COMMA, EITHER))
    point, comma, either = (
        {name: cells[place] for name, cells in found.items() if cells[place]} for place in range(3)
    )
    if not comma and not either:
        return "."
    if comma and not point:
        return ","
    listed = ("12.5", point), ("12,5", comma), ("1,234", either)
    raise FileError(
        f"cannot tell what a comma means in the numbers of {source.name}",
        found=[_listing(like, cells) for like, cells in listed if cells],
        why="1,234 is a little more than one, or more than a thousand",
        fix="write all numbers with a point, and nothing between thousands",
    )


def _listing(like: str, cells: dict[str, int]) -> str:
    return f"numbers like {like}: {sum(cells.values())} cells, in {_some(cells)}"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return ", ".join(listed[:NAMED]) + more
