"""Spearman, quantiles, tests of several groups, standardised differences: algebra and edges."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.association import (
    kruskal_wallis,
    quantiles,
    smd_continuous,
    smd_shares,
    spearman,
    welch_anova,
)
from alsstats.association.frequencies import mean_and_variance
from alsstats.errors import UsageError

ROUNDING = 1e-12  # of some hundred additions
CANCELLED = 1e-9  # of statistics near 0, where means or ranks cancel

# Printed by R's statpsych, ci.spear, for Bonett and Wright's limits
Y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
X = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]

counts = st.integers(0, 5)
number = st.integers(-6, 6) | st.floats(-1e3, 1e3)
variable = st.lists(st.tuples(number, counts), min_size=1, max_size=15)
pairs = st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4), counts), max_size=15)
groups = st.lists(st.tuples(st.integers(-4, 4), counts, counts, counts), min_size=1, max_size=12)
shares = st.lists(st.tuples(counts, counts), min_size=1, max_size=6)


def repeated(values: list[float], n: list[int]) -> np.ndarray:
    return np.repeat(np.array(values, dtype=float), n)


def close(expected: float, rel: float = ROUNDING) -> object:
    return pytest.approx(expected, rel=rel, abs=CANCELLED, nan_ok=True)


def test_bonett_and_wright_as_statpsych_prints_them() -> None:
    found = spearman(X, Y, [1] * 15).estimate
    assert [round(each, 7) for each in (found.value, found.low, found.high)] == [
        0.8699639,
        0.5840951,
        0.9638297,
    ]
    assert (found.n, found.method) == (15, "bonett-wright")


@given(pairs, st.randoms(use_true_random=False))
def test_spearman_of_frequencies_is_that_of_rows(
    table: list[tuple[int, int, int]], random: object
) -> None:
    people = [(x, y, 1) for x, y, n in table for _ in range(n)]
    random.shuffle(people)  # type: ignore[attr-defined]
    short, long = (
        spearman([x for x, _, _ in of], [y**3 for _, y, _ in of], [n for *_, n in of])
        for of in (table, people)
    )
    turned = spearman([y for _, y, _ in table], [-x for x, *_ in table], [n for *_, n in table])
    for each, sign in ((long, 1), (turned, -1)):
        assert sign * each.estimate.value == close(short.estimate.value)
        low, high = sorted((sign * each.estimate.low, sign * each.estimate.high))
        assert (low, high) == (close(short.estimate.low), close(short.estimate.high))
        assert each.test.p_value == close(short.test.p_value)


def test_spearman_of_grades_in_a_thousand_people_of_each_kind() -> None:
    """Of two variables in 2x2 rho is phi, (ad - bc) / sqrt(product of the margins)."""
    found = spearman([0, 0, 1, 1], [0, 1, 0, 1], [4000, 1000, 2000, 3000])
    assert found.estimate.value == pytest.approx(10 / sqrt(5 * 5 * 6 * 4), rel=ROUNDING)


@pytest.mark.parametrize(("n", "why"), [
    ([0, 0, 0], "one value only"), ([3, 0, 0], "one value only"), ([1, 1, 1], "4 people"),
    ([1, 0, 1], "1 or -1"), ([5, 0, 9], "1 or -1"),
])  # fmt: skip
def test_spearman_says_what_is_undefined(n: list[int], why: str) -> None:
    found = spearman([1, 2, 3], [5, 9, 7], n)
    assert why in found.estimate.reason
    assert isnan(found.estimate.low)
    assert isnan(found.estimate.high)
    assert isnan(found.test.p_value) == (why != "4 people")
    assert found.estimate.n == sum(n)


@given(variable, st.lists(st.floats(0, 1), max_size=5))
def test_quantiles_equal_numpy_on_a_row_a_person(
    table: list[tuple[float, int]], wanted: list[float]
) -> None:
    values, n = ([row[i] for row in table] for i in range(2))
    if not sum(n):
        assert all(map(isnan, quantiles(values, n)))
        return
    rows = repeated(values, n)
    assert quantiles(values, n) == tuple(np.quantile(rows, [0.25, 0.5, 0.75]))
    assert quantiles(values, n, wanted) == tuple(np.quantile(rows, wanted))


@given(groups, st.randoms(use_true_random=False))
def test_tests_of_groups_equal_scipy_on_a_row_a_person(
    table: list[tuple[int, ...]], random: object
) -> None:
    from scipy import stats

    random.shuffle(table)  # type: ignore[attr-defined]
    values, *by_group = ([row[i] for row in table] for i in range(4))
    rows = [repeated(values, n) for n in by_group if sum(n)]
    ranks = kruskal_wallis(values, by_group)
    if len(rows) < 2 or len(np.unique(np.concatenate(rows))) < 2:
        assert isnan(ranks.p_value)
        assert ranks.note
    else:
        theirs = stats.kruskal(*rows)
        assert ranks.statistic == close(theirs.statistic)
        assert ranks.p_value == close(theirs.pvalue)
    means = welch_anova(values, by_group)
    if len(rows) < 2 or any(len(np.unique(group)) < 2 for group in rows):
        assert isnan(means.p_value)
        assert means.note
    elif len(rows) == 2:
        theirs = stats.ttest_ind(*rows, equal_var=False)
        assert means.statistic == close(theirs.statistic**2)
        assert means.p_value == close(theirs.pvalue, CANCELLED)


@given(groups)
def test_difference_of_means_is_signed_and_counts_rows(table: list[tuple[int, ...]]) -> None:
    values, first, second, _ = ([row[i] for row in table] for i in range(4))
    a, b = repeated(values, first), repeated(values, second)
    found = smd_continuous(values, first, second)
    assert smd_continuous(values, second, first) == close(-found)
    assert smd_continuous([3 * v - 7 for v in values], first, second) == close(found)
    if min(len(a), len(b)) < 2:
        assert isnan(found)
        return
    variance = (a.var(ddof=1) + b.var(ddof=1)) / 2
    if variance:
        assert found == close((a.mean() - b.mean()) / sqrt(variance))
    else:
        assert isnan(found) if a[0] != b[0] else found == 0


@given(shares, st.randoms(use_true_random=False))
def test_difference_of_shares_is_of_categories_in_any_order(
    table: list[tuple[int, int]], random: object
) -> None:
    first, second = ([row[i] for row in table] for i in range(2))
    found = smd_shares(first, second)
    random.shuffle(table)  # type: ignore[attr-defined]
    table.insert(len(table) // 2, (0, 0))
    assert smd_shares(*([row[i] for row in table] for i in (1, 0))) == close(found)
    assert isnan(found) == (not any(a * b for a, b in zip(first, second, strict=True)))
    if len(first) == 2 and not isnan(found):
        p, q = first[0] / sum(first), second[0] / sum(second)
        variance = (p * (1 - p) + q * (1 - q)) / 2
        assert found == close(abs(p - q) / sqrt(variance) if variance else 0.0)
    if first == second and sum(first):
        assert found == 0


@pytest.mark.parametrize("value", [0.1, 1e9 + 0.1, -7.7])
@pytest.mark.parametrize("n", [2, 3, 7, 10**6])
def test_a_constant_has_no_variance(value: float, n: int) -> None:
    """In floating point the sum of three times 0.1 is not 0.3."""
    found = mean_and_variance(np.array([-5.0, value]), np.array([0.0, n]))
    assert found == (value, 0)


@pytest.mark.parametrize("call", [
    lambda: spearman([1, 2], [1], [1, 1]),
    lambda: spearman([1, 2], [1, float("nan")], [1, 1]),
    lambda: spearman([1, 2], [1, 2], [1, 1], level=0),
    lambda: quantiles([1, 2], [1, 1], [50]),
    lambda: quantiles([1, 2], [1.5, 1]),
    lambda: kruskal_wallis([1, 2], [[1, 2], [1]]),
    lambda: welch_anova([1, 2], [[1, 2], [1, -1]]),
    lambda: smd_shares([1, 2], [1]),
    lambda: smd_shares([1, 2.5], [1, 2]),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(call: object) -> None:
    with pytest.raises(UsageError):
        call()
