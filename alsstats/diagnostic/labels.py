"""How the statistics of accuracy are printed: label and scale."""

from __future__ import annotations

from alsstats.diagnostic.table import STATISTICS
from alsstats.estimate import Label

LABELS = {held.name: Label(held.label, held.scale) for held in STATISTICS} | {
    "assessable": Label("Assessable", "proportion"),
    "scanned": Label("Scanned", "proportion"),
    "homogeneity": Label("Homogeneity", "test"),
    "sensitivity_difference": Label("Difference of sensitivity", "difference"),
    "specificity_difference": Label("Difference of specificity", "difference"),
}
