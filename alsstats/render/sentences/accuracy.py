"""The answer on accuracy in words: of a hundred people with the disease, and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.prognosis.question import COMBINED
from alsstats.render.cells import estimate, limits, percent_of
from alsstats.render.numbers import p_value
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
    """Return the sentences: of the combined sign, or another that is combined, or the first sign.

    Those with the disease, by the widest definition of it; then each comparison group; then what a
    present sign means at the prevalence of the table, and at others that were asked for.
    """
    held = [
        row for row in rows_of(result, "sensitivity", "specificity", "ppv", "npv") if _main(row)
    ]
    terms = list(dict.fromkeys(row.term for row in held))
    term = _main_sign(terms, result)
    rows = [row for row in held if row.term == term]
    target = list(dict.fromkeys(row.target for row in rows))[-1]
    rows = [row for row in rows if row.target == target and row.handling == rows[0].handling]
    disease = printable(target or "the disease")
    short = disease.partition(":")[0]  # of `ALS: definite + probable`
    begun = f"{sign_in_words(result, term)}: " if term else ""
    ends = [_of_signs(rows, disease, interval_named(result)), *_of_presence(rows, short)]
    ends += _of_pairs(result, target, rows[-1].comparison)
    others = len(terms) - 1
    more = f" The other {f'{others} signs are' if others > 1 else 'sign is'} in the table."
    return f"{begun}{' '.join(ends)}{more * bool(others)}"


def _main_sign(terms: list[str | None], result: Result) -> str | None:
    """Return the sign to speak of."""
    signs = result.provenance.get("study", {}).get("signs", {})
    combined = [term for term in terms if signs.get(term, {}).get("define")]
    return COMBINED if COMBINED in terms else [*combined, *terms][0]


def _main(row: Row) -> bool:
    """Tell whether a row is of everybody and of one sign, and no end of a range."""
    is_range = (row.handling or "").startswith("range ")
    return row.by is None and row.category is None and not is_range


def _of_signs(rows: list[Row], disease: str, level: str) -> str:
    """Say how often the sign is there with the disease, and how often not without."""
    if not any(known(row.estimate) for row in rows):
        return "nothing can be computed, as nobody was assessed."
    with_disease = next(row for row in reversed(rows) if row.statistic == "sensitivity")
    if not known(with_disease.estimate):
        begun = f"how often it is present with {disease} cannot be computed: nobody was assessed"
    else:
        many = of_a_hundred(with_disease.estimate)
        have = "has" if many == "1" else "have"
        begun = (
            f"of 100 people with {disease}, {many} {have} the sign{counted(with_disease, level)}"
        )
    without = [_absent(row) for row in rows if row.statistic == "specificity"]
    return f"{begun}; {'; '.join(without)}."


def _absent(row: Row) -> str:
    among = f" ({printable(row.comparison)})" if row.comparison else ""
    if not known(row.estimate):
        return f"among those without it{among} this cannot be computed: nobody was assessed"
    many = of_a_hundred(row.estimate)
    return f"of 100 without{among}, {many} {'lacks' if many == '1' else 'lack'} it{counted(row)}"


def _of_presence(rows: list[Row], disease: str) -> Iterator[str]:
    """Say how many of those with the sign have the disease, at which prevalence."""
    ppv = [row for row in rows if row.statistic == "ppv"]
    last = [row for row in ppv if row.comparison == ppv[-1].comparison]
    for row in last:
        if row.at is None:
            continue
        of_those = f"Where {percent_of(row.at)} have {disease}"
        of_those += " (asked for)" if row.method in PROJECTED else " (as here)"
        if known(row.estimate):
            many = of_a_hundred(row.estimate)
            yield f"{of_those}, {many} of 100 people with the sign have it{counted(row)}."
        else:
            yield f"{of_those}, the meaning of the sign cannot be computed: nobody has it."


def _of_pairs(result: Result, target: str | None, comparison: str | None) -> Iterator[str]:
    """Say how two signs differ in the same people."""
    names = ("sensitivity_difference", "specificity_difference")
    rows = rows_of(result, *names, target=target, comparison=comparison, by=None)
    for term in dict.fromkeys(row.term for row in rows):
        said = (
            f"{row.statistic.removesuffix('_difference')} {estimate(row)} "
            f"({limits(row)}; {p_value(row.p_value)})"
            for row in rows
            if row.term == term
        )
        yield f"In the same people, {printable(term or '')}: {', '.join(said)}."
