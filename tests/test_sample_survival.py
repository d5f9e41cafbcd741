"""The sample cohort shows the published hazard ratio, with all that is said around it."""

from statistics import NormalDist

import pandas as pd
import pytest
from lifelines import CoxPHFitter
from lifelines.statistics import logrank_test

import alsstats as als
from sample_data.make_cohort import FILE


@pytest.fixture(scope="module")
def result() -> als.Result:
    with als.read(FILE) as cohort:
        return als.survival(cohort)


@pytest.fixture(scope="module")
def patients() -> pd.DataFrame:
    frame = pd.read_csv(FILE, na_values="not assessable")
    frame = frame[(frame["diagnosis"] == "ALS") & frame["swi_motor_cortex"].notna()]
    both = (frame["flair_cst"] == 1) & (frame["swi_motor_cortex"] == 1)
    return frame.assign(both=both.astype(int))


def rows(result: als.Result, statistic: str, **where: object) -> list[als.Row]:
    return [
        row
        for row in result.rows
        if row.statistic == statistic
        and all(getattr(row, name) == value for name, value in where.items())
    ]


def test_the_hazard_ratio(result: als.Result, patients: pd.DataFrame) -> None:
    wald, profile = rows(result, "hazard_ratio", model="univariable")
    columns = patients[["months_from_mri", "death", "both"]]
    fit = CoxPHFitter().fit(columns, "months_from_mri", "death")
    b, error = fit.params_["both"], fit.standard_errors_["both"]
    assert f"{wald.estimate:.2f}" == "6.56"
    found = (wald.estimate, wald.std_error)
    assert found == pytest.approx(
        (fit.hazard_ratios_["both"], error), rel=1e-5
    )  # as lifelines stops
    assert (f"{wald.conf_low:.2f}", f"{wald.conf_high:.1f}") == ("3.53", "12.2")
    assert wald.p_value == pytest.approx(2 * NormalDist().cdf(-b / error), rel=1e-3)
    assert (f"{profile.conf_low:.2f}", f"{profile.conf_high:.1f}") == ("3.67", "12.8")
    assert (wald.comparison, wald.category, wald.n, wald.events) == ("not both", "both", 122, 90)
    assert wald.left_out_by == {"diagnosis not ALS": 50, "flair_swi not assessable": 6}


def test_four_levels_beside_both_against_not_both(result: als.Result) -> None:
    ratios = rows(result, "hazard_ratio", model="four-level patients", method="wald")
    assert [(row.category, row.comparison) for row in ratios] == [
        ("FLAIR only", "neither"), ("SWI only", "neither"), ("both", "neither"),
        ("both", "not both"),
    ]  # fmt: skip
    assert {row.n for row in ratios} == {122}
    assert [round(row.estimate, 2) for row in ratios] == [1.38, 1.11, 7.82, 6.56]


def test_the_log_rank_test(result: als.Result, patients: pd.DataFrame) -> None:
    times, died = patients["months_from_mri"], patients["death"]
    both = patients["both"] == 1
    found = logrank_test(times[both], times[~both], died[both], died[~both])
    [row] = rows(result, "log_rank", by="flair_swi")
    assert (row.statistic_value, row.df) == (pytest.approx(found.test_statistic, rel=1e-9), 1)
    assert row.p_value == pytest.approx(found.p_value, rel=1e-6)
    assert rows(result, "log_rank", by="flair_swi, four levels")[0].df == 3


def test_medians_and_checks(result: als.Result) -> None:
    medians = {row.group: row for row in rows(result, "median_survival", by="flair_swi")}
    both, others = medians["both"], medians["not both"]
    assert (both.estimate, both.conf_low, both.conf_high) == (14.7, 12.3, 19.7)
    records = {
        row["group"]: row for row in result.records() if row["statistic"] == "median_survival"
    }
    assert records["not both"]["estimate"] is None  # not reached
    assert others.conf_low == 36.9
    tests = rows(result, "proportional_hazards", model="univariable")
    assert [(row.term, row.category) for row in tests] == [("flair_swi", None), (None, "GLOBAL")]
    assert all(0.05 < row.p_value < 1 for row in tests)
    [concordance] = rows(result, "concordance")
    assert 0.6 < concordance.estimate < 0.8
    [sway] = rows(result, "leave_one_out")
    assert sway.conf_low < 6.56 < sway.conf_high
    assert sway.method == "exact refits"


def test_notes_and_assumptions(result: als.Result) -> None:
    codes = {note.code for note in result.notes}
    assert {"one_reading", "parts", "median_survival"} <= codes
    assert not {"separation", "not_computed", "immortal_time", "few_events"} & codes
    assumed = result.provenance["assumed"]
    assert "time counts from the MRI (months_from_mri)" in assumed


def test_numbers_at_risk(result: als.Result, patients: pd.DataFrame) -> None:
    curves = {c.group: c for c in result.curves if c.name == "at risk, flair_swi"}
    for both, group in enumerate(("not both", "both")):
        held = patients[patients["both"] == both]
        curve = curves[group]
        assert curve.x[-1] >= patients["months_from_mri"].max()
        assert list(curve.at_risk) == [(held["months_from_mri"] >= x).sum() for x in curve.x]
        died = held[held["death"] == 1]["months_from_mri"]
        assert list(curve.events) == [(died <= x).sum() for x in curve.x]
        assert curve.events[-1] + curve.censored[-1] == len(held)
