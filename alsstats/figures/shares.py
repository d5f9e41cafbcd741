"""Shares of people as lines of dots, and in sentences: a line a level, in the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.blocks import EVERYONE as ALL_LOOK
from alsstats.figures.blocks import WIDE, Block, Line
from alsstats.figures.dots import Scale
from alsstats.figures.estimates import is_known, limits_name, method_name
from alsstats.figures.page import look
from alsstats.render.cells import (
    EVERYONE,
    USUAL,
    counts,
    estimate,
    left_out,
    limits,
    sign_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.result import Result, Row

PERCENT = {0.0: "0", 0.25: "25", 0.5: "50", 0.75: "75", 1.0: "100"}
NOBODY = "nobody assessed"


class Shown(NamedTuple):
    """The shares of one finding in one category: its heading and its rows."""

    heading: str
    rows: tuple[Row, ...]


def scale_of(result: Result, words: str, rows: Iterable[Row]) -> Scale:
    """Return the axis of shares: always from 0 to 100 %."""
    how = f"{limits_name(result)}: {methods_of(rows)}"
    return Scale(f"{words}, % of those assessed ({how})", 0.0, 1.0, PERCENT)


def methods_of(rows: Iterable[Row]) -> str:
    """Name the methods of limits of what was counted."""
    counted = (method_name(row) for row in rows if row.method and not is_standardised(row))
    return ", ".join(dict.fromkeys(counted))


def hollow_words(rows: Iterable[Row]) -> str:
    """Say what hollow marks are, where there are any."""
    held = dict.fromkeys((row.model, row.method) for row in rows if is_standardised(row))
    return "; ".join(f"Hollow marks: {model} ({method})." for model, method in held)


def blocks_of(shown: Sequence[Shown], width: float) -> list[Block]:
    """Make a block of each finding, the same level the same look in every block."""
    categories: dict[tuple[str | None, str], int] = {}
    for row in (row for one in shown for row in one.rows):
        if not is_everyone(row):
            held = sum(by == row.by for by, _ in categories)
            categories.setdefault((row.by, level_of(row)), held)
    wide = width >= WIDE and len(shown) * 4 < 30
    return [
        Block(one.heading, tuple(_line(row, categories, wide=wide) for row in one.rows))
        for one in shown
    ]


def _line(row: Row, categories: dict[tuple[str | None, str], int], *, wide: bool) -> Line:
    known = is_known(row)
    words = f"{counts(row) if row.events is not None else f'n {row.n}'}  {estimate(row)}"
    place = categories.get((row.by, level_of(row)), 0)
    return Line(
        name_of(row),
        row.estimate if known else None,
        row.conf_low,
        row.conf_high,
        (f"{words} ({limits(row)})" if wide and known else words if known else counts(row),),
        ALL_LOOK if is_everyone(row) else look(place),
        hollow=is_standardised(row),
        instead="" if known else NOBODY if not row.n else "not computed",
    )


def level_of(row: Row) -> str:
    """Return the level that a share is of: of paired shares the visit, else the group."""
    return row.category or row.group or ""


def is_everyone(row: Row) -> bool:
    """Tell whether a share is of all levels together."""
    return row.group == EVERYONE


def is_standardised(row: Row) -> bool:
    """Tell whether a share is not counted but standardised to covariates."""
    return (row.model or "").startswith("adjusted")


def name_of(row: Row) -> str:
    """Return the name of a line."""
    name = "everyone" if is_everyone(row) else level_of(row)
    return f"{name}, standardised" if is_standardised(row) else name


def sentence(one: Shown) -> str:
    """Say the numbers of one finding."""
    parts = []
    for row in one.rows:
        text = f"{name_of(row)} {estimate(row)} ({limits(row)}"
        text += f"; {row.events} of {row.n})" if row.events is not None else f"; n {row.n})"
        text = text if is_known(row) else f"{name_of(row)} {NOBODY}"
        parts.append(text + (f", left out: {left_out(row)}" if row.left_out else ""))
    return f"{one.heading}: {'; '.join(parts)}."


def heading_of(result: Result, row: Row, *, several: bool) -> str:
    """Name a finding; its category too, where there are several, and how the unread are treated."""
    parts = [sign_label(result, row.term or "")]
    parts += [f"by {row.by}"] if several else []
    parts += [row.handling] if row.handling and row.handling != USUAL else []
    return ", ".join(parts)
