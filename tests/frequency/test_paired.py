"""The same patients twice, against a recount patient by patient."""

from collections import Counter
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

import alsstats as als
from alsstats.association import paired_difference, paired_difference_newcombe
from alsstats.errors import RoleError, UsageError
from alsstats.estimate import Estimate, proportion
from sample_data.make_visits import FILE
from tests.diagnostic.recount_people import Expression, People, Person, unread, value

VISITS, READINGS = ["baseline", "month 6", "month 12"], ["0", "0", "1", "1", "not done", ""]
FINDINGS: dict[str, Expression] = {
    "flair_cst": "flair_cst",
    "t2_cst": "t2_cst",
    "either": ("or", "flair_cst", "t2_cst"),
}
PHASES = {
    "indefinite": ["possible", "probable laboratory-supported"],
    "definite": ["probable", "definite"],
}
reading = st.sampled_from(READINGS)
kinds = st.fixed_dictionaries(
    {
        "patient_id": st.sampled_from("ABCDEFGHIJKLMNOP"),
        "visit": st.sampled_from([*VISITS, ""]),
        "diagnosis": st.sampled_from(["ALS", "ALS", "ALS", "MMN"]),
        "flair_cst": reading,
        "t2_cst": reading,
    }
)


def level(person: Person, merge: dict[str, list[str]]) -> str:
    return next((new for new, old in merge.items() if person["visit"] in old), person["visit"])


def answer(people: People, **asked: Any) -> als.Result:
    columns = ["patient_id", "visit", "diagnosis", "flair_cst", "t2_cst"]
    frame = pd.DataFrame(people, columns=columns, dtype=str)
    coded = {"present": "1", "absent": "0", "not_assessable": "not done"}
    study = {"signs": {"flair_cst": coded, "t2_cst": coded}}
    cohort = als.read(frame, rows="visit", study=study, define={"either": "flair_cst or t2_cst"})
    return als.prevalence(cohort, paired="visit", findings=[*FINDINGS], **asked)


def state(person: Person, sign: Expression, handling: str) -> bool | str:
    decided = value(sign, person)
    if handling == "any part" and decided is not None:
        return decided
    return unread(sign, person) or decided is True


def pair_of(
    people: People, sign: Expression, handling: str, levels: tuple[str, str], merge: Any, among: Any
) -> tuple[Counter[tuple[bool, bool]], dict[str, int]]:
    """Count patients by the finding in both levels, and those who are left out by reason."""
    pairs, left_out = Counter[tuple[bool, bool]](), Counter[str]()
    for patient in {person["patient_id"] for person in people}:
        rows = [person for person in people if person["patient_id"] == patient]
        inside = [person for person in rows if not among or person["diagnosis"] == "ALS"]
        held = {level(person, merge): state(person, sign, handling) for person in inside}
        if not inside:
            left_out["diagnosis not ALS"] += 1
        elif not {*levels} <= {*held}:
            left_out["not in both levels"] += 1
        else:
            first, second = (held[name] for name in levels)
            if isinstance(first, str) or isinstance(second, str):
                missing = "sign missing" in {first, second}
                left_out["sign missing" if missing else "sign not assessable"] += 1
            else:
                pairs[first, second] += 1
    return pairs, dict(left_out)


def number(found: float | None) -> Any:
    return pytest.approx(found, rel=1e-12, abs=1e-13, nan_ok=True)  # the same formula twice


def same(row: als.Row, estimate: Estimate) -> None:
    assert row.estimate == number(estimate.value)
    assert (row.conf_low, row.conf_high) == (number(estimate.low), number(estimate.high))


@pytest.mark.once
@settings(max_examples=80, derandomize=True)
@given(
    st.lists(kinds, min_size=1, max_size=30),
    st.sampled_from(["merge", ""]),
    st.sampled_from([None, {"diagnosis": "ALS"}]),
    st.sampled_from(["tango", "newcombe"]),
    st.sampled_from(["all", "any"]),
)
def test_every_row_equals_the_recount(
    drawn: People, merging: str, among: Any, limits: str, parts: str
) -> None:
    inside = [person for person in drawn if not among or person["diagnosis"] == "ALS"]
    assume(inside)
    found = sorted({person["visit"] for person in inside} & {*VISITS[1:]})
    merge = {"later": found} if merging and found else {}
    people = [*{(person["patient_id"], level(person, merge)): person for person in drawn}.values()]
    result = answer(people, merge=merge, among=among, paired_limits=limits, parts=parts)
    inside = [person for person in people if not among or person["diagnosis"] == "ALS"]
    occur = {level(person, merge) for person in inside} - {""}
    pairs = list(combinations(["later", *sorted(occur - {"later"})] if merge else sorted(occur), 2))
    expected = 0
    for term, sign in FINDINGS.items():
        decided = [
            person for person in inside
            if level(person, merge) and unread(sign, person) and value(sign, person) is not None
        ]  # fmt: skip
        for handling in (
            ["every part", "any part"] if parts == "any" and decided else ["every part"]
        ):
            for levels in pairs:
                held, left_out = pair_of(people, sign, handling, levels, merge, among)
                place = (term, handling, *levels)
                rows = [
                    row for row in result.rows
                    if (row.term, row.handling, row.group, row.comparison) == place
                ]  # fmt: skip
                of_pair(rows, levels, held, limits)
                n = held.total()
                assert {row.left_out for row in rows} == {sum(left_out.values())}
                assert n + sum(left_out.values()) == len({one["patient_id"] for one in people})
                assert all(row.left_out_by == left_out and row.n == n for row in rows)
                expected += len(rows)
    assert len(result.rows) == expected


def of_pair(
    rows: list[als.Row], levels: tuple[str, str], held: Counter[tuple[bool, bool]], limits: str
) -> None:
    n, b, c = held.total(), held[True, False], held[False, True]
    first, second, gap, exact, mid_p = rows
    for row, name, alone in ((first, levels[0], b), (second, levels[1], c)):
        assert (row.statistic, row.category, row.model) == ("prevalence", name, "paired")
        assert (row.events, row.n) == (held[True, True] + alone, n)
        same(row, proportion(held[True, True] + alone, n))
    assert (gap.statistic, gap.category) == ("prevalence_difference", None)
    cells = held[True, True], b, c, held[False, False]
    same(
        gap,
        paired_difference(b, c, n) if limits == "tango" else paired_difference_newcombe(*cells),
    )
    p_value = binomtest(b, b + c).pvalue if b + c else 1.0
    half = binom.pmf(b, b + c, 0.5) if b + c else 0.0
    for row, p in ((exact, p_value), (mid_p, p_value - half if b != c else min(1, p_value))):
        assert (row.statistic, row.events, row.n) == ("mcnemar", b + c, n)
        assert row.p_value == (number(p if n else float("nan")))
    assert (exact.method, mid_p.method) == ("mcnemar exact", "mcnemar mid-p")


def test_the_sample_visits_from_phase_to_phase() -> None:
    """Merged phases: one patient's rows may both lie in one phase, which stops the run."""
    with als.read(FILE) as cohort, pytest.raises(RoleError, match="several rows in one level"):
        als.prevalence(cohort, paired="el_escorial", merge=PHASES)
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    code = {old: new for new, levels in PHASES.items() for old in levels}
    frame["phase"] = frame["el_escorial"].map(code)
    alone = frame.groupby(["patient_id", "phase"])["visit"].transform("size") == 1
    frame = frame[alone].drop(columns="phase")
    cohort = als.read(frame, rows="visit")
    result = als.prevalence(cohort, paired="el_escorial", merge=PHASES, findings="t2_cst")
    first, second, gap, *_ = result.rows
    assert (first.group, first.comparison) == ("indefinite", "definite")
    frame["phase"] = frame["el_escorial"].map(code)
    wide = frame.pivot_table(index="patient_id", columns="phase", values="t2_cst", aggfunc="first")
    read = wide[wide["indefinite"].isin(["0", "1"]) & wide["definite"].isin(["0", "1"])]
    assert first.n == len(read) > 15
    assert first.n + first.left_out == wide.shape[0]
    assert (first.events, second.events) == (
        (read["indefinite"] == "1").sum(), (read["definite"] == "1").sum(),
    )  # fmt: skip
    assert gap.estimate == pytest.approx((first.events - second.events) / len(read), abs=1e-15)


def test_the_sample_visits() -> None:
    """The counts that make_visits.py gave out: T2 appears in 14, disappears in 2, of 31."""
    result = als.prevalence(als.read(FILE), paired="visit", findings=["t2_cst", "flair_cst"])
    mcnemar = [
        (row.term, row.events, row.n, row.left_out, round(row.p_value, 6))
        for row in result.rows
        if row.method == "mcnemar exact" and row.group == "baseline"
        if row.comparison == "follow-up"
    ]
    exact = [round(binomtest(b, b + c).pvalue, 6) for b, c in ((2, 14), (1, 7))]
    assert mcnemar == [("t2_cst", 16, 31, 9, exact[0]), ("flair_cst", 8, 31, 9, exact[1])]


def two(*rows: str) -> pd.DataFrame:
    return pd.DataFrame([row.split() for row in rows], columns=["patient_id", "visit", "t2_cst"])


@pytest.mark.parametrize("second", ["a first 1", "a first 0"])  # the same row twice, and another
def test_two_rows_of_a_patient_in_a_level_stop_the_run(second: str) -> None:
    cohort = als.read(two("a first 1", second, "a later 1", "b first 0"), rows="visit")
    with pytest.raises(RoleError, match="several rows in one level of 'visit'") as error:
        als.prevalence(cohort, paired="visit")
    assert error.value.found == ("first: 1 patients",)


def test_patients_are_needed_to_pair_rows() -> None:
    frame = two("a first 1", "a later 0")
    nameless = als.read(frame.drop(columns="patient_id"), rows="visit")
    with pytest.raises(RoleError, match="no column 'patient_id'"):
        als.prevalence(nameless, paired="visit")
    for missing in ("", "NA"):  # else all of them would be one patient
        rows = pd.concat([frame, two("b first 1", "c later 0").assign(patient_id=missing)])
        with pytest.raises(RoleError, match="without an identifier") as error:
            als.prevalence(als.read(rows, rows="visit"), paired="visit")
        assert error.value.found == ("data frame, column 1: empty in 2 of 4 rows",)
    with pytest.raises(RoleError, match="more than one row"):
        als.read(frame)
    with pytest.raises(RoleError, match="the rows are patients") as error:
        als.prevalence(als.read(frame[:1]), paired="visit")
    assert error.value.fix == "--rows visit"
    with pytest.raises(RoleError, match="one row a patient"):
        als.prevalence(als.read(frame, rows="visit"), by="visit")


def test_patients_are_told_apart_by_trimmed_texts() -> None:
    frame = two("a first 1", "a later 0", "b first 1", "b later 1")
    frame["patient_id"] = ["a", "a ", " b", "b"]
    cohort = als.read(frame, rows="visit")
    assert [row.n for row in als.prevalence(cohort, paired="visit").rows] == [2] * 5
    frame["visit"] = "first"
    with pytest.raises(RoleError, match="several rows") as error:
        als.prevalence(als.read(frame, rows="visit"), paired="visit")
    assert error.value.found == ("first: 2 patients",)


@pytest.mark.parametrize(
    "beside", [{"by": "visit"}, {"with_": "dfs"}, {"strata": "visit"}, {"adjust": "sex"}]
)
def test_pairs_are_a_question_of_their_own(beside: dict[str, str]) -> None:
    cohort = als.read(two("a first 1", "a later 0"), rows="visit")
    with pytest.raises(UsageError, match="--paired is a question of its own"):
        als.prevalence(cohort, paired="visit", **beside)


@pytest.mark.parametrize("visits", [["first", "first"], ["", ""]])
def test_a_single_level_has_nothing_to_compare(visits: list[str]) -> None:
    frame = two("a first 1", "b first 0").assign(visit=visits)
    result = als.prevalence(als.read(frame, rows="visit"), paired="visit")
    assert result.rows == ()
    assert "visit has fewer than two levels: no comparison" in [note.text for note in result.notes]


def test_an_order_and_a_reference_level_of_pairs() -> None:
    frame = two("a first 1", "a later 0", "a last 0", "b first 1", "b last 1")
    cohort = als.read(frame, rows="visit")
    order = ["first", "later", "last", "never"]

    def pairs(**asked: Any) -> list[tuple[str, str]]:
        rows = als.prevalence(cohort, paired="visit", order=order, **asked).rows
        return [(row.group, row.comparison) for row in rows if row.method == "mcnemar exact"]

    assert pairs() == list(combinations(order, 2))
    assert pairs(against="last") == [("first", "last"), ("later", "last"), ("never", "last")]
    with pytest.raises(RoleError, match="has no level 'lst'; did you mean 'last'"):
        pairs(against="lst")
