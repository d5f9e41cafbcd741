"""Other causes that MRI found, as dots with their limits: a block a cause, a line a diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.dots import drawn_dots
from alsstats.figures.shares import Shown, blocks_of, scale_of, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result, Row

SHARES = {"other_cause", "shown"}


def is_in(result: Result) -> bool:
    """Tell whether the result has shares of people with another cause."""
    return any(row.statistic in SHARES for row in result.rows)


def drawn(result: Result, page: Page) -> Figure:
    """Draw the share of people in whom each cause was found, and in whom MRI shows a diagnosis."""
    shown = shown_in(result)
    rows = [row for one in shown for row in one.rows]
    scale = scale_of(result, f"Found by MRI, by {rows[0].by}", rows)
    return drawn_dots(page, blocks_of(shown, page.width), scale)


def described(result: Result) -> str:
    """Say in how many every cause was found."""
    shown = shown_in(result)
    by = shown[0].rows[0].by
    head = f"Dots with limits of the share in whom MRI found another cause, by {by}."
    return " ".join([head, *map(sentence, shown)])


def shown_in(result: Result) -> list[Shown]:
    """Return the shares of each cause, and of what shows a diagnosis in those who have it."""
    held: dict[tuple[str | None, str], list[Row]] = {}
    for row in result.rows:
        if row.statistic in SHARES:
            held.setdefault((row.term, row.statistic), []).append(row)
    return [Shown(_heading(rows[0]), tuple(rows)) for rows in held.values()]


def _heading(row: Row) -> str:
    return row.term or "" if row.statistic == "other_cause" else f"shown by MRI: {row.term}"
