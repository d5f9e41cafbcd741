"""Kaplan-Meier's curve against R, algebra and lifelines; what it refuses."""

from math import isnan, nan

import numpy as np
import pytest

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.curves import LIMITS, kaplan_meier, landmarks
from alsstats.prognosis.risk_table import places_by, tabulate
from tests.golden import rows
from tests.prognosis.drawn import AML, SETS, floats, near

START = [1, 2, 5, 2, 1, 7, 3, 4, 8, 8]
STOP = [2, 3, 6, 7, 8, 9, 9, 9, 14, 17]
EVENT = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "row", rows("curves_survival.csv"), ids=lambda r: f"{r['set']} {r['kind']}"
)
def test_against_r(row: dict[str, str]) -> None:
    start = float(row["from"]) if row["from"] else None
    table = SETS[row["set"]].table(row["kind"], start)
    if row["zero"] != "NA":
        with pytest.raises(EstimateError, match="reaches 0 while people still enter") as caught:
            kaplan_meier(table)
        asked = float(caught.value.fix.removeprefix("--from "))
        kaplan_meier(SETS[row["set"]].table(row["kind"], asked))
        return
    place = places_by(table, floats(row["time"])) - 1
    assert table.at_risk[place].tolist() == floats(row["at_risk"]).tolist()
    assert table.events[place].tolist() == floats(row["events"]).tolist()
    for i, limits in enumerate(LIMITS, start=1):
        curve = kaplan_meier(table, level=float(row["level"]), limits=limits)
        survival = floats(row["survival"])
        assert curve.survival[place] == near(survival)
        assert np.sqrt(curve.variance[place]) == near(floats(row["std_error"]))
        none_dead = survival == 1  # where R's log and plain limits are 1
        for mine, name in ((curve.low, "low"), (curve.high, "high")):
            theirs = np.where(none_dead, nan, floats(row[f"{name}{i}"]))
            assert mine[place] == near(theirs)


def test_entry_by_algebra() -> None:
    """Therneau and Grambsch's second test set; nobody is at risk at the moment of entry."""
    curve = kaplan_meier(tabulate(STOP, EVENT, entry=START))
    died = curve.table.events > 0
    assert curve.table.time[died].tolist() == [2, 3, 6, 7, 8, 9]
    assert curve.table.at_risk[died].tolist() == [2, 3, 5, 4, 4, 5]
    assert curve.survival[died] == near([1 / 2, 1 / 3, 4 / 15, 1 / 5, 3 / 20, 9 / 100])


def test_greenwood_by_hand() -> None:
    curve = kaplan_meier(tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0]))
    assert curve.survival.tolist() == [1 / 2, 1 / 4, 1 / 4]
    by_hand = [1 / 4 * 3 / 18, 1 / 16 * (3 / 18 + 1 / 2), 1 / 16 * (3 / 18 + 1 / 2)]
    assert curve.variance == near(by_hand)


@pytest.mark.parametrize(("time", "event"), AML.values())
def test_against_lifelines(time: list[int], event: list[int]) -> None:
    from lifelines import KaplanMeierFitter

    theirs = KaplanMeierFitter().fit(time, event)
    curve = kaplan_meier(tabulate(time, event))
    survival = theirs.survival_function_.iloc[1:, 0].to_numpy()
    assert curve.survival == near(survival)
    inside = survival > 0
    limits = theirs.confidence_interval_.iloc[1:].to_numpy()[inside]
    assert np.column_stack([curve.low, curve.high])[inside] == near(limits)


def test_people_who_still_enter_when_all_have_died_need_a_later_start() -> None:
    entry, time, event = [0, 0, 2, 3, 3], [1, 2, 6, 7, 8], [1, 1, 1, 1, 0]
    with pytest.raises(EstimateError) as caught:
        kaplan_meier(tabulate(time, event, entry=entry))
    assert str(caught.value).endswith("add: --from 2")
    assert "nobody is left at risk: 3" in str(caught.value)
    later = kaplan_meier(tabulate(time, event, entry=entry, from_time=2))
    assert later.table.start == 2
    died = later.table.events > 0
    assert later.survival[died] == near([2 / 3, 1 / 3])
    before, at_6 = landmarks(later, [1, 6])
    assert isnan(before.survival.value)
    assert before.survival.reason == "the curve starts later"
    assert at_6.survival.value == near(2 / 3)


def test_from_time_gives_survival_among_those_alive_then() -> None:
    time, event = AML["maintained"]
    whole, later = tabulate(time, event), tabulate(time, event, from_time=18)
    at_18, at_34 = (held.survival.value for held in landmarks(kaplan_meier(whole), [18, 34]))
    (conditional,) = landmarks(kaplan_meier(later), 34)
    assert conditional.survival.value == near(at_34 / at_18)


def test_landmarks_say_why_they_are_undefined() -> None:
    curve = kaplan_meier(tabulate([4, 6, 9], [1, 1, 0]))
    early, last, late = landmarks(curve, [3, 9, 9.1])
    assert (early.survival.value, early.survival.reason) == (
        1.0,
        "nobody has died by then: no limits",
    )
    assert isnan(early.survival.low)
    assert (last.at_risk, last.survival.value, last.survival.reason) == (1, near(1 / 3), "")
    assert isnan(late.survival.value)
    assert late.survival.reason == "nobody was followed so long"
    dead = kaplan_meier(tabulate([4, 6], [1, 1]))
    (end,) = landmarks(dead, 12)
    assert (end.survival.value, isnan(end.survival.high)) == (0.0, True)
    assert end.survival.reason == "nobody is left alive by then: no limits"


def test_a_landmark_is_tied_with_a_time_that_rounding_moved() -> None:
    curve = kaplan_meier(tabulate([365.25 / 30.4375 * (1 + 1e-12), 20], [1, 0]))
    assert landmarks(curve, 12)[0].survival.value == 0.5
    assert landmarks(curve, 12)[0].at_risk == 2


def test_unknown_limits_and_levels_are_refused() -> None:
    table = tabulate([1, 2], [1, 0])
    with pytest.raises(UsageError, match="did you mean 'log-log'"):
        kaplan_meier(table, limits="loglog")
    with pytest.raises(UsageError, match="between 0 and 1"):
        kaplan_meier(table, level=95)
