"""What each column is taken for, in words, with its codes; nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.coding import coding_of
from alsstats.cohort.diagnoses import diagnoses_of
from alsstats.cohort.outcome import outcome_of, said_of_outcome
from alsstats.cohort.unknown import is_short, listed, said_of_codes
from alsstats.errors import AlsstatsError
from alsstats.lint.page import ColumnReport
from alsstats.lint.questions import parts_in
from alsstats.study import is_value, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.lint.overview import Overview

MOST = 12  # codes of a column that are listed
FEWEST = 3  # rows that each of them stands in: what is rarer may be of one patient


def column_reports(held: Overview) -> tuple[ColumnReport, ...]:
    """Say of every column what it is taken for, and what its codes mean."""
    parts: dict[str, dict[str, None]] = {}
    for asked in held.asked:
        for column, part in parts_in(asked):
            parts.setdefault(column, {})[part] = None
    names = held.cohort.source.columns
    hidden = held.reference is None and any(map(is_value, names))  # it may be a patient's row
    return tuple(
        ColumnReport(
            place,
            "name not shown" if hidden else name,
            _role(held, name, list(parts.get(name, ()))),
            _codes(held, name),
        )
        for place, name in enumerate(names, 1)
    )


def combined(held: Overview) -> Iterator[str]:
    """Say which signs are made of several columns."""
    for sign in held.findings.signs.values() if held.findings else ():
        if sign.definition:
            said = held.study.signs.get(sign.name)
            yield f"combined: {sign.name} = {sign.definition}, {_how(said and said.define)}"


def _role(held: Overview, name: str, others: list[str]) -> str:
    """Say what a column is: the patient, the diagnosis, signs; and its part in other questions."""
    reference = held.study.reference
    if name == held.cohort.patient:
        return f"patient, {_how(held.study.id)}"
    if name == held.reference:
        return f"reference diagnosis, {_how(reference.column)}"
    parts = []
    if held.accuracy and name == held.accuracy.certainty:
        parts.append(f"certainty of the diagnosis, {_how(reference.certainty)}")
    if signs := _signs(held, name):
        said = held.findings.declared.get(name) if held.findings else None
        parts.append(f"{', '.join(signs)}; codes {_how(said and said.codes)}")
    elif name in held.signs:
        parts.append("a finding, described")
    known = vocabulary().column(name)
    usual = [f"known as {known}"] if known and known != name else []
    return "; ".join([*parts, *others, *usual]) or ("known, not used here" if known else "not used")


def _signs(held: Overview, name: str) -> list[str]:
    """Say which signs are read from a column."""
    signs = held.findings.signs.values() if held.findings else ()
    single = [f"sign {sign.name}" for sign in signs if not sign.definition and name in sign.parts]
    stated = [f"sign {sign.name}, ready made" for sign in signs if sign.stated == name]
    return single + stated or [f"part of {sign.name}" for sign in signs if name in sign.parts]


def _codes(held: Overview, name: str) -> tuple[str, ...]:
    """Say what the codes of a column mean; how many there are, where they mean nothing here."""
    try:
        return tuple(_understood(held, name))
    except AlsstatsError:  # which is a finding
        codes = held.codes[name]
        return (f"{len(codes)} different values" if len(codes) > MOST else listed(codes),)


def _understood(held: Overview, name: str) -> Iterator[str]:
    codes = held.codes.get(name)
    event = {asked.roles.event: asked.wanted.endpoint for asked in held.asked}.get(name)
    if name == held.cohort.patient or codes is None:
        known = held.values(name)
        other = "many different values" if name in held.about_distinct else "no values to count"
        yield other if known is None else f"{known} different values"
    elif name == held.reference:
        said = diagnoses_of(codes, held.study, held.cohort.where(name)).said(name, codes)
        yield from said.removeprefix(f"{name}: ").split("; ")
    elif event:
        names = outcome_of(name, codes, event, held.study, held.cohort.where(name))
        yield from said_of_outcome(name, names, codes).removeprefix(f"{name}: ").split("; ")
    elif name in held.signs:
        yield from _readings(held, name)
    else:
        rare = any(rows < FEWEST or not is_short(code) for code, rows in codes.items() if code)
        many = len(codes) > MOST or rare
        yield f"{held.values(name)} different values" if many else listed(codes)


def _readings(held: Overview, name: str) -> Iterator[str]:
    codes = held.codes[name]
    said = held.findings.declared.get(name) if held.findings else None
    coding = coding_of(name, codes, said, held.study)
    if coding.readings:
        yield from said_of_codes(coding, codes).removeprefix(f"{name}: ").split("; ")
    if coding.unknown:
        yield f"not known: {listed({code: codes[code] for code in coding.unknown})}"


def _how(declared: object) -> str:
    return "declared" if declared else "assumed"
