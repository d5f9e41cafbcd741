"""Columns of another name that are a known sign or column: said, and then read as it."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import alsstats as als
from alsstats.errors import RoleError, UsageError
from alsstats.render import render
from tests.cohort.conftest import Write

OWN = {
    "Fall": ["a", "b", "c", "d", "e", "f"],
    "Enddiagnose": ["ALS", "ALS", "ALS", "MMN", "MMN", "MMN"],
    "FLAIR Pyramidenbahn": ["1", "1", "2", "2", "2", "1"],
    "Alter bei Beginn": ["50", "61", "47", "33", "58", "70"],
}
NAMES = {
    "patient_id": "Fall",
    "diagnosis": "Enddiagnose",
    "flair_cst": "FLAIR Pyramidenbahn",
    "age_at_onset": "Alter bei Beginn",
}
KNOWN = {canonical: OWN[own] for canonical, own in NAMES.items()}
CODES = {"present": ["1"], "absent": ["2"]}
KINDS = ["csv", "parquet", "pandas", "polars", "lazy", "arrow", "relation"]


def table(kind: str, folder: Path) -> Any:
    """Return the columns above as a file or as a frame of some library."""
    frame = pd.DataFrame(OWN)
    if kind == "csv":
        frame.to_csv(folder / "cohort.csv", index=False)
        return folder / "cohort.csv"
    if kind == "parquet":
        pl.DataFrame(OWN).write_parquet(folder / "cohort.parquet")
        return folder / "cohort.parquet"
    if kind == "relation":
        return duckdb.from_df(frame)
    lazy = pl.LazyFrame(OWN)
    return {"pandas": frame, "polars": lazy.collect(), "lazy": lazy}.get(
        kind, lazy.collect().to_arrow()
    )


def rows(result: als.Result) -> tuple[als.Row, ...]:
    return result.rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sign", ["flair_cst", "FLAIR Pyramidenbahn", "flair pyramidenbahn"])
def test_a_column_of_another_name_is_the_sign(kind: str, sign: str, tmp_path: Path) -> None:
    study = {"columns": NAMES, "signs": {sign: CODES}}
    cohort = als.read(table(kind, tmp_path), study=study)
    usual = als.read(pd.DataFrame(KNOWN), study={"signs": {"flair_cst": CODES}})
    assert rows(als.accuracy(cohort)) == rows(als.accuracy(usual))
    assert rows(als.describe(cohort)) == rows(als.describe(usual))
    assert cohort.patient == "patient_id"
    assert "column 'FLAIR Pyramidenbahn' is read as flair_cst" in cohort.assumed
    assert cohort.where("flair_cst").endswith(", column 3 ('FLAIR Pyramidenbahn')")
    assert list(KNOWN) == list(cohort.source.columns)


def test_the_frame_of_the_caller_keeps_its_names() -> None:
    frame = pd.DataFrame(OWN)
    als.accuracy(als.read(frame, column_of=NAMES, present={"flair_cst": "1"}))
    assert list(frame.columns) == list(OWN)


def test_an_argument_is_laid_over_the_study() -> None:
    study = {"columns": NAMES | {"flair_cst": "Alter bei Beginn"} | {"age_at_onset": "Fall"}}
    del study["columns"]["patient_id"]
    cohort = als.read(pd.DataFrame(OWN), study=study, column_of=NAMES)
    assert cohort.own_names == NAMES


@pytest.mark.parametrize("other", ["flair_cst", "FLAIR CST"])
def test_another_column_that_has_the_name_is_refused(other: str) -> None:
    frame = pd.DataFrame(OWN | {other: ["1"] * 6})
    with pytest.raises(RoleError) as refused:
        als.read(frame, column_of=NAMES)
    assert refused.value.what == "2 columns for 'flair_cst'"
    assert refused.value.found[0] == f"columns: FLAIR Pyramidenbahn, {other}"


def test_columns_may_change_their_names_with_each_other() -> None:
    frame = pd.DataFrame({"diagnosis": ["0", "1"], "death": ["ALS", "MMN"]})
    cohort = als.read(frame, column_of={"diagnosis": "death", "death": "diagnosis"})
    [held] = cohort.count(("diagnosis",))
    assert held.columns["diagnosis"].levels == ("ALS", "MMN")


def test_a_column_that_has_the_name_already_is_not_said() -> None:
    cohort = als.read(pd.DataFrame(KNOWN), column_of={"flair_cst": "flair_cst"})
    assert cohort.own_names == {}
    assert not [text for text in cohort.assumed if "read as" in text]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"flair_cts": "x"}, "is known as 'flair_cts'; did you mean 'flair_cst'?"),
        ({"motor_band": "x"}, "is known as 'motor_band'; did you mean 'swi_motor_cortex'?"),
        ({"dx": "x"}, "did you mean 'diagnosis'?"),
        ({"flair_cst": "x", "t2_cst": "X "}, "is said to be both flair_cst and t2_cst"),
        ({"flair_cst": " "}, "not a text"),
        ({"flair_cst": ["x"]}, "not a text"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError) as refused:
        als.Study.of({"columns": said})
    assert what in refused.value.what


def test_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(RoleError) as refused:
        als.read(pd.DataFrame(OWN), column_of={"diagnosis": "Enddiagnosen"})
    assert refused.value.fix == "--column-of diagnosis=Enddiagnose"


def test_the_name_in_the_file_is_answered_with_the_one_that_holds() -> None:
    cohort = als.read(pd.DataFrame(OWN), column_of=NAMES, present={"flair_cst": "1"})
    with pytest.raises(RoleError) as refused:
        als.accuracy(cohort, signs=["FLAIR Pyramidenbahn"])
    assert "it is read as flair_cst" in refused.value.what
    assert refused.value.fix == "--sign flair_cst"


def test_a_refusal_names_the_column_as_the_file_has_it(write: Write) -> None:
    path = write("diagnosis,FLAIR Pyramidenbahn\nALS,1\nMMN,2\n")
    cohort = als.read(path, column_of={"flair_cst": "FLAIR Pyramidenbahn"})
    with pytest.raises(als.CodingError) as refused:
        als.accuracy(cohort)
    assert refused.value.found == (
        "cohort.csv, column 2 ('FLAIR Pyramidenbahn'): 1 (1 rows), 2 (1)",
    )
    assert refused.value.fix == "--present flair_cst=1"


def test_what_is_said_of_a_variable_under_its_own_name_is_of_the_known_one() -> None:
    study = als.Study.of(
        {"columns": {"centre": "Zentrum"}, "variables": {"Zentrum": {"order": ["B", "A"]}}}
    )
    assert study.variables["centre"].order == ("B", "A")
    with pytest.raises(UsageError, match="declared under two names"):
        study.with_(
            {
                "signs": {"x": {"present": "1"}, "flair_cst": {"present": "1"}},
                "columns": {"flair_cst": "x"},
            }
        )


def test_the_answer_in_every_format_has_the_canonical_name() -> None:
    cohort = als.read(pd.DataFrame(OWN), column_of=NAMES, present={"flair_cst": "1"})
    assert "Corticospinal tract hyperintensity (FLAIR)" in render(als.accuracy(cohort), "text")
