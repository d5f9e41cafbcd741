"""What has to hold for every follow-up: curves, medians, means and tests."""

from math import inf, isnan, nan
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import EstimateError
from alsstats.prognosis.curves import LIMITS, SurvivalCurve, kaplan_meier
from alsstats.prognosis.log_rank import LogRank, log_rank_test, log_rank_trend
from alsstats.prognosis.median import survival_quantile
from alsstats.prognosis.restricted_mean import restricted_mean_survival
from alsstats.prognosis.risk_table import at_times, places_by, tabulate

# Sums of whole numbers are exact; products and quotients are taken in one order or another.
CLOSE = {"rel": 1e-10, "abs": 1e-11, "nan_ok": True}


class People(NamedTuple):
    time: np.ndarray
    event: np.ndarray
    entry: np.ndarray
    group: np.ndarray
    stratum: np.ndarray
    n: np.ndarray

    def curve(self, limits: str = "log-log") -> SurvivalCurve | None:
        table = tabulate(self.time, self.event, entry=self.entry, frequency=self.n)
        try:
            return kaplan_meier(table, limits=limits)
        except EstimateError:
            return None

    def log_rank(self, rho: float, gamma: float) -> LogRank | None:
        given = {"strata": self.stratum, "entry": self.entry, "frequency": self.n}
        try:
            return log_rank_test(self.time, self.event, self.group, **given, rho=rho, gamma=gamma)
        except EstimateError:
            return None

    def rows(self, order: np.ndarray) -> "People":
        return People(*(column[order] for column in self))


row = st.tuples(
    *(st.integers(0, 12), st.booleans(), st.integers(-6, 12)),
    *(st.integers(0, 3), st.integers(0, 2), st.integers(1, 4)),
)
weights = st.sampled_from([(0, 0), (1, 0), (0, 1), (0.5, 2)])


@st.composite
def drawn(draw: st.DrawFn) -> People:
    table = np.array(draw(st.lists(row, min_size=1, max_size=30)), dtype=int)
    unit = draw(st.sampled_from([1.0, 0.1, 1 / 30.4375]))
    time, entry = table[:, 0], table[:, 2]
    entry = np.where((entry < 0) | (entry >= time), -inf, entry * unit)
    return People(time * unit, table[:, 1] == 1, entry, *table.T[3:])


def assert_same_curves(here: SurvivalCurve | None, there: SurvivalCurve | None) -> None:
    """Compare at all times of either: the other may have some at which nobody leaves for good."""
    assert (here is None) == (there is None)
    if here is None or there is None:
        return
    times = np.union1d(here.table.time, there.table.time)
    for name in ("survival", "variance", "low", "high"):
        initial = 1.0 if name == "survival" else 0.0 if name == "variance" else nan
        steps = [
            np.append(initial, getattr(held, name))[places_by(held.table, times)]
            for held in (here, there)
        ]
        assert steps[0] == pytest.approx(steps[1], **CLOSE)
    assert at_times(there.table, here.table.time).at_risk.tolist() == here.table.at_risk.tolist()
    assert median(here) == pytest.approx(median(there), **CLOSE)
    tau = here.table.time[-1]
    if tau > 0:
        means = [restricted_mean_survival(held, tau) for held in (here, there)]
        assert means[0].value == pytest.approx(means[1].value, **CLOSE)
        assert means[0].std_error == pytest.approx(means[1].std_error, **CLOSE)


def median(curve: SurvivalCurve) -> list[float]:
    found = survival_quantile(curve)
    return [found.value, found.low, found.high]


def assert_same_tests(here: LogRank | None, there: LogRank | None) -> None:
    assert (here is None) == (there is None)
    if here is None or there is None:
        return
    assert here.groups == there.groups
    for name in ("observed", "expected", "variance"):
        assert getattr(here, name) == pytest.approx(getattr(there, name), **CLOSE)
    assert here.test.statistic == pytest.approx(there.test.statistic, rel=1e-8, abs=1e-9, nan_ok=1)
    assert here.test.df == pytest.approx(there.test.df, nan_ok=True)


@given(drawn(), weights)
def test_a_frequency_is_as_many_rows(people: People, weight: tuple[float, float]) -> None:
    each = people.rows(np.repeat(np.arange(len(people.n)), people.n))
    each = each._replace(n=np.ones(len(each.n), int))
    assert_same_curves(people.curve(), each.curve())
    assert_same_tests(people.log_rank(*weight), each.log_rank(*weight))


@given(drawn(), weights, st.randoms())
def test_the_order_of_rows_changes_nothing(
    people: People, weight: tuple[float, float], random: object
) -> None:
    order = np.arange(len(people.n))
    random.shuffle(order)
    shuffled = people.rows(order)
    assert_same_curves(people.curve(), shuffled.curve())
    assert_same_tests(people.log_rank(*weight), shuffled.log_rank(*weight))


@given(drawn(), weights, st.permutations(range(4)))
def test_the_names_of_groups_and_strata_change_nothing(
    people: People, weight: tuple[float, float], names: list[int]
) -> None:
    found = people.log_rank(*weight)
    renamed = np.array(names)[people.group]
    strata = np.array(["c", "a", "b"])[people.stratum]
    other = people._replace(group=renamed, stratum=strata).log_rank(*weight)
    assert (found is None) == (other is None)
    if found is None or other is None:
        return
    places = [other.groups.index(names[group]) for group in found.groups]
    assert found.observed == pytest.approx(other.observed[places], **CLOSE)
    assert found.expected == pytest.approx(other.expected[places], **CLOSE)
    assert found.test.statistic == pytest.approx(
        other.test.statistic, rel=1e-8, abs=1e-9, nan_ok=True
    )
    scores = [found.groups[other_groups] for other_groups in np.argsort(places)]
    trends = log_rank_trend(found, list(found.groups)), log_rank_trend(other, scores)
    assert trends[0].z == pytest.approx(trends[1].z, rel=1e-8, abs=1e-6, nan_ok=True)


@given(drawn(), weights, st.data())
def test_splitting_a_row_in_time_changes_nothing(
    people: People, weight: tuple[float, float], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(people.n) - 1))
    begin, end = max(people.entry[place], 0.0), people.time[place]
    if end == 0:
        return
    cut = begin + (end - begin) * data.draw(st.sampled_from([0.25, 0.5, 0.9]))
    second = people.rows(np.array([place]))._replace(entry=np.array([cut]))
    first_time, first_event = people.time.copy(), people.event.copy()
    first_time[place], first_event[place] = cut, False
    first = people._replace(time=first_time, event=first_event)
    split = People(*(np.append(one, two) for one, two in zip(first, second, strict=True)))
    if (found := people.curve()) is not None:
        assert_same_curves(found, split.curve())
    if (tested := people.log_rank(*weight)) is not None:
        assert_same_tests(tested, split.log_rank(*weight))


@given(drawn(), weights)
def test_entry_before_every_exit_is_no_entry(people: People, weight: tuple[float, float]) -> None:
    later = people._replace(time=people.time + 1)
    none = later._replace(entry=np.full(len(people.n), -inf))
    early = later._replace(entry=np.linspace(0, 0.99, len(people.n)))
    assert_same_tests(none.log_rank(*weight), early.log_rank(*weight))
    assert_same_curves(none.curve(), early.curve())


@given(drawn(), st.sampled_from(list(LIMITS)))
def test_survival_never_rises_and_lies_within_its_limits(people: People, limits: str) -> None:
    curve = people.curve(limits)
    if curve is None:
        return
    assert (np.diff(curve.survival, prepend=1.0) <= 0).all()
    assert (curve.survival >= 0).all()
    inside = (curve.survival > 0) & (curve.survival < 1)
    assert (np.isnan(curve.low) == ~inside).all()
    assert (np.isnan(curve.high) == ~inside).all()
    low, survival, high = (column[inside] for column in (curve.low, curve.survival, curve.high))
    assert ((low >= 0) & (low < survival) & (survival < high) & (high <= 1)).all()


@given(drawn(), st.sampled_from(list(LIMITS)))
def test_a_median_lies_within_its_limits(people: People, limits: str) -> None:
    curve = people.curve(limits)
    if curve is None:
        return
    value, low, high = median(curve)
    assert isnan(value) or isnan(low) or low <= value
    assert isnan(value) or isnan(high) or value <= high


@given(drawn(), weights)
def test_observed_and_expected_deaths_have_one_sum(
    people: People, weight: tuple[float, float]
) -> None:
    found = people.log_rank(*weight)
    if found is None:
        return
    assert found.observed.sum() == pytest.approx(found.expected.sum(), **CLOSE)
    assert found.n.sum() == people.n.sum()
    assert isnan(found.test.p_value) or 0 <= found.test.p_value <= 1
