"""Figures of the page, inside it: as many lines of each as can be read."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

from alsstats.report.parts import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.result import Result

MOST = 30  # signs or findings in one figure

CAPTIONS = {
    "flow": "Flow of participants, from those in the file to the four cells",
    "prevalence": "Prevalence by category, with limits",
    "heat-map": "Findings by category, with counts",
    "contrasts": "Differences between categories, with limits",
    "numbers-by-group": "Numbers by group",
    "accuracy-forest": "Sensitivity and specificity, with limits and counts",
    "predictive-values": "PPV and NPV against prevalence; the table's own is marked",
    "nomogram": "From the probability before the scan to that after it",
    "kaplan-meier": "Survival by group (Kaplan-Meier), with those at risk",
    "kaplan-meier-four-levels": "Survival by both signs (Kaplan-Meier), with those at risk",
    "hazard-ratios": "Hazard ratios, with limits",
    "schoenfeld": "Scaled Schoenfeld residuals: does the ratio stay the same over time?",
    "hazard-ratio-curve": "Hazard ratio along a number",
}


def pictures_of(result: Result, *wanted: str) -> Iterator[Picture]:
    """Yield the figures of those names that the result can be drawn as."""
    from alsstats import figures

    drawn, more = _readable(result)
    for name in wanted:
        if name in figures.names(drawn):
            svg = figures.file_of(drawn, ".svg", name)
            yield Picture(
                CAPTIONS[name] + more,
                figures.describe(drawn, name),
                b64encode(svg).decode("ascii"),
            )


def _readable(result: Result) -> tuple[Result, str]:
    """Return the first signs of a long answer alone, and a remark that there are more."""
    terms = list(dict.fromkeys(row.term for row in result.rows))
    if len(terms) <= MOST or result.layout == "survival":
        return result, ""
    kept = set(terms[:MOST])
    rows = tuple(row for row in result.rows if row.term is None or row.term in kept)
    more = f"; the first {MOST} of {len(terms)}, the others are in the tables"
    return replace(result, rows=rows), more
