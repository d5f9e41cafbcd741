"""Follow-up cut into periods, and hazard ratios by period: R's survSplit and coxph, and algebra.

R's estimates are good to 1e-8 of the larger of coefficient and standard error: see test_against_r.
"""

from math import inf, isnan

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.period_model import NO_DEATHS, NOBODY_ELSE, ONE_PERIOD, fit_by_period
from alsstats.prognosis.periods import count_periods, split_at
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.risk_table import tabulate
from alsstats.prognosis.times import survival_times
from tests.golden import rows
from tests.golden.cox import period_sets

TOLERANCE = 1e-8
SETS = period_sets()


def values(text: str) -> list[float]:
    return [float(part) for part in text.split()]


def test_hazard_ratios_by_period_agree_with_r(capsys: pytest.CaptureFixture[str]) -> None:
    expected: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in rows("periods_terms.csv"):
        expected.setdefault((line["case"], line["ties"]), []).append(line)
    worst = 0.0
    for model in rows("periods_models.csv"):
        data = SETS[model["case"]]
        terms = expected.pop((model["case"], model["ties"]))
        cuts = values(model["cuts"])
        found = fit_by_period(data.times, data.covariates, data.names, cuts, ties=model["ties"])
        assert [(term.name, term.period) for term in found.terms] == [
            (line["term"], int(line["period"]) - 1 if line["period"] else None) for line in terms
        ]
        assert [period.n for period in found.periods] == values(model["n"])
        assert [period.events for period in found.periods] == values(model["events"])
        fit = found.fit
        assert [term.column for term in found.terms] == list(range(len(fit.names)))
        b = np.array([float(line["coefficient"]) for line in terms])
        errors = np.array([float(line["standard_error"]) for line in terms])
        size = np.maximum(np.abs(b), errors)
        ours = np.sqrt(np.diag(fit.covariance))
        worst = max(worst, *np.abs(fit.coefficients - b) / size, *np.abs(ours - errors) / errors)
        above = float(model["log_likelihood"]) - float(model["constant"])
        # 12 digits are kept of both
        assert found.test.statistic == pytest.approx(max(0, 2 * above), abs=1e-8)
        assert found.test.df == len(cuts)
    with capsys.disabled():
        print(f"\nlargest deviation from R, by period: {worst:.1e} of max(|b|, SE)")
    assert worst < TOLERANCE
    assert not expected


@pytest.mark.parametrize("case", SETS)
def test_cutting_changes_no_answer(case: str) -> None:
    data = SETS[case]
    split = split_at(data.times, [1.5, 4, 9])
    whole = fit_cox(data.times, data.covariates, data.names)
    cut = fit_cox(split.times, data.covariates[split.source], data.names)
    assert cut.coefficients == pytest.approx(whole.coefficients, rel=1e-9, abs=1e-11)
    assert cut.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)
    assert cut.events == whole.events


def test_a_death_at_a_cut_is_before_it_and_an_entry_at_it_after() -> None:
    moved = 12 * (1 - 1e-12)
    times = survival_times([12, moved, 24, 30], [1, 1, 1, 0], entry=[0, 0, 12 + 1e-12, 5])
    rows = split_at(times, [12, 24])
    assert rows.source.tolist() == [0, 1, 2, 3, 3, 3]
    assert rows.period.tolist() == [0, 0, 1, 0, 1, 2]
    assert rows.times.event.tolist() == [True, True, True, False, False, False]
    counted = [(0, 12, 2, 3), (12, 24, 1, 2), (24, inf, 0, 1)]
    assert count_periods(rows) == tuple(counted)


def test_at_risk_in_a_period_are_those_at_risk_at_its_start_where_nobody_enters_late() -> None:
    r = np.random.default_rng(5)
    time, n = np.ceil(r.exponential(10, 200)), r.integers(1, 4, 200)
    event = r.integers(0, 2, 200)
    periods = count_periods(split_at(survival_times(time, event, frequency=n), [6, 12, 18]))
    for period in periods:
        assert period.n == n[time > period.start].sum()
        assert period.events == n[(time > period.start) & (time <= period.end) & (event == 1)].sum()
    assert sum(p.events for p in periods) == tabulate(time, event, frequency=n).events.sum()


def test_of_several_rows_a_patient_counts_once_in_a_period() -> None:
    times = survival_times([4, 9, 15, 20], [0, 1, 0, 1], entry=[0, 4, 0, 15])
    assert count_periods(split_at(times, [12]), np.array([0, 0, 1, 1])) == (
        (0, 12, 1, 2),
        (12, inf, 1, 1),
    )


def test_the_first_period_holds_a_death_at_time_0() -> None:
    rows = split_at(survival_times([0, 0, 3], [1, 0, 1]), [2])
    assert rows.period.tolist() == [0, 0, 0, 1]
    assert count_periods(rows)[0].events == 1


@pytest.mark.parametrize("cuts", [[0], [12, 12], [24, 12], [12, 12 * (1 + 1e-12)], [-1], [], ["a"]])
def test_cuts_that_make_no_periods_are_refused(cuts: list) -> None:
    with pytest.raises(UsageError, match="split"):
        split_at(survival_times([1, 2], [1, 0]), cuts)


def drawn(n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r = np.random.default_rng(11)
    x = np.column_stack([r.integers(0, 2, n), r.normal(size=n)])
    return np.ceil(r.exponential(10, n)), r.integers(0, 2, n), x


def test_a_period_without_deaths_has_no_ratio_and_leaves_the_others_as_they_are() -> None:
    time, event, x = drawn()
    event[(time > 6) & (time <= 9)] = 0
    times = survival_times(time, event)
    found = fit_by_period(times, x, ("sign", "age"), [6, 9])
    joined = fit_by_period(times, x, ("sign", "age"), [6])  # nobody dies in (6, 9]
    assert [(term.column, term.reason) for term in found.terms] == [
        (0, ""),
        (None, NO_DEATHS),
        (1, ""),
        (2, ""),
    ]
    assert found.fit.names == ("sign, 0 to 6", "sign, after 9", "age")
    assert found.fit.coefficients == pytest.approx(joined.fit.coefficients, rel=1e-9)
    assert found.test.statistic == pytest.approx(joined.test.statistic, rel=1e-9)
    assert found.test.df == joined.test.df == 1


def test_a_period_with_nobody_to_compare_with_has_no_ratio() -> None:
    time, event, x = drawn()
    x[time > 12, 0] = 1
    found = fit_by_period(survival_times(time, event), x, ("sign", "age"), [12])
    assert found.terms[1].reason == NOBODY_ELSE
    assert found.terms[1].column is None
    assert found.fit.problem == ""
    assert (found.test.note, isnan(found.test.p_value)) == (ONE_PERIOD, True)


def test_levels_without_their_reference_have_no_ratio_but_keep_the_likelihood() -> None:
    """After 12 nobody of the reference level is left: b against c is told, neither against a."""
    time, event, _ = drawn(300)
    level = np.random.default_rng(2).integers(0, 3, 300)
    level[(time > 12) & (level == 0)] = 1
    x = np.column_stack([level == 1, level == 2, np.random.default_rng(3).normal(size=300)])
    times = survival_times(time, event)
    found = fit_by_period(times, x, ("b", "c", "age"), [12], varying=2)
    assert [term.column is None for term in found.terms] == [False, True, False, True, False]
    assert {term.reason for term in found.terms} == {"", NOBODY_ELSE}
    early = survival_times(np.minimum(time, 12), event * (time <= 12))
    late = survival_times(time[time > 12], event[time > 12], entry=np.full((time > 12).sum(), 12))
    fits = fit_cox(early, x, ("b", "c", "age")), fit_cox(late, x[time > 12, 1:], ("c", "age"))
    free = fit_by_period(times, x, ("b", "c", "age"), [12], varying=3)  # each period by itself
    assert free.fit.log_likelihood == pytest.approx(sum(f.log_likelihood for f in fits), rel=1e-10)
    kept = [term.column for term in free.terms if term.period == 0]
    assert free.fit.coefficients[kept] == pytest.approx(fits[0].coefficients, rel=1e-7)


def test_separation_in_one_period_is_named_and_the_others_are_estimates() -> None:
    time, event, x = drawn()
    event[(time > 12) & (x[:, 0] == 0)] = 0
    found = fit_by_period(survival_times(time, event), x, ("sign", "age"), [12])
    assert found.fit.infinite == ("sign, after 12",)
    assert np.isfinite(found.fit.coefficients[[0, 2]]).all()
    assert found.test.df == 1
    assert 0 < found.test.p_value < 1


@pytest.mark.parametrize("event", [0, 1])
def test_a_model_that_has_no_constant_ratio_has_none_by_period(event: int) -> None:
    time, died, x = drawn()
    x[:, 0] = 1
    found = fit_by_period(survival_times(time, died * event), x, ("sign", "age"), [12])
    assert {term.reason for term in found.terms} == {found.constant.problem}
    assert found.test.note == found.constant.problem != ""


def test_a_ratio_cannot_differ_of_more_covariates_than_there_are() -> None:
    time, event, x = drawn()
    with pytest.raises(UsageError, match="must differ by period"):
        fit_by_period(survival_times(time, event), x, ("sign", "age"), [12], varying=3)
