"""Parts of sentences: so many of a hundred, how likely by chance, rows that are looked for."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from alsstats.errors import printable
from alsstats.render.numbers import BLANK, percent

if TYPE_CHECKING:
    from alsstats.result import Result, Row

LESS = {"<": "fewer than ", ">": "more than "}


def rows_of(result: Result, *statistics: str, **fields: Any) -> list[Row]:
    """Return the rows of some statistics whose fields have these values."""
    return [
        row
        for row in result.rows
        if row.statistic in statistics
        and all(getattr(row, name) == value for name, value in fields.items())
    ]


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]


def known(value: float | None) -> bool:
    """Tell whether there is a number."""
    return value is not None and not isnan(value)


def of_a_hundred(value: float | None) -> str:
    """Return a share as people of a hundred, in whole people.

    >>> of_a_hundred(0.697), of_a_hundred(0.001), of_a_hundred(1.0)
    ('70', 'fewer than 1', 'all')
    """
    if value in {0, 1}:
        return "all" if value else "none"
    text = percent(value or 0.0, 0)
    return LESS.get(text[0], "") + text.strip("<>")


def limits(row: Row) -> str:
    """Return the limits of a share in whole percent, as `61 to 77`, or nothing."""
    if not known(row.conf_low) and not known(row.conf_high):
        return ""
    return f"{_end(row.conf_low)} to {_end(row.conf_high)}"


def _end(value: float | None) -> str:
    return percent(value, 0).removesuffix(".0") if value is not None and known(value) else BLANK


def counted(row: Row, level: str = "") -> str:
    """Return limits and counts in brackets, as ` (95 % interval 61 to 77; 85 of 122)`.

    `level` names the limits, where they are mentioned for the first time.
    """
    held = [f"{level}{limits(row)}"] if limits(row) else []
    held += [f"{row.events} of {row.n}"] if row.events is not None else []
    return f" ({'; '.join(held)})" if held else ""


def interval_named(result: Result) -> str:
    """Return how limits are named when first they are given, as `95 % interval `."""
    return f"{100 * result.level:.10g} % interval "


def sign_in_words(result: Result, term: str | None) -> str:
    """Return a sign's words with its name, as `FLAIR and SWI signs together (flair_swi)`."""
    held = result.provenance.get("study", {}).get("signs", {}).get(term, {})
    label = held.get("label")
    return printable(f"{label} ({term})" if label else f"the sign {term or ''}".rstrip())
