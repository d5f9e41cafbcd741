"""Who is at risk: ties, entry, frequencies, the numbers below a curve, and what is refused."""

from math import inf, nan

import numpy as np
import pytest

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.risk_table import at_times, tabulate
from tests.prognosis.drawn import SETS, Drawn


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
    with pytest.raises(UsageError, match="entry must be before the time"):
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


def test_nobody_after_the_start_is_a_named_error() -> None:
    with pytest.raises(EstimateError, match="nobody is followed"):
        tabulate([3, 5], [1, 0], from_time=5)


@pytest.mark.parametrize("times", [[-1], [nan], [inf]])
def test_times_asked_for_must_be_times(times: list[float]) -> None:
    with pytest.raises(UsageError, match="must be a number of 0 or more"):
        at_times(tabulate([3], [1]), times)
