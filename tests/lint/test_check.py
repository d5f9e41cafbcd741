"""`check`: every column, every problem at once, and nobody's data."""

from pathlib import Path

import pandas as pd
import pytest

import alsstats as als
from sample_data.make_cohort import FILE
from tests.lint.conftest import Write


def column(found: als.Check, name: str) -> str:
    [report] = [report for report in found.columns if report.name == name]
    return "\n".join((report.role, *report.codes))


def test_the_sample_cohort_has_no_problem_and_every_column_is_said() -> None:
    found = als.check(FILE)
    assert found.problems == ()
    assert len(found.columns) == 24
    assert column(found, "flair_cst") == (
        "sign flair_cst; codes assumed\npresent is 1 (122 rows)\nabsent is 0 (56 rows)"
    )
    assert column(found, "el_escorial").startswith("a category, described\n")
    assert "probable laboratory-supported (36)" in column(found, "el_escorial")
    assert column(found, "age_at_onset").endswith("\n43 different values")
    assert "mimics: " in column(found, "diagnosis")
    assert found.also == ("combined: flair_swi = flair_cst and swi_motor_cortex, assumed",)
    assert "\nno errors, no warnings, 1 note;" in str(found)
    assert max(map(len, str(found).splitlines())) <= 80


def test_what_is_declared_is_said_to_be() -> None:
    frame = pd.DataFrame(
        {"code": ["a", "b"], "dx": ["ill", "well"], "motor_band": [1, 2], "x": [0, 1]}
    )
    found = als.check(
        frame, id="code", reference="dx", target="ill", versus={"controls": "well"},
        present={"motor_band": 1}, define={"both": "motor_band and x"},
    )  # fmt: skip
    assert found.problems == ()
    assert column(found, "code").startswith("patient, declared")
    assert column(found, "dx").startswith("reference diagnosis, declared\ntarget is ill (1 rows)")
    assert column(found, "motor_band").startswith("sign swi_motor_cortex; codes declared")
    assert column(found, "x").startswith("part of both; codes assumed")
    assert found.also[0] == "combined: both = motor_band and x, declared"


def test_all_problems_at_once() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "a", "b", "c"],
            "diagnosis": ["ALS", "gout", "MMN", "healthy"],
            "motor_band": [1, 2, 2, 2],
            "flair_cst": [1, 0, 7, 0],
        }
    )
    found = als.check(frame)
    assert [problem.what.split(" that")[0][:40] for problem in found.problems] == [
        "patients",
        "the reference column holds diagnoses",
        "cannot tell which code of 'motor_band' m",
        "'flair_cst' holds codes",
    ]
    assert "not known: 7 (1 rows)" in column(found, "flair_cst")
    assert str(found).count("error[") == 4
    assert "\n4 errors, no warnings" in str(found)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"dx2": ["ALS", "MMN"], "flair_cst": [1, 0]}, "no column 'diagnosis'"),
        ({"diagnosis": ["ALS", "MMN"], "age": [50, 60]}, "no column of a known sign"),
    ],
)
def test_without_a_role_the_columns_are_listed_all_the_same(
    columns: dict[str, object], says: str
) -> None:
    found = als.check(pd.DataFrame(columns))
    assert says in found.problems[0].what
    assert [report.name for report in found.columns] == list(columns)


def test_a_column_that_its_parts_contradict_is_a_problem() -> None:
    frame = pd.DataFrame(
        {"diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0], "motor_band": [1, 0],
         "flair_swi": [0, 1]}
    )  # fmt: skip
    found = als.check(frame)
    assert "not what its parts say" in found.problems[0].what
    assert column(found, "flair_swi").startswith("sign flair_swi, ready made")


def test_certainty_is_looked_at_where_it_is_asked_for() -> None:
    frame = pd.DataFrame(
        {"diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0], "el_escorial": ["defnite", ""]}
    )
    assert als.check(frame).problems == ()
    [problem] = als.check(frame, certainty=["definite"]).problems
    assert "certainty" in problem.what


def test_the_codes_of_other_columns_are_listed_only_where_they_are_of_many() -> None:
    frame = pd.DataFrame(
        {
            "diagnosis": ["ALS", "MMN"] * 4,
            "flair_cst": [1, 0] * 4,
            "name": ["Anna", "Bert"] + ["Carl"] * 6,
            "ward": ["north", "south"] * 4,
            "story": ["a long story that would tell too much of somebody"] * 8,
            "lists": [[1], [2]] * 4,
        }
    )
    text = str(als.check(frame))
    assert "Anna" not in text
    assert "story that" not in text
    assert "north (4 rows), south (4)" in text
    assert "no values to count" in text


def test_a_decimal_comma_is_said_or_refused(write: Write, tmp_path: Path) -> None:
    found = als.check(write("diagnosis;flair_cst;age\nALS;1,0;50,5\nMMN;0,0;44,25\n"))
    assert found.problems == ()
    assert "numbers are written with a decimal comma: 1,0 is 1.0" in found.about
    mixed = als.check(write("diagnosis;flair_cst;age\nALS;1,0;50.5\nMMN;0,0;44,25\n"))
    assert "what a comma means" in mixed.problems[0].what


def test_the_files_that_cannot_be_read_are_errors_and_not_problems(tmp_path: Path) -> None:
    with pytest.raises(als.FileError):
        als.check(tmp_path / "none.csv")


def test_the_diagnosis_is_looked_at_where_no_sign_is_known() -> None:
    frame = pd.DataFrame({"dx": ["ALS", "gout"], "my sign": [1, 0], "flair_cts": [1, 0]})
    found = als.check(frame, reference="dx")
    assert [problem.name for problem in found.problems] == ["role-missing", "diagnosis-unknown"]
    assert column(found, "dx").startswith("reference diagnosis, declared")
    named = als.check(frame, reference="dx", leave_out="gout", signs=["my sign"])
    assert "sign my sign; codes assumed" in column(named, "my sign")
    assert "nobody is compared with ALS" in named.problems[0].what
    assert "near-name" in {one.name for one in named.findings}
