"""Tests of counts against published values, and against statsmodels on tables of its own."""

from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alsstats.association import (
    chi_squared,
    fisher_exact,
    homogeneity,
    mantel_haenszel,
    mcnemar,
    trend,
    trend_exact,
)
from alsstats.counts import TwoByTwo
from alsstats.errors import UsageError

PRINTED = 5e-8  # published to seven or eight digits
PAIN = {"events": [6, 7, 9, 14, 23], "n": [32, 33, 32, 32, 32]}  # SAS documentation, "Pain"
TUMOUR = {"events": [2, 7, 15], "n": [40, 50, 48]}

cell = st.integers(0, 60)


def test_trend_of_the_pain_data() -> None:
    found = trend(**PAIN)
    assert found.z == pytest.approx(4.7918126, abs=PRINTED)
    assert found.test.statistic == pytest.approx(22.961467763891, rel=1e-12)
    assert found.test.p_value == pytest.approx(1.6528127e-06, rel=1e-7)


def test_chi_squared_of_the_pain_data() -> None:
    others = [size - k for k, size in zip(PAIN["events"], PAIN["n"], strict=True)]
    found = chi_squared([PAIN["events"], others])
    assert (found.statistic, found.df) == (pytest.approx(26.6025374, abs=PRINTED), 4)
    same = homogeneity(PAIN["events"], PAIN["n"])
    assert same.statistic == pytest.approx(found.statistic, rel=1e-14)


def test_trend_of_the_lung_tumours() -> None:
    found = trend(**TUMOUR)
    assert found.z == pytest.approx(3.2734864, abs=PRINTED)
    assert found.test.p_value == pytest.approx(0.0010623, abs=PRINTED)
    assert trend_exact(**TUMOUR).p_value == pytest.approx(0.001008704, abs=5e-10)


def test_trend_uses_n_and_not_n_minus_one() -> None:
    k, n = np.array(TUMOUR["events"]), np.array(TUMOUR["n"])
    total = n.sum()
    score = np.repeat([0, 1, 2], n)
    outcome = np.concatenate(
        [np.r_[np.ones(a), np.zeros(b - a)] for a, b in zip(k, n, strict=True)]
    )
    correlation = np.corrcoef(score, outcome)[0, 1]
    assert trend(**TUMOUR).test.statistic == pytest.approx(total * correlation**2, rel=1e-12)


@pytest.mark.parametrize(
    ("table", "p"),
    [((51, 9, 6, 2), 0.6065692), ((35, 25, 5, 3), 1.0), ((34, 26, 2, 4), 0.3989345)],
)
def test_fisher_of_staff_2015(table: tuple[int, int, int, int], p: float) -> None:
    assert fisher_exact(*table).p_value == pytest.approx(p, abs=PRINTED)


def test_fisher_notes_that_p_and_limits_disagree() -> None:
    tables = [(a, 10 - a, c, 12 - c) for a in range(11) for c in range(13)]
    results = [fisher_exact(*table) for table in tables]
    assert 0 < sum(bool(found.note) for found in results) < len(results) / 4
    for found in results:
        if isnan(found.odds_ratio.value):
            continue
        outside = not found.odds_ratio.low <= 1 <= found.odds_ratio.high
        assert bool(found.note) == (outside != (found.p_value < 0.05))


def test_mcnemar_never_above_one_and_one_without_discordance() -> None:
    for same in range(30):
        assert mcnemar(same, same).exact.p_value == 1
    nothing = mcnemar(0, 0)
    assert nothing.exact.p_value == nothing.mid_p.p_value == 1
    assert isnan(nothing.chi_squared.p_value)
    assert nothing.chi_squared.note


@given(st.integers(0, 500), st.integers(0, 500))
def test_mcnemar_is_symmetric_and_mid_p_is_smaller(b: int, c: int) -> None:
    found = mcnemar(b, c)
    assert found == mcnemar(c, b) or isnan(found.chi_squared.p_value)
    assert 0 <= found.mid_p.p_value <= found.exact.p_value <= 1


@given(cell, cell, cell, cell)
def test_fisher_does_not_depend_on_which_row_comes_first(a: int, b: int, c: int, d: int) -> None:
    one, other = fisher_exact(a, b, c, d), fisher_exact(c, d, a, b)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
    if not isnan(one.odds_ratio.value) and 0 < one.odds_ratio.value < float("inf"):
        assert one.odds_ratio.value == pytest.approx(1 / other.odds_ratio.value, rel=1e-8)
        assert one.odds_ratio.low <= one.odds_ratio.value <= one.odds_ratio.high


@given(st.lists(st.tuples(*[st.integers(1, 40)] * 4), min_size=2, max_size=5))
def test_mantel_haenszel_equals_statsmodels(strata: list[tuple[int, int, int, int]]) -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    theirs = StratifiedTable([np.array([[a, b], [c, d]]) for a, b, c, d in strata])
    ours = mantel_haenszel([TwoByTwo(*table) for table in strata])
    assume(abs(ours.odds_ratio.value - 1) > 1e-3)  # at 1 statsmodels divides by 0
    low, high = theirs.oddsratio_pooled_confint()
    assert ours.odds_ratio.value == pytest.approx(theirs.oddsratio_pooled, rel=1e-10)
    assert (ours.odds_ratio.low, ours.odds_ratio.high) == pytest.approx((low, high), rel=1e-10)
    null = theirs.test_null_odds(correction=False)
    assert ours.association.statistic == pytest.approx(null.statistic, rel=1e-9, abs=1e-12)
    equal = theirs.test_equal_odds(adjust=True)
    assert ours.tarone.statistic == pytest.approx(equal.statistic, rel=1e-7, abs=1e-9)


def test_mcnemar_of_more_pairs_than_32_bits() -> None:
    """A binomial distribution has given 1 from 2^31 pairs on: nothing is better than that."""
    found = mcnemar(10**12, 10**12 + 3 * 10**6)
    assert isnan(found.exact.p_value)
    assert isnan(found.mid_p.p_value)
    assert found.exact.note
    assert found.chi_squared.p_value == pytest.approx(0.0339, abs=5e-5)
    last = mcnemar(5 * 10**7, 5 * 10**7 - 1)
    assert last.exact.p_value == pytest.approx(1, abs=1e-12)
    near = mcnemar(5 * 10**7 + 10_000, 5 * 10**7 - 10_000)
    assert near.mid_p.p_value == pytest.approx(near.chi_squared.p_value, rel=1e-6)


def test_homogeneity_leaves_out_empty_strata_and_notes_small_ones() -> None:
    found = homogeneity([3, 0, 2], [10, 0, 12])
    assert found.df == 1
    assert "below 5" in found.note
    assert isnan(homogeneity([5, 5], [5, 5]).p_value)
    assert isnan(homogeneity([5], [9]).p_value)


@pytest.mark.parametrize("call", [
    lambda: trend([1, 2], [3]),
    lambda: trend([4], [3]),
    lambda: trend_exact([1, 2], [3, 4], [1]),
    lambda: chi_squared([[1, 2.5], [3, 4]]),
    lambda: mcnemar(-1, 2),
    lambda: chi_squared([[1, 2], [3]]),
    lambda: homogeneity([1, 2], [3]),
    lambda: trend([1, 2], [3, 4], [0, float("nan")]),
    lambda: mcnemar(10**400, 2),
    lambda: fisher_exact(1, 2, 3, -4),
])  # fmt: skip
def test_bad_counts_are_named(call: object) -> None:
    with pytest.raises(UsageError):
        call()
