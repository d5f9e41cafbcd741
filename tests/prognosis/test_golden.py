"""Every line of `survival.csv` that is not about a regression, and the published values."""

from collections.abc import Callable

import numpy as np
import pytest

from alsstats.prognosis.curves import kaplan_meier, landmarks
from alsstats.prognosis.log_rank import log_rank_test
from alsstats.prognosis.median import survival_quantile
from alsstats.prognosis.restricted_mean import (
    default_tau,
    restricted_mean_difference,
    restricted_mean_survival,
)
from alsstats.prognosis.risk_table import tabulate
from tests.golden import number, rows
from tests.prognosis.drawn import AML, lung, printed

LUNG = lung(complete=True)
OLD = LUNG["age"] > 65
SIXMP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
SIXMP_DIED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def statistic(group: object, **options: object) -> float:
    return log_rank_test(LUNG["time"], LUNG["event"], group, **options).test.statistic


def of_sex(answer: Callable) -> Callable:
    """Make an answer about a curve one about the lung patients of a sex, as R names it."""

    def found(term: str) -> float:
        ours = LUNG["sex"] == float(term.removeprefix("sex="))
        return answer(kaplan_meier(tabulate(LUNG["time"][ours], LUNG["event"][ours])))

    return found


def at(time: float, name: str) -> Callable:
    return of_sex(lambda curve: getattr(landmarks(curve, time)[0].survival, name))


ANSWERS = {
    ("lung_sex", "logrank_chisq"): lambda _: statistic(LUNG["sex"]),
    ("lung_sex", "fleming_harrington_1_0_chisq"): lambda _: statistic(LUNG["sex"], rho=1),
    ("lung_age65_strata_sex", "logrank_chisq"): lambda _: statistic(OLD, strata=LUNG["sex"]),
    ("lung_km_loglog", "median"): of_sex(lambda curve: survival_quantile(curve).value),
    ("lung_km_loglog", "0.95LCL"): of_sex(lambda curve: survival_quantile(curve).low),
    ("lung_km_loglog", "0.95UCL"): of_sex(lambda curve: survival_quantile(curve).high),
    ("lung_km_rmst730", "rmean"): of_sex(lambda curve: restricted_mean_survival(curve, 730).value),
    ("lung_km_rmst730", "se(rmean)"): of_sex(
        lambda curve: restricted_mean_survival(curve, 730).std_error
    ),
}
for time in (180, 365, 730):
    for name, part in (("surv", "value"), ("low", "low"), ("high", "high")):
        ANSWERS["lung_km_loglog", f"{name}_t{time}"] = at(time, part)
    ANSWERS["lung_km_loglog", f"atrisk_t{time}"] = of_sex(
        lambda curve, time=time: landmarks(curve, time)[0].at_risk
    )


def test_every_line_of_r_that_is_not_about_a_regression() -> None:
    compared = 0
    regressions = {row["case"] for row in rows("survival.csv") if row["quantity"] == "coef"}
    for row in rows("survival.csv"):
        if row["case"] in regressions:
            continue  # test_golden_regressions.py
        found = ANSWERS[row["case"], row["quantity"]](row["term"])
        assert found == printed(number(row["value"])), row
        compared += 1
    assert compared == 37


def test_aml() -> None:
    """Miller 1981; R: log-rank 3.3963886990, medians 31 and 23."""
    medians = [survival_quantile(kaplan_meier(tabulate(*group))).value for group in AML.values()]
    assert medians == [31, 23]
    (time, event), (other_time, other_event) = AML.values()
    found = log_rank_test(time + other_time, event + other_event, [1] * 11 + [2] * 12)
    assert found.test.statistic == pytest.approx(3.3963886990, abs=5e-11)
    assert found.observed.tolist() == [7, 11]


def test_freireich() -> None:
    """Freireich et al., Blood 1963;21:699; log-rank 16.7929409892, medians 23 and 8."""
    found = log_rank_test(SIXMP + PLACEBO, SIXMP_DIED + [1] * 21, ["6-MP"] * 21 + ["placebo"] * 21)
    assert found.test.statistic == pytest.approx(16.7929409892, abs=5e-11)
    assert (found.groups, found.observed.tolist()) == (("6-MP", "placebo"), [9, 21])
    groups = [(SIXMP, SIXMP_DIED), (PLACEBO, [1] * 21)]
    medians = [survival_quantile(kaplan_meier(tabulate(*group))).value for group in groups]
    assert medians == [23, 8]


def test_lung_restricted_means_of_all_228() -> None:
    """tau 965; R: 324.0484 (22.29794), 455.9041 (32.91742), p 0.0009118595."""
    people = lung(complete=False)
    assert len(people["time"]) == 228
    men, women = (
        kaplan_meier(tabulate(people["time"][mask], people["event"][mask]))
        for mask in (people["sex"] == 1, people["sex"] == 2)
    )
    tau = default_tau([men, women])
    assert tau == 965
    means = [restricted_mean_survival(curve, tau) for curve in (men, women)]
    assert [held.value for held in means] == pytest.approx([324.0484, 455.9041], abs=5e-5)
    assert [held.std_error for held in means] == pytest.approx([22.29794, 32.91742], abs=5e-6)
    (estimate, p_value) = restricted_mean_difference(women, men, tau)
    assert (estimate.value, estimate.std_error) == pytest.approx((131.8557, 39.75870), rel=1e-6)
    assert (estimate.low, estimate.high) == pytest.approx((53.93005, 209.7813), rel=1e-7)
    assert p_value == pytest.approx(0.0009118595, abs=5e-11)


def test_flat_median() -> None:
    """S is 0.5 from 87 on: R's quantile() says 102.5, its print() 87, SAS nothing."""
    time = [54, 75, 77, 84, 87, 92, 98, 103, 110, 118]
    median = survival_quantile(kaplan_meier(tabulate(time, [1] * 5 + [0] * 5)))
    assert median.value == 87
    assert median.reason.startswith("the curve is level at 50 % from there on: its first time")
    one_more = survival_quantile(kaplan_meier(tabulate(time, [1] * 5 + [0, 0, 1, 0, 0])))
    assert one_more.value == (87 + 103) / 2
    assert "the middle of it is given" in one_more.reason
    assert np.isnan(one_more.high)
