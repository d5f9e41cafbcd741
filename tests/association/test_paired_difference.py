"""The paired difference with Tango's limits: published values, edges, and what defines them."""

from decimal import Decimal, localcontext
from math import isnan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.association import mcnemar, paired_difference
from alsstats.errors import UsageError
from alsstats.intervals import normal_quantile, wilson

LAST_DIGITS = 1e-15  # of the larger of the value and its distance from the limit: about 5 roundings
LARGEST = 10**12
LEVELS = (0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999999)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[int, int, int]:
    """Discordant pairs one way and the other, and everybody, of any order of size."""
    b, c = (draw(st.integers(0, 10 ** draw(st.integers(0, 11)))) for _ in range(2))
    others = draw(st.sampled_from([0, 1]) | st.integers(0, LARGEST - b - c))
    return b, c, max(1, b + c + others)


@pytest.mark.parametrize(
    ("counts", "level", "low", "high"),
    [
        ((1, 7, 21), 0.95, "-0.517", "-0.026"),  # Fagerland et al. 2014, airway reactivity
        ((6, 16, 161), 0.95, "-0.1240", "-0.0054"),  # the same authors' R package, Cavo 2012
        ((0, 1, 44), 0.9, "-0.096", "0.037"),  # Tango 1998, contact lenses, as in R's ratesci
        ((9, 3, 32), 0.95, "-0.027", "0.390"),  # Tango 1998, as in R's ratesci
        ((16, 8, 86), 0.95, "-0.020", "0.207"),  # Agresti and Min 2005, as in R's ratesci
        ((3, 1, 14), 0.95, "-0.1670", "0.4327"),  # Tang et al. 2010, as in R's ratesci
        ((25, 2, 102), 0.95, "0.139", "0.321"),  # Chang 2024, as in R's ratesci
        ((7, 0, 14), 0.95, "0.177034", "0.732008"),  # printed by R's PropCIs
        ((28, 25, 618), 0.9, "-0.0148", "0.0247"),  # printed by R's PropCIs
    ],
)
def test_published(counts: tuple[int, int, int], level: float, low: str, high: str) -> None:
    found = paired_difference(*counts, level=level)
    for limit, printed in ((found.low, low), (found.high, high)):
        half_a_digit = 0.5 * 10.0 ** -len(printed.partition(".")[2])
        assert limit == pytest.approx(float(printed), abs=half_a_digit)


def test_says_what_it_is() -> None:
    found = paired_difference(16, 8, 86)
    assert (found.value, found.level, found.method) == (8 / 86, 0.95, "tango")
    assert (found.events, found.n, found.reason) == (None, 86, "")


@given(pairs(), st.sampled_from(LEVELS))
def test_limits_contain_the_value_and_mirror(counts: tuple[int, int, int], level: float) -> None:
    b, c, n = counts
    found, mirrored = (paired_difference(*two, n, level=level) for two in ((b, c), (c, b)))
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert [found.value, found.low, found.high] == [-mirrored.value, -mirrored.high, -mirrored.low]


def chi_squared_at(b: int, c: int, n: int, d: Decimal) -> Decimal:
    """Tango's statistic, squared, as he writes it: q is the most likely share of c."""
    first, second, third = 2 * n, (2 * n - b + c) * d - b - c, -c * d * (1 - d)
    q = ((second**2 - 4 * first * third).sqrt() - second) / (2 * first)
    return (b - c - n * d) ** 2 / (n * (2 * q + d * (1 - d)))


@given(pairs(), st.sampled_from(LEVELS))
def test_the_score_test_changes_its_mind_at_the_limit(
    counts: tuple[int, int, int], level: float
) -> None:
    """The mirrored counts are drawn as often, so that the upper limit is enough."""
    found = paired_difference(*counts, level=level)
    step = Decimal(LAST_DIGITS * (abs(found.value) + found.high - found.value))
    with localcontext(prec=100):
        critical = Decimal(normal_quantile(level)) ** 2
        inside, outside = Decimal(found.high) - step, Decimal(found.high) + step
        assert inside < found.value or chi_squared_at(*counts, inside) <= critical
        assert outside >= 1 or chi_squared_at(*counts, outside) >= critical


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_holds_0_where_mcnemar_finds_nothing(b: int, c: int, others: int) -> None:
    found = paired_difference(b, c, b + c + others)
    statistic = mcnemar(b, c).chi_squared.statistic
    assert (found.low <= 0 <= found.high) == (not statistic > normal_quantile(0.95) ** 2)


@given(pairs())
def test_a_higher_level_is_wider(counts: tuple[int, int, int]) -> None:
    found = [paired_difference(*counts, level=level) for level in LEVELS]
    assert [each.high for each in found] == sorted(each.high for each in found)
    assert [-each.low for each in found] == sorted(-each.low for each in found)


@given(*[st.integers(LARGEST // 20, LARGEST // 2)] * 2, st.sampled_from(LEVELS))
def test_of_many_people_equals_wald(b: int, c: int, level: float) -> None:
    """They differ by terms of z^2/n; the width is of the order of z/sqrt(n), 10^5 times that."""
    found, z = paired_difference(b, c, LARGEST, level=level), normal_quantile(level)
    half = z * sqrt((b + c) / LARGEST - found.value**2) / sqrt(LARGEST)
    near = 2 * z * z / LARGEST + LAST_DIGITS
    assert found.low == pytest.approx(found.value - half, rel=0, abs=near)
    assert found.high == pytest.approx(found.value + half, rel=0, abs=near)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 999, LARGEST])
@pytest.mark.parametrize("level", LEVELS)
def test_nobody_or_everybody_is_discordant(n: int, level: float) -> None:
    square = normal_quantile(level) ** 2
    nobody = paired_difference(0, 0, n, level=level)
    assert (nobody.value, nobody.high) == (0, -nobody.low)
    assert nobody.high == pytest.approx(square / (n + square), rel=LAST_DIGITS)
    first, second = paired_difference(n, 0, n, level=level), paired_difference(0, n, n, level=level)
    assert first.value == first.high == 1
    assert second.value == second.low == -1
    assert first.low == pytest.approx((n - square) / (n + square), abs=LAST_DIGITS)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(LEVELS))
def test_is_wilson_where_one_share_is_all_there_is(b: int, c: int, level: float) -> None:
    n = b + c + 1
    low, high = wilson(b, n, level)
    all_discordant = paired_difference(b, c + 1, n, level=level)
    assert all_discordant.low == pytest.approx(2 * low - 1, rel=0, abs=LAST_DIGITS)
    assert all_discordant.high == pytest.approx(2 * high - 1, rel=0, abs=LAST_DIGITS)
    assert paired_difference(b, 0, n, level=level).high == pytest.approx(high, rel=LAST_DIGITS)


def test_undefined_without_anybody() -> None:
    found = paired_difference(0, 0, 0)
    assert all(map(isnan, (found.value, found.low, found.high)))
    assert (found.events, found.n) == (None, 0)
    assert "0/0" in found.reason


@pytest.mark.parametrize("call", [
    lambda: paired_difference(3, 2, 4),
    lambda: paired_difference(-1, 2, 4),
    lambda: paired_difference(1, 2.5, 4),
    lambda: paired_difference(0, 0, 0, level=95),
    lambda: paired_difference(1, 2, 10**400),
])  # fmt: skip
def test_bad_counts_are_named(call: object) -> None:
    with pytest.raises(UsageError):
        call()
