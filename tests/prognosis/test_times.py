"""What is refused, and what counts as the same time."""

from datetime import date
from math import inf, nan

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.log_rank import log_rank_test
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.residuals import martingale_residuals
from alsstats.prognosis.risk_table import tabulate
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import survival_times

SECRET = 1234.5678  # a time that no message may repeat


@pytest.mark.parametrize(
    ("columns", "message", "found"),
    [
        ({"time": [SECRET, nan, 3]}, "time must be known", "1 of 3 rows"),
        ({"time": [SECRET, inf, 3]}, "time must be known", "1 of 3 rows"),
        ({"time": [SECRET, -2, -3]}, "time must not be negative", "2 of 3 rows"),
        ({"time": [str(SECRET), "two", "3"]}, "time must hold numbers", "some are texts"),
        ({"time": np.array(["2020-01-01"] * 3, "M8[D]")}, "time must hold numbers", "dates"),
        ({"time": np.array([1, 2, 3], "m8[D]")}, "time must hold numbers", "durations"),
        ({"time": [date(2020, 1, 1)] * 3}, "time must hold numbers", "dates"),
        ({"time": [[1], [2, 3], [4]]}, "time must hold numbers", "lists"),
        ({"time": []}, "time must be one column", "(0,)"),
        ({"time": [[SECRET, 2, 3]]}, "time must be one column", "(1, 3)"),
        ({"event": [1, 2, 1]}, "event must be 0", "1 (2 rows), 2 (1 rows)"),
        ({"event": [2, 2, 2]}, "event must be 0", "2 (3 rows)"),
        ({"event": [1, nan, 0]}, "event must be known", "1 of 3 rows"),
        ({"event": [1, None, 0]}, "event must be known", "1 of 3 rows"),
        ({"event": [0, 1]}, "event and time", "event: (2,)"),
        ({"event": ["yes", "no", "no"]}, "event must hold numbers", "some are texts"),
        ({"event": np.array([1, 0, 1], "m8[D]")}, "event must hold numbers", "durations"),
        ({"event": [SECRET, 3, 1]}, "event must be 0 or 1; these look", "3 different values"),
        ({"event": [1, 2, 3, 4, 5, 6, 7], "time": [1] * 7}, "look like times", "7 different"),
        ({"entry": [0, 2, 0]}, "entry must be before the time", "1 of 3 rows"),
        ({"entry": [0, 2 - 1e-12, 0]}, "entry must be before the time", "1 of 3 rows"),
        ({"entry": [0, inf, 0]}, "entry must be known", "1 of 3 rows"),
        ({"entry": [0, nan, 0]}, "entry must be known", "1 of 3 rows"),
        ({"entry": [0, -1, 0]}, "entry must not be negative", "1 of 3 rows"),
        ({"entry": [0, 1]}, "entry and time", "entry: (2,)"),
        ({"entry": ["a", "b", "c"]}, "entry must hold numbers", "some are texts"),
        ({"frequency": [-1, 0, 1]}, "frequency must not be negative", "1 of 3 rows"),
        ({"frequency": [1, 1.5, 1]}, "frequency must be whole numbers of people", "1 of 3 rows"),
        ({"frequency": [1, inf, nan]}, "frequency must be whole numbers", "2 of 3 rows"),
        ({"frequency": [1, 1]}, "frequency and time", "frequency: (2,)"),
        ({"frequency": [10**15, 1, 1]}, "more than 1e", ""),
        ({"strata": [1, 1]}, "strata and time", "strata: (2,)"),
        ({"strata": [1, nan, 1]}, "strata must be known", "1 of 3 rows"),
        ({"strata": ["a", None, "b"]}, "strata must be known", "1 of 3 rows"),
        ({"strata": np.array([1, "a", "b"], object)}, "strata must be known", "some are texts"),
        ({"from_time": -2}, "from_time must not be negative", "1 of 1 rows"),
    ],
)
def test_refused_without_showing_values(
    columns: dict[str, list[float]], message: str, found: str
) -> None:
    given = {"time": [SECRET, 2.0, 3.0], "event": [1, 0, 1]} | columns
    with pytest.raises(UsageError, match=message) as error:
        survival_times(**given)
    assert found in "; ".join(error.value.found)
    assert str(SECRET) not in str(error.value)


@pytest.mark.parametrize(("codes", "fix"), [([1, 2], "event == 2"), ([0, 9], "")])
def test_a_code_to_paste_is_one_that_is_there(codes: list[int], fix: str) -> None:
    with pytest.raises(UsageError, match="event must be 0") as error:
        survival_times([1, 2], codes)
    assert error.value.fix.startswith(fix)
    assert bool(error.value.fix) == bool(fix)


def test_every_question_has_the_same_rules() -> None:
    refused = {"time": [5, 7, 9], "event": [1, 2, 1]}
    for ask in (tabulate, survival_times, lambda time, event: log_rank_test(time, event, [1] * 3)):
        with pytest.raises(UsageError, match="event must be 0"):
            ask(**refused)


def test_numbers_of_other_kinds_are_numbers() -> None:
    plain = survival_times([1, 2, 3], [1, 0, 1], frequency=[1, 2, 3])
    other = survival_times(
        np.array([1, 2.0, 3], object), [True, False, True], frequency=[1.0, 2.0, 3.0]
    )
    assert [column.tolist() for column in plain if column is not None] == [
        column.tolist() for column in other if column is not None
    ]


def test_a_frequency_of_0_stands_for_nobody_and_keeps_its_row() -> None:
    """With a death of nobody, which would be a death time without a death."""
    time, event, entry = [1, 2, 2, 3, 4, 5, 9], [1, 1, 0, 1, 1, 0, 1], [0, 0, 1, 0, 2, 0, 8]
    x, n = np.array([[1], [0], [9], [1], [0], [1], [5]]), np.array([2, 1, 0, 3, 0, 1, 0])
    held = n > 0
    rows = [np.array(column)[held] for column in (time, event, entry)]
    fit = fit_cox(survival_times(time, event, entry=entry, frequency=n), x, ("x",))
    without = survival_times(rows[0], rows[1], entry=rows[2], frequency=n[held])
    expected = fit_cox(without, x[held], ("x",))
    assert fit.coefficients == pytest.approx(expected.coefficients, rel=1e-12)
    assert (fit.n, fit.events, fit.rows) == (7, 6, 7)
    residuals = martingale_residuals(fit)
    assert residuals[held] == pytest.approx(martingale_residuals(expected), abs=1e-12)
    assert not residuals[~held].any()
    assert robust_covariance(fit) == pytest.approx(robust_covariance(expected), rel=1e-12)
    nobody = fit_cox(survival_times(time, event, frequency=0 * n), x, ("x",))
    assert nobody.problem == "nobody died"


def test_cox_from_a_later_start_is_cox_of_those_who_are_left() -> None:
    time, event = np.array([1, 2, 3, 4, 6, 7.0]), np.array([1, 0, 1, 1, 0, 1])
    x, entry = np.array([[1], [0], [0], [1], [1], [0]]), np.array([0, 0, 0, 1, 3, 4.0])
    late = survival_times(time, event, entry=entry, from_time=2 * (1 + 1e-12))
    fit, kept = fit_cox(late, x, ("x",)), time > 2
    rest = survival_times(time[kept], event[kept], entry=entry[kept])
    assert fit.coefficients == pytest.approx(fit_cox(rest, x[kept], ("x",)).coefficients, rel=1e-12)
    assert fit.events == 3


def test_months_made_from_days_are_tied_with_entries_too() -> None:
    days = np.array([30, 60, 61, 90])
    times = survival_times(days / 30.4375, [1, 1, 1, 0], entry=[0, 0, 30 * (1 / 30.4375), 0])
    assert times.exit.tolist() == [1, 2, 3, 4]
    assert times.entry is not None
    assert times.entry.tolist() == [0, 0, 1, 0]


def test_a_death_at_time_0_counts() -> None:
    fit = fit_cox(survival_times([0, 0, 1, 2], [1, 0, 1, 1]), [[1], [0], [0], [1]], ("x",))
    assert fit.events == 3
    assert fit.null_log_likelihood == pytest.approx(-np.log(4 * 2))


def test_nobody_is_at_risk_at_the_entry_itself() -> None:
    """Field error: a patient who enters at a death time must not count at it."""
    fit = fit_cox(survival_times([1, 2, 3], [1, 1, 1], entry=[0, 1, 0]), [[1], [0], [0]], ("x",))
    assert fit.null_log_likelihood == pytest.approx(-np.log(2 * 2))
