"""Whether a table writes its numbers with a decimal point or with a decimal comma."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alsstats.counts import Codes
from alsstats.errors import FileError
from alsstats.study import COMMA, EITHER, POINT, is_comma_number, is_point_number, plain, pointed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.cohort.cohort import Source
    from alsstats.counts import Counts

COMMA_SAID = "numbers are written with a decimal comma: 1,0 is 1.0"
NAMED = 8  # so many columns are named in an error


def with_points(
    counts: Sequence[Counts], source: Source, declared: str
) -> tuple[list[Counts], bool]:
    """Return counts whose numbers have a decimal point, `1.0` for `1,0`, and whether any had not.

    Where no mark is declared the whole table is looked at, if some code that was counted is a
    number with a comma. A column of both `1` and `1,0` is refused: its commas may stand between
    several codes. So is a text with a decimal point where a comma is declared.
    """
    columns = {name: held for one in counts for name, held in one.columns.items()}
    if declared == ",":
        _refuse_points(columns, source)
    commas = {name for name, held in columns.items() if any(map(is_comma_number, held.levels))}
    if not commas or (declared or decimal_mark(source)) != ",":
        return list(counts), False
    for name in sorted(commas):
        _refuse_merged(name, columns[name].levels)
    return [
        held._replace(
            columns={
                name: Codes(tuple(map(pointed, column.levels)), column.codes)
                for name, column in held.columns.items()
            }
        )
        for held in counts
    ], True


def _refuse_points(columns: Mapping[str, Codes], source: Source) -> None:
    """Refuse texts that are numbers with a point; of what is a number in itself nothing is said."""
    points = {name for name, held in columns.items() if any(map(is_point_number, held.levels))}
    cells = source.cells_like((POINT,)) if points else {}
    if named := {name: cells[name][0] for name in sorted(points) if any(cells.get(name, ()))}:
        raise FileError(
            f"{source.name} writes numbers with a point, and the decimal mark is declared a comma",
            found=[_listing("12.5", named)],
            why="1.234 is a little more than one, or more than a thousand",
            fix="write all numbers with one mark, and nothing between thousands",
        )


def _refuse_merged(name: str, levels: Sequence[str]) -> None:
    plainly = Counter(plain(pointed(code)) for code in {plain(code) for code in levels})
    if twice := sorted(code for code, times in plainly.items() if times > 1):
        raise FileError(
            f"cannot tell what a comma means in column '{name}'",
            found=[f"{code} is there with a comma, and without" for code in twice[:NAMED]],
            why="it may be a decimal comma, or stand between two codes in one cell",
            fix="write one code in a cell, in one way",
        )


def decimal_mark(source: Source) -> str:
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
        fix="write all numbers with one mark, and nothing between thousands"
        if point
        else "--decimal ,",
    )


def _listing(like: str, cells: dict[str, int]) -> str:
    return f"numbers like {like}: {sum(cells.values())} cells, in {_some(cells)}"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return ", ".join(listed[:NAMED]) + more
