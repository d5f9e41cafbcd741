"""What has to hold for every standardisation, also where there is no answer."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.estimate import Estimate
from alsstats.frequency.standardisation import Standardised, standardise

LEVELS = ("a", "b", "c")
# Every fit stops within 1e-10 standard errors of its maximum; the standard errors of few people
# with a steep covariate are large, and logits and logarithms of shares near 0 and 1 stretch them.
CLOSE = {"rel": 1e-6, "abs": 1e-9, "nan_ok": True}


class People(NamedTuple):
    codes: np.ndarray
    present: np.ndarray
    covariates: np.ndarray
    n: np.ndarray

    def standardised(self, reference: int = 0, names: tuple[str, ...] = LEVELS) -> Standardised:
        covariates = ("sex", "age")
        codes, present, values, n = self
        return standardise(codes, names, present, values, covariates, n, reference=reference)


row = st.tuples(
    st.integers(0, 2), st.booleans(), st.integers(0, 1), st.integers(40, 80), st.integers(0, 9)
)


@st.composite
def drawn(draw: st.DrawFn) -> People:
    table = np.array(draw(st.lists(row, min_size=1, max_size=40)))
    return People(table[:, 0], table[:, 1] == 1, table[:, 2:4].astype(float), table[:, 4])


def numbers(estimate: Estimate) -> list[float]:
    return [estimate.value, estimate.low, estimate.high, estimate.std_error]


def assert_same(here: Standardised, there: Standardised) -> None:
    assert here[1:] == there[1:]
    for one, other in zip(here.levels, there.levels, strict=True):
        assert one[:3] == other[:3]
        assert numbers(one.prevalence) == pytest.approx(numbers(other.prevalence), **CLOSE)
        if one.contrast:
            for first, second in zip(one.contrast[:2], other.contrast[:2], strict=True):
                assert numbers(first) == pytest.approx(numbers(second), **CLOSE)
            assert one.contrast.p_value == pytest.approx(other.contrast.p_value, **CLOSE)


@given(drawn())
def test_a_frequency_is_as_many_rows(people: People) -> None:
    each = [np.repeat(column, people.n, axis=0) for column in people[:3]]
    assert_same(people.standardised(), People(*each, np.ones(people.n.sum(), int)).standardised())


@given(drawn(), st.randoms())
def test_the_order_of_rows_changes_nothing(people: People, random: object) -> None:
    order = np.arange(len(people.n))
    random.shuffle(order)
    shuffled = People(*(column[order] for column in people))
    assert_same(people.standardised(), shuffled.standardised())


@given(drawn(), st.sampled_from([1e-6, -0.01, 12.0, -1e6]), st.integers(-2100, 2100))
def test_the_unit_of_a_covariate_changes_nothing(people: People, scale: float, shift: int) -> None:
    moved = people.covariates * [1, scale] + [0, scale * shift]
    assert_same(people.standardised(), people._replace(covariates=moved).standardised())


@given(drawn())
def test_the_reference_changes_what_is_compared_and_nothing_else(people: People) -> None:
    first, second = people.standardised(0), people.standardised(1)
    assert first[1:] == second[1:]
    assert [repr(held.prevalence) for held in first.levels] == [
        repr(held.prevalence) for held in second.levels
    ]
    there, back = first.levels[1].contrast, second.levels[0].contrast
    assert there.difference.value == pytest.approx(-back.difference.value, **CLOSE)
    assert there.ratio.value == pytest.approx(1 / back.ratio.value, **CLOSE)
    assert there.ratio.low == pytest.approx(1 / back.ratio.high, **CLOSE)
    assert there.p_value == pytest.approx(back.p_value, **CLOSE)


@given(drawn())
def test_the_order_of_levels_changes_nothing(people: People) -> None:
    turned = people._replace(codes=(people.codes + 1) % 3).standardised(1, ("c", "a", "b"))
    found = people.standardised(0)
    assert bool(turned.problem) == bool(found.problem)
    levels = tuple(turned.levels[place] for place in (1, 2, 0))
    assert_same(
        found, found._replace(levels=levels)
    )  # the base level, and its names, may be others


@given(drawn())
def test_swapping_with_and_without_mirrors_the_prevalence(people: People) -> None:
    found, mirrored = people.standardised(), people._replace(present=~people.present).standardised()
    assert found.infinite == mirrored.infinite
    for one, other in zip(found.levels, mirrored.levels, strict=True):
        assert one.prevalence.value == pytest.approx(1 - other.prevalence.value, **CLOSE)
        assert one.prevalence.low == pytest.approx(1 - other.prevalence.high, **CLOSE)


@given(drawn())
def test_limits_hold_the_value_and_stay_in_range(people: People) -> None:
    found = people.standardised()
    for held in found.levels:
        if not held.prevalence.reason:
            assert 0 < held.prevalence.low < held.prevalence.value < held.prevalence.high < 1
        if held.contrast and not held.contrast.difference.reason:
            difference, ratio, p_value = held.contrast
            assert -1 <= difference.low < difference.value < difference.high <= 1
            assert 0 < ratio.low < ratio.value < ratio.high
            assert 0 <= p_value <= 1
