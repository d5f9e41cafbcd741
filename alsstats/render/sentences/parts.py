"""Parts of sentences: signs, people, shares with their limits, rows that are looked for."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from alsstats.errors import printable
from alsstats.render.numbers import BLANK, interval, number
from alsstats.study import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

NAMED = {"healthy": "healthy people", "mimic": "mimics"}
LESS = {"<": "less than ", ">": "more than "}


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


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return things in a row.

    >>> listed(["A", "B", "C"]), listed(["definite", "probable"], "or")
    ('A, B and C', 'definite or probable')
    """
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def percent_in_words(row: Row) -> str:
    """Return a share in percent: of few people in whole percent."""
    text = number(row.estimate, "share", row.n)
    return LESS.get(text[0], "") + text.strip("<>")


def counted(row: Row, level: str = "") -> str:
    """Return counts and limits, as `85 of 122; 95 % limits 61 to 77 %`.

    `level` names the limits, where they are mentioned for the first time.
    """
    ends = interval(row.conf_low, row.conf_high, "share", row.n)
    held = [f"{row.events} of {row.n}"] if row.events is not None else []
    held += [f"{level}{ends}"] if ends != BLANK else []
    return "; ".join(held)


def share_of(row: Row, whom: str, level: str = "") -> str:
    """Return a share of some people, as `70 % of people with ALS (85 of 122; 61 to 77 %)`."""
    beside = counted(row, level)
    return f"{percent_in_words(row)} of {whom}{f' ({beside})' * bool(beside)}"


def limits_named(result: Result) -> str:
    """Return how limits are named when first they are given, as `95 % limits `."""
    return f"{100 * result.level:.10g} % limits "


def sign_in_words(result: Result, term: str | None, kind: str = "the sign ") -> str:
    """Return a sign's words with its name, as `the combined FLAIR/SWI sign (flair_swi)`.

    A sign that nobody described is called by its name, with what it is before it.
    """
    label = result.provenance.get("study", {}).get("signs", {}).get(term, {}).get("label")
    if not label:
        return printable(f"{kind}{term or ''}").strip()
    usual = vocabulary().signs.get(term or "")
    words = f"{label[0].lower()}{label[1:]}" if usual and usual.label == label else label
    words = f"the {words}" if words.endswith("sign") else words
    return printable(f"{words[:-1]}; {term})" if words.endswith(")") else f"{words} ({term})")


def people_with(disease: str | None) -> str:
    """Return those with the disease that is looked for, in its words.

    >>> people_with("ALS: definite + probable"), people_with(None)
    ('people with definite or probable ALS', 'people with the disease')
    """
    name, _, grades = printable(disease or "the disease").partition(": ")
    return f"people with {listed(grades.split(' + '), 'or') + ' ' if grades else ''}{name}"


def people_of(group: str | None) -> str:
    """Return people by a diagnosis that is known; other groups by their own name.

    >>> people_of("MMN"), people_of("healthy"), people_of("all others")
    ('people with MMN', 'healthy people', 'all others')
    """
    if group is None:
        return "people without the disease"
    if group in NAMED:
        return NAMED[group]
    return f"people with {printable(group)}" if is_diagnosis(group) else printable(group)


def is_diagnosis(name: str | None) -> bool:
    """Tell whether a name is that of a known diagnosis."""
    known_names = vocabulary()
    return name == known_names.target or any(name in held for held in known_names.groups.values())
