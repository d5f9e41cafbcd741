"""Dates that cannot be as they stand: unreadable, in an impossible order, or in the future."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.date_refusals import DateError
from alsstats.cohort.dates import dates_of
from alsstats.cohort.durations import WithDurations
from alsstats.errors import AlsstatsError, CodingError, UsageError
from alsstats.study import kind_of, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.cohort import Cohort
    from alsstats.cohort.dates import Days
    from alsstats.study import Study

BIRTH, DEATH = "birth_date", "death_date"
ORDERS = (("onset_date", "diagnosis_date"), ("mri_date", "last_seen_date"))
EPOCH = "SOURCE_DATE_EPOCH"


class DateFinding(NamedTuple):
    """What is wrong with the dates of some columns: the name of it, in how many rows, the error.

    The name is date-text, date-ambiguous, date-impossible, date-placeholder, date-order or
    date-future.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    problem: AlsstatsError


def date_findings(cohort: Cohort, study: Study) -> tuple[DateFinding, ...]:
    """Look at all columns of dates: those of the vocabulary or declared, and those of durations.

    Nobody is born after anything or lives on after death; the onset is not after the diagnosis,
    nor the MRI after the patient was last seen; no duration goes backwards. The future begins after
    today, or after the day that SOURCE_DATE_EPOCH says: what depends on that goes into no number.
    """
    names = _columns_of_dates(cohort, study)
    if not names:
        return ()
    [counts] = cohort.source.count([names])
    findings, days = [], {}
    for name in names:
        try:
            dates = dates_of(name, counts.of_level(name), study, cohort.where(name))
        except DateError as error:
            findings.append(DateFinding(error.finding, (name,), error.rows, error))
        else:
            days[name] = dates.days[counts.columns[name].codes]
    for earlier, later, same in _orders(days, dates_of_durations(cohort)):
        wrong = days[earlier] > days[later] if same else days[earlier] >= days[later]
        if rows := int(counts.n[wrong].sum()):
            findings.append(_out_of_order(earlier, later, rows, cohort))
    findings += _future(days, counts.n, cohort)
    return tuple(findings)


def _columns_of_dates(cohort: Cohort, study: Study) -> tuple[str, ...]:
    """Return the columns of dates, in the order of the file."""
    used = {name for pair in dates_of_durations(cohort) for name in pair}
    declared = {name for name, said in study.variables.items() if said.date or said.kind == "date"}
    return tuple(
        name
        for name in cohort.source.columns
        if name in used or variable_key(name) in declared or kind_of(name) == "date"
    )


def dates_of_durations(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    """Return the columns that the durations of a cohort go from and to."""
    if not isinstance(cohort.source, WithDurations):
        return ()
    return tuple((said.start, said.end) for said in cohort.source.durations.values())


def _orders(
    names: Mapping[str, Days], durations: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str, bool]]:
    """Yield columns that stand in an order, and whether both may be the same day."""
    seen = set()
    for earlier in names:
        for later in names:
            known = variable_key(earlier), variable_key(later)
            is_known = known[0] != known[1] and (
                known[0] == BIRTH or known[1] == DEATH or known in ORDERS
            )
            if (is_known or (earlier, later) in durations) and (earlier, later) not in seen:
                seen.add((earlier, later))
                yield earlier, later, known[0] != BIRTH


def _out_of_order(earlier: str, later: str, rows: int, cohort: Cohort) -> DateFinding:
    problem = CodingError(
        f"'{later}' is before '{earlier}' in {rows} of {cohort.source.rows} rows",
        found=[f"{cohort.where(earlier)}, and column {cohort.source.columns.index(later) + 1}"],
        why="two dates may be exchanged, or one of them mistyped: every time between them is wrong",
        fix="correct the dates of these rows",
    )
    return DateFinding("date-order", (earlier, later), rows, problem)


def _future(
    days: Mapping[str, Days], n: npt.NDArray[np.int64], cohort: Cohort
) -> Iterator[DateFinding]:
    today = _today()
    for name, held in days.items():
        if rows := int(n[held > today].sum()):
            problem = CodingError(
                f"'{name}' is in the future in {rows} of {cohort.source.rows} rows",
                found=[f"{cohort.where(name)}"],
                why=f"nothing has been seen then yet; today is the day of {EPOCH}, where it is set",
                fix="correct the dates of these rows",
            )
            yield DateFinding("date-future", (name,), rows, problem)


def _today() -> np.datetime64:
    import time

    import numpy as np

    said = os.environ.get(EPOCH)
    try:
        seconds = int(said) if said else int(time.time())
        today: np.datetime64 = np.datetime64(seconds, "s").astype("M8[D]")
    except ValueError:
        raise UsageError(
            f"{EPOCH} is not a number of seconds",
            found=[f"it is: {said}"],
            fix="leave it unset, or set it to the seconds since 1970",
        ) from None
    return today
