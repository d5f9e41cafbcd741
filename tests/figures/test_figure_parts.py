"""The parts of figures: places that do not overlap, columns, ratios at an axis."""

from itertools import pairwise
from math import exp, inf, log, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsstats import Row
from alsstats.figures.at_risk_table import columns_that_fit
from alsstats.figures.estimates import method_name
from alsstats.figures.lettering import width_of
from alsstats.figures.line_labels import spread
from alsstats.figures.ratio_axis import FOLD, Range, range_of, ticks_of

LOGS = st.floats(-12, 12)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-5, 60), st.floats(1, 9)), min_size=1, max_size=6))
def test_names_are_spread_without_overlap(held: list[tuple[float, float]]) -> None:
    wanted, heights = zip(*held, strict=True)
    places = spread(wanted, heights, 55.0)
    ends = sorted((p - h / 2, p + h / 2) for p, h in zip(places, heights, strict=True))
    assert ends[0][0] >= -1e-9
    assert ends[-1][1] <= 55 + 1e-9
    assert all(here[1] <= there[0] + 1e-9 for here, there in pairwise(ends))


@given(
    st.floats(0, 40),
    st.integers(1, 12),
    st.sampled_from([1.0, 12.0, 365.0]),
    st.floats(0.01, 0.9),
)
def test_columns_begin_and_end_and_are_apart(
    start: float, count: int, step: float, least: float
) -> None:
    times = [start, *(start - start % step + step * place for place in range(1, count + 1))]
    shown = columns_that_fit(times, least)
    assert (shown[0], shown[-1]) == (0, count)
    gaps = [times[there] - times[here] for here, there in pairwise(shown)]
    assert all(gap >= least * (times[-1] - times[0]) - 1e-6 for gap in gaps)
    assert columns_that_fit([3.0], least) == [0]


ratios = st.tuples(LOGS, st.floats(0, 9), st.floats(0, 9)).map(
    lambda held: (exp(held[0]), exp(held[0] - held[1]), exp(held[0] + held[2]))
)


@settings(max_examples=60)
@given(st.lists(ratios, min_size=1, max_size=5), st.floats(20, 120))
def test_every_finite_ratio_is_on_the_axis(
    held: list[tuple[float, float, float]], width: float
) -> None:
    shown = range_of(held)
    assert shown.low < 1 < shown.high
    for ratio, low, high in held:
        assert shown.low < ratio < shown.high
        assert shown.low < low or low < ratio / FOLD * 1.001
        assert high < shown.high or high > ratio * FOLD * 0.999
    ticks = ticks_of(shown, width)
    assert 1 in ticks
    assert all(shown.low <= tick <= shown.high for tick in ticks)
    whole = log(shown.high / shown.low)
    for here, there in pairwise(ticks):
        room = (width_of(f"{here:.10g}") + width_of(f"{there:.10g}")) / 2
        assert log(there / here) / whole * width > room


@pytest.mark.parametrize(
    "held",
    [[(inf, 39.0, inf), (1.02, 0.9, 1.1)], [(nan, 0.0, inf)], [(0.0, 0.0, 0.02)], [(None,) * 3]],
)
def test_ratios_that_are_no_number(held: list[tuple[float | None, ...]]) -> None:
    shown = range_of(held)
    for _, low, high in held:
        for end in (low, high):
            if end not in {0.0, inf, None}:
                assert shown.low < end < shown.high


def test_methods_of_limits_have_the_names_of_people() -> None:
    methods = ("wilson", "clopper-pearson", "newcombe paired", "profile likelihood, firth", "mid-p")
    assert [method_name(Row(statistic="prevalence", method=method)) for method in methods] == [
        "Wilson", "Clopper-Pearson", "Newcombe paired", "profile likelihood, Firth", "mid-p",
    ]  # fmt: skip


def test_ticks_that_people_say() -> None:
    assert ticks_of(Range(0.2, 10.0), 60) == [0.25, 0.5, 1, 2, 4, 8]
    assert ticks_of(Range(0.9, 1.2), 60) == [0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2]
    assert ticks_of(Range(1e-4, 1e4), 60) == [0.0001, 0.01, 1, 100, 10000]
