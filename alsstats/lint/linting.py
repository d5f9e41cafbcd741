"""`check`: every column, and all that is wrong or looks so, before any number is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from alsstats.cohort import opened
from alsstats.cohort.places import first_rows, table_of, texts_at
from alsstats.lint.column_pages import column_reports, combined
from alsstats.lint.date_columns import durations_of, odd_dates
from alsstats.lint.finding import ERROR, Finding, in_order
from alsstats.lint.overview import look_at
from alsstats.lint.page import Check
from alsstats.lint.progression import odd_progression
from alsstats.lint.putting import answers
from alsstats.lint.refused_columns import refusals
from alsstats.lint.rows import odd_rows
from alsstats.lint.shapes import odd_columns
from alsstats.lint.spellings import odd_spellings
from alsstats.lint.values import odd_numbers
from alsstats.study import about_diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from alsstats.cohort.how import How
    from alsstats.lint.overview import Overview
    from alsstats.study import Study


def check(
    data: Any,
    *,
    study: str | PathLike[str] | Mapping[str, Any] | Study | None = None,
    reference: str | None = None,
    target: str | Iterable[str] | None = None,
    versus: Mapping[str, str | Iterable[str]] | None = None,
    leave_out: str | Iterable[str] | None = None,
    certainty: Iterable[str] | None = None,
    signs: Iterable[str] = (),
    show_ids: bool = False,
    **how: Unpack[How],
) -> Check:
    """How each column of a table is understood, with its codes, and all that looks wrong with it.

    Takes the arguments of `read`, and those of `accuracy` that say what the diagnosis is and which
    signs are wanted; nothing is computed. All findings are collected, where a question stops at the
    first: errors, which accuracy, prevalence, exclusion or survival would refuse, warnings and
    notes. No finding names a patient unless `show_ids` asks for it. Raises `FileError` where the
    file cannot be read at all, `UsageError` where the study cannot be used.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "motor_band": ["1", "2"]})
    >>> [found.name for found in check(frame).problems]
    ['code-unknown']
    """
    with opened(data, study, how) as cohort:
        asked = about_diagnosis(reference, target, versus, leave_out, certainty)
        held = look_at(cohort, cohort.study.with_(asked), tuple(signs))
        findings = _with_rows(held, in_order(list(_found(held))), show_ids=show_ids)
        return Check(
            cohort.title,
            (*cohort.assumed, *held.about),
            column_reports(held),
            (*combined(held), *_not_asked(held)),
            findings,
        )


def _found(held: Overview) -> Iterator[Finding]:
    """Yield what each rule finds; a question whose columns are refused is not put."""
    yield from held.refused
    yield from odd_rows(held)
    refused = [*refusals(held), *odd_dates(held)]
    yield from refused
    columns = {found.column for found in refused if found.severity == ERROR}
    columns |= durations_of(held, columns)
    yield from answers(held, columns)
    yield from odd_columns(held)
    yield from odd_numbers(held)
    yield from odd_spellings(held)
    yield from odd_progression(held, columns)


def _not_asked(held: Overview) -> Iterator[str]:
    if held.study.rows != "patient":
        yield f"rows are {held.study.rows}s: questions of one row a patient were not looked at"
    elif "survival" not in {asked.name for asked in held.asked} and not held.refused:
        yield "no column of a follow-up: survival was not looked at"


def _with_rows(
    held: Overview, findings: Sequence[Finding], *, show_ids: bool
) -> tuple[Finding, ...]:
    """Name the first rows of every finding; and the patients of these rows, where asked for."""
    table = table_of(held.cohort.source)
    located = [found for found in findings if found.codes and found.column in table.columns]
    places = first_rows(table, [(found.column, found.codes) for found in located])
    rows_of = dict(zip(map(id, located), places, strict=True))
    findings = [
        found._replace(first_rows=rows_of.get(id(found), found.first_rows), codes=())
        for found in findings
    ]
    rows = sorted({row for found in findings for row in found.first_rows})
    patient = held.cohort.patient if show_ids and rows else None
    ids = texts_at(table, patient, rows) if patient else []
    named = dict(zip(rows, ids, strict=False))
    return tuple(
        found._replace(evidence=(*found.evidence, *_said_of_rows(found, named)))
        for found in findings
    )


def _said_of_rows(found: Finding, named: Mapping[int, str]) -> Iterator[str]:
    """Say which rows are concerned, unless the evidence has them, and which patients these are."""
    first = ", ".join(map(str, found.first_rows))
    if first and found.name != "duplicate-patient":
        more = " ..." if (found.rows or 0) > len(found.first_rows) else ""
        yield f"rows (the first below the header is 1): {first}{more}"
    if first and named:
        yield f"patients: {', '.join(named[row] for row in found.first_rows)}"
