"""What the people of every group are like, as bars: a column a group, a line a level or finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.lettering import LINE

if TYPE_CHECKING:


    from alsstats.result import Result, Row

NAMES = 0.28  # the most of the page's width that names take
BAR, APART = 1.6, 1.2  # mm: the height of a bar, and from one line to the next
NARROWEST = 24.0  # mm, of the column of a group
BETWEEN, TICKS, PANEL = 4.0, 5.5, 5.0  # mm between columns, for numbers at the axis, below a panel
LEGEND = (
    "Bars: % of those in whom it is known, from 0 to 100 %; beside them people (percent). "
    "Of what is missing: % of all."
)


class Item(NamedTuple):
    """A line: its name in lines of words, and the row of each group; of a heading none."""

    name: list[str]
    rows: dict[str, Row]
    indent: float

    @property
    def height(self) -> float:
        """Return the height of the line in mm."""
        return len(self.name) * LINE + APART


def is_in(result: Result) -> bool:
    """Tell whether the result describes categories or findings by their shares."""
    return any(row.statistic == "share" for row in result.rows)
