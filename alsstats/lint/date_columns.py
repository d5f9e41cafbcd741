"""Dates that cannot be read, or cannot be as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.date_order import date_findings, dates_of_durations
from alsstats.cohort.durations import WithDurations
from alsstats.lint.finding import ERROR, WARNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview

ORDER = {"date-order", "date-future"}  # dates that can be read


def odd_dates(held: Overview) -> Iterator[Finding]:
    """Yield what is wrong with columns of dates: an error where a duration is made of them."""
    pairs = dates_of_durations(held.cohort)
    used = {name for pair in pairs for name in pair}
    for found in date_findings(held.cohort, held.study):
        unread = found.name not in ORDER and bool(used & set(found.columns))
        refused = unread or found.columns in pairs
        column = found.columns[-1]
        finding = held.refusal(found.problem, found.name, column)
        yield finding._replace(severity=ERROR if refused else WARNING, rows=found.rows)


def durations_of(held: Overview, columns: Collection[str]) -> set[str]:
    """Return the durations that are made of some columns."""
    source = held.cohort.source
    made = source.durations.items() if isinstance(source, WithDurations) else ()
    return {name for name, said in made if {said.start, said.end} & set(columns)}
