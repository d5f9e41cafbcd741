"""Dates that cannot be as they stand are found, by counts alone."""

import pandas as pd
import pytest

import alsstats as als
from alsstats.cohort.date_order import date_findings
from alsstats.errors import UsageError

RIGHT = {
    "dob": ["1950-01-01", "1960-05-05", ""],
    "onset_date": ["2018-01-31", "2019-01-31", "2017-01-01"],
    "diagnosis_date": ["2018-06-01", "2019-01-31", "2017-02-01"],
    "mri_date": ["2018-06-02", "2018-12-31", "2017-02-01"],
    "last_seen_date": ["2020-01-01", "2020-02-29", ""],
    "date_of_death": ["2020-01-01", "", "2017-02-01"],
}


def found(columns: dict[str, list[str]], **how: object) -> list[tuple[str, tuple[str, ...], int]]:
    with als.read(pd.DataFrame(RIGHT | columns), **how) as cohort:
        findings = date_findings(cohort, cohort.study)
    texts = {text for held in (RIGHT | columns).values() for text in held} - {"", "1900-01-01"}
    assert not any(text in str(finding.problem) for finding in findings for text in texts)
    return [(finding.name, finding.columns, finding.rows) for finding in findings]


def test_nothing_is_found_where_all_is_in_order() -> None:
    assert found({}) == []
    assert date_findings(als.read(pd.DataFrame({"x": ["2099-01-01"]})), als.Study.of()) == ()


@pytest.mark.parametrize(
    ("columns", "pair", "rows"),
    [
        ({"onset_date": ["2018-06-02", "2019-02-01", ""]}, ("onset_date", "diagnosis_date"), 2),
        ({"last_seen_date": ["2018-06-01", "", ""]}, ("mri_date", "last_seen_date"), 1),
        ({"mri_date": ["", "", "2017-02-02"]}, ("mri_date", "date_of_death"), 1),
        ({"dob": ["2018-01-31", "", ""]}, ("dob", "onset_date"), 1),
        ({"diagnosis_date": ["", "", "2017-02-02"]}, ("diagnosis_date", "date_of_death"), 1),
    ],
)
def test_an_impossible_order_is_found(
    columns: dict[str, list[str]], pair: tuple[str, str], rows: int
) -> None:
    assert found(columns) == [("date-order", pair, rows)]


def test_a_duration_that_runs_backwards_is_found() -> None:
    said = {"wait": "diagnosis_date to mri_date in days"}
    assert found({}, durations=said) == [("date-order", ("diagnosis_date", "mri_date"), 1)]


def test_declared_dates_lie_before_death() -> None:
    columns = {"biopsy": ["02.01.2020", "01.01.2020", "13.01.2017"]}
    said = {"biopsy": "DD.MM.YYYY"}
    assert found(columns) == []  # nobody said that these are dates
    assert found(columns, date_format=said) == [("date-order", ("biopsy", "date_of_death"), 1)]


@pytest.mark.parametrize(
    ("texts", "name", "rows"),
    [
        (["03/04/2018", "01/02/2019", ""], "date-ambiguous", 2),
        (["1900-01-01", "2019-01-31", ""], "date-placeholder", 1),
        (["43131", "2019-01-31", ""], "date-text", 1),
        (["2019-02-30", "2019-01-31", ""], "date-impossible", 1),
    ],
)
def test_a_column_that_cannot_be_read_is_found_and_the_others_are_looked_at(
    texts: list[str], name: str, rows: int
) -> None:
    columns = {"onset_date": texts, "last_seen_date": ["2018-06-01", "", ""]}
    assert found(columns) == [
        (name, ("onset_date",), rows),
        ("date-order", ("mri_date", "last_seen_date"), 1),
    ]


def test_the_future_begins_after_the_day_that_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")  # 2020-01-01, the last day seen
    assert found({}) == [("date-future", ("last_seen_date",), 1)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1582934400")  # 2020-02-29
    assert found({}) == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(UsageError, match="not a number of seconds"):
        found({})


def test_without_it_the_clock_says_what_today_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert found({"last_seen_date": ["", "2098-12-31", ""]}) == [
        ("date-future", ("last_seen_date",), 1)
    ]
