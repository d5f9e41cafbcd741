"""The paired difference with Newcombe's limits: his own examples, R, and what must hold."""

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.association import paired_difference, paired_difference_newcombe
from alsstats.errors import UsageError
from tests.golden import number, rows

ROUNDED = 1e-13  # both sides add and subtract numbers of the order of 1

counts = st.tuples(*[st.integers(0, 10**6)] * 4)


@pytest.mark.parametrize(
    ("four", "low", "high"),
    [  # Newcombe 1998, Table III, method 10, as quoted by others
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((20, 12, 2, 16), 0.0562, 0.3292),
        ((18, 12, 2, 18), 0.0562, 0.3290),
        ((36, 14, 0, 0), 0.1528, 0.4167),
        ((35, 14, 0, 1), 0.1461, 0.4175),
        ((18, 14, 0, 18), 0.1441, 0.3963),
        ((2, 97, 1, 0), 0.8721, 0.9854),
        ((1, 97, 1, 1), 0.8737, 0.9850),  # quoted as 0.8736; the formula gives 0.87367
        ((0, 29, 1, 0), 0.6666, 0.9882),
        ((2, 98, 0, 0), 0.9178, 0.9945),
        ((1, 98, 0, 1), 0.9171, 0.9916),
        ((0, 30, 0, 0), 0.8395, 1.0000),
        ((54, 0, 0, 0), -0.0664, 0.0664),
        ((53, 0, 0, 1), -0.0729, 0.0729),
        ((30, 0, 0, 24), -0.0358, 0.0358),
        ((29, 0, 0, 25), -0.0354, 0.0354),
        ((28, 0, 0, 26), -0.0352, 0.0352),
        ((27, 0, 0, 27), -0.0351, 0.0351),
    ],
)
def test_published(four: tuple[int, int, int, int], low: float, high: float) -> None:
    found = paired_difference_newcombe(*four)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.5e-4)
    assert (found.method, found.n) == ("newcombe paired", sum(four))


@pytest.mark.parametrize(
    "row", rows("newcombe_paired.csv"), ids=lambda r: "-".join(list(r.values())[:4])
)
def test_equal_to_r(row: dict[str, str]) -> None:
    four = [int(row[name]) for name in ("both", "first_only", "second_only", "neither")]
    found = paired_difference_newcombe(*four, level=number(row["level"]))
    expected = [number(row[name]) for name in ("difference", "low", "high")]
    assert [found.value, found.low, found.high] == pytest.approx(expected, rel=1e-10, abs=ROUNDED)


@given(counts, st.floats(0.5, 0.9999))
def test_contains_the_value_and_mirrors(four: tuple[int, ...], level: float) -> None:
    both, first, second, neither = four
    found = paired_difference_newcombe(both, first, second, neither, level=level)
    if not sum(four):
        assert isnan(found.value)
        assert "0/0" in found.reason
        return
    assert -1 <= found.low <= found.value <= found.high <= 1
    turned = paired_difference_newcombe(both, second, first, neither, level=level)
    swapped = paired_difference_newcombe(neither, second, first, both, level=level)
    for other in (turned, swapped):  # the other reading first; the other answer counted
        assert (-other.high, -other.low) == pytest.approx((found.low, found.high), abs=1e-9)


def test_of_many_people_equals_tango() -> None:
    """They differ by terms of 1/n."""
    found = paired_difference_newcombe(4 * 10**7, 10**7, 2 * 10**7, 3 * 10**7)
    tango = paired_difference(10**7, 2 * 10**7, 10**8)
    assert (found.low, found.high) == pytest.approx((tango.low, tango.high), abs=1e-7)


@pytest.mark.parametrize("call", [
    lambda: paired_difference_newcombe(1, -2, 3, 4),
    lambda: paired_difference_newcombe(1, 2, 3.5, 4),
    lambda: paired_difference_newcombe(0, 0, 0, 0, level=95),
])  # fmt: skip
def test_bad_counts_are_named(call: object) -> None:
    with pytest.raises(UsageError):
        call()
