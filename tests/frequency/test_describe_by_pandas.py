"""The numbers of a table one are those of pandas, whatever the rows and wherever they come from."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from sample_data.make_cohort import FILE
from tests.frequency.described_by_pandas import NOT_ASSESSABLE, differing, expected, found_in

NUMBERS = ["onset_to_mri_months", "alsfrs_r", "dfs", "umn_score"]
FINDINGS = [
    "bulbar_onset", "flair_cst", "swi_motor_cortex", "t2_cst", "t1_cst", "motor_cortex_atrophy",
    "snake_eyes", "muscle_abnormal", "muscle_atrophy", "other_cause_found",
]  # fmt: skip
CATEGORIES = ["diagnosis", "el_escorial", "centre", "field_strength", "sex"]


@pytest.mark.parametrize("by", [None, "diagnosis", "centre", "el_escorial", "sex"])
def test_the_sample_cohort(by: str | None) -> None:
    frame = pd.read_csv(FILE, dtype=str)
    frame = frame.astype(dict.fromkeys(["age_at_onset", *NUMBERS], float))
    held = expected(
        frame,
        by,
        medians=NUMBERS,
        means=["age_at_onset"],
        categories=[name for name in CATEGORIES if name != by],
        findings=FINDINGS,
    )
    result = als.describe(als.read(FILE), by=by, mean="age_at_onset")
    assert not [*differing(found_in(result), held)]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "arm": st.sampled_from(["a", "b", "c", None]),
            "score": st.one_of(st.none(), st.integers(-30, 90).map(lambda whole: whole / 4)),
            "weight": st.one_of(st.none(), st.integers(0, 2000).map(lambda whole: whole / 10)),
            "hand": st.sampled_from(["left", "right", "both", None]),
            "flair_cst": st.sampled_from(["0", "1", NOT_ASSESSABLE, None]),
        }
    ),
    min_size=1,
    max_size=25,
)
CODES = {"present": {"flair_cst": ["1"]}, "absent": {"flair_cst": ["0"]}}


def framed(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["arm", "score", "weight", "hand", "flair_cst"])
    return frame.astype({"score": float, "weight": float})


def described(cohort: als.Cohort, by: str | None) -> als.Result:
    return als.describe(
        cohort,
        by=by,
        columns=["score", "weight", "hand", "flair_cst"],
        number="score",
        mean="weight",
        category="hand",
    )


@settings(max_examples=150)
@given(ROWS, st.sampled_from([None, "arm"]), st.sampled_from([pd.DataFrame, pl.from_pandas]))
def test_random_frames(
    rows: list[dict[str, object]], by: str | None, held_by: Callable[..., object]
) -> None:
    frame = framed(rows)
    held = expected(
        frame, by, medians=["score"], means=["weight"], categories=["hand"], findings=["flair_cst"]
    )
    assert not [*differing(found_in(described(als.read(held_by(frame), **CODES), by)), held)]


@settings(max_examples=25)
@given(rows=ROWS)
def test_a_file_with_decimal_commas(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    frame = framed(rows)
    path = Path(tmp_path_factory.mktemp("comma") / "cohort.csv")
    frame.to_csv(path, sep=";", decimal=",", index=False, float_format="%.2f")
    held = expected(
        frame, "arm", medians=["score"], means=["weight"], categories=["hand"],
        findings=["flair_cst"],
    )  # fmt: skip
    with als.read(path, **CODES) as cohort:
        assert not [*differing(found_in(described(cohort, "arm")), held)]


def test_one_person_and_a_group_in_which_all_is_missing() -> None:
    frame = framed(
        [
            {"arm": "a", "score": 3.5, "weight": 70, "hand": "left", "flair_cst": "1"},
            {"arm": "b", "score": None, "weight": None, "hand": None, "flair_cst": None},
        ]
    )
    rows = {
        (row.statistic, row.group, row.at): row
        for row in described(als.read(frame, **CODES), "arm").rows
        if row.term in {"score", "weight"}
    }
    assert [rows["quantile", "a", at].estimate for at in (0.25, 0.5, 0.75)] == [3.5] * 3
    undefined = [rows["standard_deviation", "a", None], rows["mean", "b", None]]
    undefined.append(rows["quantile", "b", 0.5])
    assert all(row.estimate != row.estimate for row in undefined)
    assert (rows["mean", "b", None].n, rows["mean", "b", None].left_out) == (0, 1)
    assert rows["missing", "b", None].events == 1
