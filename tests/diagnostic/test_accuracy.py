"""The main job on published cohorts: the same rows from every source, in any order."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from sample_data.published.rebuild import FOLDER, PUBLISHED, rebuilt
from tests.outputs import KEPT

MOTOR_BAND = FOLDER / "motor_band_2024.csv"
T1_CORD = FOLDER / "t1_cord_1997.csv"


def find(result: als.Result, statistic: str, comparison: str) -> als.Row:
    [row] = [
        row for row in result.rows
        if (row.statistic, row.comparison) == (statistic, comparison)
        and row.handling == "every part" and row.method != "as counted"
    ]  # fmt: skip
    return row


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_files_are_what_the_script_makes(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == rebuilt(*PUBLISHED[name])


def test_the_motor_band_sign() -> None:
    result = als.accuracy(als.read(MOTOR_BAND))
    shown = {
        (statistic, against): (row.events, row.n, round(100 * row.estimate, 1))
        for statistic in ("sensitivity", "specificity")
        for against in ("mimics", "healthy", "all others")
        for row in [find(result, statistic, against)]
    }
    assert shown == {
        ("sensitivity", "mimics"): (68, 114, 59.6),
        ("sensitivity", "healthy"): (68, 114, 59.6),
        ("sensitivity", "all others"): (68, 114, 59.6),
        ("specificity", "mimics"): (72, 79, 91.1),
        ("specificity", "healthy"): (30, 31, 96.8),
        ("specificity", "all others"): (102, 110, 92.7),
    }
    assert find(result, "ppv", "mimics").at == 114 / 193
    assert find(result, "sensitivity", "mimics").left_out_by == {"healthy": 31}
    text = str(result)
    for words in ("59.6 %", "68/114", "91.1 %", "72/79", "96.8 %", "30/31", "92.7 %", "102/110"):
        assert words in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_t1_cord_sign() -> None:
    result = als.accuracy(als.read(T1_CORD))
    specificity = find(result, "specificity", "all others")
    assert (specificity.events, specificity.n) == (40, 40)
    assert (specificity.estimate, specificity.conf_high) == (1, 1)
    assert specificity.conf_low == pytest.approx(0.912378398803, abs=1e-12)
    positive = find(result, "lr_positive", "all others")
    assert positive.method == "log, +0.5"
    assert positive.estimate == pytest.approx((8.5 / 15) / (0.5 / 41), rel=1e-14)
    [plain] = [r for r in result.rows if r.method == "as counted" and r.comparison == "all others"
               and r.statistic == "lr_positive"]  # fmt: skip
    assert plain.estimate == float("inf")
    assert any(note.code == "zero_cell" for note in result.notes)
    negative = find(result, "lr_negative", "all others")  # FN and TN hold no zero
    assert negative.method == "log"


def test_rows_do_not_depend_on_the_source_or_the_order(tmp_path: Path) -> None:
    expected = als.accuracy(als.read(MOTOR_BAND)).records()
    frame = pd.read_csv(MOTOR_BAND)
    assert als.accuracy(als.read(frame)).records() == expected
    typed = frame.astype({"diagnosis": "category", "swi_motor_cortex": bool})
    assert als.accuracy(als.read(typed)).records() == expected
    with_missing = frame.astype({"swi_motor_cortex": "Int64", "diagnosis": "string"})
    assert als.accuracy(als.read(with_missing)).records() == expected
    shuffled = frame.sample(frac=1, random_state=1)
    assert als.accuracy(als.read(shuffled)).records() == expected
    path = tmp_path / "shuffled.csv"
    shuffled[list(frame.columns)[::-1]].to_csv(path, index=False, sep=";")
    assert als.accuracy(als.read(path)).records() == expected
    renamed = frame.replace({"swi_motor_cortex": {0: "nein", 1: "ja"}})
    assert als.accuracy(als.read(renamed)).records() == expected


def test_the_rows_are_those_of_the_kept_answer() -> None:
    """The same file under both sets of versions: pandas 2 and 3 compare with one kept answer."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert json.loads(als.accuracy(als.read(MOTOR_BAND)).render("json"))["rows"] == kept
    frame = pd.read_csv(MOTOR_BAND)
    assert json.loads(als.accuracy(als.read(frame)).render("json"))["rows"] == kept


def test_a_sign_that_nobody_was_read_for_has_null_rows_and_a_note() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": [np.nan, np.nan]})
    result = als.accuracy(als.read(frame))
    assert {row["estimate"] for row in result.records() if row["term"]} == {None}
    assert {(row.events, row.n) for row in result.rows if row.statistic == "scanned"} == {(0, 2)}
    assert {note.code for note in result.notes} >= {"undefined"}


def test_projection_level_and_interval_are_passed_on() -> None:
    result = als.accuracy(
        als.read(MOTOR_BAND), prevalence=[0.05, 0.1, 0.05], level=0.9, interval="jeffreys"
    )
    projected = [row.at for row in result.rows if row.method == "bayes"]
    assert projected == [0.05, 0.05, 0.1, 0.1] * 3
    assert result.level == 0.9
    assert find(result, "sensitivity", "mimics").method == "jeffreys"
    assert any(note.code == "projection" for note in result.notes)
