"""The words for the methods of accuracy, and of shares in general."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods.saying import Saying, listed
from alsstats.render.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

RATIOS = ("lr_positive", "lr_negative")
DIFFERENCES = ("sensitivity_difference", "specificity_difference")
LIMITS = "{names}: k/n with {level} confidence limits by "


def projected(rows: Sequence[Row], result: Result) -> str:
    """Say to which prevalences predictive values were projected, with limits or without."""
    prevalences = dict.fromkeys(row.at for row in rows if row.at is not None)
    at = listed(f"{100 * one:.10g} %" for one in prevalences)
    limits = f", with {100 * result.level:.10g} % limits from those of the likelihood ratios"
    cited = f"{limits} (logit limits) [@mercaldo]" if rows[0].method == "bayes" else ""
    return f"PPV and NPV at a prevalence of {at}, taken as known, are by Bayes' rule{cited}."


def as_given(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001  # as others are called
    """Say that nothing was counted."""
    held = listed(f"{row.statistic} {percent(row.estimate or 0.0)} %" for row in rows)
    return f"{held.capitalize()} were taken as given; without counts nothing has limits."


SAYINGS = (
    Saying("counted", ("scanned",), "The scanned are those with any reading, also not assessable."),
    Saying("as given", (), as_given),
    Saying("no counts", RATIOS, "{names} were computed from these."),
    Saying("wilson", (), f"{LIMITS}Wilson's score method [@wilson, @newcombe_single]."),
    Saying(
        "clopper-pearson", (), f"{LIMITS}Clopper and Pearson's exact method [@clopper_pearson]."
    ),
    Saying("mid-p", (), f"{LIMITS}the exact method with mid-p [@lancaster]."),
    Saying("blaker", (), f"{LIMITS}Blaker's exact method [@blaker]."),
    Saying("jeffreys", (), f"{LIMITS}Jeffreys' method [@brown]."),
    Saying("agresti-coull", (), f"{LIMITS}Agresti and Coull's method [@agresti_coull]."),
    Saying("log", RATIOS, "{names} have {level} limits on the logarithmic scale [@simel]."),
    Saying(
        "log",
        ("diagnostic_odds_ratio",),
        "The diagnostic odds ratio [@glas] has Woolf's {level} limits [@woolf].",
    ),
    Saying(
        "log",
        ("prevalence_ratio",),
        "Ratios of prevalences have {level} limits on the logarithmic scale [@katz].",
    ),
    Saying(
        r"\+0\.5",
        (),
        "Where a ratio would be 0 or infinite because a cell is 0, 0.5 was added to all four cells "
        "[@haldane] ({names}).",
    ),
    Saying("as counted", (), "Beside it the ratio is given as counted, without the 0.5."),
    Saying(
        "newcombe",
        ("youden",),
        "Youden's index [@youden] has {level} limits by Newcombe's hybrid score method "
        "[@newcombe_difference].",
    ),
    Saying(
        "newcombe",
        ("number_needed_to_diagnose",),
        "The number needed to diagnose is the reciprocal of Youden's index, as are its limits.",
    ),
    Saying(
        "range",
        (),
        "For readings that could not be made, the least and the most that sensitivity and "
        "specificity can be over all ways to code them are given as a range [@stard].",
    ),
    Saying(
        "tango",
        DIFFERENCES,
        "Two signs were compared in the people in whom both were read: {names}, with Tango's score "
        "limits ({level}) [@tango].",
    ),
    Saying(
        "mcnemar exact", DIFFERENCES, "p values of these are of McNemar's exact test [@mcnemar]."
    ),
    Saying("bayes|no counts", ("ppv", "npv"), projected),
)
