"""Shares, differences and ratios: published values, zero rules, and large counts."""

from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.estimate import difference, odds_ratio, proportion, ratio, whole
from alsstats.intervals import INTERVALS

PRINTED = 5e-8  # golden values are given to seven or eight digits


def limits(estimate: object) -> list[float]:
    return [estimate.value, estimate.low, estimate.high]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((56, 70, 48, 80), (0.20, 0.0524315, 0.3338727)),  # Newcombe 1998, example (a)
        ((48, 64, 14, 64), (0.53125, 0.3659603, 0.6540642)),
        ((28, 40, 3, 16), (0.5125, 0.2249972, 0.6828044)),
    ],
)
def test_newcombe_method_10(counts: tuple[int, ...], expected: tuple[float, ...]) -> None:
    assert limits(difference(*counts)) == pytest.approx(expected, abs=PRINTED)


def test_difference_equals_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    for counts in ((3, 9, 7, 12), (1, 40, 9, 33), (20, 20, 3, 30)):
        theirs = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
        assert limits(difference(*counts))[1:] == pytest.approx(theirs, rel=1e-12)


def test_half_a_count_goes_to_all_four_cells_only_where_the_ratio_needs_it() -> None:
    zero = ratio(20, 20, 0, 30)
    assert limits(zero) == pytest.approx((60.523810, 3.868482, 946.917146), abs=5e-7)
    assert zero.uncorrected == inf
    other = ratio(0, 20, 30, 30)
    assert limits(other) == pytest.approx((0.0241998, 0.0015642, 0.3744013), abs=PRINTED)
    assert other.uncorrected == 0
    product = odds_ratio(20, 0, 0, 30)
    assert limits(product) == pytest.approx((2501, 47.69146, 131155.57), abs=5e-3)
    assert product.uncorrected == inf
    untouched = ratio(20, 20, 3, 33)  # LR+ of 20/3/0/30: FN is 0, and not one of its own cells
    assert untouched.value == pytest.approx(11, rel=1e-15)
    assert untouched.uncorrected is None


def test_zero_over_zero_is_undefined_and_says_why() -> None:
    for estimate in (
        proportion(0, 0),
        ratio(0, 5, 0, 7),
        ratio(0, 0, 1, 7),
        difference(0, 0, 1, 2),
        odds_ratio(0, 0, 3, 4),
        odds_ratio(0, 3, 0, 4),
    ):
        assert all(map(isnan, limits(estimate)))
        assert estimate.reason


def test_a_ratio_of_two_full_shares_has_no_limits() -> None:
    full = ratio(5, 5, 7, 7)
    assert full.value == 1
    assert isnan(full.low)
    assert isnan(full.high)
    assert full.reason


@given(*[st.integers(0, 10**12)] * 4)
def test_counts_of_any_size_give_limits_around_the_value(a: int, b: int, c: int, d: int) -> None:
    for estimate in (
        difference(a, a + b, c, c + d),
        ratio(a, a + b, c, c + d),
        odds_ratio(a, b, c, d),
    ):
        if isnan(estimate.value):
            assert estimate.reason
        elif not isnan(estimate.low):
            assert estimate.low <= estimate.value <= estimate.high


@given(*[st.integers(1, 10**6)] * 4)
def test_swapping_the_groups_turns_ratios_and_differences_around(
    a: int, b: int, c: int, d: int
) -> None:
    one, other = ratio(a, a + b, c, c + d), ratio(c, c + d, a, a + b)
    assert limits(one) == pytest.approx([1 / x for x in (other.value, other.high, other.low)])
    one, other = difference(a, a + b, c, c + d), difference(c, c + d, a, a + b)
    expected = [-x for x in (other.value, other.high, other.low)]
    assert limits(one) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_estimate_is_k_over_n_whatever_the_interval(interval: str) -> None:
    """The centre of Agresti and Coull's interval has been printed as the estimate (0.919)."""
    assert proportion(20, 20, interval=interval).value == 1
    assert proportion(1, 3, interval=interval).value == 1 / 3


@pytest.mark.parametrize("value", [-1, 1.0, 2.5, "3", None, True, float("nan")])
def test_counts_are_whole_and_not_negative(value: object) -> None:
    with pytest.raises(UsageError):
        whole(value, "tp")


def test_counts_of_numpy_are_counts() -> None:
    assert whole(np.int64(3), "tp") == 3


def test_more_events_than_people() -> None:
    with pytest.raises(UsageError, match="exceed"):
        proportion(4, 3)
