"""The report: which questions are asked, and what stands where one cannot be answered."""

import json
import re
from html import unescape

import pandas as pd
import pytest

import alsstats as als
from alsstats.render import render
from alsstats.report.pictures import pictures_of
from sample_data.make_cohort import FILE


@pytest.fixture(scope="module")
def report() -> als.Report:
    with als.read(FILE) as cohort:
        return als.build_report(cohort)


def test_every_question_has_the_answer_of_its_function(report: als.Report) -> None:
    with als.read(FILE) as cohort:
        assert str(report.results["survival"]) == str(als.survival(cohort))
        assert report.results["exclusion"].rows == als.exclusion(cohort).rows
    assert list(report.results) == ["describe", "accuracy", "prevalence", "exclusion", "survival"]
    assert not report.failures


def test_json_holds_each_answer_as_its_own_format_has_it(report: als.Report) -> None:
    held = json.loads(report.json())
    assert (held["schema"], held["title"]) == (1, report.title)
    for name, result in report.results.items():
        assert held["results"][name] == json.loads(render(result, "json"))


def test_a_question_that_fails_leaves_its_named_error_and_the_others_stand() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    report = als.build_report(als.read(frame))
    assert list(report.failures) == ["survival"]
    said = json.loads(report.json())["failures"]["survival"]
    assert said["text"] == str(report.failures["survival"])
    assert said["exit_code"] == 4
    assert "error[role]" in report.html()
    assert "als.survival" not in report.python  # which would stop there


def test_questions_can_be_left_away(report: als.Report) -> None:
    with als.read(FILE) as cohort:
        held = als.build_report(cohort, without=("survival", "accuracy", "prevalence"))
        assert list(held.results) == ["describe", "exclusion"]
        with pytest.raises(als.UsageError, match="did you mean 'survival'"):
            als.build_report(cohort, without="survivle")
        with pytest.raises(als.UsageError, match="a prevalence must be"):
            als.build_report(cohort, prevalence=5)


def test_other_causes_that_are_declared_are_asked_for(report: als.Report) -> None:
    """Where their column has another name, the error says so; silence would hide the question."""
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    study = {"schema": 1, "exclusion": {"none": ["no"]}}
    asked = als.build_report(als.read(frame, study=study), without="survival")
    assert "exclusion" in asked.failures


def test_figures_are_those_of_the_page(report: als.Report) -> None:
    held = report.figures()
    assert {
        "accuracy-forest",
        "accuracy-flow",
        "prevalence",
        "survival-kaplan-meier",
    } <= held.keys()
    result, kind = held["accuracy-predictive-values"]
    assert "At a prevalence of" not in als.figures.describe(result, kind)


@pytest.mark.parametrize("name", ["in\ntwo lines", "no\u00a0break", "nul\x00", 'q"</script>'])
def test_a_name_may_hold_anything(name: str) -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], name: [1, 0, 0]})
    html = als.build_report(als.read(frame, present={name: 1}), without="survival").html()
    [numbers] = re.findall(r'id="numbers">(.*?)</script>', html)
    shown = unescape(re.findall(r'<option value="([^"]*)" selected', html)[0])
    assert [block["sign"] for block in json.loads(numbers)["blocks"]] == [shown] == [name]


def test_of_many_signs_the_figures_of_one_show_the_one_that_the_words_are_of() -> None:
    many = {f"sign{place}": [1, 0, 1] for place in range(40)}
    parts = {"flair_cst": [1, 0, 0], "swi_motor_cortex": [1, 1, 0]}
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], **many, **parts})
    result = als.accuracy(als.read(frame, present=dict.fromkeys(many, 1)))
    assert "flair_swi" in {row.term for row in result.rows}
    for name in ("flow", "nomogram", "predictive-values"):
        [picture] = pictures_of(result, name)
        assert "Combined FLAIR/SWI sign" in picture.description
        assert "the first" not in picture.caption
