"""What is said wins in its order, under any name of a column, and what cannot be is refused."""

import shlex
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import AlsstatsError, CodingError, RoleError, UsageError
from sample_data import make_visits

STAGES = pd.DataFrame({
    "Stage": ["I", "II", "III", "I", "", "II"], "t2_cst": list("101011"),
    "BMI": ["20", "31", "25", "28", "22", "19"], "diagnosis": ["ALS"] * 4 + ["MMN"] * 2,
})  # fmt: skip
STUDY = {"prevalence": {"by": "Stage", "order": ["I", "II", "III"]}}


def levels(result: als.Result) -> list[str | None]:
    shares = (row for row in result.rows if row.statistic == "prevalence" and not row.model)
    return list(dict.fromkeys(row.group for row in shares))


def test_what_the_question_says_of_levels_wins_over_the_study() -> None:
    cohort = als.read(STAGES, study=STUDY)
    assert levels(als.prevalence(cohort)) == ["I", "II", "III", "all"]
    turned = als.prevalence(cohort, by="stage", order=["III", "II", "I"])  # by another spelling
    assert levels(turned) == ["III", "II", "I", "all"]
    with pytest.raises(CodingError, match="levels that its order does not name"):
        als.prevalence(cohort, by="Stage", order=["III", "II"])
    merged = als.prevalence(cohort, by="Stage", merge={"late": ["II", "III"]})
    assert levels(merged) == ["I", "late", "all"]  # in the order of the study
    other = als.prevalence(cohort, by="diagnosis")  # the levels of the study are of another column
    assert levels(other) == ["ALS", "MMN", "all"]


def test_levels_twice_in_one_study_are_refused() -> None:
    variables = {"variables": {"stage": {"order": ["I"]}}}
    with pytest.raises(UsageError, match="declared twice"):
        als.read(STAGES, study=STUDY | variables)
    with pytest.raises(UsageError, match="not the one column"):
        als.read(STAGES, study={"prevalence": {"order": ["I"]}})


@pytest.mark.parametrize(
    ("asked", "kind", "says"),
    [
        ({"order": ["I", "II", "III", ""]}, UsageError, "has no name in its order"),
        ({"merge": {"late": ["II", " "]}}, UsageError, "has no name in its merge"),
        ({"order": ["I", "II", "III", "all"]}, RoleError, "no level can be called 'all'"),
        ({"among": {"diagnosis": "ALS", "Diagnosis": "MMN"}}, UsageError, "'diagnosis' twice"),
        ({"adjust": "BMI", "category": "BMI", "number": "bmi"}, UsageError, "as a category and as"),
        ({"adjust": "bmi"}, UsageError, "'bmi' is a number or a category"),
    ],
)
def test_what_cannot_be_is_refused(asked: Any, kind: type[AlsstatsError], says: str) -> None:
    with pytest.raises(kind, match=says):
        als.prevalence(als.read(STAGES), by="Stage", **asked)


def test_the_kind_of_a_column_is_said_under_any_name_of_it() -> None:
    study = {"variables": {"bmi": {"kind": "number", "summary": "mean"}}}
    cohort = als.read(STAGES, study=study)
    assert {row.statistic for row in als.describe(cohort).rows if row.term == "BMI"} >= {"mean"}
    asked = als.prevalence(als.read(STAGES), by="Stage", adjust="bmi", number="BMI")
    models = {row.model for row in asked.rows if row.model}
    assert models == {"adjusted for BMI"}


def test_the_study_says_what_is_described() -> None:
    study = {"describe": {"by": "Stage", "columns": ["t2_cst"]}}
    cohort = als.read(STAGES, study=study)
    assert {(row.by, row.term) for row in als.describe(cohort).rows} == {("Stage", "t2_cst")}
    assert {row.by for row in als.describe(cohort, by="diagnosis").rows} == {"diagnosis"}


def test_levels_with_a_decimal_comma(tmp_path: Any) -> None:
    path = tmp_path / "scanners.csv"
    path.write_text("tesla;t2_cst\n1,5;1\n3,0;0\n1,5;0\n3,0;1\n", encoding="utf-8")
    study = {"prevalence": {"by": "tesla", "order": ["3,0", "1,5"]}}
    found = als.prevalence(als.read(path, study=study), against="3,0")
    assert levels(found) == ["3", "1.5", "all"]
    assert {row.comparison for row in found.rows if row.comparison} == {"3"}
    only = als.prevalence(als.read(path), by="tesla", among={"tesla": "1,5"})
    assert levels(only) == ["1.5", "all"]


def test_a_level_cannot_get_out_of_the_line_to_paste() -> None:
    cells = ["a", "';rm x;'", "I, early", "Bell's"]
    frame = pd.DataFrame({"stage": cells, "t2_cst": list("1010")})
    with pytest.raises(CodingError) as error:
        als.prevalence(als.read(frame), by="stage", order=["a"])
    flag, value = shlex.split(error.value.fix)
    assert flag == "--order"
    assert value == "a,';rm x;',Bell's,\"I, early\""


def test_long_levels_are_not_echoed() -> None:
    names = [f"Maximilian von und zu Musterhausen {place}" for place in range(3)]
    frame = pd.DataFrame({"stage": names, "t2_cst": list("101")})
    for asked in ({"against": "x"}, {"among": {"stage": "x"}}, {"order": ["x"]}):
        with pytest.raises(AlsstatsError) as error:
            als.prevalence(als.read(frame), by="stage", **asked)
        assert "Musterhausen" not in str(error.value)


def test_adjusted_p_values_stand_in_the_text() -> None:
    cohort = als.read(make_visits.FILE, study={"data": {"id": "patient_id", "rows": "visit"}})
    result = als.prevalence(cohort, paired="visit", findings="t2_cst")
    [first, *_] = [row for row in result.rows if row.statistic == "mcnemar"]
    line = next(line for line in str(result).splitlines() if "McNemar's test, exact" in line)
    assert first.p_adjusted is not None
    assert f"adj. {first.p_adjusted:.3f}" in line
