"""How the statistics of frequency are printed: label and scale."""

from __future__ import annotations

from alsstats.estimate import Label

LABELS = {
    "prevalence_difference": Label("Difference", "difference"),
    "prevalence_ratio": Label("Ratio", "ratio"),
    "odds_ratio": Label("Odds ratio", "ratio"),
    "fisher_exact": Label("Fisher's test", "test"),
    "chi_squared": Label("Chi-squared", "test"),
    "trend": Label("Trend", "test"),
    "mantel_haenszel": Label("Pooled odds ratio", "ratio"),
    "mcnemar": Label("McNemar's test", "test"),
    "auc": Label("AUC", "difference"),
    "mann_whitney": Label("Mann-Whitney test", "test"),
    "rank_biserial": Label("Rank-biserial", "difference"),
    "spearman": Label("Spearman", "difference"),
    "quantile": Label("Quantile", "number"),
    "mean": Label("Mean", "number"),
    "standard_deviation": Label("Standard deviation", "number"),
    "share": Label("Share", "proportion"),
    "missing": Label("Missing", "proportion"),
    "standardised_mean_difference": Label("Standardised mean difference", "difference"),
    "kruskal_wallis": Label("Kruskal-Wallis test", "test"),
    "welch_anova": Label("Welch's test", "test"),
    "other_cause": Label("Other cause found", "proportion"),
    "shown": Label("Shown by MRI", "proportion"),
}
