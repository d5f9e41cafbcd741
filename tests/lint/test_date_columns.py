"""`check` says what is wrong with dates: an error where a question would refuse it."""

import pandas as pd
import pytest

import alsstats as als

RIGHT = {
    "diagnosis": ["ALS", "ALS", "MMN"],
    "snake_eyes": ["1", "0", "0"],
    "mri_date": ["2019-01-01", "2019-02-01", "2019-03-01"],
    "seen": ["2020-01-01", "2020-02-01", "2020-03-01"],
}
SAID = {"months_from_mri": "mri_date to seen in months"}


def found(**columns: list[str]) -> dict[str, dict[str, str]]:
    """Return the severity of each finding of dates, with durations and without."""
    frame = pd.DataFrame(RIGHT | columns)
    checks = {"used": als.check(frame, durations=SAID), "": als.check(frame)}
    return {
        name: {one.name: one.severity for one in check.findings if one.name.startswith("date-")}
        for name, check in checks.items()
    }


def test_nothing_is_found_where_dates_are_right() -> None:
    assert found() == {"used": {}, "": {}}


@pytest.mark.parametrize(
    ("date", "name"),
    [("never", "date-text"), ("1900-01-01", "date-placeholder"), ("2019-02-30", "date-impossible")],
)
def test_a_date_that_cannot_be_read_is_an_error_where_a_duration_is_made_of_it(
    date: str, name: str
) -> None:
    dates = ["2019-01-01", date, "2019-03-01"]
    assert found(mri_date=dates) == {"used": {name: "error"}, "": {name: "warning"}}


def test_an_impossible_order_is_an_error_where_a_duration_runs_backwards() -> None:
    before = ["2018-01-01", "2020-02-01", "2020-03-01"]
    assert found(seen=before) == {"used": {"date-order": "error"}, "": {}}
    known = found(last_seen_date=before)
    assert known == {"used": {"date-order": "warning"}, "": {"date-order": "warning"}}


def test_no_line_declares_a_duration_that_runs_backwards_missing() -> None:
    frame = pd.DataFrame(RIGHT | {"seen": ["2018-01-01", "2020-02-01", "2020-03-01"]})
    page = str(als.check(frame, durations=SAID))
    assert "--missing" not in page
    assert "2018" not in page
