"""What all figures say of an estimate: whether there is one, and how its limits were made."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsstats.result import Result, Row

PEOPLE = re.compile(
    "wilson|clopper|pearson|blaker|jeffreys|agresti|coull|newcombe|tango|wald|firth"
)


def is_known(row: Row) -> bool:
    """Tell whether a row has an estimate: of nobody there is none."""
    return row.estimate is not None and not isnan(row.estimate)


def limits_name(result: Result) -> str:
    """Return what limits are called: `95 % limits`."""
    return f"{100 * result.level:.10g} % limits"


def method_name(row: Row) -> str:
    """Return how limits were made, names of people with a capital: `Wilson`."""
    return PEOPLE.sub(lambda name: name[0].capitalize(), row.method or "")
