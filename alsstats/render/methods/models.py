"""The words for the methods of Cox's model, of its checks, and of other models of survival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods.saying import Saying, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

TIES = {
    "efron": "tied events were treated by Efron's method [@efron]",
    "breslow": "tied events were treated by Breslow's method [@breslow]",
    "exact": "tied events were treated exactly, by the conditional likelihood [@gail]",
}
RATIO = ("hazard_ratio",)


def asked_of_models(result: Result) -> dict[str, object]:
    """Return what was asked of models: in a cohort, or of columns."""
    held = result.provenance
    return dict(held.get("study", {}).get("survival") or held.get("model") or {})


def cox(rows: Sequence[Row], result: Result) -> str:
    """Name the models, how ties were treated, and the strata."""
    asked = asked_of_models(result)
    models = listed(dict.fromkeys(row.model for row in rows))
    strata = asked.get("strata")
    said = [f"Hazard ratios are of Cox's model [@cox] ({models})"]
    said.append(TIES[str(asked.get("ties") or "efron")])
    if any("spline(" in (row.term or "") for row in result.rows):
        said.append("splines are restricted cubic ones [@devlin_weeks]")
    if strata:
        by = f" of {listed([strata])}" if isinstance(strata, str) else ""
        said.append(f"each stratum{by} has a baseline hazard of its own")
    return f"{'; '.join(said)}."


def clustered(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001  # as others are called
    """Name the clusters within which patients may be alike."""
    by = {(row.method or "").partition("clustered by ")[2] for row in rows}
    named = f", by clusters of {listed(sorted(by))}" if by != {""} else ""
    return f"Standard errors are also robust ones, of the sandwich{named} [@lin_wei]."


def periods(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001
    """Name the periods."""
    held = [r.group for r in result.rows if r.by == "period" and r.statistic == "hazard_ratio"]
    named = f" ({listed(dict.fromkeys(held))})" if held else ""
    return (
        f"The hazard ratio was also allowed to differ between periods of follow-up{named}; that it "
        "is the same in all was tested by the likelihood ratio."
    )


def other_models(rows: Sequence[Row], result: Result) -> str:
    """Name the distributions of survival time."""
    models = listed(dict.fromkeys(row.model for row in rows))
    return (
        f"Time ratios are of accelerated failure time models ({models}), with Wald's "
        f"{100 * result.level:.10g} % limits."
    )


SAYINGS = (
    Saying(".*", RATIO, cox),
    Saying("firth", (), "They maximise Firth's penalised likelihood [@firth, @heinze_schemper]."),
    Saying("wald", RATIO, "Wald's {level} limits and tests are given."),
    Saying("profile likelihood", RATIO, "{level} limits of the profile likelihood "
           "[@venzon_moolgavkar], and tests by the likelihood ratio, are given."),
    Saying("robust|clustered by .*", RATIO, clustered),
    Saying("likelihood ratio", ("likelihood_ratio",), "Covariates together were tested by the "
           "likelihood ratio."),
    Saying(".*", ("wald",), "Covariates together were tested by Wald's test."),
    Saying(".*", ("constant_hazard_ratio",), periods),
    Saying("score", ("proportional_hazards",), "Proportional hazards were tested by the score test "
           "of Grambsch and Therneau, on scaled Schoenfeld residuals [@grambsch_therneau]."),
    Saying("harrell", (), "Discrimination is given as Harrell's concordance [@harrell]."),
    Saying("exact refits", (), "Each patient was left out in turn, and the model fitted anew."),
    Saying("dfbeta", (), "What leaving out each patient does was approximated by dfbeta "
           "residuals [@cain_lange]."),
    Saying("wald", ("time_ratio",), other_models),
    Saying("", ("aic",), "Distributions were compared by Akaike's information criterion "
           "[@akaike]."),
)  # fmt: skip
