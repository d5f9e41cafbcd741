"""The words for a row of survival: which number it is, of whom, from which model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.labels import LABELS

if TYPE_CHECKING:
    from alsstats.result import Row

TIMES = {  # statistics at a time, with the word before it
    "survival_at": "at",
    "restricted_mean": "up to",
    "restricted_mean_difference": "up to",
    "restricted_mean_ratio": "up to",
}
BETWEEN = {"restricted_mean_difference": "from", "restricted_mean_ratio": "to"}
EVERYONE = "all"


def is_of_survival(row: Row) -> bool:
    """Tell whether a row is of survival."""
    return row.statistic in LABELS


def scale_of(row: Row) -> str:
    """Return how the numbers of a row are printed."""
    return LABELS[row.statistic].scale


def label_of_survival(row: Row) -> str:
    """Return the statistic's name as printed, with its time, its component or its part."""
    name = LABELS[row.statistic].text
    if row.statistic in TIMES and row.at is not None:
        against = f" {BETWEEN[row.statistic]} {row.comparison}" if row.comparison else ""
        return f"{name}{against} {TIMES[row.statistic]} {row.at:g}"
    if row.category and not row.comparison:
        return f"{name}, {row.category}"
    return name


def place_of_survival(row: Row) -> str:
    """Say of whom the number is: a group, or a level against another, in a period."""
    parts = []
    if row.by and row.group == EVERYONE:
        parts.append(f"over {row.by}")
    elif row.by:
        parts.append(f"{row.by} {row.group}")
    if row.comparison:
        against = f"{row.category} against" if row.category else "against"
        parts.append(f"{against} {row.comparison}")
    return ", ".join(parts)
