"""What the codes of an event mean, and which of them are refused."""

from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import CodingError, RoleError, UsageError

PEOPLE = {
    "diagnosis": ["ALS"] * 6,
    "snake_eyes": ["1", "1", "1", "0", "0", "0"],
    "months_from_mri": ["1", "4", "6", "7", "8", "9"],
}


def ask(codes: list[Any], event: Any = None, **read: Any) -> als.Result:
    frame = pd.DataFrame(PEOPLE | {"death": codes})
    return als.survival(als.read(frame, **read), group="snake_eyes", event=event)


def counted(result: als.Result) -> tuple[int | None, int | None]:
    row = next(row for row in result.rows if row.statistic == "events")
    return row.events, row.n


@pytest.mark.parametrize(
    ("absent", "present"),
    [
        ("0", "1"), ("no", "yes"), ("No ", "YES"), ("n", "y"), ("nein", "ja"), ("non", "oui"),
        ("no", "sì"), ("não", "sim"), ("false", "true"), ("0.0", "1.0"), ("absent", "présent"),
        (False, True), (0, 1), (0.0, 1.0),
    ],
)  # fmt: skip
def test_closed_pairs(absent: Any, present: Any) -> None:
    assert counted(ask([absent, present, present, present, absent, present])) == (4, 6)
    assert counted(ask([absent] * 6)) == (0, 6)  # the absent word alone means one thing


@pytest.mark.parametrize("present", ["1", "yes", "oui", "ja", "dead", "True"])
def test_the_word_for_the_event_alone_is_refused(present: str) -> None:
    with pytest.raises(CodingError, match="cannot tell which code of 'death'") as caught:
        ask([present] * 6)
    assert caught.value.fix.startswith("--event death=")
    assert f"{present} (6 rows)" in caught.value.found[0]
    assert counted(ask([present] * 6, {"death": present})) == (6, 6)


def test_one_and_two_are_refused_with_the_flag_to_add() -> None:
    codes = ["1", "2", "2", "1", "2", "1"]
    with pytest.raises(CodingError) as caught:
        ask(codes)
    assert caught.value.exit_code == 4
    assert caught.value.fix == "--event death=2"
    assert "1 (3 rows), 2 (3)" in caught.value.found[0]
    assert counted(ask(codes, {"death": "2"})) == (3, 6)
    swapped = ask(codes, {"death": ["1"]})
    assert [counted(swapped), swapped.rows[0].left_out] == [(3, 6), 0]


@pytest.mark.parametrize("codes", [["here", "gone"] * 3, ["1", "3"] * 3, ["a", "b"] * 3])
def test_words_that_are_no_pair_are_refused(codes: list[str]) -> None:
    with pytest.raises(CodingError, match="death"):
        ask(codes)


def test_words_that_are_no_pair_are_declared_on_both_sides() -> None:
    codes = ["here", "gone", "gone"] * 2
    with pytest.raises(CodingError) as caught:
        ask(codes, {"death": "gone"})
    assert caught.value.fix == "--absent death=here"
    assert counted(ask(codes, {"death": "gone"}, absent={"death": "here"})) == (4, 6)
    assert counted(ask(["alive", "dead", "Dead"] * 2)) == (4, 6)


def test_a_third_code_is_never_taken_for_the_living() -> None:
    codes = ["0", "1", "2", "0", "1", "2"]
    with pytest.raises(CodingError) as caught:
        ask(codes, {"death": "2"})
    assert caught.value.fix.startswith("--absent death=CODE, ")
    assert counted(ask(codes, {"death": "2"}, absent={"death": ["0", "1"]})) == (2, 6)


def test_a_code_with_a_comma_can_be_pasted_and_a_text_is_not_shown() -> None:
    with pytest.raises(CodingError) as caught:
        ask(["dead", "alive, well"] * 3, {"death": "dead"})
    assert caught.value.fix == "--absent 'death=\"alive, well\"'"
    said = "last seen by her daughter in the spring of 1998"
    with pytest.raises(CodingError) as caught:
        ask(["dead", "alive", said] * 2, {"death": "dead"})
    assert "daughter" not in str(caught.value)
    assert caught.value.fix == "--absent death=CODE, the codes of those alive when last seen"


def test_composite_events_are_counted_by_component() -> None:
    event = {"death": {"death": ["1"], "tracheostomy": ["2"], "ventilation": ["3"]}}
    result = ask(["0", "1", "2", "0", "1", "2"], event)
    rows = [row for row in result.rows if row.statistic == "events" and row.group == "all"]
    assert [(row.category, row.events, row.n) for row in rows] == [
        (None, 4, 6), ("death", 2, 6), ("tracheostomy", 2, 6), ("ventilation", 0, 6),
    ]  # fmt: skip
    note = next(note for note in result.notes if note.code == "composite")
    assert "death (2) or tracheostomy (2) or ventilation (0)" in note.text


def test_a_composite_event_of_which_one_component_occurred_is_still_composite() -> None:
    event = {"death": {"death": ["1"], "tracheostomy": ["2"]}}
    result = ask(["0", "1", "1", "0", "1", "0"], event)
    rows = [row for row in result.rows if row.statistic == "events" and row.group == "present"]
    assert [(row.category, row.events) for row in rows] == [
        (None, 2), ("death", 2), ("tracheostomy", 0),
    ]  # fmt: skip


def test_missing_codes_leave_and_are_counted() -> None:
    result = ask(["0", "1", "", "NA", "1", "not done"])
    assert (counted(result), result.rows[0].left_out_by) == ((2, 3), {"death missing": 3})
    result = ask(["0", "1", "-9", "0", "1", "0"], missing=["-9"])
    assert (counted(result), result.rows[0].left_out_by) == ((2, 5), {"death missing": 1})


def test_declared_codes_that_nobody_has() -> None:
    with pytest.raises(CodingError, match="declared with codes that it does not hold") as caught:
        ask(["0", "1", "1", "0", "1", "0"], {"death": "7"})
    assert "declared: 7" in caught.value.found


def test_the_pair_may_be_that_of_the_whole_column() -> None:
    frame = pd.DataFrame(PEOPLE | {"death": ["1", "1", "1", "1", "0", "0"]})
    among = {"snake_eyes": "1"}
    cohort = als.read(frame)
    assert counted(als.survival(cohort, group="snake_eyes", among=among)) == (3, 3)
    frame["death"] = ["1", "1", "1", "2", "2", "2"]
    with pytest.raises(CodingError, match="cannot tell"):
        als.survival(als.read(frame), group="snake_eyes", among=among)
    event = {"death": "2"}  # which nobody of them has
    found = als.survival(als.read(frame), group="snake_eyes", among=among, event=event)
    assert counted(found) == (0, 3)


def test_a_code_of_others_needs_no_meaning() -> None:
    frame = pd.DataFrame(PEOPLE | {"death": ["1", "0", "1", "1", "lost", "gone"]})
    frame.loc[3:, "diagnosis"] = "MMN"
    assert counted(als.survival(als.read(frame), group="snake_eyes")) == (2, 3)


def test_times_are_no_event() -> None:
    with pytest.raises(CodingError, match="cannot tell which code"):
        ask([1.5, 4, 6, 7, 8, 9])
    frame = pd.DataFrame({
        "diagnosis": ["ALS"] * 20, "snake_eyes": [0, 1] * 10, "months_from_mri": range(1, 21),
        "death": [0, 1] * 10, "lived": range(20),
    })  # fmt: skip
    with pytest.raises(CodingError, match="'lived' is no event: it holds 20 different") as caught:
        als.survival(als.read(frame), group="snake_eyes", event="lived")
    assert "look like times" in caught.value.why


@pytest.mark.parametrize("time", ["-3", "soon", "1900-01-01"])
def test_times_that_are_none_are_named_and_counted(time: str) -> None:
    frame = pd.DataFrame(PEOPLE | {"death": ["0", "1"] * 3})
    frame.loc[2, "months_from_mri"] = time
    with pytest.raises(CodingError, match="a column") as caught:
        als.survival(als.read(frame), group="snake_eyes")
    assert "months_from_mri" in caught.value.found[0]
    assert "(1 rows)" in caught.value.found[0]


def test_a_code_with_two_meanings_and_an_event_of_two_columns() -> None:
    with pytest.raises(UsageError, match="declared twice"):
        ask(["0", "1"] * 3, {"death": {"death": "1", "tracheostomy": ["1", "2"]}})
    with pytest.raises(UsageError, match="the event is one column"):
        ask(["0", "1"] * 3, {"death": "1", "tracheostomy": "1"})
    with pytest.raises(RoleError, match="did you mean 'death'"):
        ask(["0", "1"] * 3, "deaths")


@pytest.mark.parametrize("code", ["", "-9", "-9.0"])
def test_a_code_of_missing_is_no_event_and_no_censoring(code: str) -> None:
    codes = ["0", "1", "-9", "", "1", "0"]
    with pytest.raises(UsageError, match="that of missing, too"):
        ask(codes, {"death": ["1", code]}, missing=["-9"])
    study = {"survival": {"event": {"column": "death", "occurred": "1", "censored": ["0", code]}}}
    with pytest.raises(UsageError, match="that of missing, too"):
        ask(codes, missing=["-9"], study=study)


def test_a_column_of_the_event_alone_offers_it() -> None:
    with pytest.raises(CodingError) as caught:
        ask(["1", "1", "", "1", "1", "1"])
    assert caught.value.fix == "--event death=1"
