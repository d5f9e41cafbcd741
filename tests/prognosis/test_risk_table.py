"""Who is at risk: ties, entry, frequencies, the numbers below a curve, and what is refused."""

from math import inf, nan

import numpy as np
import pytest

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.observations import observed
from alsstats.prognosis.risk_table import at_times, tabulate
from tests.prognosis.drawn import SETS, Drawn

SECRET = "1234.5678"  # a time that no message may repeat


def columns(table: object) -> list[list[float]]:
    return [column.tolist() for column in table[:5]]


def test_entry_at_a_time_of_death_is_not_at_risk_at_it() -> None:
    table = tabulate([2, 5], [1, 1], entry=[0, 2])
    assert table.at_risk.tolist() == [0, 1, 1]
    assert table.entered.tolist() == [1, 1, 0]


def test_a_death_at_time_0_counts_where_there_is_no_entry() -> None:
    assert columns(tabulate([0, 3], [1, 0], entry=[-inf, -inf])) == columns(
        tabulate([0, 3], [1, 0])
    )
    assert tabulate([0, 3], [1, 0]).events.tolist() == [1, 0]


def test_times_that_rounding_moved_apart_are_tied() -> None:
    days = np.array([40, 520, 840, 1000])
    ours, theirs = days / 30.4375, days / 365.25 * 12
    assert (ours != theirs).any()
    table = tabulate(np.append(ours, theirs), [1] * 4 + [0] * 4)
    assert table.at_risk.tolist() == [8, 6, 4, 2]
    assert table.events.tolist() == table.censored.tolist() == [1] * 4


def test_entry_and_exit_are_tied_with_each_other() -> None:
    moved = 365 / 30.4375 * (1 + 1e-12)
    table = tabulate([moved, 20], [1, 1], entry=[0, 365 / 30.4375])
    assert table.at_risk.tolist() == [0, 1, 1]  # the second is not at risk when the first dies
    with pytest.raises(UsageError, match="entry is not before the exit"):
        tabulate([moved], [1], entry=[365 / 30.4375])


def test_times_that_differ_by_more_are_two() -> None:
    assert len(tabulate([10, 10 * (1 + 1e-8)], [1, 1]).time) == 2
    assert len(tabulate([0, 1e-12], [1, 1]).time) == 2


@pytest.mark.parametrize("kind", ["right", "entry", "from"])
@pytest.mark.parametrize("held", SETS.values(), ids=SETS)
def test_against_counting_one_time_after_another(held: Drawn, kind: str) -> None:
    """Everybody is asked at each time; times within 1e-6 are one, as the sets were drawn."""
    start = float(np.median(held.time)) if kind == "from" else None
    if start is not None and (held.time <= start + 1e-6).all():
        with pytest.raises(EstimateError, match="nobody is followed"):
            held.table(kind, start)
        return
    table = held.table(kind, start)
    entry = held.entry if kind != "right" else np.full(len(held.time), -inf)
    counted = held.time > (-inf if start is None else start + 1e-6)
    entry = np.where(entry <= (-inf if start is None else start + 1e-6), -inf, entry)
    for time, *found in zip(*table[:5], strict=True):
        leaves = counted & (abs(held.time - time) < 1e-6)
        enters = counted & (abs(entry - time) < 1e-6)
        at_risk = counted & (entry < time - 1e-6) & (held.time > time - 1e-6)
        who = (at_risk, leaves & (held.event == 1), leaves & (held.event == 0), enters)
        assert found == [held.n[mask].sum() for mask in who]


@pytest.mark.parametrize("held", SETS.values(), ids=SETS)
def test_nobody_is_lost_below_the_curve(held: Drawn) -> None:
    table = held.table("entry")
    last = at_times(table, table.time[-1] + 1)
    dead, alive = (held.n[held.event == event].sum() for event in (1, 0))
    assert (last.at_risk[0], last.events[0], last.censored[0]) == (0, dead, alive)
    asked = np.linspace(0.013, table.time[-1] + 1, 7)
    below = at_times(table, asked)
    for time, at_risk, events, censored in zip(*below, strict=True):
        assert at_risk == held.n[(held.entry < time) & (held.time >= time)].sum()
        assert events == held.n[(held.time <= time) & (held.event == 1)].sum()
        assert censored == held.n[(held.time <= time) & (held.event == 0)].sum()


def test_numbers_before_the_start_are_unknown() -> None:
    below = at_times(tabulate([3, 5, 8], [1, 1, 0], from_time=4), [2, 4, 5])
    assert np.isnan(below.at_risk[0])
    assert below.at_risk[1:].tolist() == [2, 2]
    assert below.events[1:].tolist() == [0, 1]


def test_a_frequency_of_0_counts_for_nobody_and_leaves_no_time() -> None:
    table = tabulate([3, 5, 8], [1, 1, 0], frequency=[2, 0, 1])
    assert columns(table) == [[3, 8], [3, 1], [2, 0], [0, 1], [0, 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1234.5678, nan], [1, 0]), "time is missing or infinite"),
        (([1234.5678, inf], [1, 0]), "time is missing or infinite"),
        (([1234.5678, -3.0], [1, 0]), "time is negative"),
        ((["1234.5678", "x"], [1, 0]), "time holds what is not a number"),
        ((np.array(["2020-01-01"], "M8[D]"), [1]), "time holds what is not a number"),
        (([5], np.array([1], "m8[D]")), "event holds what is not a number"),
        (([], []), "time must be one list of numbers"),
        (([[1234.5678]], [1]), "time must be one list of numbers"),
        (([1234.5678, 3], [1, 2]), "event is coded 1 and 2"),
        (([1234.5678, 3], [2, 2]), "event is coded 1 and 2"),
        (([1234.5678, 3], [1234.5678, 3]), "event is neither 0 nor 1"),
        (([1234.5678, 3], [nan, 1]), "event is neither 0 nor 1"),
        (([1234.5678, 3], [1]), "event and time differ in length"),
        (([1234.5678, 3], [1, 0], [1, 3]), "entry is not before the exit"),
        (([1234.5678, 3], [1, 0], [nan, 1]), "entry is missing"),
        (([1234.5678, 3], [1, 0], [-1, 1]), "entry is negative"),
        (([1234.5678, 3], [1, 0], [1]), "entry and time differ in length"),
        (([1234.5678, 3], [1, 0], None, [1.5, 1]), "frequencies must be whole numbers"),
        (([1234.5678, 3], [1, 0], None, [-1, 1]), "frequencies must not be negative"),
        (([1234.5678, 3], [1, 0], None, None, -2), "from_time is negative"),
    ],
)
def test_what_cannot_be_used_is_refused_without_showing_values(
    arguments: tuple, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        observed(*arguments)
    assert SECRET not in str(caught.value)


def test_codes_1_and_2_are_refused_with_their_counts() -> None:
    with pytest.raises(UsageError) as caught:
        tabulate([3, 5, 8], [2, 1, 2])
    assert "1 (1 rows), 2 (2 rows)" in str(caught.value)


def test_nobody_after_the_start_is_a_named_error() -> None:
    with pytest.raises(EstimateError, match="nobody is followed"):
        tabulate([3, 5], [1, 0], from_time=5)


@pytest.mark.parametrize("times", [[-1], [nan], [inf]])
def test_times_asked_for_must_be_times(times: list[float]) -> None:
    with pytest.raises(UsageError, match="must be a number of 0 or more"):
        at_times(tabulate([3], [1]), times)
