"""The log-rank test against R (survdiff, coxph's exact score test, its formula) and lifelines."""

from math import isnan

import numpy as np
import pytest

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.log_rank import log_rank_test, log_rank_trend
from tests.golden import number, rows
from tests.prognosis.drawn import SETS, floats, lung, near

# A chi-squared near 0 is made of differences that cancel.
CLOSE = {"rel": 1e-10, "abs": 1e-12, "nan_ok": True}


def options(row: dict[str, str]) -> dict[str, object]:
    held = SETS[row["set"]]
    return {
        "entry": held.entry if row["entry"] == "TRUE" else None,
        "strata": held.stratum if row["strata"] == "TRUE" else None,
        "frequency": held.n,
        "rho": float(row["rho"]),
        "gamma": float(row["gamma"]),
    }


@pytest.mark.parametrize(
    "row",
    rows("curves_tests.csv"),
    ids=lambda r: " ".join(r[name] for name in ("set", "entry", "strata", "rho", "gamma")),
)
def test_against_r(row: dict[str, str]) -> None:
    held = SETS[row["set"]]
    if row["zero"] == "TRUE":
        with pytest.raises(EstimateError, match="reaches 0 while people still enter"):
            log_rank_test(held.time, held.event, held.group, **options(row))
        return
    found = log_rank_test(held.time, held.event, held.group, **options(row))
    places = [number - 1 for number in found.groups]  # R's groups are 1, 2 ... without gaps
    assert found.observed == near(floats(row["observed"])[places])
    assert found.expected == near(floats(row["expected"])[places])
    chisq = number(row["chisq"])
    assert found.test.statistic == pytest.approx(chisq, **CLOSE)
    assert isnan(found.test.df) == (row["df"] == "0")
    for witness in ("survdiff", "coxph"):
        if row[witness] != "NA":
            assert found.test.statistic == pytest.approx(number(row[witness]), **CLOSE)
    if not isnan(chisq):
        assert found.test.df == int(row["df"])
    assert log_rank_trend(found, places).z == pytest.approx(number(row["trend"]), **CLOSE)


@pytest.mark.filterwarnings("ignore:Starting with pandas")  # of lifelines' own calls
@pytest.mark.parametrize(("rho", "gamma"), [(0, 0), (1, 0), (0, 1), (0.5, 0.5)])
def test_against_lifelines(rho: float, gamma: float) -> None:
    from lifelines.statistics import logrank_test

    people = lung(complete=True)
    time, event, men = people["time"], people["event"], people["sex"] == 1
    theirs = logrank_test(
        *(time[men], time[~men], event[men], event[~men]),
        weightings="fleming-harrington" if rho or gamma else None,
        **({"p": rho, "q": gamma} if rho or gamma else {}),
    )
    found = log_rank_test(time, event, men, rho=rho, gamma=gamma)
    assert found.test.statistic == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert found.test.p_value == pytest.approx(theirs.p_value, rel=1e-9)


def test_expected_and_variance_by_hand() -> None:
    """Two groups of two; deaths at 1 (of 4 at risk), 2 (of 3) and 3 (of 2)."""
    found = log_rank_test([1, 3, 2, 4], [1, 1, 1, 0], ["a", "a", "b", "b"])
    assert found.expected == near([2 / 4 + 1 / 3 + 1 / 2, 2 / 4 + 2 / 3 + 1 / 2])
    variance = 1 / 4 + 2 / 9 + 1 / 4
    assert found.variance == near(np.array([[variance, -variance], [-variance, variance]]))
    assert found.test.statistic == near((2 - 4 / 3) ** 2 / variance)
    assert found.n.tolist() == [2, 2]


def test_one_death_among_thirteen_by_hand() -> None:
    """Of 6 and 7 people one of the 6 dies first: chi-squared is (1 - 6/13)^2 / (42/169) = 49/42."""
    found = log_rank_test(range(1, 14), [1] + [0] * 12, [1] * 6 + [2] * 7)
    assert found.test.statistic == near(49 / 42)
    assert found.observed.tolist() == [1, 0]


def test_a_trend_over_two_groups_is_their_log_rank_test() -> None:
    people = lung(complete=True)
    found = log_rank_test(people["time"], people["event"], people["sex"])
    trend = log_rank_trend(found)
    assert trend.test.statistic == near(found.test.statistic)
    assert trend.test.p_value == near(found.test.p_value)
    assert trend.z < 0  # women, the second group, live longer
    assert log_rank_trend(found, [10, -4]).z == near(-trend.z)


def test_groups_of_different_strata_are_not_compared() -> None:
    """a and b are compared in one stratum, c and d in another: two degrees of freedom."""
    time = [3, 5, 6, 8, 2, 4, 7, 9, 3, 6, 8, 9]
    group = list("abababcdcdcd")
    found = log_rank_test(time, [1] * 12, group, strata=[1] * 6 + [2] * 6)
    halves = [log_rank_test(time[part], [1] * 6, group[part]) for part in (slice(6), slice(6, 12))]
    assert found.test.df == 2
    assert found.test.statistic == near(sum(half.test.statistic for half in halves))


@pytest.mark.parametrize(
    ("time", "event", "group"),
    [
        ([1, 2, 3], [0, 0, 0], [1, 1, 2]),
        ([1, 2, 3], [1, 1, 0], [1, 1, 1]),
        ([1, 2, 3], [0, 0, 1], [1, 1, 2]),
        ([3, 3, 3], [1, 1, 1], [1, 1, 2]),
    ],
    ids=["nobody died", "one group", "one at risk", "all at once"],
)
def test_without_a_comparison_there_is_no_test(time: list, event: list, group: list) -> None:
    for rho in (0, 1):
        found = log_rank_test(time, event, group, rho=rho)
        assert isnan(found.test.statistic)
        assert isnan(found.test.p_value)
        assert found.test.note == "at no death can groups be compared"
        assert isnan(log_rank_trend(found).z)


def test_no_scores_apart_is_no_trend() -> None:
    found = log_rank_test([1, 2, 3, 4], [1, 1, 1, 0], [1, 2, 1, 2])
    assert isnan(log_rank_trend(found, [1, 1]).z)


def test_a_later_start_leaves_earlier_deaths_out() -> None:
    time, event, group = [1, 2, 3, 5, 6, 8], [1, 1, 1, 0, 1, 1], [1, 2, 1, 2, 1, 2]
    late = log_rank_test(time, event, group, from_time=2)
    assert late.observed.tolist() == [2, 1]
    assert late.n.tolist() == [2, 2]
    assert late.test == log_rank_test(time[2:], event[2:], group[2:]).test


def test_with_weights_a_curve_that_ends_early_needs_a_later_start() -> None:
    arguments = ([1, 2, 6, 7, 8], [1, 1, 1, 1, 0], [1, 2, 1, 2, 1])
    entry = [0, 0, 2, 3, 3]
    assert log_rank_test(*arguments, entry=entry).test.df == 1
    with pytest.raises(EstimateError, match="begin later"):
        log_rank_test(*arguments, entry=entry, rho=1)
    assert log_rank_test(*arguments, entry=entry, rho=1, from_time=2).test.df == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"group": [1, 2]}, "group and time must have one value"),
        ({"group": [1, None, 2]}, "group must be known"),
        ({"group": [1, float("nan"), 2]}, "group must be known"),
        ({"strata": [1, 2]}, "strata and time must have one value"),
        ({"rho": -1}, "rho and gamma must be"),
        ({"gamma": float("nan")}, "rho and gamma must be"),
    ],
)
def test_what_cannot_be_used_is_refused(wrong: dict, message: str) -> None:
    given = {"time": [1, 2, 3], "event": [1, 1, 0], "group": [1, 2, 2]} | wrong
    with pytest.raises(UsageError, match=message):
        log_rank_test(**given)


@pytest.mark.parametrize("scores", [[1], [1, 2, 3], [1, float("nan")], ["low", "high"]])
def test_a_trend_needs_a_score_a_group(scores: list) -> None:
    found = log_rank_test([1, 2, 3], [1, 1, 0], [1, 2, 2])
    with pytest.raises(UsageError, match="a trend needs a score"):
        log_rank_trend(found, scores)
