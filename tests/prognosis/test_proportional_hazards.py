"""The test of proportional hazards, and scaled Schoenfeld residuals, against R and by algebra."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.fit import CoxFit
from alsstats.prognosis.proportional_hazards import (
    ProportionalHazards,
    proportional_hazards_test,
    time_transformed,
)
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.scaled_residuals import scaled_schoenfeld
from alsstats.prognosis.times import SurvivalTimes, survival_times
from tests.golden import number, rows
from tests.golden.cox import published_sets, random_sets
from tests.prognosis.drawn import floats, lung
from tests.prognosis.test_by_algebra import TEST1, X1
from tests.prognosis.test_properties_of_cox import Drawn, cohorts

RANDOM = random_sets()
PUBLISHED = published_sets()
# R's estimate is some 1e-8 standard errors off, and its 2p x 2p information is inverted in whole.
NEAR = {"rel": 1e-8, "abs": 1e-9}


def fitted(case: str, ties: str) -> tuple[CoxFit, SurvivalTimes]:
    data = RANDOM[case]
    return fit_cox(data.times, data.covariates, data.names, ties=ties), data.times


def statistics(found: ProportionalHazards) -> list[float]:
    return [test.statistic for test in (*found.terms, found.overall)]


def test_300_random_data_sets_agree_with_r(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns, two columns as one term, and all; ties, strata, entries, counts as rows."""
    worst, lines = 0.0, rows("assumptions_tests.csv")
    assert len(lines) == 300 * 2 * 2
    for line in lines:
        fit, times = fitted(line["case"], line["ties"])
        found = proportional_hazards_test(fit, times, transform=line["transform"])
        expected = [*floats(line["columns"]), number(line["global"])]
        assert statistics(found) == pytest.approx(expected, nan_ok=True, **NEAR), line
        assert found.overall.p_value == pytest.approx(number(line["p_value"]), nan_ok=True, **NEAR)
        difference = np.abs(np.subtract(statistics(found), expected))
        worst = max(worst, np.nanmax(difference / np.maximum(1.0, expected)))
        if line["pair"]:
            terms = [(0, 1), *((j,) for j in range(2, len(fit.names)))]
            pair = proportional_hazards_test(fit, times, terms=terms).terms[0]
            assert pair.statistic == pytest.approx(float(line["pair"]), **NEAR), line
            assert pair.df == 2
    with capsys.disabled():
        print(f"\nlargest deviation from R: {worst:.1e} of max(1, chi-squared)")


def test_scaled_residuals_agree_with_r() -> None:
    expected: dict[tuple[str, str], dict[str, np.ndarray]] = {}
    for line in rows("assumptions_residuals.csv"):
        columns = expected.setdefault((line["case"], line["ties"]), {})
        columns[line["column"]] = floats(line["values"])
    assert len(expected) == 9 * 2
    for (case, ties), columns in expected.items():
        fit, times = fitted(case, ties)
        found = scaled_schoenfeld(fit, times)
        ours = np.column_stack([found.time, found.transformed, found.residual])
        theirs = np.column_stack(list(columns.values()))
        size = np.nanmax(np.abs(theirs))
        stratum = times.stratum[found.row]
        for one in np.unique(stratum):
            for t in np.unique(found.time[stratum == one]):
                # R puts deaths of the same time in another order
                mine = np.flatnonzero((stratum == one) & (found.time == t))
                assert sorted_rows(ours[mine]) == pytest.approx(
                    sorted_rows(theirs[mine]), abs=1e-8 * size, nan_ok=True
                )


def sorted_rows(values: np.ndarray) -> np.ndarray:
    """Return rows in an order that rounding does not change."""
    return values[np.lexsort(np.round(np.nan_to_num(values), 6).T)]


ECOG_PS = floats("1 1 2 1 1 2 2 2 1 2 2 1 2 1 1 2 2 1 1 1 2 2 1 2 1 1")  # of R's ovarian


def test_printed_values() -> None:
    """R, as printed: ovarian without and with strata, all 228 and the 227 of lung, veteran."""
    data = PUBLISHED["ovarian"]
    age, rx = data.covariates.T
    for strata, expected in (
        (None, [0.6977268, 2.3707998, 3.6334910]),
        (rx, [0.0265980, 1.9800245, 2.0945309]),
    ):
        times = survival_times(data.columns["time"], data.columns["event"], strata=strata)
        found = of_columns(times, np.column_stack([age, ECOG_PS]))
        assert found == pytest.approx(expected, abs=1e-7)
    people = lung(complete=False)
    times = survival_times(people["time"], people["event"])
    x = np.column_stack([people["age"], people["sex"]])
    assert of_columns(times, x) == pytest.approx([0.2092, 2.6077, 2.7708], abs=5e-5)
    data = PUBLISHED["lung"]
    found = of_columns(data.times, data.covariates[:, :2])
    assert found == pytest.approx([0.2243344, 2.4442062, 2.6215175], abs=1e-7)
    data = PUBLISHED["veteran"]
    found = of_columns(data.times, data.covariates[:, [0, 2, 1]])
    assert found == pytest.approx([0.28355, 2.09952, 12.00296, 19.10166], abs=1e-5)


def of_columns(times: SurvivalTimes, x: np.ndarray) -> list[float]:
    fit = fit_cox(times, x, tuple(map(str, range(x.shape[1]))))
    return statistics(proportional_hazards_test(fit, times))


def by_hand(data: Drawn, fit: CoxFit, ties: str, g: dict[float, float]) -> tuple[float, ...]:
    """The score test of g(t) x beside x, from sums over everyone at risk at each death."""
    x, n = data["x"], data["frequency"]
    weights = n * np.exp(x @ fit.coefficients)
    score, information = np.zeros(4), np.zeros((4, 4))
    for s in np.unique(data["strata"]):
        died = data["event"] & (data["strata"] == s)
        for t in np.unique(data["time"][died]):
            risk = (data["strata"] == s) & (data["time"] >= t) & (data["entry"] < t)
            dying = died & (data["time"] == t)
            both = np.hstack([x, g[t] * x])
            score += n[dying] @ both[dying]
            count = int(n[dying].sum())
            for own in range(count):
                share = own / count if ties == "efron" else 0.0
                w = weights * (risk - share * dying)
                mean = w @ both / w.sum()
                score -= mean
                information += (both.T * w) @ both / w.sum() - np.outer(mean, mean)
    covariance = np.linalg.pinv(information, hermitian=True)
    single = [np.linalg.inv(information[np.ix_(k, k)])[2, 2] for k in ([0, 1, 2], [0, 1, 3])]
    return (*(score[2:] ** 2 * single), float(score @ covariance @ score))


def kaplan_meier_before(data: Drawn) -> dict[float, float]:
    survival, before = 1.0, {}
    for t in np.unique(data["time"]):
        before[float(t)] = 1 - survival
        risk = (data["time"] >= t) & (data["entry"] < t)
        dying = data["event"] & (data["time"] == t)
        survival *= 1 - data["frequency"][dying].sum() / data["frequency"][risk].sum()
    return before


def drawn_fit(data: Drawn, ties: str = "efron") -> tuple[CoxFit, SurvivalTimes]:
    times = survival_times(**{name: column for name, column in data.items() if name != "x"})
    return fit_cox(times, data["x"], ("a", "b"), ties=ties), times


@given(cohorts(), st.sampled_from(["efron", "breslow"]))
@settings(max_examples=50)
def test_the_statistic_is_its_definition(data: Drawn, ties: str) -> None:
    fit, times = drawn_fit(data, ties)
    assume(not fit.problem)
    found = statistics(proportional_hazards_test(fit, times))
    assume(not np.isnan(found).any())
    expected = by_hand(data, fit, ties, kaplan_meier_before(data))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)


@given(cohorts(), st.randoms())
def test_counts_order_units_and_splits_do_not_matter(data: Drawn, random) -> None:
    index = np.repeat(np.arange(len(data["time"])), data["frequency"].astype(int))
    order = np.array(random.sample(index.tolist(), len(index)))
    moved = data.rows(order)
    moved["x"] = moved["x"] * [1e4, 0.01] + [0, 50]
    moved["frequency"] = np.ones(len(order))
    begin = np.where(np.isfinite(moved["entry"]), moved["entry"], 0.0)
    split = (begin + moved["time"]) / 2 > begin
    early, late = moved.rows(split), Drawn(moved)
    cut = (begin + moved["time"]) / 2
    early["time"], early["event"] = cut[split], np.zeros(split.sum(), dtype=bool)
    late["entry"] = np.where(split, cut, moved["entry"])
    both = Drawn({name: np.concatenate([early[name], late[name]]) for name in moved})
    one, other = drawn_fit(data), drawn_fit(both)
    assume(not one[0].problem)
    expected = statistics(proportional_hazards_test(*one))
    found = statistics(proportional_hazards_test(*other))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-8, nan_ok=True)


@given(cohorts())
def test_an_entry_before_every_time_is_no_entry(data: Drawn) -> None:
    assume((data["time"] > 0).all())
    one = drawn_fit(Drawn(data, entry=np.zeros(len(data["time"]))))
    other = drawn_fit(Drawn(data, entry=np.full(len(data["time"]), -np.inf)))
    assume(not one[0].problem)
    expected = statistics(proportional_hazards_test(*one))
    found = statistics(proportional_hazards_test(*other))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-11, nan_ok=True)


def test_km_is_just_before_each_time_and_knows_who_is_at_risk() -> None:
    times = survival_times([2, 3, 3, 4, 5], [1, 1, 0, 1, 1], entry=[-np.inf, 1, 2, 3, 4])
    assert times.distinct.tolist() == [1, 2, 3, 4, 5]
    # at 2 two are at risk, at 3 two, at 4 one, who dies; one more dies at 5
    assert time_transformed(times, "km").tolist() == [0, 0, 0.5, 0.75, 1]


def test_there_is_no_test_and_it_is_said_why() -> None:
    separated = survival_times([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0])
    x = np.array([[1.0], [1], [1], [0], [0], [0]])
    reasons = {
        "no finite estimate": proportional_hazards_test(fit_cox(separated, x, ("x",)), separated),
        "Firth's estimate": proportional_hazards_test(fit_firth(TEST1, X1, ("x",)), TEST1),
        "nobody died": proportional_hazards_test(
            fit_cox(survival_times([1, 2], [0, 0]), [[1], [0]], ("x",)), TEST1
        ),
    }
    tied = survival_times([1, 1, 2, 2, 3], [1, 1, 1, 0, 1])
    exact = fit_exact(tied, [[1], [0], [0], [1], [1]], ("x",))
    reasons["exact ties"] = proportional_hazards_test(exact, tied)
    one_time = survival_times([1, 2, 2, 2, 2], [0, 1, 1, 0, 0])
    fit = fit_cox(one_time, [[1], [1], [0], [0], [1]], ("x",))
    reasons["too few death times"] = proportional_hazards_test(fit, one_time)
    for reason, found in reasons.items():
        for test in (*found.terms, found.overall):
            assert reason in test.note
            assert np.isnan([test.statistic, test.df, test.p_value]).all()


def test_a_covariate_that_is_told_of_by_one_time_leaves_the_others_their_test() -> None:
    times = survival_times([1, 2, 3, 4, 5, 6, 6, 6, 6], [1] * 7 + [0, 0], strata=[0] * 5 + [1] * 4)
    x = np.array([[0, 1, 0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0, 1, 0]], dtype=float).T
    fit = fit_cox(times, x, ("a", "b"))
    found = proportional_hazards_test(fit, times)
    assert np.isnan(statistics(found)).tolist() == [False, True, True]
    scaled = scaled_schoenfeld(fit, times).residual
    assert np.isnan(scaled).tolist() == [[False, True]] * 5 + [[True, False]] * 2


def test_terms_must_hold_each_covariate_once() -> None:
    fit = fit_cox(TEST1, X1, ("x",))
    for terms in ([[0], [0]], [[1]], []):
        with pytest.raises(UsageError, match="each covariate once"):
            proportional_hazards_test(fit, TEST1, terms=terms)
    with pytest.raises(UsageError, match="not a scale of time"):
        proportional_hazards_test(fit, TEST1, transform="log")


def test_residuals_of_a_fit_without_estimates_are_refused() -> None:
    separated = survival_times([1, 2], [1, 0])
    with pytest.raises(UsageError, match="no estimate"):
        scaled_schoenfeld(fit_cox(separated, [[1], [0]], ("x",)), separated)
