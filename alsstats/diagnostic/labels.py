"""How the statistics of accuracy are printed: label and scale."""

from __future__ import annotations

from typing import NamedTuple

from alsstats.diagnostic.table import STATISTICS


class Label(NamedTuple):
    """The words for a statistic, and how its numbers are printed.

    `scale` is `proportion` (in percent), `difference`, `ratio`, or `test` (a p value).
    """

    text: str
    scale: str


LABELS = {held.name: Label(held.label, held.scale) for held in STATISTICS} | {
    "assessable": Label("Assessable", "proportion"),
    "homogeneity": Label("Homogeneity", "test"),
    "sensitivity_difference": Label("Difference of sensitivity", "difference"),
    "specificity_difference": Label("Difference of specificity", "difference"),
}
