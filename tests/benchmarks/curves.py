"""How long do a survival curve and a log-rank test take, as a ratio to each package that has them?

All are asked about the same cohort in turn, and only those are compared whose survival at 6, 12, 24
and 48 months, or whose chi-squared, is ours within 1e-6.
"""

from itertools import product

import numpy as np

from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.log_rank import log_rank_test
from alsstats.prognosis.risk_table import tabulate
from tests.benchmarks.peers import (
    SIZES,
    Cohort,
    Peer,
    by_r,
    compare,
    drawn,
    installed,
    print_head,
    print_line,
)

LANDMARKS = np.array([6.0, 12.0, 24.0, 48.0])


def at_landmarks(time: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Return the survival of a step function that begins at 1 and falls at the times."""
    return np.append(1.0, survival)[np.searchsorted(time, LANDMARKS, side="right")]


def curve_by_alsstats(cohort: Cohort) -> np.ndarray:
    curve = kaplan_meier(tabulate(cohort.time, cohort.event))
    return at_landmarks(curve.table.time, curve.survival)


def curve_by_survival(cohort: Cohort) -> np.ndarray:
    from survival import surv_analysis

    event = cohort.event.astype(np.int32)
    curve = surv_analysis.survfitkm(cohort.time, event, conf_type="log-log")
    return at_landmarks(np.array(curve.time), np.array(curve.surv))


def curve_by_lifelines(cohort: Cohort) -> np.ndarray:
    from lifelines import KaplanMeierFitter

    curve = KaplanMeierFitter().fit(cohort.time, cohort.event).survival_function_
    return at_landmarks(curve.index.to_numpy(), curve.iloc[:, 0].to_numpy())


def curve_by_scikit_survival(cohort: Cohort) -> np.ndarray:
    from sksurv.nonparametric import kaplan_meier_estimator

    time, survival, _ = kaplan_meier_estimator(cohort.event, cohort.time, conf_type="log-log")
    return at_landmarks(time, survival)


def curve_by_statsmodels(cohort: Cohort) -> np.ndarray:
    """It gives standard errors, but no limits."""
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight(cohort.time, cohort.event.astype(int))
    return at_landmarks(curve.surv_times, curve.surv_prob)


def group(cohort: Cohort) -> np.ndarray:
    return cohort.covariates[:, 0].astype(int)


def log_rank_by_alsstats(cohort: Cohort) -> np.ndarray:
    return np.array([log_rank_test(cohort.time, cohort.event, group(cohort)).test.statistic])


def log_rank_by_survival(cohort: Cohort) -> np.ndarray:
    from survival import validation

    event, groups = cohort.event.astype(np.int32), group(cohort).astype(np.int32)
    return np.array([validation.logrank_test(cohort.time, event, groups).statistic])


def log_rank_by_lifelines(cohort: Cohort) -> np.ndarray:
    from lifelines.statistics import logrank_test

    one = group(cohort) == 1
    columns = (column[which] for column in (cohort.time, cohort.event) for which in (one, ~one))
    return np.array([logrank_test(*columns).test_statistic])


def log_rank_by_scikit_survival(cohort: Cohort) -> np.ndarray:
    from sksurv.compare import compare_survival
    from sksurv.util import Surv

    survival = Surv.from_arrays(cohort.event, cohort.time)
    return np.array([compare_survival(survival, group(cohort))[0]])


def log_rank_by_statsmodels(cohort: Cohort) -> np.ndarray:
    from statsmodels.duration.survfunc import survdiff

    return np.array([survdiff(cohort.time, cohort.event.astype(int), group(cohort))[0]])


QUESTIONS = {
    "Kaplan-Meier": (
        Peer("alsstats", curve_by_alsstats),
        Peer("survival", curve_by_survival),
        Peer("lifelines", curve_by_lifelines),
        Peer("scikit-survival", curve_by_scikit_survival, once_above=10**4),
        Peer("statsmodels", curve_by_statsmodels),
        Peer("R", by_r("kaplan-meier"), once_above=0),
    ),
    "log-rank": (
        Peer("alsstats", log_rank_by_alsstats),
        Peer("survival", log_rank_by_survival),
        Peer("lifelines", log_rank_by_lifelines),
        Peer("scikit-survival", log_rank_by_scikit_survival, once_above=10**4),
        Peer("statsmodels", log_rank_by_statsmodels),
        Peer("R", by_r("log-rank"), once_above=0),
    ),
}


def main() -> None:
    """Print our seconds and the ratios to each package at each size."""
    for question, (ours, *others) in QUESTIONS.items():
        peers = installed(others)
        print_head(question, peers)
        for rows, tied in product(SIZES, (False, True)):
            cohort = drawn(rows, 4, tied=tied)
            took, ratios = compare(ours, peers, cohort)
            print_line(cohort, tied=tied, took=took, ratios=ratios, peers=peers)


if __name__ == "__main__":
    main()
