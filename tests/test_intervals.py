"""Limits of proportions: against R, published values, and the properties that define them."""

from math import comb, expm1, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.intervals import (
    INTERVALS,
    agresti_coull,
    blaker,
    clopper_pearson,
    limits,
    mid_p,
    wilson,
)
from alsstats.intervals.beta import _beta_quantile, _cornish_fisher
from tests.golden import number, rows

# SciPy's inverse of the incomplete beta function is off by 4e-11 at shapes of 5e11, and by 1e-14 at
# the sizes of studies. Limits next to 1 are spaced 1e-16 apart, so they are compared absolutely.
RELATIVE, NEXT_TO_ONE = 1e-10, 1e-14
PREFIX = {
    "wilson": "wilson",
    "clopper-pearson": "clopper",
    "jeffreys": "jeffreys",
    "agresti-coull": "agresti",
}
LARGEST = 10**12

counts = st.integers(1, LARGEST).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
methods = st.sampled_from(sorted(INTERVALS))
levels = st.floats(0.5, 0.9999)


@pytest.mark.parametrize("row", rows("intervals.csv"), ids=lambda r: f"{r['events']}/{r['n']}")
@pytest.mark.parametrize("method", PREFIX)
def test_equal_to_r(method: str, row: dict[str, str]) -> None:
    low, high = limits(int(row["events"]), int(row["n"]), number(row["level"]), method)
    prefix = PREFIX[method]
    assert low == pytest.approx(number(row[f"{prefix}_low"]), rel=RELATIVE, abs=NEXT_TO_ONE)
    assert high == pytest.approx(number(row[f"{prefix}_high"]), rel=RELATIVE, abs=NEXT_TO_ONE)


@pytest.mark.parametrize(
    "row", rows("exact_limits.csv"), ids=lambda r: f"{r['events']}/{r['n']}-{r['level']}"
)
@pytest.mark.parametrize("method", ["mid-p", "blaker"])
def test_exact_limits_equal_to_r(method: str, row: dict[str, str]) -> None:
    low, high = limits(int(row["events"]), int(row["n"]), number(row["level"]), method)
    prefix = method.replace("-", "_")
    assert low == pytest.approx(number(row[f"{prefix}_low"]), rel=RELATIVE, abs=NEXT_TO_ONE)
    assert high == pytest.approx(number(row[f"{prefix}_high"]), rel=RELATIVE, abs=NEXT_TO_ONE)


def test_every_interval_has_golden_numbers() -> None:
    assert set(INTERVALS) == {*PREFIX, "mid-p", "blaker"}


@pytest.mark.parametrize(
    ("method", "events", "n", "low", "high"),
    [  # printed in R's binom package, or computed from the formula in its paper
        ("wilson", 81, 263, 0.2553, 0.3662),
        ("wilson", 0, 30, 0, 0.11351339),
        ("clopper-pearson", 0, 30, 0, 0.11570331),
        ("wilson", 30, 30, 1 - 0.11351339, 1),
        ("clopper-pearson", 30, 30, 1 - 0.11570331, 1),
        ("agresti-coull", 18, 20, 0.6867561, 0.9843438),
        ("clopper-pearson", 18, 20, 0.6830173, 0.9876515),
        ("wilson", 18, 20, 0.6989664, 0.9721335),
        ("clopper-pearson", 0, 8, 0, 0.369),
        ("clopper-pearson", 0, 6, 0, 0.459),
        ("clopper-pearson", 0, 3, 0, 0.708),
        ("mid-p", 81, 263, 0.2544, 0.3658),  # Newcombe 1998, Table I, method 6
        ("mid-p", 15, 148, 0.0601, 0.1581),
        ("mid-p", 0, 20, 0, 0.1391),
        ("mid-p", 1, 29, 0.0017, 0.1585),
        ("blaker", 3, 10, 0.08726443, 0.61941066),  # printed by R's BlakerCI
        ("blaker", 29, 99, 0.2097022, 0.3929079),
        ("blaker", 59, 355, 0.1300807, 0.2090809),  # where Blaker's own programme misses a jump
        ("blaker", 6, 13, 0.2158050, 0.7395922),
    ],
)
def test_published(method: str, events: int, n: int, low: float, high: float) -> None:
    digits = max(len(repr(value).partition(".")[2]) for value in (low, high) if value not in {0, 1})
    half_a_digit = 0.5 * 10.0 ** -min(digits, 8) + 1e-9
    assert limits(events, n, 0.95, method) == pytest.approx((low, high), abs=half_a_digit)


def test_zero_of_n_by_algebra() -> None:
    alpha = 1e-7  # 1 - level is alpha only to 1e-16, hence 1e-9 and not 1e-15
    assert clopper_pearson(0, 1000, 1 - alpha)[1] == pytest.approx(
        1 - (alpha / 2) ** (1 / 1000), rel=1e-9
    )
    assert clopper_pearson(0, 1000, 1 - alpha)[1] == pytest.approx(0.01667072243152071, rel=1e-9)


@given(counts, levels, methods)
def test_contain_the_value_and_stay_in_the_unit_interval(
    count: tuple[int, int], level: float, method: str
) -> None:
    events, n = count
    low, high = limits(events, n, level, method)
    assert 0 <= low <= events / n <= high <= 1
    assert (low == 0) == (events == 0 or (method == "agresti-coull" and low == 0))
    assert events > 0 or low == 0
    assert events < n or high == 1


@given(counts, levels, methods)
def test_limits_of_k_and_n_minus_k_mirror(
    count: tuple[int, int], level: float, method: str
) -> None:
    events, n = count
    low, high = limits(events, n, level, method)
    mirrored = limits(n - events, n, level, method)
    assert mirrored == pytest.approx((1 - high, 1 - low), rel=RELATIVE, abs=NEXT_TO_ONE)


def test_never_beyond_one_by_rounding() -> None:
    """Wilson's upper limit at n of n has been seen as 0.9999999999999999, Agresti's at 1.029."""
    assert all(wilson(n, n)[1] == 1 for n in range(1, 2000))
    assert all(wilson(0, n)[0] == 0 for n in range(1, 2000))
    assert agresti_coull(20, 20)[1] == 1


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, float("nan")])
@pytest.mark.parametrize("method", INTERVALS)
def test_level_outside_zero_to_one(method: str, level: float) -> None:
    with pytest.raises(UsageError, match="confidence level"):
        limits(1, 2, level, method)


def test_unknown_method_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'wilson'"):
        limits(1, 2, 0.95, "wilsn")


@pytest.mark.parametrize("n", [10**7, 10**8, 10**9])
@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.93])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_quantiles_for_very_many_people_are_those_of_the_beta_distribution(
    n: int, share: float, level: float
) -> None:
    """Where SciPy has an answer, the expansion that stands in for it gives the same one.

    SciPy's own quantiles are off by some 1e-12 of the value there, hence the tolerance.
    """
    shape = (n * share, n * (1 - share))
    for low in (True, False):
        expected = _beta_quantile(*shape, level, low=low)
        assert _cornish_fisher(*shape, level, low=low) == pytest.approx(expected, rel=4e-12)


def test_limits_where_the_quantile_function_has_no_answer() -> None:
    """One SciPy returns nan for the upper limit; that of one event less is a shift of 1/(n + 1)."""
    events, n = 24_946_499_948, 124_732_499_745
    low, high = clopper_pearson(events, n, 0.5)
    assert high == pytest.approx(0.20000076390443985 + 1 / (n + 1), rel=RELATIVE)
    assert low == pytest.approx(0.19999923607117237, rel=RELATIVE)


@given(counts, levels)
def test_exact_limits_lie_inside_those_of_clopper_and_pearson(
    count: tuple[int, int], level: float
) -> None:
    low, high = clopper_pearson(*count, level)
    for function in (mid_p, blaker):
        inner = function(*count, level)
        assert low <= inner[0]
        assert inner[1] <= high


@given(st.integers(1, 10**9), st.floats(0.001, 0.999999))
def test_exact_limits_at_the_ends_by_algebra(n: int, level: float) -> None:
    """P(X = n) = p^n is half of mid-p; Blaker has no other tail to add to it, or one as large."""
    alpha = 1 - level
    assert mid_p(n, n, level) == (pytest.approx(alpha ** (1 / n), rel=1e-9), 1.0)
    assert mid_p(0, n, level) == (0.0, pytest.approx(-expm1(log(alpha) / n), rel=1e-9))
    assert blaker(n, n, level)[1] == 1
    assert blaker(0, n, level)[0] == 0


def acceptability(events: int, n: int, share: float) -> float:
    """Blaker's function by adding up the whole distribution."""
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    below = [sum(chances[: k + 1]) for k in range(n + 1)]
    above = [sum(chances[k:]) for k in range(n + 1)]
    tail = min(below[events], above[events])
    others = above if tail == below[events] else below
    return tail + max([other for other in others if other <= tail], default=0.0)


@given(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]),
)
def test_outside_of_blakers_limits_nothing_is_acceptable(
    count: tuple[int, int], level: float
) -> None:
    (low, high), (outer_low, outer_high) = blaker(*count, level), clopper_pearson(*count, level)
    for limit, outer in ((low, outer_low), (high, outer_high)):
        if limit in {0, 1}:
            continue
        alpha, beside = 1 - level, (limit - 1e-9, limit + 1e-9)
        assert max(acceptability(*count, share) for share in beside) > alpha - 1e-7
        outside = [outer + (limit - outer) * (part / 50) * (1 - 1e-9) for part in range(50)]
        assert max(acceptability(*count, share) for share in outside) <= alpha + 1e-12
