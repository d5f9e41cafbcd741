"""The sample cohort shows what its README says: counted from the file, not from its maker."""

import csv
import math
import re
from collections import Counter
from random import Random
from statistics import correlation, median
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from sample_data.make_cohort import FILE, SEED, cohort

ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
ALS = [row for row in ROWS if row["diagnosis"] == "ALS"]
HEALTHY = [row for row in ROWS if row["diagnosis"] == "healthy"]
MIMICS = [row for row in ROWS if row["diagnosis"] not in {"ALS", "healthy"}]
DEFINITE_PHASE = {"definite", "probable"}

Rows = list[dict[str, str]]


def read(rows: Rows) -> Rows:
    """Return the people in whom both parts of the combined sign were read."""
    return [r for r in rows if {r["flair_cst"], r["swi_motor_cortex"]} <= {"0", "1"}]


def both(row: dict[str, str]) -> bool:
    return row["flair_cst"] == row["swi_motor_cortex"] == "1"


def split(rows: Rows, sign: str) -> tuple[int, int]:
    """Return in how many a sign is present, and in how many absent."""
    codes = Counter(row[sign] for row in rows)
    return codes["1"], codes["0"]


def percent(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5)


def complete(rows: Rows, *columns: str) -> Rows:
    return [row for row in rows if all(row[column] for column in columns)]


def test_the_file_is_what_the_script_makes() -> None:
    assert FILE.read_bytes() == cohort(Random(SEED)).encode()


def test_the_readme_calls_it_synthetic() -> None:
    text = (FILE.parent / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^\| `cohort\.csv` \| Synthetic", text, re.MULTILINE)


def test_who_is_in_it() -> None:
    assert (len(ROWS), len(ALS), len(MIMICS), len(HEALTHY)) == (178, 128, 31, 19)
    assert len({row["patient_id"] for row in ROWS}) == 178
    assert len({row["diagnosis"] for row in MIMICS}) >= 4
    assert {row["centre"] for row in ROWS} == {"A", "B", "C"}
    levels = Counter(row["el_escorial"] for row in ALS)
    assert levels.keys() == DEFINITE_PHASE | {"probable laboratory-supported", "possible"}
    assert sum(levels[level] for level in DEFINITE_PHASE) == 64
    assert not any(row["el_escorial"] for row in [*MIMICS, *HEALTHY])
    assert not complete(HEALTHY, "age_at_onset")


def test_als_and_others_are_mixed() -> None:
    ends = [row["diagnosis"] == "ALS" for row in (*ROWS[:20], *ROWS[-20:])]
    assert 20 <= sum(ends) <= 38  # 29 expected


def test_the_combined_sign_against_all_others() -> None:
    tp, fn = (sum(both(r) == sign for r in read(ALS)) for sign in (True, False))
    fp, tn = (sum(both(r) == sign for r in read([*MIMICS, *HEALTHY])) for sign in (True, False))
    assert (tp, fp, fn, tn) == (85, 9, 37, 38)
    assert percent(tp, tp + fn) == 70
    assert percent(tn, tn + fp) == 81
    assert percent(tp, tp + fp) == 90
    assert percent(tp + tn, tp + fn + fp + tn) == 73


@pytest.mark.parametrize("part", ["flair_cst", "swi_motor_cortex"])
def test_each_part_alone_is_more_sensitive_and_less_specific(part: str) -> None:
    present, absent = split(ALS, part)
    assert 85 / 122 + 0.05 < present / (present + absent) < 0.85
    present, absent = split([*MIMICS, *HEALTHY], part)
    assert 0.65 < absent / (present + absent) < 38 / 47 - 0.05


def test_the_combined_sign_is_rare_in_healthy_people_and_less_so_in_mimics() -> None:
    healthy, mimics = (sum(map(both, read(rows))) for rows in (HEALTHY, MIMICS))
    assert (healthy, len(read(HEALTHY))) == (1, 18)
    assert (mimics, len(read(MIMICS))) == (8, 29)


def test_the_program_counts_the_same() -> None:
    shown = {
        (row.statistic, row.comparison): (row.events, row.n)
        for row in als.accuracy(als.read(FILE)).rows
        if row.term == "flair_swi" and row.handling == "every part"
    }
    assert shown["sensitivity", "all others"] == (85, 122)
    assert shown["specificity", "all others"] == (38, 47)
    assert shown["specificity", "mimics"] == (21, 29)
    assert shown["specificity", "healthy"] == (17, 18)


def test_the_t2_sign_by_phase() -> None:
    definite = [row for row in ALS if row["el_escorial"] in DEFINITE_PHASE]
    indefinite = [row for row in ALS if row["el_escorial"] not in DEFINITE_PHASE]
    assert split(definite, "t2_cst") == (48, 16)
    assert split(indefinite, "t2_cst") == (14, 50)
    assert (percent(48, 64), percent(14, 64)) == (75, 22)


def test_what_could_not_be_read_and_what_is_missing() -> None:
    unread = [row for row in ROWS if row["swi_motor_cortex"] == "not assessable"]
    assert (len(unread), sum(row in ALS for row in unread)) == (9, 6)
    assert len(read(ROWS)) == 169
    always = ["flair_cst", "swi_motor_cortex", "centre", "field_strength", "sex"]
    assert len(complete(ROWS, *always, "other_cause_found")) == 178
    in_als = ["age_at_onset", "bulbar_onset", "onset_to_mri_months", "t2_cst"]
    assert len(complete(ALS, *in_als, "months_from_mri", "death")) == 128
    for column in ("snake_eyes", "muscle_abnormal", "muscle_atrophy", "alsfrs_r", "umn_score"):
        assert 0 < len(ALS) - len(complete(ALS, column)) < 16, column
    assert len(complete([*MIMICS, *HEALTHY], "t2_cst")) < 50


def test_cells_agree_with_each_other() -> None:
    for row in ROWS:
        assert (row["other_cause_found"] == "1") == bool(row["other_cause"])
        assert bool(row["dfs"]) == bool(row["alsfrs_r"])
        assert row["diagnosis"] != "Kennedy disease" or row["sex"] == "male"
    for row in complete(ROWS, "dfs"):
        dfs = (48 - int(row["alsfrs_r"])) / float(row["onset_to_mri_months"])
        assert float(row["dfs"]) == pytest.approx(dfs, abs=0.005 + 1e-9)  # two decimals
    assert all(0 <= int(row["umn_score"]) <= 16 for row in complete(ROWS, "umn_score"))
    assert 1 <= split(ALS, "other_cause_found")[0] <= 2
    assert split(MIMICS, "other_cause_found")[0] >= 5
    assert split(HEALTHY, "other_cause_found")[0] == 0


def test_snake_eyes_do_not_point_to_als() -> None:
    in_als, in_mimics = split(ALS, "snake_eyes"), split(MIMICS, "snake_eyes")
    assert in_als[0] / sum(in_als) < in_mimics[0] / sum(in_mimics)


def test_the_combined_sign_goes_with_progression_and_not_with_the_umn_score() -> None:
    scored = complete(read(ALS), "dfs")
    fast = {sign: [float(r["dfs"]) >= 0.5 for r in scored if both(r) == sign] for sign in (0, 1)}
    assert sum(fast[1]) / len(fast[1]) > 0.7
    assert sum(fast[0]) / len(fast[0]) < 0.5
    scored = complete(read(ALS), "umn_score")
    assert abs(correlation([both(r) for r in scored], [int(r["umn_score"]) for r in scored])) < 0.2


def survival() -> pd.DataFrame:
    """Return time, event and covariates of the ALS in whom the combined sign was read."""
    return pd.DataFrame(
        {
            "months": float(row["months_from_mri"]),
            "death": int(row["death"]),
            "both": int(both(row)),
            "age": int(row["age_at_onset"]),
            "bulbar": int(row["bulbar_onset"]),
        }
        for row in read(ALS)
    )


def lifelines_coefficients(data: pd.DataFrame) -> dict[str, float]:
    from lifelines import CoxPHFitter

    model = CoxPHFitter()  # its ties are Efron's
    model.fit(data, "months", "death", fit_options={"precision": 1e-12})
    return model.params_.to_dict()


def statsmodels_coefficients(data: pd.DataFrame) -> dict[str, float]:
    from statsmodels.duration.hazard_regression import PHReg

    terms = data.columns[2:]
    model: Any = PHReg(data["months"], data[terms], status=data["death"], ties="efron")
    return dict(zip(terms, model.fit().params, strict=True))


# lifelines 0.30 calls var, mean and std of a frame in a way that pandas 3 announces the end of.
@pytest.mark.filterwarnings("ignore:Starting with pandas version 4.0 all arguments of")
@pytest.mark.parametrize("coefficients", [lifelines_coefficients, statsmodels_coefficients])
def test_the_hazard_ratio_of_the_combined_sign(coefficients: Any) -> None:
    data = survival()
    assert len(data) == 122
    alone = coefficients(data[["months", "death", "both"]])
    assert f"{math.exp(alone['both']):.2f}" == "6.56"
    # R 4.2.2, survival 3.5-3: coxph(ties = "efron"), as far as it was printed.
    assert alone == pytest.approx({"both": 1.88103591671}, abs=1e-9)
    expected = {"both": 1.94181283710, "age": 0.02517797552, "bulbar": 0.49232722343}
    assert coefficients(data) == pytest.approx(expected, abs=1e-9)


def test_times_are_those_of_a_clinic() -> None:
    months = [float(row["months_from_mri"]) for row in ALS]
    deaths = [float(row["months_from_mri"]) for row in ALS if row["death"] == "1"]
    assert all(re.fullmatch(r"\d+\.\d", row["months_from_mri"]) for row in ALS)
    assert min(months) > 0
    assert 20 < median(months) < 30
    assert 0.25 < 1 - len(deaths) / len(months) < 0.4
    assert len(set(deaths)) < len(deaths)  # there are ties
