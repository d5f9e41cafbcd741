"""Conditional Kendall's tau of entry and survival against R, pair by pair, and as published."""

from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from alsstats.prognosis.late_entry import entry_dependence
from alsstats.prognosis.times import survival_times
from tests.golden import number, rows
from tests.golden.cox import random_sets
from tests.prognosis.test_properties_of_cox import Drawn, cohorts

RANDOM = random_sets()
MEN = {
    name: np.array([float(row[name]) for row in rows("channing.csv")])
    for name in ("entry", "time", "event")
}


def by_pairs(*, entry, time, event, strata=None, published: bool = False) -> tuple[float, ...]:
    """Return tau, its error, and pairs: concordant, discordant, all; one row a patient.

    `published` is as the authors' program counts: an entry at the time of death is in time, and
    where one dies when the other is last seen the pair counts as tied.
    """
    strata = np.zeros(len(time)) if strata is None else strata
    event = np.asarray(event, dtype=bool)
    earlier = time[:, None] < time if published else before(time, event)
    first = event[:, None] & earlier
    tied = (time[:, None] == time) & ((event[:, None] | event) if published else outer(event))
    latest = np.maximum.outer(entry, entry)
    soonest = np.minimum.outer(time, time)
    together = latest <= soonest if published else latest < soonest
    pairs = (first | first.T | tied) & together & (strata[:, None] == strata)
    np.fill_diagonal(pairs, val=False)
    side = first.astype(int) - first.T
    signs = np.sign(entry - entry[:, None]) * side * pairs
    n, count = len(time), pairs.sum() / 2
    variance = (n - 1) / (n - 2) * (signs.sum(axis=1) ** 2 - (signs**2).sum(axis=1)).sum()
    error = sqrt(variance) / count if variance > 0 else np.nan
    agree, differ = (signs > 0).sum() / 2, (signs < 0).sum() / 2
    return ((agree - differ) / count, error, agree, differ, count)


def outer(event: np.ndarray) -> np.ndarray:
    return event[:, None] & event


def before(time: np.ndarray, event: np.ndarray) -> np.ndarray:
    """Tell who died before another: also one who died when the other was last seen alive."""
    return (time[:, None] < time) | ((time[:, None] == time) & ~event)


def test_channing_house() -> None:
    """As tranSurv prints it after Martin and Betensky; two conventions on ties move one digit."""
    tau, error, *_ = by_pairs(**MEN, published=True)
    assert (tau, error, tau / error) == pytest.approx((0.1967, 0.0958, 2.0529), abs=5e-5)
    assert erfc(tau / error / sqrt(2)) == pytest.approx(0.0401, abs=5e-5)
    found = entry_dependence(survival_times(**MEN))
    expected = by_pairs(**MEN)
    assert (found.tau, found.std_error, *found[3:6]) == pytest.approx(expected, rel=1e-12)
    assert found.tau == pytest.approx(0.1905, abs=5e-5)
    assert found.p_value == pytest.approx(0.0471, abs=5e-5)


def test_random_data_sets_agree_with_r() -> None:
    lines = rows("assumptions_entry.csv")
    assert len(lines) == 120
    for line in lines:
        found = entry_dependence(RANDOM[line["case"]].times)
        ours = dict(zip(("tau", "error", "p"), found[:3], strict=True)) | found._asdict()
        for name in ("tau", "error", "p", "concordant", "discordant", "pairs"):
            expected = pytest.approx(number(line[name]), rel=1e-9, abs=1e-12, nan_ok=True)
            assert ours[name] == expected, line
        assert bool(found.problem) == (line["error"] == "NA")


@given(cohorts())
@settings(max_examples=60)
def test_counts_order_and_splits_do_not_matter(data: Drawn) -> None:
    columns = {name: column for name, column in data.items() if name != "x"}
    found = entry_dependence(survival_times(**columns))
    index = np.repeat(np.arange(len(data["time"])), data["frequency"].astype(int))[::-1]
    long = {name: column[index] for name, column in columns.items() if name != "frequency"}
    again = entry_dependence(survival_times(**long))
    assert again[:6] == pytest.approx(found[:6], rel=1e-12, nan_ok=True)
    if found.std_error > 0:
        entry = np.where(np.isfinite(long["entry"]), long["entry"], -1.0)
        expected = by_pairs(**{**long, "entry": entry})
        assert (found.tau, found.std_error, *found[3:6]) == pytest.approx(expected, rel=1e-12)
    begin = np.where(np.isfinite(long["entry"]), long["entry"], 0.0)
    cut = (begin + long["time"]) / 2
    split = np.flatnonzero(cut > begin)
    early = {name: column[split] for name, column in long.items()}
    late = {**long, "entry": np.where(cut > begin, cut, long["entry"])}
    early["time"], early["event"] = cut[split], np.zeros(len(split), dtype=bool)
    both = {name: np.concatenate([early[name], late[name]]) for name in long}
    whose = np.concatenate([split, np.arange(len(index))])
    again = entry_dependence(survival_times(**both), patient=whose)
    assert again[:6] == pytest.approx(found[:6], rel=1e-12, nan_ok=True)


def test_the_size_of_the_test_is_near_its_level() -> None:
    """400 samples of 60 with independent entries: 5 % are expected below 0.05, with error 1.1 %."""
    rng, below = np.random.default_rng(20261124), 0
    for _ in range(400):
        entry, time = rng.exponential(1.0, 300), rng.weibull(1.5, 300) * 1.5
        seen = np.flatnonzero(entry < time)[:60]
        end = entry[seen] + rng.exponential(2.0, 60)
        event = time[seen] <= end
        times = survival_times(np.minimum(time[seen], end), event, entry=entry[seen])
        below += entry_dependence(times).p_value < 0.05
    assert 0.02 < below / 400 < 0.08


def test_who_is_seen_late_dies_late_or_soon() -> None:
    entry = np.arange(20.0)
    late = entry_dependence(survival_times(entry + 10, np.ones(20), entry=entry))
    assert (late.tau, late.problem) == (1.0, "")
    assert late.p_value < 0.05
    soon = entry_dependence(survival_times(40 - entry, np.ones(20), entry=entry))
    assert soon.tau == -1.0


def test_there_is_no_number_and_it_is_said_why() -> None:
    reasons = {
        "nobody came under observation late": survival_times([1, 2], [1, 1]),
        "of no two patients": survival_times([1, 3], [1, 1], entry=[0, 2]),
        "at the same time": survival_times([1, 2, 3, 9], [1, 1, 1, 1], entry=[0, 0, 0, 5]),
    }
    for reason, times in reasons.items():
        found = entry_dependence(times)
        assert reason in found.problem
        assert np.isnan(found[:3]).all()
    few = entry_dependence(survival_times([5, 6], [1, 1], entry=[0, 1]))
    assert (few.tau, few.problem) == (1.0, "there are too few pairs for a standard error")
    assert np.isnan([few.std_error, few.p_value]).all()
