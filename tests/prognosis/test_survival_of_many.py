"""A cohort of many rows and few different ones: a file, a frame and any order give one answer."""

from collections.abc import Callable
from dataclasses import asdict
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import alsstats as als

ROWS, SEED = 200_000, 5
# Whole numbers of people are added up exactly; the likelihood, of other orders of rows, is not.
NEAR = {"rel": 1e-9, "abs": 1e-12}


def many() -> pd.DataFrame:
    """Return people who differ in little: 36 months, and signs that some scans could not show."""
    drawn = np.random.default_rng(SEED)
    flair, swi, bulbar = drawn.random((3, ROWS)) < [[0.6], [0.5], [0.3]]
    months = np.ceil(drawn.exponential(40 / (1 + 2 * (flair & swi) + 0.5 * bulbar)))
    last = drawn.integers(12, 37, ROWS)
    return pd.DataFrame(
        {
            "patient_id": np.char.add("M", np.arange(ROWS).astype(str)),
            "diagnosis": "ALS",
            "months_from_mri": np.minimum(months, last).astype(int),
            "death": (months <= last).astype(int),
            "flair_cst": flair.astype(int).astype(str),
            "swi_motor_cortex": np.where(
                drawn.random(ROWS) < 0.02, "not assessable", swi.astype(int).astype(str)
            ),
            "bulbar_onset": bulbar.astype(int).astype(str),
        }
    )


def as_csv(frame: pd.DataFrame, folder: Path) -> object:
    frame.to_csv(folder / "many.csv", index=False)
    return folder / "many.csv"


def as_parquet(frame: pd.DataFrame, folder: Path) -> object:
    frame.to_parquet(folder / "many.parquet")
    return folder / "many.parquet"


def shuffled(frame: pd.DataFrame, _: Path) -> object:
    columns = frame.columns[::-1]
    return frame.sample(frac=1, random_state=SEED)[columns]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return many()


def survival(given: object) -> als.Result:
    with als.read(given) as cohort:
        return als.survival(cohort, adjust="bulbar_onset", split=[12])


@pytest.fixture(scope="module")
def answer(frame: pd.DataFrame) -> als.Result:
    return survival(frame)


@pytest.mark.parametrize("given", [as_csv, as_parquet, shuffled])
def test_a_file_and_a_frame_give_one_answer(
    frame: pd.DataFrame,
    answer: als.Result,
    tmp_path: Path,
    given: Callable[[pd.DataFrame, Path], object],
) -> None:
    found = survival(given(frame, tmp_path))
    for row, other in zip(map(asdict, answer.rows), map(asdict, found.rows), strict=True):
        for name, value in row.items():
            same = pytest.approx(value, nan_ok=True, **NEAR) if isinstance(value, float) else value
            assert other[name] == same, f"{name} of {row}"
    assert found.curves == answer.curves
    assert found.notes == answer.notes
    assert found.provenance["study"] == answer.provenance["study"]
    said = [line for line in found.provenance["assumed"] if " is UTF-8 text" not in line]
    assert sorted(said) == sorted(answer.provenance["assumed"])


def test_all_are_counted(frame: pd.DataFrame, answer: als.Result) -> None:
    """Counted by pandas, of those whose SWI was read."""
    read = frame[frame["swi_motor_cortex"] != "not assessable"]
    whole = next(row for row in answer.rows if row.statistic == "events")
    assert (whole.n, whole.events, whole.left_out) == (
        len(read),
        read["death"].sum(),
        ROWS - len(read),
    )
    time = next(row for row in answer.rows if row.statistic == "person_time")
    assert time.estimate == read["months_from_mri"].sum()
    both = (read["flair_cst"] == "1") & (read["swi_motor_cortex"] == "1")
    for group, part in (("both", read[both]), ("not both", read[~both])):
        row = next(r for r in answer.rows if (r.statistic, r.group) == ("events", group))
        assert (row.n, row.events) == (len(part), part["death"].sum())
        [curve] = [c for c in answer.curves if (c.name, c.group) == ("at risk, flair_swi", group)]
        assert curve.at_risk == tuple((part["months_from_mri"] >= x).sum() for x in curve.x)


def test_the_model_is_that_of_every_row(frame: pd.DataFrame, answer: als.Result) -> None:
    """Cox's model of every single row, without counting."""
    read = frame[frame["swi_motor_cortex"] != "not assessable"]
    both = (read["flair_cst"] == "1") & (read["swi_motor_cortex"] == "1")
    covariates = {"both": both.astype(int), "bulbar": read["bulbar_onset"].astype(int)}
    model = als.cox(time=read["months_from_mri"], event=read["death"], covariates=covariates)
    for term, name in (("flair_swi", "both"), ("bulbar_onset", "bulbar")):
        fields = ("hazard_ratio", "wald", "adjusted", term)
        [row] = [r for r in answer.rows if (r.statistic, r.method, r.model, r.term) == fields]
        assert log(row.estimate or 0) == pytest.approx(model.coefficients[name], **NEAR)
