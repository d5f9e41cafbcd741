"""Diagnostic accuracy: how well a sign tells the target disease from the comparison group.

`accuracy` and `calc` give answers; `table` holds the statistics of a 2x2 table, one function each.
"""

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
