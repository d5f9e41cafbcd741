"""Patients that stand in several rows, and rows that are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.patients import refuse_rows
from alsstats.cohort.places import TWO, alike, table_of
from alsstats.errors import AlsstatsError
from alsstats.lint.finding import WARNING, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.lint.overview import Overview

TOLD_APART = 0.9  # of the rows differ: else two that are the same are no wonder
FEWEST, SHARE = 5, 0.1  # different values of a column that tells people apart: so many, of the rows


def odd_rows(held: Overview) -> Iterator[Finding]:
    """Yield patients without a name or in two rows, and rows that repeat another."""
    yield from _patients(held)
    yield from _same_rows(held)


def _patients(held: Overview) -> Iterator[Finding]:
    try:
        refuse_rows(held.cohort)
    except AlsstatsError as error:
        patient = held.cohort.patient
        if patient is None:
            yield Finding.of_error(error, "duplicate-patient")
            return
        known = held.cohort.source.identifiers(patient)
        name = "patient-unnamed" if known.empty else "duplicate-patient"
        rows = known.empty or known.rows - known.distinct
        first = tuple(place for places in known.repeated for place in places)
        refused = held.refusal(error, name, patient)
        yield refused._replace(rows=rows, first_rows=() if known.empty else first)


def _same_rows(held: Overview) -> Iterator[Finding]:
    """Yield rows that are the same in all columns but the patient's, where nearly all differ.

    Rows are compared that hold two measurements; two healthy people without a finding are alike.
    """
    source = table_of(held.cohort.source)
    known = (name for name in source.columns if name in held.about_distinct)
    names = [name for name in known if name != held.cohort.patient]
    least = max(FEWEST, SHARE * source.rows)
    telling = [name for name in names if held.about_distinct[name] >= least]
    if len(telling) < TWO:
        return
    rows = alike(source, names, telling)
    if rows.first and rows.different >= TOLD_APART * rows.rows:
        repeats = rows.rows - rows.different
        yield Finding(
            "duplicate-row",
            WARNING,
            f"{repeats} of {rows.rows} rows repeat another in all columns but the patient's",
            rows=repeats,
            why="a patient who was entered twice counts twice",
            fix="see whether they are one patient, and keep one of the rows",
            first_rows=rows.first,
        )
