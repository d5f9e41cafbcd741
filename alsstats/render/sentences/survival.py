"""The answer on survival in words: how many died, how much sooner those with the sign do."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE
from alsstats.render.hazards import limits, ratio
from alsstats.render.numbers import BLANK, interval, number, p_value
from alsstats.render.sentences.assumptions import of_proportional_hazards
from alsstats.render.sentences.parts import capital, interval_named, known, rows_of
from alsstats.result import NOT_COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

PREFERRED = ("clustered", "robust", "profile likelihood")  # limits of a ratio, the first there is
EVENT = "the event"
MODELS = ("adjusted", "univariable")  # the first that there is, is the main one


def of_survival(result: Result) -> str:
    """Return the sentences: all patients, the groups' medians, the main hazard ratio, its premise.

    The ratio is that of the group in the adjusted model, where there is one.
    """
    said = [*_everyone(result), *_medians(result), *_ratios(result)]
    model = main_model(result)
    said += [of_proportional_hazards(result, model)] if model else []
    return " ".join(text for text in said if text) or "Nothing was computed."


def main_model(result: Result) -> str:
    """Return the name of the model whose ratios are the answer."""
    models = {row.model for row in rows_of(result, "hazard_ratio")}
    return next((name for name in MODELS if name in models), "")


def event_in_words(result: Result) -> str:
    """Return what the event is, as `death`."""
    codes = result.provenance.get("study", {}).get("event", {}).get("codes", {})
    names = dict.fromkeys(name for name in codes.values() if name not in {"", "censored"})
    return printable(" or ".join(names)) or EVENT


def _everyone(result: Result) -> Iterator[str]:
    """Say how many patients there are, and how many had the event."""
    for row in rows_of(result, "events", by=None, group=EVERYONE, category=None)[:1]:
        if not row.n:
            yield "Survival cannot be computed: nobody was followed."
            return
        named = event_in_words(result)
        had = f"{row.events} had the event{f' ({named})' * (named != EVENT)}"
        follow_up = rows_of(result, "median_follow_up")
        followed = _time(follow_up[0], result) if follow_up else ""
        yield f"Of {row.n} patients {had}" + (
            f"; the median follow-up is {followed}." if followed else "."
        )


def _medians(result: Result) -> Iterator[str]:
    """Say when half of each group had the event."""
    rows = [row for row in rows_of(result, "median_survival") if row.by]
    rows = [row for row in rows if (row.by, row.handling) == (rows[0].by, rows[0].handling)]
    if rows:
        said = (_time(row, result, f" with {printable(row.group or '')}") for row in rows)
        yield f"Median survival by {printable(rows[0].by or '')}: {'; '.join(said)}."


def _time(row: Row, result: Result, of_whom: str = "") -> str:
    """Return a time with its unit and limits, or that it was not reached."""
    unit = result.provenance.get("study", {}).get("survival", {}).get("unit") or ""
    ends = interval(row.conf_low, row.conf_high, "number").replace(f"to {BLANK}", "to no known end")
    brackets = f" ({interval_named(result)}{ends})" * (ends != BLANK)
    if not known(row.estimate):
        return f"not reached{of_whom}{brackets}"
    return f"{number(row.estimate, 'number')} {printable(unit)}".rstrip() + of_whom + brackets


def _ratios(result: Result) -> Iterator[str]:
    """Say the hazard ratios of the first term of the main model."""
    model = main_model(result)
    rows = [row for row in rows_of(result, "hazard_ratio", model=model) if row.by is None]
    if not rows:
        failed = [note.text for note in result.notes if note.code == NOT_COMPUTED]
        yield f"{capital(failed[0])}." if failed else "No hazard ratio was computed."
        return
    rows = [r for r in rows if (r.term, r.handling) == (rows[0].term, rows[0].handling)]
    for level in dict.fromkeys(row.category for row in rows):
        yield _ratio([row for row in rows if row.category == level], result)


def _ratio(rows: Sequence[Row], result: Result) -> str:
    """Say one ratio, with the limits that are to be preferred."""
    row = next((row for way in PREFERRED for row in rows if way in (row.method or "")), rows[0])
    what = printable(f"{row.term}, {row.category}" if row.comparison else f"{row.term}")
    against = f" against {printable(row.comparison)}" if row.comparison else " for each unit more"
    if not known(row.estimate):
        return f"The hazard ratio of {what}{against} cannot be computed."
    ends = limits(row).replace("inf", "infinity")
    held = [f"{interval_named(result)}{ends}"] * (ends != BLANK)
    held += [p_value(row.p_value), f"{row.model} model of {row.n} patients, {row.events} events"]
    held += _condition(row, result)
    brackets = f"({'; '.join(held)})"
    if isinf(row.estimate or 0.0) or not row.estimate:
        value = "infinite" if row.estimate else "0"
        return f"The hazard ratio of {what}{against} is {value} {brackets}."
    than = f"with {printable(row.comparison)}" if row.comparison else "with a unit less"
    return (
        f"The rate of {event_in_words(result)} with {what} is {ratio(row.estimate)} times that "
        f"{than} {brackets}."
    )


def _condition(row: Row, result: Result) -> Iterator[str]:
    """Say of whom the ratio is, where it is another in others: the model has products with it."""
    terms = dict.fromkeys(r.term or "" for r in rows_of(result, "hazard_ratio", model=row.model))
    products = [term.split(" * ") for term in terms if " * " in term]
    others = [name for held in products if row.term in held for name in held if name != row.term]
    if others:
        yield printable(f"where {' and '.join(others)} is at its reference, or zero")
