"""The answer on survival in words: at how many times the rate of others patients died."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE
from alsstats.render.hazards import ratio
from alsstats.render.numbers import p_value
from alsstats.render.sentences.assumptions import doubted_hazards
from alsstats.render.sentences.beside_ratios import (
    adjusters,
    asked,
    counted_in,
    over_all,
    precision,
)
from alsstats.render.sentences.events import (
    event_of,
    half_of_everyone,
    halves,
    medians,
)
from alsstats.render.sentences.parts import (
    capital,
    known,
    limits_named,
    listed,
    rows_of,
    sign_in_words,
)
from alsstats.result import NOT_COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

PREFERRED = ("clustered", "robust", "profile likelihood")  # limits of a ratio, the first there is
MODELS = ("adjusted", "univariable")  # the first that there is, is the main one
PRESENT = {"present", "both"}
MOST_LEVELS = 3  # of which each ratio is named
AVERAGE = "one ratio is an average over time"
FROM_ONSET = "months_from_onset"
IMMORTAL = "The months before the MRI are immortal time, which distorts this: see the notes."


def of_survival(result: Result) -> str:
    """Return the sentence: the group's hazard ratio and medians, or those of everyone.

    The ratio is that of the group in the adjusted model, where there is one.
    """
    rows = _main_ratios(result)
    everyone = rows_of(result, "events", by=None, group=EVERYONE, category=None)[:1]
    if everyone and not everyone[0].n:
        return "Survival cannot be computed: nobody was followed."
    if rows:
        said = _one(rows[0], result) if len(rows) == 1 else _several(rows, result)
    else:
        said = half_of_everyone(result, everyone[0]) if everyone else "no hazard ratio was computed"
    return " ".join([f"{said}.", *_warnings(result, rows)])


def main_model(result: Result) -> str:
    """Return the name of the model whose ratios are the answer."""
    models = {row.model for row in rows_of(result, "hazard_ratio")}
    return next((name for name in MODELS if name in models), "")


def _main_ratios(result: Result) -> list[Row]:
    """Return the ratios of the first term of the main model, each with its preferred limits."""
    rows = rows_of(result, "hazard_ratio", model=main_model(result), by=None)
    rows = [row for row in rows if (row.term, row.handling) == (rows[0].term, rows[0].handling)]
    levels = dict.fromkeys(row.category for row in rows)
    return [_preferred([row for row in rows if row.category == level]) for level in levels]


def _preferred(rows: Sequence[Row]) -> Row:
    return next((row for way in PREFERRED for row in rows if way in (row.method or "")), rows[0])


def _one(row: Row, result: Result) -> str:
    """Say one ratio, as a rate among patients and others."""
    event, (whom, others) = event_of(result), _sides(row, result)
    brackets = "; ".join([*precision(row, limits_named(result)), counted_in(row, result)])
    if not known(row.estimate) or isinf(row.estimate or 0.0) or not row.estimate:
        of_what = f"the hazard ratio of {event.name} of {whom} against {others}"
        return f"{of_what} {_value(row)}{adjusters(row, result)} ({brackets})"
    said = f"{whom} {event.had} at {ratio(row.estimate)} times the rate of {others}"
    alive = halves(result, row, "them", others)
    return f"{said}{adjusters(row, result)} ({brackets}){f'; {alive}' * bool(alive)}"


def _sides(row: Row, result: Result) -> tuple[str, str]:
    """Return who is compared with whom."""
    term, level = printable(row.term or ""), printable(row.category or "")
    if row.comparison is None:
        return f"patients with a unit more of {term}", "those with a unit less"
    if row.category in PRESENT:
        return f"patients with {sign_in_words(result, row.term, '')}", "the others"
    return f"patients of {term} {level}", f"those of {printable(row.comparison)}"


def _value(row: Row) -> str:
    if not known(row.estimate):
        return "cannot be computed"
    return f"is {'infinite' if row.estimate else '0'}"


def _several(rows: Sequence[Row], result: Result) -> str:
    """Say the ratios of a category of several levels: each of a few, or the ends of many."""
    first, event = rows[0], event_of(result)
    named = rows
    if len(rows) > MOST_LEVELS:
        computed = [row for row in rows if known(row.estimate)] or rows
        in_order = sorted(computed, key=lambda row: row.estimate or 0.0)
        named = [in_order[0], in_order[-1]]
    said = [
        f"{_ratio(row)} in {printable(row.category or '')} "
        f"({', '.join(precision(row, '' if place else limits_named(result)))})"
        for place, row in enumerate(named)
    ]
    ends = f", the lowest and the highest of {len(rows)}" * (len(named) < len(rows))
    of_what = f"{printable(first.term or '')} {printable(first.comparison or '')}"
    held = [counted_in(first, result), *over_all(first, result), medians(result, first.term)]
    return (
        f"against {of_what}, the hazard ratio of {event.name}{adjusters(first, result)} is "
        f"{listed(said)}{ends}; {'; '.join(filter(None, held))}"
    )


def _ratio(row: Row) -> str:
    if not known(row.estimate):
        return "unknown"
    return "infinite" if isinf(row.estimate or 0.0) else ratio(row.estimate)


def _warnings(result: Result, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what the first sentence must not be read without."""
    if not rows:
        failed = [note.text for note in result.notes if note.code == NOT_COMPUTED]
        yield from (f"{capital(text)}." for text in failed[:1])
        return
    doubted = doubted_hazards(result, rows[0].model)
    own = [row for row in doubted if row.term == rows[0].term]
    if doubted:
        p = p_value(min(row.p_value or 0.0 for row in own or doubted))
        which = "hazards" if own else "hazards of the whole model"
        yield f"Proportional {which} are in doubt ({p}){f': {AVERAGE}' * bool(own)}."
    notes = {note.code for note in result.notes}
    if asked(result).get("time") == FROM_ONSET and "immortal_time" in notes:
        yield IMMORTAL
