"""The words for the methods of survival curves and of what compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods.saying import Saying, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

MEANS = ("restricted_mean", "restricted_mean_difference", "restricted_mean_ratio")


def restricted_mean(rows: Sequence[Row], result: Result) -> str:
    """Name the time up to which the mean was taken."""
    until = listed(f"{at:g}" for at in dict.fromkeys(row.at for row in rows if row.at is not None))
    unit = result.provenance.get("study", {}).get("survival", {}).get("unit") or ""
    compared = ", and was compared between groups by its difference and its ratio"
    return (
        f"Restricted mean survival time is the area below the curve up to {until} {unit}".rstrip()
        + compared * any(row.comparison for row in rows)
        + " [@royston_parmar, @klein_moeschberger]."
    )


def log_rank(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001  # as others are called
    """Name the groups that were compared."""
    by = listed(dict.fromkeys(row.by for row in rows))
    return f"Survival by {by} was compared by the log-rank test [@mantel]."


def within(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001
    """Name the strata that patients were compared within."""
    strata = dict.fromkeys((row.method or "").partition("within ")[2] for row in rows)
    return f"This test was stratified: patients were compared within {listed(strata)}."


SAYINGS = (
    Saying("count", ("events",), "Patients and events are counted."),
    Saying(".*", ("person_time",), "Time at risk is the sum of all follow-up."),
    Saying(
        "kaplan-meier",
        ("survival_at", "median_survival", "median_follow_up"),
        "Survival was estimated by Kaplan and Meier's method [@kaplan_meier], with Greenwood's "
        "variance [@greenwood].",
    ),
    Saying("log-log", ("survival_at",), "Survival at a time has {level} log-log limits "
           "[@kalbfleisch_prentice]."),
    Saying("log-log", ("median_survival",), "Median survival has {level} limits from those of the "
           "curve, on the log-log scale [@brookmeyer_crowley]."),
    Saying("log-log", ("median_follow_up",), "Median follow-up is the reverse Kaplan-Meier "
           "estimate, in which being last seen is the event [@schemper_smith]; its {level} limits "
           "are on the log-log scale, too."),
    Saying("restricted mean", MEANS, restricted_mean),
    Saying("log-rank", ("log_rank",), log_rank),
    Saying("log-rank", ("log_rank_trend",), "For levels in order, the log-rank test for trend "
           "[@tarone_trend] has scores 0, 1, 2 and so on."),
    Saying("within .*", ("log_rank", "log_rank_trend"), within),
    Saying("conditional Kendall's tau", (), "Whether entry and survival go together was tested by "
           "the conditional Kendall's tau [@tsai]."),
)  # fmt: skip
