"""What goes wrong in public software for survival, and does not here.

The wrong number comes from a package where the installed version still has the fault, else from a
few lines that do what went wrong.
"""

import warnings
from math import inf, log, sqrt

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import proportional_hazard_test
from lifelines.utils import restricted_mean_survival_time
from statsmodels.duration.hazard_regression import PHReg
from survival import datasets, regression, surv_analysis

from alsstats.errors import UsageError
from alsstats.prognosis.baseline import predicted_survival
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.log_rank import log_rank_test
from alsstats.prognosis.median import survival_quantile
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.proportional_hazards import proportional_hazards_test
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.restricted_mean import restricted_mean_survival
from alsstats.prognosis.risk_table import at_times, tabulate
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import survival_times

EXACT = 1e-10
TIME, EVENT = np.array([2.0, 3, 3, 5, 6, 7]), np.array([1, 1, 0, 1, 1, 0])
ENTRY, X = np.array([0.0, 0, 0, 3, 3, 0]), np.array([1.0, 0, 1, 0, 1, 0])
ROOT = sqrt(2)  # the hazard ratio r: the likelihood is r^2 / (2 (r + 1)^2 (r + 2)^2)


def lifelines_fit(time: np.ndarray, event: np.ndarray, x: np.ndarray, **other: object):
    """Return the fit of lifelines; `x` may hold several columns."""
    frame = pd.DataFrame(np.column_stack([x])).add_prefix("x").assign(time=time, event=event)
    entry = other.pop("entry", None)
    if entry is not None:
        frame, other["entry_col"] = frame.assign(entry=entry), "entry"
    with warnings.catch_warnings(action="ignore"):
        return CoxPHFitter().fit(frame, "time", "event", **other)


def test_who_enters_at_a_death_is_counted_as_at_risk_at_it() -> None:
    """statsmodels: two patients enter at 3, when another dies, and are in that risk set."""
    wrong = PHReg(TIME, X[:, None], status=EVENT, entry=ENTRY, ties="efron").fit(disp=0).params[0]
    fit = fit_cox(survival_times(TIME, EVENT, entry=ENTRY), X[:, None], ("x",))
    assert fit.coefficients[0] == pytest.approx(log(ROOT), abs=EXACT)
    assert wrong == pytest.approx(0.27395, abs=1e-5)
    table = tabulate(TIME, EVENT, entry=ENTRY)
    assert table.at_risk[table.time == 3] == 3
    shown = KaplanMeierFitter().fit(TIME, EVENT, entry=ENTRY).event_table["at_risk"]
    assert shown[3.0] == 5


def test_the_baseline_hazard_forgets_who_had_not_entered() -> None:
    """lifelines: its estimate knows of entries, its baseline hazard does not."""
    times = survival_times(TIME, EVENT, entry=ENTRY)
    fit = fit_cox(times, X[:, None], ("x",))
    right = np.cumsum([1 / (2 * ROOT + 2), 1 / (ROOT + 2), 1 / (ROOT + 2), 1 / (ROOT + 1)])
    hazard = predicted_survival(fit, times, [0.0]).cumulative_hazard
    assert hazard == pytest.approx(right, abs=EXACT)
    theirs = lifelines_fit(TIME, EVENT, X, entry=ENTRY)
    at_mean = theirs.baseline_cumulative_hazard_.iloc[0, 0]  # of patients with the mean of x, 1/2
    everyone = ROOT**0.5 * 3 + ROOT**-0.5 * 3  # at risk at 2, were nobody to enter later
    assert at_mean == pytest.approx(1 / everyone, abs=1e-6)
    assert predicted_survival(fit, times, [0.5]).cumulative_hazard[0] > 1.4 * at_mean


def test_the_baseline_hazard_is_breslows_after_an_efron_fit() -> None:
    """lifelines, with three deaths at one time."""
    time, event = np.array([1.0, 1, 1, 2, 2, 3, 4, 5]), np.array([1, 1, 1, 1, 1, 0, 1, 0])
    x = np.array([1.0, 0, 1, 0, 1, 0, 1, 0])
    times = survival_times(time, event)
    fit = fit_cox(times, x[:, None], ("x",))
    weights = np.exp((x - 0.5) * fit.coefficients[0])
    efron = sum(1 / (weights.sum() - share * weights[:3].sum()) for share in (0, 1 / 3, 2 / 3))
    hazard = predicted_survival(fit, times, [0.5]).cumulative_hazard[0]
    assert hazard == pytest.approx(efron, abs=EXACT)
    wrong = lifelines_fit(time, event, x).baseline_cumulative_hazard_.iloc[0, 0]
    assert wrong == pytest.approx(3 / weights.sum(), abs=1e-5)
    assert wrong < 0.85 * hazard


def test_the_robust_variance_depends_on_the_order_of_rows() -> None:
    """lifelines, with ties; the right one is also that of the package survival."""
    rng = np.random.default_rng(3)
    time, event = rng.integers(1, 5, 40).astype(float), (rng.random(40) < 0.8).astype(np.int32)
    x, ours, theirs = rng.normal(size=(40, 2)), [], []
    for order in (rng.permutation(40) for _ in range(4)):
        t, e, z = time[order], event[order], x[order]
        ours.append(robust_covariance(fit_cox(survival_times(t, e), z, ("a", "b"))))
        theirs.append(lifelines_fit(t, e, z, robust=True).standard_errors_.to_numpy() ** 2)
    right = regression.coxph_fit(time, event, x, robust=True, eps=1e-13).var
    assert np.array(ours) == pytest.approx(np.array([right] * 4), abs=EXACT)
    assert np.ptp(theirs, axis=0).max() > 0.1 * np.diag(right).max()


def test_the_test_of_proportional_hazards_is_an_approximation_and_has_no_global_one() -> None:
    """lifelines has the form that R gave up in survival 3; its cox.zph prints the right ones."""
    veteran = datasets.load_veteran()
    names = ("trt", "age", "karno")
    x = np.stack([np.array(veteran[name]) for name in names], axis=1)
    time, event = np.array(veteran["time"]), np.array(veteran["status"])
    times = survival_times(time, event)
    found = proportional_hazards_test(fit_cox(times, x, names), times)
    statistics = [test.statistic for test in found.terms]
    assert statistics == pytest.approx([0.28355, 2.09952, 12.00296], abs=5e-6)
    assert found.overall.statistic == pytest.approx(19.10166, abs=5e-6)
    assert found.overall.df == 3
    frame = pd.DataFrame(x).add_prefix("x").assign(time=time, event=event)
    fit = lifelines_fit(time, event, x)
    with warnings.catch_warnings(action="ignore"):
        theirs = proportional_hazard_test(fit, frame, time_transform="km")
    assert len(theirs.summary) == 3
    assert (np.abs(theirs.summary["test_statistic"] / statistics - 1) > 0.02).any()


def test_the_variance_of_a_restricted_mean_is_that_of_one_patients_life() -> None:
    """lifelines: of the time that one patient lives, so about as many times too large as patients.

    R's survfit prints 324.0484 with a standard error of 22.29794 for the men of lung.
    """
    lung = datasets.load_lung()
    men = np.array(lung["sex"]) == 1
    time, event = np.array(lung["time"])[men], np.array(lung["status"])[men] == 2
    ours = restricted_mean_survival(kaplan_meier(tabulate(time, event)), 965.0)
    assert ours.value == pytest.approx(324.0484, abs=5e-5)
    assert ours.std_error == pytest.approx(22.29794, abs=5e-6)
    with warnings.catch_warnings(action="ignore"):
        curve = KaplanMeierFitter().fit(time, event)
        mean, variance = restricted_mean_survival_time(curve, 965.0, return_variance=True)
    assert mean == pytest.approx(ours.value)
    assert variance > 34 * ours.std_error**2


def test_a_median_in_the_middle_of_a_curve_that_stays_flat_to_the_end() -> None:
    """R's quantile(), as in the package survival: half of ten die by 87, nobody dies after."""
    time, event = [54.0, 75, 77, 84, 87, 92, 95, 100, 110, 118], [1] * 5 + [0] * 5
    median = survival_quantile(kaplan_meier(tabulate(time, event)))
    assert median.value == 87
    assert "level at 50 % from there on" in median.reason
    theirs = surv_analysis.survfitkm(time, event)
    assert surv_analysis.quantile_survfit(theirs, [0.5]).quantile == [[102.5]]
    event[7] = 1  # now somebody dies at 100, and the middle is between two deaths
    assert survival_quantile(kaplan_meier(tabulate(time, event))).value == 93.5
    assert KaplanMeierFitter().fit(time, event).median_survival_time_ == 87


@pytest.mark.parametrize(
    ("event", "said"),
    [(np.arange(1, 11), "these look like times"), (np.array([2, 1] * 5), r"0 .* or 1 \(died\)")],
)
def test_times_or_codes_of_1_and_2_are_taken_for_events(event: np.ndarray, said: str) -> None:
    """lifelines: whatever is not 0 is a death, so that with 1 and 2 all have died."""
    time, x = np.arange(1.0, 11.0), np.tile([0.0, 0, 1], 4)[:10]
    everybody = KaplanMeierFitter().fit(time, np.ones(10)).survival_function_
    assert KaplanMeierFitter().fit(time, event).survival_function_.equals(everybody)
    assert lifelines_fit(time, event, x).event_observed.all()
    for ask in (
        lambda: survival_times(time, event),
        lambda: tabulate(time, event),
        lambda: log_rank_test(time, event, x),
    ):
        with pytest.raises(UsageError, match=said):
            ask()


def test_an_infinite_estimate_is_printed_as_a_number() -> None:
    """Nobody without the sign dies: 17 with an error of 2299, or whatever the search stopped at."""
    time, sign = np.arange(1.0, 21.0), np.repeat([1.0, 0.0], 10)
    event = ((sign == 1) & (time % 2 == 0)).astype(np.int32)
    theirs = regression.coxph_fit(time, event, sign[:, None])
    assert 15 < theirs.coefficients[0] < 30
    assert theirs.var[0][0] > 1000**2
    assert theirs.flag == 1  # the rank: no warning
    searched = lifelines_fit(time, event, sign)
    assert 15 < searched.params_.iloc[0] < 30
    fit = fit_cox(survival_times(time, event), sign[:, None], ("sign",))
    assert fit.coefficients[0] == inf
    assert np.isnan(fit.covariance[0, 0])
    assert fit.problem == "separation: no finite estimate of sign"
    limits = profile_likelihood(fit)
    assert 0 < limits.low[0] < 5
    assert limits.high[0] == inf


def test_numbers_at_risk_belong_to_other_times_or_hide_the_last_deaths() -> None:
    """Numbers below a curve: at the times of the axis, each death at or before one of them.

    A table of the times at which something happens has no row for the others. Taking the row
    before, as at 8, shows as at risk who has left; counting, as lifelines does, those who are left
    after the time shows 2 at 6, when 6 are at risk and 3 of them die.
    """
    time, event = [6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 1]
    table, axis = tabulate(time, event), [0.0, 6.0, 8.0, 12.0]
    below = at_times(table, axis)
    assert below.time.tolist() == axis
    assert below.at_risk.tolist() == [6, 6, 1, 0]
    assert below.events.tolist() == [0, 3, 4, 5]
    assert below.censored.tolist() == [0, 1, 1, 1]
    rows = KaplanMeierFitter().fit(time, event).event_table
    assert rows.loc[:8.0, "at_risk"].iloc[-1] == 2
    assert (rows["at_risk"] - rows["removed"])[6.0] == 2
    died_before = [int(table.events[table.time < at].sum()) for at in axis[:-1]]
    assert died_before[-1] < below.events[-1] == table.events.sum()
