"""What all figures say of an estimate: whether there is one, and what its limits are called."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsstats.result import Result, Row


def is_known(row: Row) -> bool:
    """Tell whether a row has an estimate: of nobody there is none."""
    return row.estimate is not None and not isnan(row.estimate)


def limits_name(result: Result) -> str:
    """Return what limits are called: `95 % limits`."""
    return f"{100 * result.level:.10g} % limits"
