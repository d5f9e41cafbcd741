"""Survival of patients with several rows: numbers go by patient, however their follow-up is cut."""

from dataclasses import asdict
from math import log
from typing import Any

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from sample_data.make_intervals import FILE
from tests.golden import number, rows

CUTS = 20261  # seed of the times at which rows are cut
DATES: dict[str, Any] = {
    "time": "stop", "entry": "start", "event": {"death": [1]}, "unit": "days", "all_patients": True
}  # fmt: skip
NUMBERS = ["age", "year", "surgery"]
MODEL: dict[str, Any] = {"group": "transplant", "adjust": NUMBERS, "number": NUMBERS}
NEAR: dict[str, float] = {
    "rel": 1e-8,
    "abs": 1e-10,
}  # R prints 12 digits; its search stops 1e-8 off


def heart() -> pd.DataFrame:
    """R's heart data (Crowley and Hu, JASA 1977;72:27) with whose each row is."""
    patients = rows("heart.csv")
    held = [line for line in rows("cox_published.csv") if line["data"] == "heart"]
    table = []
    for row, line in zip(patients, held, strict=True):
        age, year, surgery, transplant = line["covariates"].split()
        for name in ("time", "entry", "event"):
            assert float(row[name]) == float(line[name])
        assert transplant == row["transplant"]
        table.append(
            {
                "patient_id": f"H{row['patient']}",
                "start": float(row["entry"]),
                "stop": float(row["time"]),
                "death": int(row["event"]),
                "transplant": int(transplant),
                "age": float(age),
                "year": float(year),
                "surgery": int(surgery),
            }
        )
    return pd.DataFrame(table)


def sample() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype=str, keep_default_na=False)


def cut(frame: pd.DataFrame, share: float = 0.6) -> pd.DataFrame:
    """Cut many rows in time, at a place drawn at random, and shuffle all."""
    drawn = np.random.default_rng(CUTS)
    frame = frame.assign(
        start=frame["start"].astype(float), stop=frame["stop"].astype(float)
    ).reset_index(drop=True)
    long = frame["stop"] - frame["start"] > 0.2
    taken = frame[long & (drawn.random(len(frame)) < share)]
    width = taken["stop"] - taken["start"]
    at = (taken["start"] + width * drawn.uniform(0.2, 0.8, len(taken))).round(2)
    first = taken.assign(stop=at, death=type(frame["death"].iloc[0])(0))
    pieces = [frame.drop(taken.index), first, taken.assign(start=at)]
    return pd.concat(pieces).sample(frac=1, random_state=CUTS).reset_index(drop=True)


def in_clusters(frame: pd.DataFrame) -> pd.DataFrame:
    """Put patients into 40 clusters: the number of each, modulo 40."""
    return frame.assign(family=frame["patient_id"].str[1:].astype(int) % 40)


def survival(frame: pd.DataFrame, **asked: Any) -> als.Result:
    return als.survival(als.read(frame, rows="interval"), **DATES, **asked)


def one(result: als.Result, statistic: str, **fields: object) -> als.Row:
    [row] = [
        row
        for row in result.rows
        if row.statistic == statistic
        and all(getattr(row, name) == value for name, value in fields.items())
    ]
    return row


@pytest.fixture(scope="module")
def published() -> als.Result:
    return survival(heart(), **MODEL)


def test_heart_has_103_patients_and_75_deaths(published: als.Result) -> None:
    whole = one(published, "events", by=None)
    assert (whole.n, whole.events, whole.left_out) == (103, 75, 0)
    for row in published.rows:
        if row.by is None:
            assert (row.n, row.events) in {(103, 75), (28, None), (16, None)}  # the last: at risk
    compared = {row.statistic for row in published.rows if row.by == "transplant"}
    assert "restricted_mean" in compared
    assert "restricted_mean_difference" not in compared  # 69 of 103 are in both groups
    before, after = (one(published, "events", group=group) for group in "01")
    assert (before.n, after.n, before.events, after.events) == (103, 69, 30, 45)
    assert one(published, "person_time", by=None).estimate == 31954  # R: sum(stop - start)


BY_FAMILY = "wald, clustered by family"
ROBUST = [0.0137058916742, 0.0753005117537, 0.3512937745814, 0.3109582718540]
HEART = {
    (line["quantity"], line["term"]): number(line["value"])
    for line in rows("survival.csv")
    if line["case"] == "heart_tdc"
}
TRANSPLANT = 'as.numeric(transplant == "1")'  # as R calls it


@pytest.mark.parametrize("term", [*NUMBERS, "transplant"])
def test_hazard_ratios_and_their_checks_are_those_of_r(published: als.Result, term: str) -> None:
    name = TRANSPLANT if term == "transplant" else term
    ratio = one(published, "hazard_ratio", term=term, model="adjusted", method="wald")
    assert log(ratio.estimate or 0) == pytest.approx(HEART["coef", name], **NEAR)
    assert ratio.std_error == pytest.approx(HEART["se", name], **NEAR)
    check = one(published, "proportional_hazards", term=term)
    assert check.statistic_value == pytest.approx(HEART["zph_chisq_km", name], **NEAR)
    assert check.p_value == pytest.approx(HEART["zph_p_km", name], **NEAR)


def test_the_whole_model_is_that_of_r(published: als.Result) -> None:
    test = one(published, "likelihood_ratio", category="model")
    twice = 2 * (HEART["loglik", ""] - HEART["loglik_null", ""])
    assert test.statistic_value == pytest.approx(twice, rel=1e-10)  # 12 digits of 300
    check = one(published, "proportional_hazards", category="GLOBAL")
    assert check.statistic_value == pytest.approx(HEART["zph_chisq_km", "GLOBAL"], **NEAR)
    agreed = one(published, "concordance")
    assert agreed.estimate == pytest.approx(HEART["concordance", ""], **NEAR)
    # R: concordance(fit, cluster = heart$id); by row it is 0.033079624557
    assert agreed.std_error == pytest.approx(0.033153739295, **NEAR)


def test_clusters_are_those_of_r() -> None:
    """R: coxph(Surv(start, stop, event) ~ age + year + surgery + transplant + cluster(id %% 40))"""
    answer = survival(in_clusters(heart()), **MODEL, cluster="family")
    errors = [
        one(answer, "hazard_ratio", term=term, model="adjusted", method=BY_FAMILY).std_error
        for term in (*NUMBERS, "transplant")
    ]
    assert errors == pytest.approx(ROBUST, **NEAR)


def test_curves_and_follow_up_are_those_of_r(published: als.Result) -> None:
    """R: survfit(Surv(start, stop, event) ~ 1, id = id, conf.type = "log-log"), and of the last
    times survfit(Surv(stop, 1 - event) ~ 1); log-log limits 69 to 219 and 515 to 1401."""
    median = one(published, "median_survival", by=None)
    assert (median.estimate, median.conf_low, median.conf_high) == (100, 69, 219)
    follow_up = one(published, "median_follow_up")
    assert follow_up.estimate == 916


def test_who_is_censored_is_a_patient_seen_alive_at_the_last(published: als.Result) -> None:
    curves = {(curve.name, curve.group): curve for curve in published.curves}
    assert sum(curves["survival, everyone", None].censored) == 103 - 75
    assert curves["at risk, everyone", None].censored[-1] == 103 - 75
    by_group = [curves["at risk, transplant", group].censored[-1] for group in "01"]
    assert by_group == [34 - 30, 69 - 45]  # of 34 who were never transplanted 30 died
    assert curves["at risk, everyone", None].at_risk[0] == 103
    assert [curves["at risk, transplant", group].at_risk[0] for group in "01"] == [103, 0]


# Whatever goes by patient is the same however rows are cut; sums are added up in another order.
SAME = {"rel": 1e-9, "abs": 1e-9}
LIFELINES = {"rel": 1e-6, "abs": 1e-6}  # its search stops there
HARD: dict[str, dict[str, Any]] = {
    "adjusted": {},
    "smooth": {"adjust": "spline(age, 4), transplant * surgery", "number": NUMBERS},
    "by period": {"split": [50, 200]},
    "parametric": {"parametric": True},
    "clustered": {"cluster": "family"},
    "stratified": {"adjust": ["age", "year"], "strata": "surgery"},
    "from a later time": {"from_": 30},
    "firth": {"firth": True},
    "exact": {"ties": "exact"},
    "breslow": {"ties": "breslow"},
}


@pytest.mark.parametrize("name", HARD)
def test_cutting_rows_of_heart_changes_nothing(name: str) -> None:
    asked = MODEL | HARD[name]
    whole = in_clusters(heart())
    pieces = cut(whole)
    assert len(pieces) > 172 + 60
    near = LIFELINES if name == "parametric" else SAME
    assert_same(survival(whole, **asked), survival(pieces, **asked), near)


@pytest.mark.parametrize("group", ["flair_swi", "snake", "bulbar_onset"])
def test_cutting_rows_of_the_sample_changes_nothing(group: str) -> None:
    def asked(frame: pd.DataFrame) -> als.Result:
        frame = frame.assign(snake=frame["flair_cst"].replace({"1": "yes", "0": "no"}))
        cohort = als.read(frame, rows="interval")
        return als.survival(
            cohort, time="stop", entry="start", unit="months", group=group, adjust="age_at_onset"
        )

    pieces = cut(sample())
    assert len(pieces) > 267 + 100
    assert_same(asked(sample()), asked(pieces))


def assert_same(whole: als.Result, pieces: als.Result, near: dict[str, float] = SAME) -> None:
    assert len(whole.rows) == len(pieces.rows)
    for row, other in zip(map(asdict, whole.rows), map(asdict, pieces.rows), strict=True):
        for name, value in row.items():
            where = f"{name} of {row}"
            if isinstance(value, float):
                assert other[name] == pytest.approx(value, nan_ok=True, **near), where
            else:
                assert other[name] == value, where
    assert pieces.notes == whole.notes
    for curve, cut_up in zip(whole.curves, pieces.curves, strict=True):
        assert_same_curve(curve, cut_up)


def assert_same_curve(curve: als.Curve, cut_up: als.Curve) -> None:
    """Where rows are cut the curve has more times, at which nothing happens."""
    at: np.ndarray | slice = slice(None)
    if len(cut_up.x) > len(curve.x):
        at = np.searchsorted(cut_up.x, np.array(curve.x) * (1 - 1e-9))
    for name in ("x", "y", "at_risk"):
        values = np.array(getattr(curve, name))
        if values.size:
            found = np.array(getattr(cut_up, name))[at]
            assert found == pytest.approx(values, **SAME), (curve.name, name)
    for name in ("events", "censored"):
        assert sum(getattr(cut_up, name)) == sum(getattr(curve, name)), (curve.name, name)


WRONG: dict[str, tuple[list[list[int]], str]] = {
    "overlap": ([[0, 5, 0], [4, 9, 1]], "overlap: 2 of 4 patients"),
    "gap": ([[0, 5, 0], [6, 9, 1]], "gap: 2 of 4 patients"),
    "dead": ([[0, 5, 1], [5, 9, 1]], "event before the last interval: 2 of 4 patients"),
    "twice": ([[0, 5, 1], [0, 5, 1]], "2 of 4 patients"),
    "backwards": ([[0, 5, 0], [9, 5, 1]], "2 of 4 patients"),
}


def of_four(wrong: list[list[int]]) -> pd.DataFrame:
    """Return two patients with intervals that follow one another, and two whose are wrong."""
    right = [[0, 5, 0], [5, 8, 1]]
    held = [("P1", 0, right), ("P2", 1, right), ("P3", 0, wrong), ("P4", 1, wrong)]
    table = [[name, sign, *row] for name, sign, lines in held for row in lines]
    return pd.DataFrame(table, columns=["patient_id", "flair_cst", "start", "stop", "death"])


@pytest.mark.parametrize("name", WRONG)
def test_intervals_that_are_no_one_follow_up_are_refused(name: str) -> None:
    wrong, found = WRONG[name]
    with pytest.raises((als.CodingError, als.UsageError)) as refused:
        survival(of_four(wrong), group="flair_cst")
    assert found in str(refused.value)
    assert "P3" not in str(refused.value)


def test_without_a_column_of_the_beginning() -> None:
    asked = DATES | {"entry": None}
    with pytest.raises(als.RoleError, match="the column of their beginning") as refused:
        als.survival(als.read(heart(), rows="interval"), **asked, **MODEL)
    assert "--entry" in refused.value.fix


@pytest.mark.parametrize("kind", ["visit", "patient"])
def test_rows_of_another_kind_are_refused_with_the_flag(kind: str) -> None:
    with pytest.raises(als.RoleError) as refused:
        als.survival(als.read(heart(), rows=kind), **DATES, **MODEL)
    assert "interval" in refused.value.fix
    assert "--rows" in refused.value.fix


def test_a_patient_with_an_unread_interval_is_left_out_whole() -> None:
    frame = sample()
    frame.loc[[0, 1, 2], "flair_cst"] = ["", "not assessable", ""]  # all of patient I01
    answer = als.survival(als.read(frame, rows="interval"), time="stop", entry="start")
    whole = one(answer, "events", by=None)
    assert (whole.n, whole.left_out) == (55, 5)
    assert whole.left_out_by == {"flair_swi not assessable": 4, "flair_swi missing": 1}
    unread = frame[~frame["swi_motor_cortex"].isin(["0", "1"])]["patient_id"]
    kept = frame[~frame["patient_id"].isin([*unread, "I01"])]
    again = als.survival(als.read(kept, rows="interval"), time="stop", entry="start")
    numbers = [
        [(row.estimate, row.conf_low, row.p_value, row.n, row.events) for row in one.rows]
        for one in (answer, again)
    ]
    assert repr(numbers[0]) == repr(numbers[1])


def test_what_most_patients_have_is_not_what_most_intervals_have() -> None:
    """Of 103 patients 34 are of arm a, with four times as many rows as the others."""
    frame = heart()
    patient = frame["patient_id"].str[1:].astype(int)
    frame = frame.assign(arm=np.where(patient % 3, "b", "a"))
    many = cut(cut(frame[frame["arm"] == "a"], 1), 1)
    pieces = pd.concat([many, frame[frame["arm"] == "b"]])
    assert (pieces["arm"] == "a").sum() > (pieces["arm"] == "b").sum()
    answer = survival(pieces, group="arm")
    assert one(answer, "hazard_ratio", method="wald").comparison == "b"


def test_a_patient_of_several_clusters_is_refused() -> None:
    frame = in_clusters(heart())
    frame.loc[frame["patient_id"].isin(["H3", "H4"]) & (frame["start"] > 0), "family"] = 39
    moved = frame.groupby("patient_id")["family"].nunique().gt(1).sum()
    with pytest.raises(als.CodingError, match="several clusters of 'family'") as refused:
        survival(frame, **MODEL, cluster="family")
    assert refused.value.found == (f"{moved} of 103 patients",)


def test_separation_counts_patients() -> None:
    """Nobody of 20 with the sign dies; each has two rows."""
    frame = pd.DataFrame(
        [
            [f"P{place}", start, stop, int(place % 2 and stop == 9 + place), 1 - place % 2]
            for place in range(40)
            for start, stop in ((0, 5), (5, 9 + place))
        ],
        columns=["patient_id", "start", "stop", "death", "snake_eyes"],
    )
    answer = survival(frame, group="snake_eyes")
    [note] = [note.text for note in answer.notes if note.code == "separation"]
    assert "(0 events in 20, and 20 in 20 others)" in note
