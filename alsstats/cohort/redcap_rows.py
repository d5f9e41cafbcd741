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

from alsstats.cohort.redcap_columns import recorded
from alsstats.cohort.unknown import shown
from alsstats.errors import RoleError

if TYPE_CHECKING:
    from alsstats.cohort.redcap_columns import Column

EVENT, INSTRUMENT = "redcap_event_name", "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
NAME = re.compile(r"[a-z][a-z0-9_]*")
PLACES = (EVENT, INSTRUMENT, INSTANCE)

Find: TypeAlias = Callable[[str], list[tuple[Any, ...]]]  # what a query finds in the export

RANKED = """ranked AS (
    SELECT *, row_number() OVER (PARTITION BY record ORDER BY began, instance NULLS FIRST, place)
    AS rank FROM (SELECT *, min(place) OVER (PARTITION BY record, event) AS began FROM rows)
)"""


def named(rows: Mapping[str, int], unit: str = "rows") -> str:
    """List events or forms, whose names are of the project and may be long, with their rows.

    >>> named({"baseline_arm_1": 10, "": 3})
    'baseline_arm_1 (10 rows), none (3)'
    """
    names = (name if NAME.fullmatch(name) else shown(name) or "none" for name in rows)
    units = chain([f" {unit}"], repeat(""))
    each = zip(names, rows.values(), units, strict=False)
    return ", ".join(f"{name} ({count}{what})" for name, count, what in each)


def places_of(columns: Sequence[Column], record: Column, forms: Sequence[str]) -> str:
    """Return the SQL of what the rules need of a row: its patient, event, and forms."""
    cells = {column.name: column.cell for column in columns}
    flags = (
        f", {recorded([one for one in columns if one.form == form], record.name)} AS r{place}"
        for place, form in enumerate(forms)
    )
    return (
        f"row_number() OVER () AS place, {record.cell} AS record, "
        f"coalesce({cells.get(EVENT, 'NULL')}, '') AS event, "
        f"coalesce({cells.get(INSTRUMENT, 'NULL')}, '') AS instrument, "
        f"TRY_CAST({cells.get(INSTANCE, 'NULL')} AS INTEGER) AS instance{''.join(flags)}"
    )


def refuse_rows_twice(find: Find) -> None:
    """Refuse rows that stand for the same form at the same time: two exports, or two people."""
    twice = "SELECT count(*) AS n FROM rows GROUP BY record, event, instrument, instance"
    [(rows,)] = find(f"SELECT count(*) FILTER (WHERE n > 1) FROM ({twice})")
    if rows:
        raise RoleError(
            "a patient has several rows of the same event and repeat",
            found=[f"{rows} such places; REDCap writes each of them once"],
            why="they may be two patients with one identifier, or one export twice",
            fix="keep the rows of one export",
        )


def refuse_other_order(find: Find, pick: str) -> None:
    """Refuse rows of which the first cannot be told: patients have the events in two orders."""
    begun = "(SELECT record, event, min(place) AS began FROM rows GROUP BY ALL)"
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
