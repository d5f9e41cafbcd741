"""The flow of participants in numbers: from everyone enrolled to the four cells, all of them rows.

Each step is what the one before it leaves: who is not compared, was not scanned, was not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.diagnostic.study_notes import COUNTED_AS
from alsstats.figures.accuracy_rows import accuracies
from alsstats.figures.one_sign import MainSign, main_sign, table_of
from alsstats.study import MISSING, NOT_ASSESSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.counts import TwoByTwo
    from alsstats.result import Result, Row


class Before(NamedTuple):
    """The steps before the sign: everyone, who of them was scanned, and who is not compared.

    `scanned` is of everyone, all below it of those compared: in whom the sign is missing, too, is
    who was scanned.
    """

    enrolled: int
    scanned: int
    outside: Mapping[str, int]
    compared: int
    not_scanned: int
    missing: int
    not_assessable: int


class Flow(NamedTuple):
    """Everyone's way to a cell; `before` is nothing where only the four counts are known.

    `counted` is how many readings that could not be made are in the cells, and `counted_as` what
    they count as. `groups` splits those without the disease: FP and TN of each comparison group.
    """

    sign: MainSign
    table: TwoByTwo
    before: Before | None
    counted: int
    counted_as: str
    groups: Mapping[str, tuple[int, int]]


def flows_of(result: Result) -> list[Flow]:
    """Return the flow to the cells of one sign in one comparison; none where nothing is counted."""
    if not accuracies(result):
        return []
    sign = main_sign(result)
    if sign.table is None:
        return []
    row, tried = sign.accuracy.sensitivity, sign.own.get("assessable")
    policy = COUNTED_AS.get(row.handling or "", "")
    counted = (tried.n or 0) - (tried.events or 0) if tried and policy else 0
    return [Flow(sign, sign.table, _before(result, row), counted, policy, _groups(result, sign))]


def _before(result: Result, row: Row) -> Before | None:
    """Return the steps before the cells, from the rows of those scanned and of those left out."""
    held = {(one.target, one.comparison): one for one in result.rows if one.statistic == "scanned"}
    everyone, compared = held.get((None, None)), held.get((row.target, row.comparison))
    if everyone is None or compared is None or row.left_out_by is None:
        return None
    not_scanned = (compared.n or 0) - (compared.events or 0)
    return Before(
        everyone.n or 0,
        everyone.events or 0,
        compared.left_out_by or {},
        compared.n or 0,
        not_scanned,
        row.left_out_by.get(MISSING, 0) - not_scanned,  # in whoever was not scanned it is missing
        row.left_out_by.get(NOT_ASSESSABLE, 0),
    )


def _groups(result: Result, sign: MainSign) -> dict[str, tuple[int, int]]:
    """Return FP and TN of each comparison group, where together they are those of the table."""
    mine = sign.accuracy.sensitivity
    tables = {
        one.sensitivity.comparison or "": table_of(one)
        for one in accuracies(result)
        if one.sensitivity.by is None
        and (one.sensitivity.term, one.sensitivity.target, one.sensitivity.handling)
        == (mine.term, mine.target, mine.handling)
        and one.sensitivity.comparison != mine.comparison
    }
    parts = {name: (table.fp, table.tn) for name, table in tables.items() if table}
    whole = sign.table
    sums = tuple(map(sum, zip(*parts.values(), strict=True))) if parts else ()
    return parts if whole and sums == (whole.fp, whole.tn) else {}
