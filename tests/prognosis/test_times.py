"""What is refused, and what counts as the same time."""

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.times import survival_times


@pytest.mark.parametrize(
    ("columns", "message", "found"),
    [
        ({"time": [1, np.nan, 3]}, "time must be known", "1 of 3 rows"),
        ({"time": [1, -2, -3]}, "time must not be negative", "2 of 3 rows"),
        ({"time": ["1", "two", "3"]}, "time must hold numbers", "some are texts"),
        ({"event": [1, 2, 1]}, "event must be 0", "1 (2 rows), 2 (1 rows)"),
        ({"event": [1, np.nan, 0]}, "event must be known", "1 of 3 rows"),
        ({"event": [0, 1]}, "event and time", "event: (2,)"),
        ({"event": ["yes", "no", "no"]}, "event must be 0 or 1", "some are not numbers"),
        ({"entry": [0, 2, 0]}, "entry must be before the time", "1 of 3 rows"),
        ({"entry": [0, 2 - 1e-12, 0]}, "entry must be before the time", "1 of 3 rows"),
        ({"entry": [0, np.nan, 0]}, "entry must be known", "1 of 3 rows"),
        ({"entry": [0, -1, 0]}, "entry must not be negative", "1 of 3 rows"),
        ({"frequency": [1, 0, 1]}, "frequency must be positive", "1 of 3 rows"),
        ({"frequency": [1.5, 1, 1]}, "frequency of deaths must be whole", "1 of 3 rows"),
        ({"strata": [1, 1]}, "strata and time", "strata: (2,)"),
        ({"strata": [1, np.nan, 1]}, "strata must be known", "1 of 3 rows"),
        ({"strata": ["a", None, "b"]}, "strata must be known", "some are texts, others are not"),
    ],
)
def test_refused(columns: dict[str, list[float]], message: str, found: str) -> None:
    given = {"time": [1.0, 2.0, 3.0], "event": [1, 0, 1]} | columns
    with pytest.raises(UsageError, match=message) as error:
        survival_times(**given)
    assert found in error.value.found


def test_times_given_as_events_are_refused_without_printing_any() -> None:
    times = [12.25, 31.5, 7.75, 44.0, 51.125, 60.5, 3.375]
    with pytest.raises(UsageError, match="look like times") as error:
        survival_times(times, times)
    assert error.value.found == ("7 different values",)
    assert not any(f"{time:g}" in str(error.value) for time in times)


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
