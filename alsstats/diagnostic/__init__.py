"""Diagnostic accuracy: how well a sign tells the target disease from the comparison group."""

from alsstats.diagnostic.answer import accuracy, calc
from alsstats.diagnostic.projection import npv_at, ppv_at, predictive_values
from alsstats.diagnostic.table import (
    STATISTICS,
    diagnostic_odds_ratio,
    lr_negative,
    lr_positive,
    npv,
    ppv,
    prevalence,
    sensitivity,
    specificity,
    youden,
)

__all__ = [
    "STATISTICS",
    "accuracy",
    "calc",
    "diagnostic_odds_ratio",
    "lr_negative",
    "lr_positive",
    "npv",
    "npv_at",
    "ppv",
    "ppv_at",
    "predictive_values",
    "prevalence",
    "sensitivity",
    "specificity",
    "youden",
]
