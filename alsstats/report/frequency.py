"""Table one, prevalence and other causes on the page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from alsstats.render.cells import sign_label
from alsstats.render.crosstable import crosstables
from alsstats.render.table_one import table_one_of
from alsstats.report.parts import Fold
from alsstats.report.tables import statistics_table, table_of

if TYPE_CHECKING:
    from alsstats.report.parts import Part
    from alsstats.result import Result


def table_one(result: Result) -> list[Part]:
    """Return what the people of every group are like."""
    return [table_of(table_one_of(result))]


def shares(result: Result) -> list[Part]:
    """Return every finding in every level as one table, then each finding with its tests."""
    parts: list[Part] = [table_of(matrix) for matrix in crosstables(result)]
    for term, rows in groupby(result.rows, key=lambda row: row.term or ""):
        caption = f"{result.title.partition(': ')[0]}: {term}"
        parts.append(Fold(sign_label(result, term), [statistics_table(result, rows, caption)]))
    return parts
