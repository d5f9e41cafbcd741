"""Tests of counts: whether there is an association, a trend or a difference, and how strong.

Shared by every question. Each takes named counts; what it returns names its method. Differences
and ratios of two independent shares are `difference`, `ratio` and `odds_ratio`; the difference of
two shares of the same people is `paired_difference`, or `paired_difference_newcombe`.
"""

from alsstats.association.correlation import Correlation, spearman
from alsstats.association.exact import Fisher, fisher_exact
from alsstats.association.freeman_halton import FreemanHalton, fisher_freeman_halton
from alsstats.association.frequencies import quantiles
from alsstats.association.groups import (
    kruskal_wallis,
    smd_continuous,
    smd_shares,
    welch_anova,
)
from alsstats.association.matched import McNemar, mcnemar, paired_difference
from alsstats.association.ordered import Trend, trend, trend_exact
from alsstats.association.paired_shares import paired_difference_newcombe
from alsstats.association.pearson import SignificanceTest, chi_squared, homogeneity
from alsstats.association.stratified import MantelHaenszel, mantel_haenszel
from alsstats.association.superiority import auc, mann_whitney, rank_biserial
from alsstats.estimate import difference, odds_ratio, ratio

__all__ = [
    "Correlation",
    "Fisher",
    "FreemanHalton",
    "MantelHaenszel",
    "McNemar",
    "SignificanceTest",
    "Trend",
    "auc",
    "chi_squared",
    "difference",
    "fisher_exact",
    "fisher_freeman_halton",
    "homogeneity",
    "kruskal_wallis",
    "mann_whitney",
    "mantel_haenszel",
    "mcnemar",
    "odds_ratio",
    "paired_difference",
    "paired_difference_newcombe",
    "quantiles",
    "rank_biserial",
    "ratio",
    "smd_continuous",
    "smd_shares",
    "spearman",
    "trend",
    "trend_exact",
    "welch_anova",
]
