"""The study file beside the data: used and said, never two, never before a flag."""

from pathlib import Path

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import UsageError
from tests.cohort.conftest import Write

DATA = "diagnosis,motor_band\nALS,1\nALS,2\nMMN,2\nMMN,2\n"
ONE_IS_YES = '[signs.motor_band]\npresent = ["1"]\n'
TWO_IS_YES = '[signs.motor_band]\npresent = ["2"]\n'


def sensitivity(cohort: als.Cohort) -> int | None:
    rows = als.accuracy(cohort).rows
    return next(row.events for row in rows if row.statistic == "sensitivity")


@pytest.mark.parametrize("name", ["cohort.csv", "cohort.csv.gz", "my.cohort.tsv"])
@pytest.mark.parametrize("shared", ["", "alsstats.toml"])
def test_the_file_beside_the_data_is_used_and_said(write: Write, name: str, shared: str) -> None:
    import gzip

    text = DATA.replace(",", "\t") if name.endswith("tsv") else DATA
    path = write(gzip.compress(text.encode()) if name.endswith("gz") else text, name)
    stem = name.removesuffix(".gz").rpartition(".")[0]
    study = write(ONE_IS_YES, shared or f"{stem}.toml")
    cohort = als.read(path)
    assert sensitivity(cohort) == 1
    [said] = [text for text in cohort.assumed if "study" in text]
    assert said == f"the study is {study.name}, which lies beside the data"
    assert als.accuracy(cohort).provenance["study"]["file"] == study.name


def test_two_files_beside_the_data_are_refused_unless_one_is_named(write: Write) -> None:
    path = write(DATA)
    write(ONE_IS_YES, "cohort.toml")
    other = write(TWO_IS_YES, "alsstats.toml")
    with pytest.raises(UsageError, match="two study files lie beside the data"):
        als.read(path)
    assert sensitivity(als.read(path, study=other)) == 1
    rows = als.accuracy(als.read(path, study=str(other))).rows
    assert next(row.estimate for row in rows if row.statistic == "specificity") == 0


def test_the_data_alsstats_csv_has_one_study_file(write: Write) -> None:
    path = write(DATA, "alsstats.csv")
    write(ONE_IS_YES, "alsstats.toml")
    assert sensitivity(als.read(path)) == 1


def test_a_file_named_beats_the_one_beside_and_a_flag_beats_both(write: Write) -> None:
    path = write(DATA)
    write(ONE_IS_YES, "cohort.toml")
    assert sensitivity(als.read(path, present={"motor_band": "2"})) == 1
    turned = als.accuracy(als.read(path, present={"motor_band": "2"})).rows
    assert next(row.estimate for row in turned if row.statistic == "specificity") == 0
    mapping = {"signs": {"motor_band": {"present": "2"}}}
    also = als.accuracy(als.read(path, study=mapping)).rows
    assert also == turned


def test_a_frame_has_nothing_beside_it_and_takes_a_study(tmp_path: Path) -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "motor_band": ["1", "2"]})
    study = als.Study.of({"signs": {"motor_band": {"present": "1"}}})
    assert sensitivity(als.read(frame, study=study)) == 1
    assert als.read(frame, study=study).assumed == ()
    with pytest.raises(UsageError, match="a study is the path of a TOML file"):
        als.read(frame, study=3)


def test_rows_that_are_not_patients_may_repeat_them_but_not_be_counted() -> None:
    frame = pd.DataFrame(
        {"patient_id": ["a", "a", "b"], "diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 1, 0]}
    )
    cohort = als.read(frame, rows="visit")
    with pytest.raises(als.RoleError, match="the rows are visits"):
        als.accuracy(cohort)
    with pytest.raises(als.RoleError, match="more than one row"):
        als.read(frame)


def test_the_column_of_patients_can_be_named() -> None:
    frame = pd.DataFrame({"code": [1, 1], "diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0]})
    assert als.read(frame).patient is None
    with pytest.raises(als.RoleError, match="more than one row"):
        als.read(frame, id="code")
    with pytest.raises(als.RoleError, match="no column 'cod'; did you mean 'code'"):
        als.read(frame, id="cod")
