"""How often findings are present, as dots with their limits: a block a finding, a line a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.dots import drawn_dots
from alsstats.figures.shares import (
    Shown,
    blocks_of,
    heading_of,
    hollow_words,
    scale_of,
    sentence,
)
from alsstats.render.cells import is_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from alsstats.figures.page import Page
    from alsstats.result import Result, Row


def is_in(result: Result) -> bool:
    """Tell whether the result has prevalences of findings by a category, or of paired visits."""
    return any(_is_shown(row) for row in result.rows)


def _is_shown(row: Row) -> bool:
    return row.statistic == "prevalence" and is_share(row) and row.by is not None


def drawn(result: Result, page: Page) -> Figure:
    """Draw the share of people with each finding, in every level and in all together."""
    shown = shown_in(result)
    rows = [row for one in shown for row in one.rows]
    by = " and by ".join(dict.fromkeys(row.by or "" for row in rows))
    scale = scale_of(result, f"Prevalence by {by}", rows)
    return drawn_dots(page, blocks_of(shown, page.width), scale, hollow_words(rows))


def described(result: Result) -> str:
    """Say how often every finding is present in every level."""
    shown = shown_in(result)
    by = " and by ".join(dict.fromkeys(row.by or "" for one in shown for row in one.rows))
    return " ".join([f"Dots with limits of prevalence by {by}.", *map(sentence, shown)])


def shown_in(result: Result) -> list[Shown]:
    """Return the prevalences by finding and category, each level beside its standardised one."""
    rows = [row for row in result.rows if _is_shown(row)]
    several = len({row.by for row in rows}) > 1
    held: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        pair = (row.group, row.comparison) if row.model == "paired" else ()
        held.setdefault((row.by, row.term, row.handling, *pair), []).append(row)
    return [
        Shown(_heading(result, found[0], several=several), tuple(_beside(found)))
        for found in held.values()
    ]


def _heading(result: Result, row: Row, *, several: bool) -> str:
    name = heading_of(result, row, several=several)
    pair = f"{name}, in the same patients at {row.group} and {row.comparison}"
    return pair if row.model == "paired" else name


def _beside(rows: list[Row]) -> list[Row]:
    """Put the standardised prevalence of a level behind the one that was counted."""
    order = {group: place for place, group in enumerate(dict.fromkeys(row.group for row in rows))}
    return sorted(rows, key=lambda row: order[row.group])
