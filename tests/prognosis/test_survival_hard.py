"""Small, separated and degenerate cohorts: a number or a named reason each."""

from math import exp, inf
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import EstimateError
from tests.cli.conftest import Run

DIED = {"death": 1}


def cohort(times: list[float], died: list[int], sign: list[int], **more: Any) -> pd.DataFrame:
    columns = {"diagnosis": "ALS", "months_from_mri": times, "death": died, "snake_eyes": sign}
    return pd.DataFrame(columns | more)


def ask(frame: pd.DataFrame, **asked: Any) -> als.Result:
    return als.survival(als.read(frame), **{"group": "snake_eyes"} | asked)


def of(result: als.Result, statistic: str, **where: Any) -> list[als.Row]:
    return [
        row
        for row in result.rows
        if row.statistic == statistic
        and all(getattr(row, name) == value for name, value in where.items())
    ]


def note(result: als.Result, code: str) -> str:
    return next(held.text for held in result.notes if held.code == code)


THIRTEEN = cohort(
    [2, 3, 5, 7, 8, 9, 11, 12, 14, 15, 18, 20, 24],
    [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
)


def test_thirteen_people_with_no_event_in_one_group() -> None:
    result = ask(THIRTEEN)
    [ratio] = of(result, "hazard_ratio")
    assert (ratio.estimate, ratio.conf_high, ratio.method) == (inf, inf, "profile likelihood")
    assert 1 < ratio.conf_low < 10
    assert ratio.p_value < 0.05
    text = note(result, "separation")
    assert "present (5 events in 7, and 0 in 6 others)" in text
    assert "--firth" in text
    assert not of(result, "leave_one_out") + of(result, "concordance")
    assert len(of(result, "median_survival")) == 3
    [test] = of(result, "log_rank")
    assert test.statistic_value == pytest.approx(6.4, abs=1.5)


def test_thirteen_people_by_firth() -> None:
    result = ask(THIRTEEN, firth=True)
    wald, profile = of(result, "hazard_ratio")
    assert (wald.method, profile.method) == ("firth, wald", "firth, profile likelihood")
    assert 1 < profile.estimate < inf
    assert profile.conf_low < profile.estimate < profile.conf_high < inf
    assert not [held for held in result.notes if held.code == "separation"]


def test_infcox() -> None:
    """R's example of an infinite coefficient; Firth's numbers are those of coxphf."""
    frame = cohort(
        list(range(1, 13)), [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1] * 6,
        t2_cst=[0] * 6 + [1] * 6,
    )  # fmt: skip
    plain = of(ask(frame, adjust="t2_cst"), "hazard_ratio", model="adjusted")
    assert [(row.estimate, row.conf_low, row.method) for row in plain] == [
        (0.0, 0.0, "profile likelihood"), (0.0, 0.0, "profile likelihood"),
    ]  # fmt: skip
    text = note(ask(frame, adjust="t2_cst"), "separation")
    assert "snake_eyes" in text
    firth = of(ask(frame, adjust="t2_cst", firth=True), "hazard_ratio", model="adjusted")
    profiles = [row for row in firth if "profile" in row.method]
    expected = [
        (-1.945910, -6.847124, 0.387159, 0.111628),
        (-2.565241, -7.486061, -0.156765, 0.035265),
    ]
    for row, (b, low, high, p) in zip(profiles, expected, strict=True):
        found = (row.estimate, row.conf_low, row.conf_high, row.p_value)
        assert found == pytest.approx((exp(b), exp(low), exp(high), p), rel=2e-6, abs=1e-6)


def test_two_patients() -> None:
    """Heinze and Schemper: hazard ratio 3 by Firth, limits 0.16 and 438, p 0.469."""
    frame = cohort([1, 2], [1, 0], [1, 0])
    [plain] = of(ask(frame), "hazard_ratio")
    assert (plain.estimate, plain.conf_high) == (inf, inf)
    _, profile = of(ask(frame, firth=True), "hazard_ratio")
    found = (profile.estimate, profile.conf_low, profile.conf_high, profile.p_value)
    assert found == pytest.approx((3, 0.1600409, 437.7607, 0.4694594), rel=1e-6)


def test_one_event() -> None:
    result = ask(cohort([5, 6, 7, 8, 9, 10], [0, 0, 1, 0, 0, 0], [1, 0, 1, 0, 1, 0]))
    [ratio] = of(result, "hazard_ratio")
    assert (ratio.estimate, ratio.events, ratio.n) == (inf, 1, 6)
    assert "snake_eyes absent (3), snake_eyes present (3)" in note(result, "small_group")
    assert "events for 1 coefficient (univariable): 1" in note(result, "few_events")
    assert len(of(result, "person_time")) == 3


def test_no_event() -> None:
    result = ask(cohort([5, 6, 7, 8, 9, 10], [0] * 6, [1, 0, 1, 0, 1, 0]))
    assert not of(result, "hazard_ratio")
    assert "nobody died" in note(result, "not_computed")
    assert [row.events for row in of(result, "events")] == [0, 0, 0]
    [follow_up] = of(result, "median_follow_up")
    assert follow_up.estimate == 7.5
    [test] = of(result, "log_rank")
    assert result.records()[result.rows.index(test)]["p_value"] is None


def test_all_times_tied() -> None:
    result = ask(cohort([6] * 8, [1, 1, 1, 0, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0]))
    wald, _ = of(result, "hazard_ratio")
    assert 1 < wald.estimate < inf
    [test] = of(result, "log_rank")
    assert test.statistic_value == pytest.approx((3 - 2) ** 2 / (4 * 4 / 7 * 0.25))
    everybody = ask(cohort([6] * 4, [1] * 4, [1, 1, 0, 0]), event={"death": "1"})
    assert "log rank" in note(everybody, "log_rank")  # all die at once: nobody outlives another
    assert [row.estimate for row in of(everybody, "median_survival")] == [6.0] * 3


def test_one_group_only() -> None:
    cohort_of_one = als.read(cohort([2, 4, 5, 7], [1, 1, 0, 1], [1] * 4), present={"snake_eyes": 1})
    result = als.survival(cohort_of_one, group="snake_eyes")
    assert not of(result, "hazard_ratio")
    assert note(result, "not_computed")
    assert [(row.group, row.n) for row in of(result, "events")] == [("all", 4), ("present", 4)]
    assert [row.estimate for row in of(result, "median_survival")] == [
        5.5,
        5.5,
    ]  # level at one half from 4 to 7


def test_a_group_of_nobody() -> None:
    arm = ["a", "a", "b", "b", "a", "b", "c"]
    frame = cohort([2, 4, 5, 7, 8, 9, 3], [1, 1, 0, 1, 1, 1, 1], [1] * 7, arm=arm)
    frame["months_from_mri"] = [*frame["months_from_mri"].astype(str)[:-1], ""]
    result = ask(frame, group="arm")
    assert [row.group for row in of(result, "events")] == ["all", "a", "b"]
    assert {row.category for row in of(result, "hazard_ratio")} == {"b"}
    assert "c" in note(result, "empty_level")
    assert of(result, "events")[0].left_out_by == {"months_from_mri missing": 1}
    turned = ask(frame, group="arm", against={"arm": "c"})
    assert not of(turned, "hazard_ratio")
    assert "nobody has the level 'c'" in note(turned, "not_computed")


def test_nobody_left() -> None:
    frame = cohort([2, 4, 5], [1, 0, 1], ["", "", ""])
    frame["snake_eyes"] = ["not assessable", "0", "not assessable"]
    frame["death"] = ["0", "", "1"]
    with pytest.raises(EstimateError, match="nobody is left") as caught:
        ask(frame)
    assert "left out: 1 death missing" in caught.value.found
    assert "left out: 2 snake_eyes not assessable" in caught.value.found


def test_a_huge_hazard_that_enters_late() -> None:
    """The linear predictor ranges over 30; without that patient nothing changes but nearly."""
    age = [40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 400]
    frame = cohort(
        [9, 8, 10, 7, 6, 8.5, 5, 6.5, 4, 7.5, 9.5], [1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1],
        [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1], age_at_onset=age,
        entered=[0, 0, 1, 0, 2, 0, 1, 0, 0, 0, 9.2],
    )  # fmt: skip
    asked = {"time": "months_from_mri", "entry": "entered", "adjust": "age_at_onset"}
    whole, without = (ask(one, **asked) for one in (frame, frame[:-1]))
    for row, other in zip(
        *(of(one, "hazard_ratio", model="adjusted") for one in (whole, without)), strict=True
    ):
        assert row.estimate == pytest.approx(other.estimate, rel=0.5)
    [age_row, _] = of(whole, "hazard_ratio", model="adjusted", term="age_at_onset")
    assert (age_row.estimate ** (400 - 40)) > exp(30)


@pytest.mark.parametrize(
    ("frame", "code", "says"),
    [
        (THIRTEEN, 0, "separated"),
        (cohort([5, 6, 7, 8], [0, 0, 0, 0], [1, 0, 1, 0]), 5, "nobody died"),
        (cohort([2, 4, 5, 7], [1, 1, 0, 1], [1, 1, 1, 1]), 5, "not computed"),
    ],
)
def test_other_results_are_still_given(
    run: Run, tmp_path: Any, frame: pd.DataFrame, code: int, says: str
) -> None:
    frame.to_csv(tmp_path / "cohort.csv", index=False)
    done = run("survival", "cohort.csv", "--group", "snake_eyes", "-q", "--present", "snake_eyes=1")
    assert (done.returncode, done.stderr) == (code, "")
    assert "time at risk" in done.stdout
    assert says in " ".join(done.stdout.split())


def test_who_is_alone_in_a_stratum_is_said() -> None:
    """Six of them are compared with nobody; the others are three and three."""
    frame = cohort([3, 5, 7, 8, 9, 11, *range(12, 18)], [1] * 12, [1, 0] * 6)
    frame["pair"] = ["a", "a", "a", "b", "b", "b", *"cdefgh"]
    said = note(ask(frame, strata="pair", event=DIED), "alone")
    assert said.startswith("6 of 12 patients are alone in their stratum of pair")
    several = {note.code for note in ask(frame.iloc[:6], strata="pair", event=DIED).notes}
    assert "alone" not in several


def test_clusters_no_more_than_coefficients_have_no_limits() -> None:
    frame = cohort([3, 5, 7, 8, 9, 11], [1] * 6, [1, 0, 1, 1, 0, 0], centre=list("ababab"))
    frame["age_at_onset"] = [51, 62, 43, 70, 55, 61]
    result = ask(frame, cluster="centre", adjust="age_at_onset", event=DIED)
    assert "adjusted" in note(result, "too_few_clusters")
    clustered = {row.model for row in result.rows if "clustered" in (row.method or "")}
    assert clustered == {"univariable"}


def test_a_number_far_above_all_others_is_asked_about() -> None:
    frame = cohort([3, 5, 7, 8, 9, 999], [1] * 6, [1, 0, 1, 1, 0, 0])
    assert "--missing 999" in note(ask(frame, event=DIED), "looks_missing")
    assert "nobody was alive" in note(ask(frame, event=DIED), "nobody_censored")
    told = als.survival(als.read(frame, missing=["999"]), group="snake_eyes", event=DIED)
    assert of(told, "events")[0].left_out_by == {"months_from_mri missing": 1}
