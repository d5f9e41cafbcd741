"""Files of SPSS, Stata and SAS: words in place of codes, dates as dates, missing as declared."""

import hashlib
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import alsstats as als
from alsstats.cohort import statistical_reader
from alsstats.cohort.statistical_kinds import STATA
from alsstats.cohort.statistical_reader import written
from alsstats.errors import AlsstatsError, FileError, UsageError

Write = Callable[..., None]
SHORT = {"patient_id": "id", "diagnosis": "dx", "flair_cst": "t2_cst", "age_at_onset": "age"}


def short_names(write: Write) -> Write:
    """Write with names of 8 characters, the most that the format has."""
    return lambda frame, path: write(frame.rename(columns=SHORT), path)


WRITERS: dict[str, Write] = {
    "sav": pyreadstat.write_sav,
    "zsav": lambda frame, path, **how: pyreadstat.write_sav(frame, path, compress=True, **how),
    "por": short_names(pyreadstat.write_por),
    "dta": pyreadstat.write_dta,
    "xpt": pyreadstat.write_xport,
    "v5": short_names(partial(pyreadstat.write_xport, file_format_version=5)),
}
FRAME = pd.DataFrame(
    {
        "patient_id": ["a", "b", "c", "d"],
        "diagnosis": ["ALS", "ALS", "MMN", "MMN"],
        "flair_cst": [1.0, 0.0, 0.0, np.nan],
        "age_at_onset": [50.5, 61.0, 0.1, 33.0],
    }
)


def column(path: Path, name: str) -> dict[str, int]:
    with als.read(path) as cohort:
        [counts] = cohort.count((name,))
        return counts.of_level(name)


def refusal(path: Path, **how: Any) -> str:
    with pytest.raises(AlsstatsError) as error:
        als.read(path, **how).close()
    return str(error.value)


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_answer_as_from_csv(tmp_path: Path, name: str) -> None:
    path, text = tmp_path / "cohort.data", tmp_path / "cohort.csv"
    WRITERS[name](FRAME, path)
    names = {name: SHORT[name] for name in FRAME} if name in {"por", "v5"} else {}
    FRAME.rename(columns=names).to_csv(text, index=False)
    with als.read(path) as packed, als.read(text) as plain:
        assert als.accuracy(packed).records() == als.accuracy(plain).records()
        assert packed.provenance()["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert packed.provenance()["name"] == "cohort.data"
        age = packed.source.columns[3]
        [counts] = packed.count((age,))
        assert set(counts.columns[age].levels) == {"50.5", "61", "0.1", "33"}


def test_words_take_the_place_of_codes(tmp_path: Path) -> None:
    labels = {"flair_cst": {1: "yes", 0: " no "}, "sex": {"m": "male"}, "grade": {1: "", 2: "II"}}
    frame = FRAME.assign(sex=["m", "m  ", "f", ""], grade=[1.0, 2.0, 3.0, 2.0])
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)
    assert column(path, "flair_cst") == {"": 1, "no": 2, "yes": 1}
    assert column(path, "sex") == {"": 1, "f": 1, "male": 2}
    assert column(path, "grade") == {"1": 1, "3": 1, "II": 2}
    with als.read(path) as cohort:
        assert cohort.source.labels == {  # type: ignore[union-attr]
            "flair_cst": {"1": "yes", "0": "no"},
            "sex": {"m": "male"},
            "grade": {"2": "II"},
        }
        assert "cells hold the words of their codes: flair_cst, sex, grade" in cohort.assumed


def test_codes_that_share_a_word_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "cohort.dta"
    pyreadstat.write_dta(FRAME, path, variable_value_labels={"flair_cst": {1: "yes", 0: "Yes"}})
    assert column(path, "flair_cst") == {"": 1, "0": 2, "1": 1}
    with als.read(path) as cohort:
        assert "flair_cst keeps its codes: two have the same word" in cohort.assumed


def test_a_code_that_is_another_code_s_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(FRAME, path, variable_value_labels={"flair_cst": {1: "0"}})
    assert "column 'flair_cst' holds codes and the words of other codes" in refusal(path)


def test_codes_declared_missing_are_empty_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "cohort.sav"
    frame = FRAME.assign(flair_cst=[1.0, 0.0, 8.0, 9.0], centre=["A", "??", "??", "B"])
    pyreadstat.write_sav(
        frame,
        path,
        variable_value_labels={"flair_cst": {8: "refused", 9: "not done"}},
        missing_ranges={"flair_cst": [{"lo": 8, "hi": 9}], "centre": ["??"]},
    )
    assert column(path, "flair_cst") == {"": 1, "0": 1, "1": 1, "not done": 1}
    assert column(path, "centre") == {"": 2, "A": 1, "B": 1}
    with als.read(path) as cohort:
        assert "flair_cst: missing by the file's word is 8 refused (1 rows)" in cohort.assumed
        assert "centre: missing by the file's word is ?? (2 rows)" in cohort.assumed


def test_letters_of_stata_are_missing(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "cohort.dta"
    frame = FRAME.assign(flair_cst=pd.Series([1.0, "a", "z", 0.0], dtype=object))
    pyreadstat.write_dta(
        frame,
        path,
        missing_user_values={"flair_cst": ["a", "z"]},
        variable_value_labels={"flair_cst": {1: "yes", 0: "no", "a": "not done"}},
    )
    assert column(path, "flair_cst") == {"": 1, "no": 1, "not done": 1, "yes": 1}
    written(path, STATA, whole := tmp_path / "whole.csv")
    monkeypatch.setattr(statistical_reader, "CELLS", 4)
    monkeypatch.setattr(statistical_reader, "FEWEST", 1)
    written(path, STATA, by_row := tmp_path / "by_row.csv")
    assert by_row.read_bytes() == whole.read_bytes()
    with als.read(path) as cohort:
        assert "flair_cst: missing by the file's word is z (1 rows)" in cohort.assumed


@pytest.mark.parametrize("name", ["sav", "dta", "xpt"])
def test_dates_and_times(tmp_path: Path, name: str) -> None:
    moments = [datetime.fromisoformat("1959-12-31T08:30:01"), datetime.fromisoformat("2024-02-29")]
    days = [date(1899, 12, 31), date(2024, 2, 29)]
    frame = FRAME[:2].assign(day=days, moment=pd.to_datetime(moments))
    path = tmp_path / f"cohort.{name}"
    WRITERS[name](frame, path)
    assert set(column(path, "day")) == {"1899-12-31", "2024-02-29"}
    assert set(column(path, "moment")) == {"1959-12-31T08:30:01", "2024-02-29"}


def test_a_time_of_more_than_a_day_is_not_wrapped(tmp_path: Path) -> None:
    frame = FRAME.assign(delay=[30 * 3600.0, 0.0, 59.5, np.nan])
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(frame, path, variable_format={"delay": "TIME8"})
    assert set(column(path, "delay")) == {"30:00:00", "0:00:00", "0:00:59.5", ""}


def test_single_precision_is_what_was_meant_and_pandas_agrees(tmp_path: Path) -> None:
    path = tmp_path / "cohort.dta"
    frame = FRAME.assign(dfs=np.array([0.1, 0.7, 1.05, 2], dtype="float32"))
    frame.to_stata(path, write_index=False, version=118)
    assert set(column(path, "dfs")) == {"0.1", "0.7", "1.05", "2"}
    read = pd.read_stata(path)["dfs"]
    assert {text.removesuffix(".0") for text in read.astype(str)} == set(column(path, "dfs"))


def test_categories_of_pandas_are_words(tmp_path: Path) -> None:
    path = tmp_path / "cohort.dta"
    frame = FRAME.assign(sex=pd.Categorical(["male", "female", "male", None]))
    frame.to_stata(path, write_index=False, version=118)
    expected = pd.read_stata(path)["sex"].astype(object).fillna("").value_counts().to_dict()
    assert column(path, "sex") == expected


@pytest.mark.parametrize("name", ["sav", "zsav", "dta", "por", "xpt", "v5"])
def test_a_file_cut_short_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"cohort.{name.replace('v5', 'xpt')}"
    WRITERS[name](pd.concat([FRAME] * 20).reset_index(drop=True), path)
    content = path.read_bytes()
    padding = 0 if name != "por" else len(content) - len(content.rstrip(b"Z\r\n"))
    for left in (padding + 1, padding + 7, len(content) // 3 // 80 * 80 + 1, len(content) - 90):
        path.write_bytes(content[:-left])
        with pytest.raises(AlsstatsError):
            als.read(path, rows="visit").close()


def outcome(path: Path) -> object:
    """Return how many rows and columns are read, or that the file is refused and why."""
    try:
        with als.read(path, rows="visit") as cohort:
            return cohort.source.rows, len(cohort.source.columns)
    except FileError as error:
        return "refused with what was found" if error.found else str(error)


def test_a_damaged_file_is_read_or_refused(tmp_path: Path) -> None:
    for name, write in WRITERS.items():
        path = tmp_path / f"cohort.{name.replace('v5', 'xpt')}"
        write(FRAME, path)
        content = bytearray(path.read_bytes())
        for place in range(200, len(content), len(content) // 3):
            content[place] ^= 0xFF
            path.write_bytes(content)
            assert outcome(path) in {
                (len(FRAME), len(FRAME.columns)),
                "refused with what was found",
            }


def test_a_reader_that_stops_is_a_refusal(tmp_path: Path, monkeypatch: Any) -> None:
    """As on a damaged file that makes the C beneath it stop the process."""
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(FRAME, path)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert "the reader stopped with 1" in refusal(path)


def test_several_data_sets_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xpt"
    WRITERS["v5"](FRAME, path)
    content = path.read_bytes()
    path.write_bytes(content + content[content.index(b"HEADER RECORD*******MEMB") :])
    assert "holds several data sets" in refusal(path)


def test_without_the_package_it_is_named(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(FRAME, path)
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    assert "do: pip install 'alsstats[formats]'" in refusal(path)


def test_flags_of_text_do_not_apply_and_names_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "cohort.sav"
    pyreadstat.write_sav(FRAME, path)
    with pytest.raises(UsageError, match="--encoding does not apply"):
        als.read(path, encoding="cp1252")
    path.write_text("a,b\n1,2\n")
    assert "is not an SPSS file, as its name says" in refusal(path)


def test_no_rows_and_nothing_left_behind(tmp_path: Path, monkeypatch: Any) -> None:
    path, folder = tmp_path / "cohort.sav", tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    pyreadstat.write_sav(FRAME[:0], path)
    with pytest.raises(FileError, match="no rows"):
        als.read(path)
    assert not list(folder.iterdir())


def test_a_data_set_of_sas() -> None:
    """What R's haven 2.5 wrote of a data frame with these values."""
    path = Path(__file__).with_name("written_by_haven.sas7bdat")
    assert column(path, "diagnosis") == {"ALS": 2, "MMN": 2}
    assert column(path, "flair_cst") == {"": 1, "0": 2, "1": 1}
    assert set(column(path, "age_at_onset")) == {"50.5", "61", "0.1", "33"}
    assert set(column(path, "seen")) == {"2024-02-29", "1959-12-31", "", "2020-01-01"}
    assert set(column(path, "at")) == {"2024-02-29T08:30:00", ""}
    with als.read(path) as cohort:
        assert cohort.assumed[0] == "written_by_haven.sas7bdat is a SAS data set"
