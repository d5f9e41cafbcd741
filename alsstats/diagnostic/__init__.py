"""Diagnostic accuracy: how well a sign tells the target disease from the comparison group.

`accuracy` and `calc` give answers; `table` holds the statistics of a 2x2 table, one function each.
A name is loaded when it is first used: `calc` does without what a cohort needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.diagnostic.answer import accuracy
    from alsstats.diagnostic.labels import LABELS
    from alsstats.diagnostic.one_table import calc
    from alsstats.diagnostic.projection import (
        likelihood_ratios,
        npv_at,
        ppv_at,
        predictive_values,
    )
    from alsstats.diagnostic.table import STATISTICS

__all__ = [
    "LABELS",
    "STATISTICS",
    "accuracy",
    "calc",
    "likelihood_ratios",
    "npv_at",
    "ppv_at",
    "predictive_values",
]

_HOME = {"LABELS": "labels", "STATISTICS": "table", "accuracy": "answer", "calc": "one_table"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        module = import_module(f"alsstats.diagnostic.{_HOME.get(name, 'projection')}")
        return getattr(module, name)
    raise AttributeError(f"module 'alsstats.diagnostic' has no attribute '{name}'")
