"""The answer on accuracy in words: how often the sign is there, and how often not in others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.cells import percent_of
from alsstats.render.main_sign import combined_sign
from alsstats.render.sentences.parts import (
    known,
    limits_named,
    people_of,
    people_with,
    percent_in_words,
    rows_of,
    share_of,
    sign_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row

PRESENT = {"sensitivity": "present", "specificity": "absent"}


def of_accuracy(result: Result) -> str:
    """Return the sentence: of the combined sign, or else of the first one.

    Those with the disease are taken by the widest definition of it, and against the last
    comparison group, which is that of all others.
    """
    held = [row for row in rows_of(result, *PRESENT) if _main(row)]
    terms = dict.fromkeys(row.term for row in held)
    term = combined_sign(result, terms) or next(iter(terms))
    held = [row for row in held if row.term == term]
    handling = held[0].handling
    rows = {row.statistic: row for row in held if row.handling == handling}
    return " ".join([_of_signs(result, term, rows), *_of_presence(result, rows)])


def _main(row: Row) -> bool:
    """Tell whether a row is of everybody and of one sign, and no end of a range."""
    is_range = (row.handling or "").startswith("range ")
    return row.by is None and row.category is None and not is_range


def _of_signs(result: Result, term: str | None, rows: dict[str, Row]) -> str:
    """Say how often the sign is there with the disease, and how often not without."""
    sign = sign_in_words(result, term)
    computed = [row for row in rows.values() if known(row.estimate)]
    if not computed:
        return f"how often {sign} is present cannot be computed: nobody was assessed."
    said = [
        f"{PRESENT[row.statistic]} in "
        f"{share_of(row, _whom(row), '' if place else limits_named(result))}"
        for place, row in enumerate(computed)
    ]
    lacking = [row for row in rows.values() if row not in computed]
    without = [
        f" How often it is {PRESENT[row.statistic]} in {_whom(row)} cannot be computed: "
        "nobody was assessed."
        for row in lacking
    ]
    return f"{sign} was {' and '.join(said)}.{''.join(without)}"


def _whom(row: Row) -> str:
    """Return the people whom a row is of."""
    is_ill = row.statistic == "sensitivity"
    return people_with(row.target) if is_ill else people_of(row.comparison)


def _of_presence(result: Result, rows: dict[str, Row]) -> Iterator[str]:
    """Say what the sign means at the prevalence asked for, where nobody was counted."""
    if any(row.events is not None for row in rows.values()):
        return
    for row in rows_of(result, "ppv")[:1]:
        if row.at is not None and known(row.estimate):
            yield (
                f"Where {percent_of(row.at)} have the disease, {percent_in_words(row)} of people "
                "with the sign have it."
            )
