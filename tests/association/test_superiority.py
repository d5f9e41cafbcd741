"""AUC, rank-biserial correlation and Mann-Whitney's test: published values, algebra, edges."""

from dataclasses import astuple
from math import comb, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.association import auc, mann_whitney, rank_biserial
from alsstats.errors import UsageError
from alsstats.intervals import wilson

ROUNDING = 1e-12  # of a few hundred additions, and of logit and back
WFNS = ([1, 2, 3, 4, 5], [2, 12, 1, 8, 18], [37, 20, 3, 8, 4])  # pROC's aSAH, outcome poor or good

counts = st.integers(0, 6)
columns = st.lists(st.tuples(st.integers(-5, 5), counts, counts), min_size=1, max_size=12).filter(
    lambda rows: all(sum(column) for column in list(zip(*rows, strict=True))[1:])
)
level = st.sampled_from([0.5, 0.9, 0.95, 0.999])


def unzip(rows: list[tuple[int, int, int]]) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)]


def expanded(rows: list[tuple[int, int, int]]) -> list[list[int]]:
    """Return a row for each person."""
    people = [(v, 1, 0) for v, p, _ in rows for _ in range(p)]
    return unzip(people + [(v, 0, 1) for v, _, a in rows for _ in range(a)])


def test_delong_as_proc_prints_it() -> None:
    """The limits of pROC 1.18 are on the plain scale, of the same standard error."""
    found = auc(*WFNS)
    half = 1.959964 * found.std_error * found.value * (1 - found.value)
    printed = [f"{value:.4f}" for value in (found.value, found.value - half, found.value + half)]
    assert printed == ["0.8237", "0.7485", "0.8988"]
    assert (found.n, found.events) == (113, None)


@given(columns, level)
def test_frequencies_are_repeated_rows(rows: list[tuple[int, int, int]], level: float) -> None:
    assert astuple(auc(*unzip(rows), level=level)) == same(auc(*expanded(rows), level=level))
    assert astuple(mann_whitney(*unzip(rows))) == same(mann_whitney(*expanded(rows)))


def same(found: object) -> tuple[object, ...]:
    """Return its parts, numbers to the last digits but one: additions come in another order."""
    return tuple(
        pytest.approx(part, rel=ROUNDING, abs=1e-15, nan_ok=True)
        if isinstance(part, float)
        else part
        for part in astuple(found)  # type: ignore[call-overload]
    )


@given(columns)
def test_equals_a_count_of_pairs(rows: list[tuple[int, int, int]]) -> None:
    values, present, absent = (np.array(column) for column in unzip(rows))
    higher = values[:, None] > values
    won = present @ (higher + 0.5 * (values[:, None] == values)) @ absent
    assert mann_whitney(values, present, absent).statistic == won
    expected = won / (present.sum() * absent.sum())
    assert auc(values, present, absent).value == pytest.approx(expected, rel=ROUNDING)


@given(columns, level)
def test_reversed_values_mirror(rows: list[tuple[int, int, int]], level: float) -> None:
    values, present, absent = unzip(rows)
    found = auc(values, present, absent, level=level)
    mirrored = auc([-value for value in values], present, absent, level=level)
    expected = [1 - mirrored.value, 1 - mirrored.high, 1 - mirrored.low]
    assert [found.value, found.low, found.high] == pytest.approx(expected, abs=ROUNDING)
    assert found.method == mirrored.method
    other = auc(values, absent, present, level=level)
    assert other.value == pytest.approx(mirrored.value, abs=ROUNDING)
    assert mann_whitney(values, present, absent).p_value == pytest.approx(
        mann_whitney(values, absent, present).p_value, rel=ROUNDING, nan_ok=True
    )


@given(columns, st.randoms(use_true_random=False))
def test_neither_order_nor_scale_matters(rows: list[tuple[int, int, int]], random: object) -> None:
    found, test = auc(*unzip(rows)), mann_whitney(*unzip(rows))
    random.shuffle(rows)  # type: ignore[attr-defined]
    values, *groups = unzip(rows)
    cubes = [value**3 + 7.5 for value in values]
    assert auc(cubes, *groups) == found
    assert astuple(mann_whitney(cubes, *groups)) == same(test)


@given(columns, level)
def test_limits_contain_the_value_and_rank_biserial_is_the_same(
    rows: list[tuple[int, int, int]], level: float
) -> None:
    area, rank = auc(*unzip(rows), level=level), rank_biserial(*unzip(rows), level=level)
    assert 0 <= area.low <= area.value <= area.high <= 1
    assert [rank.value, rank.low, rank.high] == [
        2 * each - 1 for each in (area.value, area.low, area.high)
    ]
    assert (rank.method, rank.n, rank.reason) == (area.method, area.n, area.reason)


@given(st.integers(2, 40), st.integers(2, 40), level)
def test_groups_apart_have_limits(m: int, n: int, level: float) -> None:
    apart = auc([1, 2], [0, m], [n, 0], level=level)
    assert (apart.value, apart.high) == (1, 1)
    assert 0 < apart.low < 1
    assert "do not overlap" in apart.reason
    assert apart.method == "hanley-newcombe"


sizes = st.lists(st.integers(1, 10**12), min_size=2, max_size=30)


@given(sizes, sizes)
def test_millions_of_people_apart_are_exactly_apart(has: list[int], has_not: list[int]) -> None:
    """The number of pairs has more digits than a float."""
    values = list(range(len(has) + len(has_not)))
    present, absent = [0] * len(has_not) + has, has_not + [0] * len(has)
    above, below = auc(values, present, absent), auc(values, absent, present)
    assert (above.value, above.high, above.method) == (1, 1, "hanley-newcombe")
    assert (below.value, below.low, below.method) == (0, 0, "hanley-newcombe")
    assert above.low < 1
    assert above.low == pytest.approx(1 - below.high, abs=1e-15)


def test_one_pair_has_wilsons_limits() -> None:
    """With m = n = 1 Hanley's variance is t (1 - t), and the equation is Wilson's."""
    found = auc([1, 2], [0, 1], [1, 0])
    assert (found.low, found.high) == (pytest.approx(wilson(1, 1)[0], abs=1e-14), 1)


def test_says_where_delong_has_no_width() -> None:
    assert "all values are the same" in auc([3, 3], [4, 1], [2, 2]).reason
    assert "one person" in auc([1, 2, 3], [0, 1, 0], [4, 0, 2]).reason
    assert auc(*WFNS).reason == ""


@pytest.mark.parametrize("groups", [([0, 0], [1, 2]), ([1, 2], [0, 0]), ([0, 0], [0, 0])])
def test_undefined_without_a_group(groups: tuple[list[int], list[int]]) -> None:
    found, test = auc([1, 2], *groups), mann_whitney([1, 2], *groups)
    assert all(map(isnan, (found.value, found.low, found.high, test.statistic, test.p_value)))
    assert "nobody has the finding, or everybody" in found.reason == test.note
    assert (found.n, found.events) == (sum(map(sum, groups)), None)
    assert isnan(rank_biserial([1, 2], *groups).value)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (3, 4), (49, 49), (1, 49)])
def test_exact_tail_of_groups_apart(m: int, n: int) -> None:
    values, has = list(range(m + n)), [1] * m + [0] * n
    test = mann_whitney(values, has, [1 - one for one in has])
    assert (test.statistic, test.method) == (0, "mann-whitney exact")
    assert test.p_value == min(1, 2 / comb(m + n, m))


def test_exact_only_without_ties_and_below_50() -> None:
    fifty = list(range(51))
    assert mann_whitney(fifty, [0] * 50 + [1], [1] * 50 + [0]).method == "mann-whitney, normal"
    assert mann_whitney([1, 2, 2], [1, 1, 0], [0, 0, 1]).method == "mann-whitney, normal"


def test_many_people() -> None:
    """Of the same shares of 10^12 times as many people, the standard error is 10^6 times less."""
    values, present, absent = (np.array(column) for column in WFNS)
    found, many = auc(values, present, absent), auc(values, present * 10**12, absent * 10**12)
    assert many.value == pytest.approx(found.value, rel=ROUNDING)
    ratio = found.std_error / many.std_error
    assert ratio == pytest.approx(10**6, rel=0.02)  # m - 1 = 40, against m


@pytest.mark.parametrize("call", [
    lambda: auc([1, 2], [1], [1, 2]),
    lambda: auc([1, float("nan")], [1, 1], [1, 2]),
    lambda: auc([1, "two"], [1, 1], [1, 2]),
    lambda: auc([[1, 2]], [1, 1], [1, 2]),
    lambda: auc([1, 2], [1, -1], [1, 2]),
    lambda: auc([1, 2], [1, 0.5], [1, 2]),
    lambda: auc([1, 2], [True, False], [1, 2]),
    lambda: auc([1, 2], [10**15, 1], [1, 2]),
    lambda: auc([1, 2], [1, 1], [1, 2], level=95),
    lambda: auc([1, 2], [0, 0], [1, 2], level=95),
    lambda: mann_whitney([1, float("inf")], [1, 1], [1, 2]),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(call: object) -> None:
    with pytest.raises(UsageError) as caught:
        call()
    assert "two" not in str(caught.value)
