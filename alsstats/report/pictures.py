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
MOST_DOTS = 120  # levels of all findings together, each a line

PLACED = {"flow", "predictive-values", "nomogram", "schoenfeld", "hazard-ratio-curve"}
CAPTIONS = {
    "other-causes": "Other causes found, by group, with {limits}",
    "flow": "Flow of participants, to true and false positives (TP, FP) and negatives (TN, FN)",
    "prevalence": "How often each finding is present, by group, with {limits}",
    "heat-map": "Findings by group, with counts: the darker, the more often present",
    "contrasts": "Differences between groups, with {limits}",
    "numbers-by-group": "Ages, times and scores by group",
    "accuracy-forest": "Sensitivity and specificity of each sign, with {limits} and counts",
    "predictive-values": "PPV and NPV by prevalence; marked is the prevalence among these people",
    "nomogram": "From the probability before the scan to that after it (nomogram)",
    "kaplan-meier": "Survival by group (Kaplan-Meier), with numbers at risk",
    "kaplan-meier-four-levels": "Survival by signs present (Kaplan-Meier), with numbers at risk",
    "hazard-ratios": "Hazard ratios, with {limits}",
    "hazard-ratios-four-levels": "Hazard ratios by signs present, with {limits}",
    "schoenfeld": "Scaled Schoenfeld residuals: does the ratio stay the same over time?",
    "hazard-ratio-curve": "Hazard ratio at each value of a number",
}


def pictures_of(result: Result, *wanted: str) -> Iterator[Picture]:
    """Yield the figures that the result can be drawn as: those named, or all without a place."""
    from alsstats import figures

    for name in figures.names(result):
        if name in wanted if wanted else name not in PLACED:
            drawn, more = _readable(result, name)
            svg = b64encode(figures.file_of(drawn, ".svg", name)).decode("ascii")
            caption = CAPTIONS.get(name, name.replace("-", " ").capitalize()).format(
                limits=f"{100 * result.level:.10g} % limits"
            )
            yield Picture(caption + more, figures.describe(drawn, name), svg)


def _readable(result: Result, name: str) -> tuple[Result, str]:
    """Return the first signs of a long answer alone, and a remark that there are more."""
    terms = list(dict.fromkeys(row.term for row in result.rows if row.term))
    most = max(1, MOST_DOTS // len(_levels(result))) if name == "prevalence" else MOST
    if len(terms) <= most or result.layout == "survival" or name in PLACED:
        return result, ""
    kept = {None, *terms[:most]}
    rows = tuple(row for row in result.rows if row.term in kept)
    more = f"; the first {most} of {len(terms)}, all are in the tables"
    return replace(result, rows=rows), more


def _levels(result: Result) -> set[tuple[str | None, str | None]]:
    return {(row.by, row.group) for row in result.rows if row.statistic == "prevalence"}
