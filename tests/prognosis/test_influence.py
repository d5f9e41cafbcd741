"""The range of coefficients when one patient is left out, against R and against fits anew."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alsstats.prognosis import influence
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.influence import LeaveOneOut, leave_one_out
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.times import survival_times
from tests.golden import rows
from tests.golden.cox import random_sets
from tests.prognosis.drawn import floats
from tests.prognosis.test_properties_of_cox import NAMES, Drawn, cohorts

RANDOM = random_sets()
FITS = {"cox": fit_cox, "firth": fit_firth}


def test_ranges_agree_with_r() -> None:
    """R keeps 10 digits, and its last step ends within 1e-7 standard errors of the maximum."""
    lines = rows("assumptions_left_out.csv")
    assert len(lines) == 188
    for line in lines:
        data = RANDOM[line["case"]]
        fit = fit_cox(data.times, data.covariates, data.names, ties=line["ties"])
        patient = data.cluster if line["by"] == "cluster" else None
        found = leave_one_out(fit, data.times, patient=patient)
        assert (found.method, found.unknown, found.problem) == ("refits", 0, "")
        error = np.sqrt(np.diag(fit.covariance)).max()
        for ours, theirs in ((found.low, "low"), (found.high, "high")):
            assert ours == pytest.approx(floats(line[theirs]), rel=1e-7, abs=1e-7 * error), line


def without(data: Drawn, fewer: np.ndarray, kind: str) -> np.ndarray:
    """Return the coefficients with these frequencies, from columns as they are given."""
    left = data.rows(fewer > 0)
    left["frequency"] = fewer[fewer > 0]
    x = left.pop("x")
    fit = FITS[kind](survival_times(**left), x, NAMES)
    return np.full(2, np.nan) if fit.problem and not fit.infinite else fit.coefficients


def check(found: LeaveOneOut, each: np.ndarray, error: float) -> None:
    """Compare with the fits anew, allowing 1e-7 standard errors."""
    known = each[~np.isnan(each).any(axis=1)]
    assert found.unknown == len(each) - len(known)
    if not len(known):
        assert np.isnan([*found.low, *found.high]).all()
        return
    assert found.low == pytest.approx(known.min(axis=0), rel=1e-7, abs=1e-7 * error)
    assert found.high == pytest.approx(known.max(axis=0), rel=1e-7, abs=1e-7 * error)


@pytest.mark.once
@given(cohorts(), st.sampled_from(["cox", "firth"]))
@settings(max_examples=25, deadline=None)
def test_each_patient_is_left_out_in_turn(data: Drawn, kind: str) -> None:
    """Strata, entries, ties and counts included: of a count one patient is left out."""
    times = survival_times(**{name: column for name, column in data.items() if name != "x"})
    fit = FITS[kind](times, data["x"], NAMES)
    assume(not fit.problem)
    error = np.sqrt(np.diag(fit.covariance)).max()
    one = np.eye(len(data["time"]))
    each = np.array([without(data, data["frequency"] - out, kind) for out in one])
    found = leave_one_out(fit, times)
    check(found, each, error)
    for j in range(2):
        for value, row in ((found.low, found.low_row), (found.high, found.high_row)):
            assert each[row[j], j] == pytest.approx(value[j], rel=1e-7, abs=1e-7 * error)
    patient = np.arange(len(one)) // 3
    each = np.array([without(data, data["frequency"] * (patient != p), kind) for p in set(patient)])
    check(leave_one_out(fit, times, patient=patient), each, error)


def test_where_one_patient_holds_the_estimate_the_range_is_infinite() -> None:
    """Without the last but one, all with the sign die before all others."""
    times = survival_times([1, 2, 3, 4, 5, 6], [1] * 6)
    fit = fit_cox(times, [[1], [1], [0], [0], [1], [0]], ("sign",))
    found = leave_one_out(fit, times)
    assert (fit.problem, found.problem, found.unknown) == ("", "", 0)
    assert (found.high[0], found.high_row[0]) == (np.inf, 4)
    assert np.isfinite(found.low[0])
    penalised = fit_firth(times, [[1], [1], [0], [0], [1], [0]], ("sign",))
    assert np.isfinite(leave_one_out(penalised, times).high[0])


def test_patients_without_whom_there_is_no_estimate_are_counted() -> None:
    """Only one has the sign."""
    times = survival_times([1, 2, 3, 4], [1] * 4)
    fit = fit_cox(times, [[0], [1], [0], [0]], ("sign",))
    found = leave_one_out(fit, times)
    assert found.unknown == 1
    assert found.problem == ""
    two = survival_times([1, 2], [1, 0])
    found = leave_one_out(fit_firth(two, [[1], [0]], ("sign",)), two)
    assert (found.unknown, found.problem[:20]) == (2, "there is no estimate")
    assert found.low_row.tolist() == [-1]


def test_beyond_a_thousand_rows_it_is_dfbeta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the first order: it finds the same patients, and falls short of their pull by a tenth."""
    rng = np.random.default_rng(1)
    n = 1001
    x = np.column_stack([rng.normal(size=n), rng.random(n) < 0.3])
    columns = {"time": np.ceil(rng.exponential(size=n) * 50), "event": rng.random(n) < 0.7}
    times = survival_times(**columns, frequency=rng.integers(1, 3, n))
    fit = fit_cox(times, x, NAMES)
    near, near_patient = leave_one_out(fit, times), leave_one_out(fit, times, patient=np.arange(n))
    assert near.method == "dfbeta"
    monkeypatch.setattr(influence, "MOST", n)
    exact, all_out = leave_one_out(fit, times), leave_one_out(fit, times, patient=np.arange(n))
    assert exact.method == "refits"
    for found, expected in ((near, exact), (near_patient, all_out)):
        width = expected.high - expected.low
        assert (np.abs(found.low - expected.low) < 0.1 * width).all()
        assert (np.abs(found.high - expected.high) < 0.1 * width).all()
        assert found.high_row.tolist() == expected.high_row.tolist()
        assert found.low_row.tolist() == expected.low_row.tolist()


def test_there_is_no_range_and_it_is_said_why() -> None:
    separated = survival_times([1, 2], [1, 0])
    found = leave_one_out(fit_cox(separated, [[1], [0]], ("x",)), separated)
    assert found.problem == "separation: no finite estimate of x"
    tied = survival_times([1, 1, 2, 2, 3], [1, 1, 1, 0, 1])
    found = leave_one_out(fit_exact(tied, [[1], [0], [0], [1], [1]], ("x",)), tied)
    assert found.problem.startswith("with exact ties")
    assert np.isnan([*found.low, *found.high]).all()


def test_the_order_of_rows_does_not_matter() -> None:
    data = RANDOM["40"]
    order = np.random.default_rng(1).permutation(len(data.cluster))
    columns = {name: column[order] for name, column in data.columns.items() if name != "stratum"}
    moved = survival_times(**columns)
    one = leave_one_out(fit_cox(data.times, data.covariates, data.names), data.times)
    other = leave_one_out(fit_cox(moved, data.covariates[order], data.names), moved)
    assert other.low == pytest.approx(one.low, rel=1e-9)
    assert other.high == pytest.approx(one.high, rel=1e-9)
    assert order[other.low_row].tolist() == one.low_row.tolist()
    assert order[other.high_row].tolist() == one.high_row.tolist()
