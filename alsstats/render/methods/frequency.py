"""The words for the methods of frequencies: differences, tests over levels, ranks, table one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods.saying import Saying, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.result import Result, Row

TRENDS = ("trend",)
MEDIANS = "Medians and quartiles are of type 7 [@hyndman_fan]."


def fisher(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001  # as others are called
    """Say which form of the test was used: of two levels, of more, or of both."""
    two = [row for row in rows if row.comparison]
    tests = ["Fisher's exact test [@fisher]"] * bool(two)
    if len(two) < len(rows):
        tests.append("Fisher's exact test over all levels [@freeman_halton]")
    return f"Groups were compared by {listed(tests)}."


def random_tables(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001
    """Say from how many tables and which seed the p value of large tables is."""
    return (
        "Where there were too many tables to list, the p value of that test is from 100,000 random "
        f"ones (Monte Carlo, seed {result.provenance.get('seed')}), with 99 % limits."
    )


def homogeneity(rows: Sequence[Row], result: Result) -> str:  # noqa: ARG001
    """Name the strata that were compared."""
    by = listed(dict.fromkeys(row.by for row in rows))
    what = listed(dict.fromkeys(row.category for row in rows))
    return f"Homogeneity of {what} over {by} was tested by Pearson's chi-squared test [@pearson]."


def standardised(rows: Sequence[Row], result: Result) -> str:
    """Name what prevalences were adjusted for."""
    models = dict.fromkeys((row.model or "").removeprefix("adjusted for ") for row in rows)
    return (
        f"Prevalences were adjusted for {listed(models)} by logistic regression, each level being "
        "given to everybody in the model (standardisation), with "
        f"{100 * result.level:.10g} % limits by the delta method [@lane_nelder]."
    )


SAYINGS = (
    Saying("pearson", ("homogeneity",), homogeneity),
    Saying(
        "newcombe",
        ("prevalence_difference",),
        "Differences of prevalence have {level} limits by Newcombe's hybrid score method "
        "[@newcombe_difference].",
    ),
    Saying(
        "conditional exact",
        (),
        "Odds ratios are conditional maximum-likelihood estimates with exact {level} limits "
        "[@fisher].",
    ),
    Saying("fisher exact", (), fisher),
    Saying("monte carlo", (), random_tables),
    Saying(
        "pearson",
        ("chi_squared",),
        "Prevalences over all levels were compared by Pearson's chi-squared test, without "
        "continuity correction [@pearson].",
    ),
    Saying(
        "cochran-armitage",
        TRENDS,
        "A trend over the levels was tested by the Cochran-Armitage test [@armitage].",
    ),
    Saying("cochran-armitage exact", TRENDS, "The trend was also tested exactly [@armitage]."),
    Saying(
        "mantel-haenszel",
        (),
        "Odds ratios were pooled over strata by Mantel and Haenszel [@mantel_haenszel], with "
        "{level} limits of Robins, Breslow and Greenland [@robins].",
    ),
    Saying(
        "tarone",
        (),
        "Homogeneity of the odds ratio was tested by Breslow and Day's test with Tarone's "
        "correction [@tarone].",
    ),
    Saying("standardised", (), standardised),
    Saying(
        "tango",
        ("prevalence_difference",),
        "Differences within the same people have Tango's score limits ({level}) [@tango].",
    ),
    Saying(
        "newcombe paired",
        (),
        "Differences within the same people have Newcombe's limits for pairs ({level}) "
        "[@newcombe_paired].",
    ),
    Saying("mcnemar exact", ("mcnemar",), "They were tested by McNemar's exact test [@mcnemar]."),
    Saying("mcnemar mid-p", (), "They were tested by McNemar's test with mid-p [@fagerland]."),
    Saying(
        "delong",
        (),
        "People with and without a finding were compared in a number by {names}, with DeLong's "
        "{level} limits of the area under the curve, on the logit scale [@delong].",
    ),
    Saying(
        "hanley-newcombe",
        (),
        "{names}: where one group lies above the other, the {level} limits are Newcombe's "
        "[@newcombe_auc].",
    ),
    Saying("mann-whitney exact", (), "Ranks were compared by Mann and Whitney's exact test "
           "[@mann_whitney]."),
    Saying("mann-whitney", (), "Ranks were compared by Mann and Whitney's test, corrected for ties "
           "[@mann_whitney]."),
    Saying("bonett-wright|spearman", ("spearman",), "Spearman's rank correlation [@spearman] has "
           "Bonett and Wright's {level} limits [@bonett_wright]."),
    Saying("", ("mean",), "Means are given with standard deviations."),
    Saying("type 7", (), MEDIANS),
    Saying("", ("share",), "Shares are of those in whom the value is known."),
    Saying("|smd", ("standardised_mean_difference",), "Groups are compared by standardised mean "
           "differences [@yang_dalton]."),
    Saying("kruskal-wallis", (), "Ranks over all groups were compared by Kruskal and Wallis's test "
           "[@kruskal_wallis]."),
    Saying("welch", (), "Means over all groups were compared by Welch's test [@welch]."),
)  # fmt: skip
