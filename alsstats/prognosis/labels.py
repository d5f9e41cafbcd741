"""How the statistics of survival are printed: label and scale."""

from __future__ import annotations

from alsstats.estimate import Label

LABELS = {
    "events": Label("Events", "number"),
    "person_time": Label("Time at risk", "number"),
    "median_follow_up": Label("Median follow-up", "number"),
    "median_survival": Label("Median survival", "number"),
    "survival_at": Label("Alive", "proportion"),
    "restricted_mean": Label("Mean survival", "ratio"),
    "restricted_mean_difference": Label("Difference", "ratio"),
    "restricted_mean_ratio": Label("Ratio", "ratio"),
    "log_rank": Label("Log-rank test", "test"),
    "log_rank_trend": Label("Log-rank test for trend", "test"),
    "hazard_ratio": Label("Hazard ratio", "ratio"),
    "likelihood_ratio": Label("Likelihood-ratio test", "test"),
    "wald": Label("Wald test", "test"),
    "proportional_hazards": Label("Proportional hazards", "test"),
    "constant_hazard_ratio": Label("Same ratio in all periods", "test"),
    "concordance": Label("Concordance", "difference"),
    "leave_one_out": Label("One patient left out", "ratio"),
    "time_ratio": Label("Time ratio", "ratio"),
    "aic": Label("AIC", "number"),
    "entry_dependence": Label("Entry and survival, tau", "difference"),
}
