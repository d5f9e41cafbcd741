"""What stands beside a hazard ratio in words: limits, who is in it, what it is adjusted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.errors import printable
from alsstats.render.hazards import limits
from alsstats.render.numbers import BLANK, p_value
from alsstats.render.sentences.events import event_of, patients_of
from alsstats.render.sentences.parts import known, listed, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result, Row


def precision(row: Row, level: str) -> Iterator[str]:
    """Yield limits and p value, where there are any."""
    ends = limits(row).replace("inf", "infinity")
    said = [f"{level}{ends}"] * (ends != BLANK) + [p_value(row.p_value)] * known(row.p_value)
    if said:
        yield ", ".join(said)


def counted_in(row: Row, result: Result) -> str:
    """Return how many patients and events a model is of, and where its ratio holds."""
    counted = f"{row.n} {patients_of(result)}, {row.events} {event_of(result).many}"
    return "; ".join([counted, *_condition(row, result)])


def adjusters(row: Row, result: Result) -> str:
    """Name what a ratio is adjusted for, and within what patients are compared."""
    terms = dict.fromkeys(
        held.term or "" for held in rows_of(result, "hazard_ratio", model=row.model)
    )
    others = [printable(term) for term in terms if term != row.term and " * " not in term]
    strata = printable(asked(result).get("strata") or "")
    said = f", adjusted for {listed(others)}" * bool(others)
    return f"{said}{f', compared within each {strata}' * bool(strata)}"


def over_all(first: Row, result: Result) -> Iterator[str]:
    """Yield the test of all levels of a term."""
    tests = rows_of(result, "likelihood_ratio", "wald", model=first.model, term=first.term)
    yield from [f"over all {p_value(row.p_value)}" for row in tests if known(row.p_value)][:1]


def _condition(row: Row, result: Result) -> Iterator[str]:
    """Say of whom the ratio is, where it is another in others: the model has products with it."""
    rows = rows_of(result, "hazard_ratio", model=row.model)
    levels = {held.term: held.comparison or "0" for held in rows}
    products = [term.split(" * ") for term in levels if term and " * " in term]
    others = [name for held in products if row.term in held for name in held if name != row.term]
    if others:
        where = listed([f"{name} is {levels.get(name, 'at its reference')}" for name in others])
        yield f"where {printable(where)}"


def asked(result: Result) -> dict[str, Any]:
    """Return what the answer was asked: columns of time, strata."""
    return dict(result.provenance.get("study", {}).get("survival", {}))
