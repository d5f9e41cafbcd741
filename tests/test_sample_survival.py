"""The sample cohort shows the published hazard ratio; the numbers are those of R 4, survival 3."""

import pandas as pd
import pytest

import alsstats as als
from sample_data.make_cohort import FILE

PRINTED = {"rel": 1e-8}  # of R's 12 digits: eps 1e-13 ends its search within 1e-8


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


def test_the_hazard_ratio(result: als.Result) -> None:
    """R's coxph, converged: coef 1.88103591671, se 0.315761853657, p 2.56698554487e-09."""
    wald, profile = rows(result, "hazard_ratio", model="univariable")
    assert f"{wald.estimate:.2f}" == "6.56"
    found = (wald.estimate, wald.std_error, wald.conf_low, wald.conf_high, wald.p_value)
    expected = (6.56029726498, 0.315761853657, 3.53302362694, 12.1814923276, 2.56698554487e-09)
    assert found == pytest.approx(expected, **PRINTED)
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
    expected = [1.37651892753, 1.10801422686, 7.82164570081, 6.56029726498]
    assert [row.estimate for row in ratios] == pytest.approx(expected, **PRINTED)


def test_the_log_rank_test(result: als.Result) -> None:
    [two] = rows(result, "log_rank", by="flair_swi")
    [four] = rows(result, "log_rank", by="flair_swi, four levels")
    assert (two.statistic_value, two.df) == (pytest.approx(45.577981406036, rel=1e-12), 1)
    assert (four.statistic_value, four.df) == (pytest.approx(45.648956589846, rel=1e-12), 3)
    assert two.p_value < 1e-10


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
    assert [row.statistic_value for row in tests] == pytest.approx([3.11555464225] * 2, **PRINTED)
    assert tests[0].p_value == pytest.approx(0.0775480729856, **PRINTED)
    [concordance] = rows(result, "concordance")
    assert (concordance.estimate, concordance.std_error) == pytest.approx(
        (0.6748, 0.0218), abs=5e-5
    )
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
