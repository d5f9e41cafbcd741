"""The words and numbers of a row, shared by the formats that are read by people."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.diagnostic import LABELS as OF_DIAGNOSIS
from alsstats.frequency.labels import LABELS as OF_FREQUENCY
from alsstats.prognosis.labels import LABELS as OF_SURVIVAL
from alsstats.render.numbers import BLANK, interval, number, p_value, rounded, significant
from alsstats.render.survival_words import is_of_survival, label_of_survival, place_of_survival

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alsstats.result import Result, Row

LABELS = OF_DIAGNOSIS | OF_FREQUENCY | OF_SURVIVAL
COLUMNS = ("Sign", "Against", "Statistic", "Estimate", "Interval", "Counts", "Method", "Left out")
WITHOUT_TARGET = ("Finding", "Where")  # in the place of the first two columns
USUAL = "every part"  # the handling that is not named, since it is the default
RANGE = "range "
OVER_STRATA = "homogeneity"
EVERYONE = "all"
SHARES = {"prevalence": "Prevalence", "other_cause": "Other cause found", "shown": "Shown by MRI"}
SUMMARIES = {"share", "quantile", "mean", "standard_deviation", "missing"}  # of one group
SEVERAL_FORMS = {"trend", "mcnemar", "mann_whitney"}
QUANTILES = {
    0.05: "5th percentile",
    0.25: "Lower quartile",
    0.5: "Median",
    0.75: "Upper quartile",
    0.95: "95th percentile",
}


def label(row: Row) -> str:
    """Return the statistic's name as printed, with what tells it from others beside it."""
    return label_of_survival(row) if is_of_survival(row) else _label(row)


def _label(row: Row) -> str:
    name = LABELS[row.statistic].text
    if is_share(row):
        return row.category or ("everyone" if row.group == EVERYONE else row.group or "everyone")
    if row.statistic == "quantile" and row.at is not None:
        name = QUANTILES.get(row.at, f"{row.at:g} quantile")
    if scale(row) == "test" and kind(row):
        return f"{name}, {kind(row)}"
    if row.category:
        return f"{name}, {row.category}"
    if (row.handling or "").startswith(RANGE):
        return f"{name}, {(row.handling or '').partition(',')[0]}"
    if row.at is None or row.statistic == "quantile":
        return name
    return f"{name} at prev. {percent_of(row.at)}"


def percent_of(prevalence: float) -> str:
    """Return a prevalence that a number holds at: `5 %`."""
    at = f"{100 * prevalence:.3g}"
    return f"{'>99.9' if at == '100' and prevalence < 1 else at} %"


def kind(row: Row) -> str:
    """Return which of several forms of a test it is, where its method ends in that word."""
    word = (row.method or "").rpartition(" ")[2]
    return word if word in {"exact", "mid-p"} and row.statistic in SEVERAL_FORMS else ""


def is_share(row: Row) -> bool:
    """Tell whether a row is the share of people with a finding, and not of those with a disease."""
    return row.statistic in SHARES and row.target is None and row.term is not None


def scale(row: Row) -> str:
    """Return how the numbers of a row are printed."""
    return "share" if is_share(row) else LABELS[row.statistic].scale


def estimate(row: Row) -> str:
    """Return the estimate on its statistic's scale, or the p value of a test."""
    held = scale(row)
    return p_value(row.p_value) if held == "test" else number(row.estimate, held, row.n)


def limits(row: Row) -> str:
    """Return the confidence limits on the statistic's scale, or the statistic of a test."""
    held = scale(row)
    if held != "test":
        return interval(row.conf_low, row.conf_high, held, row.n)
    if row.statistic == "trend" and row.estimate is not None and not isnan(row.estimate):
        return f"Z {rounded(row.estimate, 2)}"
    if row.statistic_value is None or isnan(row.statistic_value):
        return adjusted(row) if row.p_adjusted is not None else BLANK
    if row.df is None or isnan(row.df):
        return f"U {row.statistic_value:.10g}"
    return f"chi2 {significant(row.statistic_value)}, df {row.df:.3g}"


def counts(row: Row) -> str:
    """Return numerator and denominator as `86/120`; where there is no numerator, n and p.

    Of survival, p too, and those at risk at a time.
    """
    if row.statistic == "survival_at":
        return f"{row.n} at risk"
    if row.events is not None and row.n is not None:
        tested = is_of_survival(row) and row.p_value is not None and scale(row) != "test"
        return f"{row.events}/{row.n}{f', {p_value(row.p_value)}' * tested}"
    if row.p_value is not None and row.estimate is not None and scale(row) != "test":
        return p_value(row.p_value)
    if row.p_adjusted is not None and adjusted(row) != limits(row):
        return adjusted(row)
    return "" if row.n is None or row.comparison or row.group else f"n {row.n}"


def adjusted(row: Row) -> str:
    """Return the adjusted p value, as `adj. 0.042`."""
    return f"adj. {p_value(row.p_adjusted).removeprefix('p ').removeprefix('= ')}"


def method(row: Row) -> str:
    """Return how the number was made; of a range, whether missing readings are in it."""
    if row.p_adjusted is not None and scale(row) != "test":
        return f"{row.method}; {adjusted(row)}"
    too = (row.handling or "").partition(",")[1:] if (row.handling or "").startswith(RANGE) else ()
    return "".join((row.method or "", *too))


def place(row: Row) -> str:
    """Say who is compared with whom, in which stratum, how unread readings were handled."""
    shown = row.handling and row.handling != USUAL and not row.handling.startswith(RANGE)
    where = place_of_survival(row) if is_of_survival(row) else _place(row)
    parts = [where, row.model or "", row.handling if shown and row.handling else ""]
    return ", ".join(part for part in parts if part)


def _place(row: Row) -> str:
    if row.target:
        against = f"{row.target} against {row.comparison}"
        over = f"over {row.by}" if row.statistic == OVER_STRATA else f"{row.by} {row.group}"
        return f"{against}, {over}" if row.by else against
    if row.by is None:
        return f"with {row.comparison}" if row.comparison else ""
    if row.comparison:
        return f"{row.group} against {row.comparison}"
    if row.statistic in SUMMARIES:
        return f"{row.by} {'everyone' if row.group == EVERYONE else row.group}"
    if row.statistic == "shown":
        return f"shown by MRI, by {row.by}"
    return f"by {row.by}" if is_share(row) else f"over {row.by}"


def left_out(row: Row) -> str:
    """Return who of the data is not in the number: how many, by reason."""
    if not row.left_out:
        return "nobody"
    reasons = ", ".join(f"{count} {reason}" for reason, count in (row.left_out_by or {}).items())
    return reasons or str(row.left_out)


def enrolled(row: Row) -> str:
    """Return how many were enrolled and scanned, as `178 enrolled, 176 scanned`."""
    return f"{row.n} enrolled, {row.events} scanned"


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
    of_frequency = any(row.term and not row.target for row in result.rows)
    names = (*WITHOUT_TARGET, *COLUMNS[2:]) if of_frequency else COLUMNS
    heading = [level(result) if name == "Interval" else name for name in names]
    return heading, (
        [
            row.term or BLANK,
            place(row) or BLANK,
            label(row),
            estimate(row),
            limits(row),
            counts(row) or BLANK,
            method(row) or BLANK,
            left_out(row) if row.left_out is not None else BLANK,
        ]
        for row in result.rows
    )
