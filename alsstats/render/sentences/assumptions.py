"""What a model of survival takes for granted, in words, and whether it may be."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.prognosis.model_notes import DOUBTFUL
from alsstats.render.hazards import limits, ratio
from alsstats.render.numbers import BLANK, number, p_value, rounded
from alsstats.render.sentences.parts import known, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row

MODEL_NOTES = ("separation", "few_events", "too_few_clusters", "few_clusters", "not_computed")


def assumptions_in_words(result: Result) -> str:
    """Return what speaks for and against the models of a result, in sentences; or that none is.

    >>> from alsstats.result import Result
    >>> assumptions_in_words(Result(title="", level=0.95))
    'There is no model of survival in this answer.'
    """
    checks = rows_of(result, "proportional_hazards", "concordance", "leave_one_out")
    model = checks[-1].model if checks else None
    said = [
        *(_sized(result, model) if model else ()),
        *((of_proportional_hazards(result, model),) if model else ()),
        *_separation(result),
        *_one_patient(result),
        *_concordance(result),
        *_entry(result),
        *_notes(result),
    ]
    return (
        " ".join(text for text in said if text) or "There is no model of survival in this answer."
    )


def of_proportional_hazards(result: Result, model: str | None) -> str:
    """Say whether the ratios of a model may be taken to be the same all the time."""
    if not rows_of(result, "proportional_hazards", model=model):
        return ""
    tested = _tests(result, model)
    if not tested:
        return "That hazards are proportional could not be tested."
    said = ", ".join(f"{_of_what(row)} {p_value(row.p_value)}" for row in tested)
    doubted = doubted_hazards(result, model)
    if not doubted:
        return f"Nothing in the data contradicts proportional hazards ({said})."
    names = ", ".join(_of_what(row) for row in doubted if row.term) or _of_what(doubted[0])
    return (
        f"Proportional hazards are in doubt ({said}): the effect of {names} seems to change over "
        "time, and one hazard ratio is an average of it."
    )


def doubted_hazards(result: Result, model: str | None) -> list[Row]:
    """Return the tests that speak against proportional hazards."""
    return [row for row in _tests(result, model) if (row.p_value or 0.0) < DOUBTFUL]


def _tests(result: Result, model: str | None) -> list[Row]:
    """Return the tests of each term, and of all together where there are several."""
    rows = rows_of(result, "proportional_hazards", model=model)
    rows = [row for row in rows if row.handling == rows[0].handling]
    terms = [row for row in rows if row.term]
    return [row for row in (rows if len(terms) > 1 else terms) if known(row.p_value)]


def _of_what(row: Row) -> str:
    return printable(row.term or "all terms together")


def _sized(result: Result, model: str | None) -> Iterator[str]:
    """Say how many events there are for how many coefficients."""
    tests = rows_of(result, "likelihood_ratio", "wald", model=model, category="model")
    ratios = rows_of(result, "hazard_ratio", model=model, by=None)
    if tests and tests[0].df is not None:
        many, events = f"{tests[0].df:g}", tests[0].events
    elif ratios:
        many, events = str(len({(row.term, row.category) for row in ratios})), ratios[0].events
    else:
        return
    word = "coefficient" if many == "1" else "coefficients"
    yield f"The {model} model has {many} {word} and {events} events."


def _separation(result: Result) -> Iterator[str]:
    """Say of which ratios there is no finite estimate."""
    rows = [row for row in rows_of(result, "hazard_ratio") if _infinite(row.estimate)]
    names = dict.fromkeys(printable(f"{row.term} {row.category or ''}".rstrip()) for row in rows)
    if names:
        yield f"The events are separated: there is no finite hazard ratio of {', '.join(names)}."


def _infinite(value: float | None) -> bool:
    return value is not None and (isinf(value) or value == 0)


def _one_patient(result: Result) -> Iterator[str]:
    """Say how far leaving out a single patient moves the first ratio."""
    rows = [row for row in rows_of(result, "leave_one_out") if limits(row) != BLANK]
    if rows:
        row = rows[0]
        level = f" ({row.category} against {row.comparison})" if row.comparison else ""
        yield (
            f"Whichever one patient is left out, the hazard ratio of {_of_what(row)}"
            f"{printable(level)} lies between {limits(row).replace(' to ', ' and ')}; with all "
            f"patients it is {ratio(row.estimate)}."
        )


def _concordance(result: Result) -> Iterator[str]:
    """Say how often the model tells which of two dies first."""
    for row in rows_of(result, "concordance")[:1]:
        if known(row.estimate):
            error = f" (standard error {rounded(row.std_error, 3)})" if row.std_error else ""
            probability = f"{number(row.estimate, 'difference')}{error}"
            yield (
                "Of two patients, the one to whom the model gives the higher hazard has the event "
                f"first with probability {probability}; 0.5 is chance."
            )


def _entry(result: Result) -> Iterator[str]:
    """Say whether those who came under observation late lived longer, or shorter."""
    for row in rows_of(result, "entry_dependence")[:1]:
        if known(row.p_value):
            tau = number(row.estimate, "difference")
            yield f"Kendall's tau of entry and survival is {tau} ({p_value(row.p_value)})."


def _notes(result: Result) -> Iterator[str]:
    """Repeat the notes on models that speak against them."""
    yield from (f"Note: {note.text}." for note in result.notes if note.code in MODEL_NOTES)
