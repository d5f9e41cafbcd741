"""Restricted means against R and lifelines; what has no limits; which tau is refused."""

from math import inf, isnan, log, nan

import numpy as np
import pytest

from alsstats.errors import UsageError
from alsstats.prognosis.curves import kaplan_meier
from alsstats.prognosis.restricted_mean import (
    default_tau,
    restricted_mean_difference,
    restricted_mean_ratio,
    restricted_mean_survival,
)
from alsstats.prognosis.risk_table import tabulate
from tests.golden import number, rows
from tests.prognosis.drawn import SETS, lung, near


@pytest.mark.parametrize("row", rows("curves_means.csv"), ids=lambda r: f"{r['set']} {r['tau']}")
def test_against_r(row: dict[str, str]) -> None:
    held, tau = SETS[row["set"]], float(row["tau"])
    first, second = (
        kaplan_meier(held.where(mask).table()) for mask in (held.group == 1, held.group != 1)
    )
    assert tau <= default_tau([first, second])
    for curve, name in ((first, "1"), (second, "2")):
        found = restricted_mean_survival(curve, tau)
        assert found.value == near(number(row[f"mean{name}"]))
        std_error = number(row[f"se{name}"])
        assert found.std_error == near(std_error or nan)  # R has 0 where there is no width
        assert isnan(found.low) == (std_error == 0) == bool(found.reason)
    for compare, name in (
        (restricted_mean_difference, "difference"),
        (restricted_mean_ratio, "ratio"),
    ):
        found, p_value = compare(first, second, tau)
        assert found.value == near(number(row[name]))
        std_error = number(row[f"se_{name}"])
        assert found.std_error == near(std_error or nan)
        assert p_value == near(number(row[f"p_{name}"]) if std_error else nan)


def test_limits_are_symmetric_about_the_difference_and_the_logarithm() -> None:
    first, second = (kaplan_meier(SETS["4"].where(SETS["4"].group == g).table()) for g in (1, 2))
    tau = default_tau([first, second])
    mean = restricted_mean_survival(first, tau)
    assert mean.high - mean.value == near(1.959963984540054 * mean.std_error)
    apart = restricted_mean_difference(first, second, tau).estimate
    assert apart.high - apart.value == near(1.959963984540054 * apart.std_error)
    assert apart.value - apart.low == near(1.959963984540054 * apart.std_error)
    times = restricted_mean_ratio(first, second, tau).estimate
    assert log(times.high / times.value) == near(1.959963984540054 * times.std_error)
    assert log(times.value / times.low) == near(1.959963984540054 * times.std_error)


@pytest.mark.parametrize("tau", [100.0, 365.0, 730.0])
def test_against_lifelines_whose_variance_is_not_that_of_the_mean(tau: float) -> None:
    from lifelines import KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time

    people = lung(complete=True)
    fitted = KaplanMeierFitter().fit(people["time"], people["event"])
    mean = restricted_mean_survival(kaplan_meier(tabulate(people["time"], people["event"])), tau)
    assert restricted_mean_survival_time(fitted, t=tau) == pytest.approx(mean.value, rel=1e-12)


def test_the_variance_is_that_of_the_mean_and_not_of_the_times() -> None:
    """Without censoring the restricted mean is a plain mean: its variance is known."""
    time = np.array([1.0, 2, 4, 7, 11, 16, 22])
    found = restricted_mean_survival(kaplan_meier(tabulate(time, [1] * 7)), 16)
    cut = np.minimum(time, 16)
    assert found.value == near(cut.mean())
    assert found.std_error**2 == near(cut.var() / len(cut))


def test_a_curve_that_starts_later_has_the_mean_time_after_its_start() -> None:
    time = np.array([1.0, 2, 4, 7, 11, 16, 22])
    curve = kaplan_meier(tabulate(time, [1] * 7, from_time=3))
    assert restricted_mean_survival(curve, 16).value == near((np.minimum(time[2:], 16) - 3).mean())
    whole = kaplan_meier(tabulate(time, [1] * 7))
    with pytest.raises(UsageError, match="one start and one level"):
        restricted_mean_difference(curve, whole, 16)


def test_limits_stay_between_0_and_tau() -> None:
    curve = kaplan_meier(tabulate([1, 10, 10], [1, 0, 0]))
    assert restricted_mean_survival(curve, 10).high == 10
    curve = kaplan_meier(tabulate([0, 0, 9], [1, 1, 1]))
    assert restricted_mean_survival(curve, 9).low == 0


def test_without_spread_there_are_no_limits() -> None:
    curves = [kaplan_meier(tabulate([5, 9], [1, 0])), kaplan_meier(tabulate([8, 9], [0, 0]))]
    alive = restricted_mean_survival(curves[1], 9)
    assert (alive.value, isnan(alive.low), bool(alive.reason)) == (9, True, True)
    for compare in (restricted_mean_difference, restricted_mean_ratio):
        found, p_value = compare(curves[1], curves[1], 9)
        assert isnan(found.low)
        assert isnan(p_value)


@pytest.mark.parametrize("tau", [0, -3, 9.1, nan, inf])
def test_tau_lies_within_what_was_seen(tau: float) -> None:
    curve = kaplan_meier(tabulate([5, 9], [1, 0]))
    with pytest.raises(UsageError, match="tau must lie after the start"):
        restricted_mean_survival(curve, tau)
