"""Diagnostic accuracy: how well a sign tells the target disease from the comparison group.

`accuracy` and `calc` give answers; `table` holds the statistics of a 2x2 table, one function each.
A name is loaded when it is first used: `calc` does without what a cohort needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alsstats.diagnostic.answer import accuracy
    from alsstats.diagnostic.labels import LABELS
    from alsstats.diagnostic.of_a_thousand import natural_frequencies
    from alsstats.diagnostic.one_table import calc
    from alsstats.diagnostic.projection import (
        likelihood_ratios,
        npv_at,
        ppv_at,
        predictive_values,
    )
    from alsstats.diagnostic.rounded import tables_that_round_to
    from alsstats.diagnostic.table import STATISTICS

__all__ = [
    "LABELS",
    "STATISTICS",
    "accuracy",
    "calc",
    "likelihood_ratios",
    "natural_frequencies",
    "npv_at",
    "ppv_at",
    "predictive_values",
    "tables_that_round_to",
]

_HOME = {"LABELS": "labels", "STATISTICS": "table", "accuracy": "answer", "calc": "one_table"}
_HOME |= {"natural_frequencies": "of_a_thousand", "tables_that_round_to": "rounded"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        module = import_module(f"alsstats.diagnostic.{_HOME.get(name, 'projection')}")
        return getattr(module, name)
    raise AttributeError(f"module 'alsstats.diagnostic' has no attribute '{name}'")
