"""The rows of a REDCap export: of which patient, event and repeat each is, and in what order.

A row is of one event of one patient, and of one repeat where a form or an event is repeated. The
columns `redcap_event_name`, `redcap_repeat_instrument` and `redcap_repeat_instance` say so; a
project without events, or without repeats, has not all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from alsstats.cohort.redcap_columns import CELLS, recorded
from alsstats.cohort.unknown import shown
from alsstats.errors import RoleError

if TYPE_CHECKING:
    from alsstats.cohort.redcap_columns import Column

EVENT, INSTRUMENT = "redcap_event_name", "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
NAME = re.compile(r"[a-z][a-z0-9_]*")
PLACES = (EVENT, INSTRUMENT, INSTANCE)

Find: TypeAlias = Callable[[str], list[tuple[Any, ...]]]  # what a query finds in the export

ROWS = "rows"


def named(rows: Mapping[str, int], unit: str = "rows") -> str:
    """List events or forms, whose names are of the project and may be long, with their rows.

    >>> named({"baseline_arm_1": 10, "": 3})
    'baseline_arm_1 (10 rows), none (3)'
    """
    names = (name if NAME.fullmatch(name) else shown(name) or "none" for name in rows)
    units = chain([f" {unit}"], repeat(""))
    each = zip(names, rows.values(), units, strict=False)
    return ", ".join(f"{name} ({count}{what})" for name, count, what in each)


def rows_of(
    columns: Sequence[Column], record: Column, forms: Sequence[str], cells: Mapping[str, str]
) -> str:
    """Return the SQL that makes the table ROWS: what is counted, and what the rules need.

    A row has its patient, event and rank among the patient's rows; for each form, by its place,
    whether anything is recorded in it; and the cells to be counted, by the place of their column.
    """
    own = {column.name: column.cell for column in columns}
    by_form: dict[str, list[Column]] = {form: [] for form in ("", *forms)}
    for column in columns:
        by_form[column.form].append(column)
    held = [
        "place",
        f"coalesce({record.cell}, '') AS record",
        f"coalesce({own.get(EVENT, 'NULL')}, '') AS event",
        f"coalesce({own.get(INSTRUMENT, 'NULL')}, '') AS instrument",
        f"TRY_CAST({own.get(INSTANCE, 'NULL')} AS INTEGER) AS instance",
        *(f"{recorded(by_form[form], record.name)} AS r{i}" for i, form in enumerate(forms)),
        *(f"{cells[column.name]} AS w{column.place}" for column in columns),
    ]
    began = "min(place) OVER (PARTITION BY record, event) AS began"
    order = "PARTITION BY record ORDER BY began, instance NULLS FIRST, place"
    return (
        f"SELECT *, row_number() OVER ({order}) AS rank FROM "
        f"(SELECT *, {began} FROM (SELECT {', '.join(held)} FROM {CELLS}))"
    )


def refuse_rows_twice(find: Find) -> None:
    """Refuse rows that stand for the same form at the same time: two exports, or two people."""
    twice = f"SELECT count(*) AS n FROM {ROWS} GROUP BY record, event, instrument, instance"
    [(rows,)] = find(f"SELECT count(*) FROM ({twice}) WHERE n > 1")
    if rows:
        raise RoleError(
            "a patient has several rows of the same event and repeat",
            found=[f"{rows} such places; REDCap writes each of them once"],
            why="they may be two patients with one identifier, or one export twice",
            fix="keep the rows of one export",
        )


def refuse_other_order(find: Find, pick: str) -> None:
    """Refuse rows of which the first cannot be told: patients have the events in two orders."""
    begun = f"(SELECT record, event, min(place) AS began FROM {ROWS} GROUP BY ALL)"
    found = find(
        f"SELECT one.event, other.event FROM {begun} AS one JOIN {begun} AS other "
        "USING (record) WHERE one.event < other.event GROUP BY ALL "
        "HAVING bool_or(one.began < other.began) AND bool_or(one.began > other.began)"
    )
    if found:
        raise RoleError(
            f"--pick {pick}: the events have no one order in the file",
            found=[f"in some patients {one} comes first, in others {two}" for one, two in found],
            why="REDCap writes the events of every patient in the order of the project",
            fix="export the data anew and do not sort them, or --pick EVENT",
        )
