"""MRI's first job: another cause found, by final diagnosis, recounted person by person."""

import csv
from collections.abc import Callable

import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.errors import CodingError, RoleError, UsageError
from alsstats.estimate import proportion
from alsstats.study import vocabulary
from sample_data.make_cohort import FILE
from tests.frequency.recount_exclusion import Share, contradicts_itself, shares

CORD, PLAQUES = "cord compression", "demyelination"
MAP = {CORD: ["cervical myelopathy"], PLAQUES: ["MS", "MMN"], "scar": ["MS"]}
CODES = {"present": {"other_cause_found": ["1"]}, "absent": {"other_cause_found": ["0"]}}

PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "diagnosis": st.sampled_from(
                ["ALS", "MS", "MMN", "cervical myelopathy", "healthy", ""]
            ),
            "other_cause": st.sampled_from([CORD, PLAQUES, "scar", "none", "NA", "", ""]),
            "other_cause_found": st.sampled_from(["0", "1", "not assessable", "", "NA"]),
        }
    ),
    min_size=1,
    max_size=40,
)


def of(people: list[dict[str, str]], **codes: object) -> als.Cohort:
    return als.read(pd.DataFrame(people), **(codes or CODES))


def found_in(result: als.Result) -> dict[tuple[str, str, str], Share]:
    held = {
        (row.statistic, row.term or "", row.group or ""): Share(
            row.events or 0, row.n or 0, row.left_out or 0
        )
        for row in result.rows
    }
    assert len(held) == len(result.rows)
    return held


def note(result: als.Result, code: str) -> str:
    return " ".join(held.text for held in result.notes if held.code == code)


@settings(max_examples=200)
@given(
    PEOPLE,
    st.sampled_from([{}, MAP, {PLAQUES: ["MS"]}]),
    st.sampled_from([pd.DataFrame, pl.DataFrame]),
)
def test_random_cohorts(
    people: list[dict[str, str]], shows: dict[str, list[str]], held_by: Callable[..., object]
) -> None:
    people = [person for person in people if not contradicts_itself(person, {"none"})]
    assume(people)
    result = als.exclusion(als.read(held_by(people), **CODES), none="none", shows=shows)
    assert found_in(result) == shares(people, {"none"}, shows)
    for row in result.rows:
        share = proportion(row.events or 0, row.n or 0)
        same = [(row.estimate, share.value), (row.conf_low, share.low), (row.conf_high, share.high)]
        assert all(a == b or (a != a and b != b) for a, b in same)  # noqa: PLR0124
        assert sum((row.left_out_by or {}).values()) == row.left_out
    assert bool(note(result, "no_map")) == (not shows)
    nowhere = sum(person["diagnosis"] == "" for person in people)
    assert note(result, "no_diagnosis").startswith(f"{nowhere} without") == (nowhere > 0)


@settings(max_examples=50)
@given(PEOPLE)
def test_it_adds_up(people: list[dict[str, str]]) -> None:
    people = [person for person in people if not contradicts_itself(person, {"none"})]
    people = [person for person in people if person["diagnosis"]]
    assume(people)
    held = found_in(als.exclusion(of(people), none="none"))
    groups = {group for _, _, group in held}
    for group in groups:
        total = held["other_cause", "any other cause", group]
        of_causes = [
            share for (_, term, at), share in held.items()
            if at == group and term != "any other cause"
        ]  # fmt: skip
        assert not of_causes or sum(share.events for share in of_causes) == total.events
        size = sum(group in (person["diagnosis"], "all") for person in people)
        assert total.n + total.left_out == size
    for _, term, _ in held:
        whole = [share for (_, at, group), share in held.items() if at == term and group != "all"]
        assert tuple(map(sum, zip(*whole, strict=True))) == held["other_cause", term, "all"]


@given(PEOPLE)
def test_what_contradicts_itself_stops_the_run(people: list[dict[str, str]]) -> None:
    wrong = sum(contradicts_itself(person, {"none"}) for person in people)
    assume(wrong)
    with pytest.raises(CodingError, match="contradict each other") as held:
        als.exclusion(of(people), none="none")
    assert f"{wrong} rows name a cause where none was found, or the reverse" in str(held.value)


def test_the_sample_cohort() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    shows = {CORD: ["cervical myelopathy"], PLAQUES: ["MS"]}
    result = als.exclusion(als.read(FILE), shows=shows)
    held = found_in(result)
    assert held == shares(people, shows=shows)
    assert held["other_cause", "any other cause", "ALS"] == Share(2, 128, 0)
    assert held["shown", PLAQUES, "MS"] == Share(3, 4, 0)
    assert held["shown", "what shows the diagnosis", "cervical myelopathy or MS"] == Share(
        11, 12, 0
    )
    listed = "Kennedy disease, MMN, inclusion-body myositis, myasthenia gravis"
    assert note(result, "unmapped") == f"mimics that no cause is the sign of: {listed}"


ROWS = {"diagnosis": ["ALS", "ALS", "MS", "MS"]}


def test_a_blank_cause_is_missing_unless_it_is_said_that_none_was_found() -> None:
    cause = {"other_cause": ["", None, PLAQUES, "NA"]}
    alone = found_in(als.exclusion(als.read(pd.DataFrame(ROWS | cause))))
    assert alone["other_cause", "any other cause", "ALS"] == Share(0, 0, 2)
    assert alone["other_cause", "any other cause", "all"] == Share(1, 1, 3)
    found = {"other_cause_found": ["no", "", "yes", "yes"]}
    both = found_in(als.exclusion(als.read(pd.DataFrame(ROWS | cause | found))))
    assert both["other_cause", "any other cause", "ALS"] == Share(0, 1, 1)
    assert both["other_cause", "any other cause", "MS"] == Share(2, 2, 0)
    assert both["other_cause", "cause not named", "MS"] == Share(1, 2, 0)
    only = found_in(als.exclusion(als.read(pd.DataFrame(ROWS | found))))
    assert {term for _, term, _ in only} == {"any other cause"}
    assert only["other_cause", "any other cause", "all"] == Share(2, 3, 1)


def test_why_a_cause_is_not_known() -> None:
    frame = pd.DataFrame(ROWS | {"other_cause_found": ["1", "0", "not assessable", ""]})
    [everyone] = [row for row in als.exclusion(als.read(frame)).rows if row.group == "all"]
    assert everyone.left_out_by == {"other cause not assessable": 1, "other cause missing": 1}


@pytest.mark.parametrize(
    "word", ["none", "No", "0", "absent", "nein", "normal", "NEGATIVE", "-", "keine"]
)
def test_a_word_that_may_mean_nothing_is_refused_until_declared(word: str) -> None:
    frame = pd.DataFrame(ROWS | {"other_cause": [word, word, PLAQUES, ""]})
    with pytest.raises(CodingError, match="or mean that none was found") as held:
        als.exclusion(als.read(frame))
    assert held.value.fix == f"--none {word}"
    for result in (
        als.exclusion(als.read(frame), none=word.upper()),
        als.exclusion(als.read(frame, study={"exclusion": {"none": [word]}})),
    ):
        held_in = found_in(result)
        assert held_in["other_cause", "any other cause", "all"] == Share(1, 3, 1)
        assert held_in["other_cause", "any other cause", "ALS"] == Share(0, 2, 0)


@pytest.mark.parametrize(("cause", "found"), [(PLAQUES, "no"), ("none", "yes")])
def test_one_contradiction_is_enough(cause: str, found: str) -> None:
    frame = pd.DataFrame(
        ROWS | {"other_cause": ["none", "none", PLAQUES, cause],
                "other_cause_found": ["no", "no", "yes", found]}
    )  # fmt: skip
    with pytest.raises(CodingError, match="1 rows name a cause where none") as held:
        als.exclusion(als.read(frame), none="none")
    assert str(held.value).endswith("do: correct those rows")


def test_the_map_is_of_the_study_or_of_the_question() -> None:
    frame = pd.DataFrame(ROWS | {"other_cause": ["none", "none", "Demyelination", "none"]})
    study = {"exclusion": {"none": ["none"], "shows": {PLAQUES: ["multiple sclerosis"]}}}
    of_study = als.exclusion(als.read(frame, study=study))
    assert found_in(of_study)["shown", PLAQUES, "MS"] == Share(1, 2, 0)  # in any case
    cohort = als.read(frame, study=study)
    for nearly in ("demyelinaton", "demyelin", "Demyelination of the cord"):
        with pytest.raises(CodingError, match="is mapped to a diagnosis"):
            als.exclusion(cohort, shows={nearly: "MS", CORD: "stroke"})
    asked = als.exclusion(cohort, shows={"plaques": "MS", CORD: "stroke"})
    held = found_in(asked)
    assert held["shown", "plaques", "MS"] == Share(0, 2, 0)
    assert held["shown", CORD, "stroke"] == Share(0, 0, 0)
    assert "found in nobody: cord compression, plaques" in note(asked, "absent_cause")
    assert note(asked, "absent_diagnosis") == "mapped, and nobody has it: stroke"


def test_mimics_of_the_study_want_a_cause_too() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "HSP", "MS"], "other_cause": ["", "", PLAQUES]})
    study = {"reference": {"versus": {"mimics": ["HSP", "MS"]}}}
    result = als.exclusion(als.read(frame, study=study), shows={PLAQUES: "MS"})
    assert note(result, "unmapped").endswith("the sign of: HSP")


def test_columns_by_any_name_of_theirs() -> None:
    frame = pd.DataFrame(
        {"Final Diagnosis": ["ALS", "MS"], "Other Cause": ["none", PLAQUES], "seen": ["n", "y"]}
    )
    usual = found_in(als.exclusion(als.read(frame), none="none"))
    assert usual["other_cause", PLAQUES, "MS"] == Share(1, 1, 0)
    named = als.exclusion(
        als.read(frame), reference="final_diagnosis", cause="other-cause", found="Seen", none="none"
    )
    assert found_in(named) == usual
    assert {row.by for row in named.rows} == {"Final Diagnosis"}
    other = frame.rename(columns={"Final Diagnosis": "group"})
    assert found_in(als.exclusion(als.read(other), reference="group", none="none")) == usual


@pytest.mark.parametrize(
    ("columns", "asked", "kind", "says"),
    [
        (["diagnosis"], {}, RoleError, "add: --cause COLUMN, or --found COLUMN"),
        (["other_cause"], {}, RoleError, "no column 'diagnosis'"),
        (["diagnosis", "other_cause", "Other-cause"], {}, RoleError, "2 columns for 'other_cause'"),
        (["diagnosis", "other_cause"], {"cause": "othercause"}, RoleError, "--cause other_cause"),
        (
            ["diagnosis", "other_cause"],
            {"reference": "diagnose_"},
            RoleError,
            "--reference diagnosis",
        ),
        (["diagnosis", "other_cause"], {"level": 95}, UsageError, "--level 0.95"),
        (["diagnosis", "other_cause"], {"interval": "wald"}, UsageError, "wald"),
        (["diagnosis", "other_cause"], {"none": [1]}, UsageError, "a code is named by a text"),
        (
            ["diagnosis", "other_cause"],
            {"shows": {PLAQUES: []}},
            UsageError,
            "with something in it",
        ),
    ],
)
def test_what_is_refused(
    columns: list[str], asked: dict[str, object], kind: type[Exception], says: str
) -> None:
    frame = pd.DataFrame({name: ["MS", "ALS"] for name in columns})
    with pytest.raises(kind) as held:
        als.exclusion(als.read(frame), **asked)
    assert says in str(held.value)


def test_every_absent_word_of_the_vocabulary_is_asked_about() -> None:
    for absent, _ in vocabulary().pairs:
        frame = pd.DataFrame({"diagnosis": ["ALS", "MS"], "other_cause": [absent, PLAQUES]})
        with pytest.raises(CodingError, match="or mean that none was found"):
            als.exclusion(als.read(frame))
