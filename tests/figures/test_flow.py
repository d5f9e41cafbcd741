"""The flow of participants adds up, and its numbers are those of a recount."""

import pandas as pd
import pytest
from hypothesis import given, settings

import alsstats as als
from alsstats import figures
from alsstats.figures.flow_steps import flows_of
from sample_data.make_cohort import FILE
from tests.diagnostic.drawn import asked
from tests.diagnostic.recount_people import People, Question
from tests.diagnostic.test_recount import answer as asked_answer
from tests.figures.accuracy_answers import ANSWERS, answer
from tests.figures.readable import faults, words

COUNTED = [name for name in ANSWERS if name != "as given"]


@settings(max_examples=30)
@given(asked)
def test_who_leaves_and_the_cells_are_everyone_enrolled(held: tuple[Question, People]) -> None:
    question, people = held
    [flow] = flows_of(asked_answer(people, question))
    before = flow.before
    leaving = (
        sum(before.outside.values()), before.not_scanned, before.missing, before.not_assessable
    )  # fmt: skip
    assert min(*leaving, flow.counted) >= 0
    assert before.enrolled == len(people) >= before.scanned
    assert before.enrolled == before.compared + leaving[0]
    assert sum(leaving) + flow.table.total == before.enrolled
    assert not flow.groups or tuple(map(sum, zip(*flow.groups.values(), strict=True))) == (
        flow.table.fp, flow.table.tn,
    )  # fmt: skip


def test_each_number_is_that_of_a_plain_recount() -> None:
    """In the sample cohort, with people who were not scanned, or have another diagnosis, added."""
    frame = pd.read_csv(FILE, dtype="str", keep_default_na=False)
    signs = list(frame.columns[frame.columns.str.contains("cst|cortex|snake|muscle")])
    more = frame.sample(30, random_state=1).copy()
    more["patient_id"] = [f"x{place}" for place in range(30)]
    more.loc[more.index[:7], signs] = ""
    more.loc[more.index[5:12], "diagnosis"] = "PLS"
    more.loc[more.index[12:15], "swi_motor_cortex"] = ""
    frame = pd.concat([frame, more], ignore_index=True)
    [flow] = flows_of(als.accuracy(als.read(frame)))
    scanned = (frame[signs] != "").any(axis=1)
    compared = frame["diagnosis"] != "PLS"
    parts = frame[["flair_cst", "swi_motor_cortex"]]
    read = parts.isin(["0", "1"]).all(axis=1)
    missing = (parts == "").any(axis=1)
    present = (parts == "1").all(axis=1)
    ill = frame["diagnosis"] == "ALS"
    before, table = flow.before, flow.table
    assert (before.enrolled, before.scanned) == (208, scanned.sum()) == (208, 201)
    assert (before.outside, before.compared) == ({"PLS": 7}, compared.sum())
    assert before.not_scanned == (compared & ~scanned).sum() == 5
    assert before.missing == (compared & scanned & missing).sum() == 3
    assert before.not_assessable == (compared & ~read & ~missing).sum()
    enter = compared & read
    assert (table.tp, table.fn) == ((enter & ill & present).sum(), (enter & ill & ~present).sum())
    assert (table.fp, table.tn) == ((enter & ~ill & present).sum(), (enter & ~ill & ~present).sum())
    healthy = enter & (frame["diagnosis"] == "healthy")
    assert flow.groups["healthy"] == ((healthy & present).sum(), (healthy & ~present).sum())


@pytest.mark.parametrize("width", [85, 174])
@pytest.mark.parametrize("name", COUNTED)
def test_it_can_be_read_and_boxes_of_nobody_stay(name: str, width: float) -> None:
    result = answer(name)
    figure = result.plot("flow", width=width)
    assert faults(figure) == []
    written = words(figure)
    [flow] = flows_of(result)
    for cell in ("tp", "fp", "fn", "tn"):
        assert f"{cell.upper()}: {getattr(flow.table, cell)}" in written
    assert ("Not scanned: 0" in written) == (flow.before is not None)


def test_words_hold_every_step() -> None:
    assert figures.describe(answer("worst"), "flow") == (
        "Flow of participants: Combined FLAIR/SWI sign, ALS against all others. Of 178 "
        "enrolled 178 were scanned. Not compared: nobody. Of 178 compared 0 were not scanned. Of "
        "the other 178, it or a part was missing in 0, and left out as not assessable in 0. It is "
        "in the table for 178, of whom 9 were not assessable and counted as absent with the "
        "disease and present without it (intention to diagnose): present in 95 (85 true positive, "
        "10 false positive), absent in 83 (43 false negative, 40 true negative)."
    )
    assert figures.describe(answer("table"), "flow") == (
        "Flow of participants: the sign. It was assessed in 56: present in 31 (28 true positive, 3 "
        "false positive), absent in 25 (12 false negative, 13 true negative)."
    )
    assert "flow" not in figures.names(answer("as given"))
