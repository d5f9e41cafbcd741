"""The rows for a spreadsheet or a data frame."""

from __future__ import annotations

import csv
from dataclasses import fields
from io import StringIO
from typing import TYPE_CHECKING, Any

from alsstats.result import Row

if TYPE_CHECKING:
    from alsstats.result import Result

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(result: Result) -> str:
    """Return the rows as comma-separated text, full precision, a heading first."""
    out = StringIO()
    writer = csv.DictWriter(out, [item.name for item in fields(Row)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: _cell(value) for name, value in record.items()} for record in result.records()
    )
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Return one cell; text that a spreadsheet would run as a formula gets a quote before it."""
    if isinstance(value, dict):
        value = "; ".join(f"{reason}={count}" for reason, count in value.items())
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
