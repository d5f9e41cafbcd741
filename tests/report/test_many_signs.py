"""200 signs in 12 diagnoses: a page that can be sent, with every sign on it."""

import json
import re

import pytest

import alsstats as als
from tests.report.many_signs import DIAGNOSES, SIGNS, many_signs

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def report() -> als.Report:
    frame, study = many_signs()
    return als.build_report(als.read(frame, study=study))


def test_the_page_is_below_five_megabytes_and_folds_what_is_long(report: als.Report) -> None:
    page = report.html()
    assert len(page.encode()) < 5_000_000
    assert not report.failures
    unfolded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert len(re.findall(r"<tr", unfolded)) < 400
    assert page.count("<details") > len(SIGNS)


def test_every_sign_and_diagnosis_is_on_the_page_and_among_the_numbers(report: als.Report) -> None:
    page, numbers = report.html(), json.loads(report.json())["results"]
    for name in (*SIGNS, *DIAGNOSES):
        assert name in page
    assert {row["term"] for row in numbers["accuracy"]["rows"]} == {None, *SIGNS}
    assert {row["term"] for row in numbers["prevalence"]["rows"]} == {*SIGNS}
