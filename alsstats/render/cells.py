"""The words and numbers of a row, shared by the formats that are read by people."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.diagnostic import LABELS
from alsstats.render.numbers import BLANK, interval, number, p_value, significant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alsstats.result import Result, Row

COLUMNS = ("Sign", "Against", "Statistic", "Estimate", "Interval", "Counts", "Method", "Left out")
USUAL = "every part"  # the handling that is not named, since it is the default
RANGE = "range "
OVER_STRATA = "homogeneity"


def label(row: Row) -> str:
    """Return the statistic's name as printed, with what tells it from others beside it."""
    name = LABELS[row.statistic].text
    if row.category:
        return f"{name}, {row.category}"
    if (row.handling or "").startswith(RANGE):
        return f"{name}, {(row.handling or '').partition(',')[0]}"
    if row.at is None:
        return name
    at = f"{100 * row.at:.3g}"
    return f"{name} at prev. {'>99.9' if at == '100' and row.at < 1 else at} %"


def estimate(row: Row) -> str:
    """Return the estimate on its statistic's scale, or the p value of a test."""
    scale = LABELS[row.statistic].scale
    return p_value(row.p_value) if scale == "test" else number(row.estimate, scale)


def limits(row: Row) -> str:
    """Return the confidence limits on the statistic's scale, or the statistic of a test."""
    scale = LABELS[row.statistic].scale
    if scale != "test":
        return interval(row.conf_low, row.conf_high, scale)
    if row.statistic_value is None or row.df is None or isnan(row.statistic_value):
        return BLANK
    return f"chi2 {significant(row.statistic_value)}, df {row.df:g}"


def counts(row: Row) -> str:
    """Return numerator and denominator as `86/120`; where there is no numerator, n and p."""
    if row.n is None:
        return ""
    if row.events is not None:
        return f"{row.events}/{row.n}"
    return f"n {row.n}" if row.p_value is None or row.estimate is None else p_value(row.p_value)


def method(row: Row) -> str:
    """Return how the number was made; of a range, whether missing readings are in it."""
    too = (row.handling or "").partition(",")[1:] if (row.handling or "").startswith(RANGE) else ()
    return "".join((row.method or "", *too))


def place(row: Row) -> str:
    """Say who is compared with whom, in which stratum, how unread readings were handled."""
    parts = [f"{row.target} against {row.comparison}"]
    if row.by:
        parts.append(f"over {row.by}" if row.statistic == OVER_STRATA else f"{row.by} {row.group}")
    shown = row.handling and row.handling != USUAL and not row.handling.startswith(RANGE)
    return ", ".join([*parts, *([row.handling] if shown and row.handling else [])])


def left_out(row: Row) -> str:
    """Return who of the data is not in the number: how many, by reason."""
    if not row.left_out:
        return "nobody"
    reasons = ", ".join(f"{count} {reason}" for reason, count in (row.left_out_by or {}).items())
    return reasons or str(row.left_out)


def level(result: Result) -> str:
    """Return the heading of the limits, as `95 % interval`."""
    return f"{100 * result.level:.10g} % interval"


def sign_label(result: Result, term: str) -> str:
    """Return a sign's name with its words, where the study has any."""
    signs = result.provenance.get("study", {}).get("signs", {})
    words = signs.get(term, {}).get("label") or signs.get(term, {}).get("define")
    return f"{term}: {words}" if words else term


def table(result: Result) -> tuple[list[str], Iterable[list[str]]]:
    """Return the heading and the rows of the one plain table that Markdown and HTML show."""
    heading = [level(result) if name == "Interval" else name for name in COLUMNS]
    return heading, (
        [
            row.term or BLANK,
            place(row) if row.comparison else BLANK,
            label(row),
            estimate(row),
            limits(row),
            counts(row) or BLANK,
            method(row) or BLANK,
            left_out(row) if row.left_out is not None else BLANK,
        ]
        for row in result.rows
    )
