"""The answer on accuracy in words: of a hundred people with the disease, and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.prognosis.question import COMBINED
from alsstats.render.numbers import percent
from alsstats.render.sentences.parts import (
    counted,
    interval_named,
    known,
    of_a_hundred,
    rows_of,
    sign_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row

PROJECTED = ("bayes", "no counts")


def of_accuracy(result: Result) -> str:
    """Return the sentences: of the combined sign where there is one, else of the first sign.

    Those with the disease, by the widest definition of it; then each comparison group; then what a
    present sign means at the prevalence of the table, and at others that were asked for.
    """
    held = [
        row for row in rows_of(result, "sensitivity", "specificity", "ppv", "npv") if _main(row)
    ]
    terms = list(dict.fromkeys(row.term for row in held))
    term = COMBINED if COMBINED in terms else terms[0]
    rows = [row for row in held if row.term == term]
    target = list(dict.fromkeys(row.target for row in rows))[-1]
    rows = [row for row in rows if row.target == target and row.handling == rows[0].handling]
    disease = printable(target or "the disease")
    short = disease.partition(":")[0]  # of `ALS: definite + probable`
    begun = f"{sign_in_words(result, term)}: " if term else ""
    ends = [_of_signs(rows, disease, interval_named(result)), *_of_presence(rows, short)]
    others = len(terms) - 1
    more = (
        f" The other {others} sign{'s are' if others > 1 else ' is'} in the table."
        if others
        else ""
    )
    return f"{begun}{' '.join(ends)}{more}"


def _main(row: Row) -> bool:
    """Tell whether a row is of everybody and of one sign, and no end of a range."""
    is_range = (row.handling or "").startswith("range ")
    return row.by is None and row.category is None and not is_range


def _of_signs(rows: list[Row], disease: str, level: str) -> str:
    """Say how often the sign is there with the disease, and how often not without."""
    with_disease = next(row for row in reversed(rows) if row.statistic == "sensitivity")
    if not known(with_disease.estimate):
        begun = f"how often it is present with {disease} cannot be computed: nobody was assessed"
    else:
        many = of_a_hundred(with_disease.estimate)
        have = "has" if many in {"1", "none"} else "have"
        begun = (
            f"of 100 people with {disease}, {many} {have} the sign{counted(with_disease, level)}"
        )
    without = [_absent(row) for row in rows if row.statistic == "specificity"]
    return f"{begun}; {'; '.join(without)}."


def _absent(row: Row) -> str:
    among = f" ({printable(row.comparison)})" if row.comparison else ""
    if not known(row.estimate):
        return f"among those without it{among} this cannot be computed: nobody was assessed"
    said = {1.0: "none has it", 0.0: "all have it"}.get(row.estimate or 0.0, "")
    said = said or f"{of_a_hundred(row.estimate)} do not"
    return f"of 100 without{among}, {said}{counted(row)}"


def _of_presence(rows: list[Row], disease: str) -> Iterator[str]:
    """Say how many of those with the sign have the disease, at which prevalence."""
    ppv = [row for row in rows if row.statistic == "ppv"]
    last = [row for row in ppv if row.comparison == ppv[-1].comparison]
    for row in last:
        if row.at is None:
            continue
        of_those = f"Where {percent(row.at)} % have {disease}"
        of_those += " (asked for)" if row.method in PROJECTED else " (as here)"
        if known(row.estimate):
            many = of_a_hundred(row.estimate)
            yield f"{of_those}, {many} of 100 people with the sign have it{counted(row)}."
        else:
            yield f"{of_those}, the meaning of the sign cannot be computed: nobody has it."
