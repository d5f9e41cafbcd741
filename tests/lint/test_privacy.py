"""What `check` prints tells of nobody, unless it was asked to."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import alsstats as als
from alsstats.lint import FORMATS
from tests.lint.conftest import Write

NAMES = ["Anna Weber", "Bernd Klein", "Clara Voss", "Dieter Ott", "Anna Weber", "Emil Graf"]
DATES = ["2020-03-01", "2020-04-02", "1900-01-01", "2020-05-06", "2020-06-07", "2091-01-01"]


@pytest.fixture
def cohort(write: Write) -> Path:
    frame = pd.DataFrame(
        {
            "patient_id": NAMES,
            "surname": [name.split()[1] for name in NAMES[:5]] + ["Weper"],
            "diagnosis": ["ALS", "ALS", "ALS", "MMN", "MMN", "MMN"],
            "flair_cst": ["1", "0", "7", "0", "0", "1"],
            "sex": ["f", "m", "f", "m", "F", "m"],
            "age_at_onset": ["50", "530", "61", "44", "50", "-9"],
            "mri_date": DATES,
            "ward": ["a", "b", "a", "a@b", "a", "b"],
        }
    )
    path = write("")
    frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("kind", FORMATS)
def test_nobody_is_named_without_being_asked_for(kind: str, cohort: Path) -> None:
    for data in (cohort, pd.read_csv(cohort, dtype=str)):
        text = FORMATS[kind](als.check(data), "cohort.csv")
        assert "duplicate-patient" in text
        assert "date-" in text
        for word in (word for name in NAMES for word in name.split()):
            assert word not in text
        for date in {*DATES} - {"1900-01-01"}:
            assert date not in text


def test_patients_are_named_where_it_is_asked_for(cohort: Path) -> None:
    for data in (cohort, pd.read_csv(cohort, dtype=str)):
        found = {held.name: held for held in als.check(data, show_ids=True).findings}
        assert found["code-unknown"].evidence[-1] == "patients: Clara Voss"
        assert found["duplicate-patient"].evidence[-1] == "patients: Anna Weber, Anna Weber"


def test_json_has_every_finding_with_its_place(cohort: Path) -> None:
    found = als.check(cohort)
    document = json.loads(FORMATS["json"](found, "cohort.csv"))
    assert document["schema"] == 1
    assert document["title"] == "cohort.csv, 6 rows"
    assert [column["name"] for column in document["columns"]][:2] == ["patient_id", "surname"]
    keys = {"name", "severity", "column", "place", "rows", "evidence", "why", "fix"}
    assert keys < set(document["findings"][0])
    assert "codes" not in document["findings"][0]
    assert [held["name"] for held in document["findings"]] == [one.name for one in found.findings]


def test_annotations_are_escaped_as_github_wants_them(cohort: Path) -> None:
    odd = shutil.copy(cohort, cohort.with_name("50%, a:b.csv"))
    lines = FORMATS["github"](als.check(odd), str(Path(odd).name)).splitlines()
    assert len(lines) == len(als.check(odd).findings)
    assert all("file=50%25%2C a%3Ab.csv,line=" in line for line in lines)
    [unknown] = [line for line in lines if "title=code-unknown" in line]
    assert unknown.startswith("::error ")
    assert ",line=4," in unknown  # the third row, below the header
    assert "%0A" in unknown
