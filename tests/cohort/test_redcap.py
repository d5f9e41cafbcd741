"""A REDCap export gives the table that was counted by hand, or is refused by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.errors import RoleError, UsageError
from tests.cohort.conftest import Write
from tests.cohort.redcap_project import Line, Opened, dictionary, export

DIAGNOSES = "1, ALS | 2, Multifocal motor neuropathy | 3, healthy"
PROJECT = [
    Line("study_no", "intake", "text", "Study number"),
    Line("diagnosis", "intake", "dropdown", "Final diagnosis", DIAGNOSES),
    Line("sex", "intake", "radio", "Sex", "2, male | 1, female"),
    Line("stage", "intake", "radio", "Stage", "3, early | 1, middle, or later | 2, late"),
    Line("mri_date", "mri", "text", "Date", validation="date_dmy"),
    Line("flair_cst", "mri", "radio", "FLAIR", "1, Yes | 2, No | 3, Not assessable"),
    Line("found", "mri", "checkbox", "Found", "1, Motor <b>band</b> | 2, Atrophy | -9, Neither"),
    Line("score", "clinic", "text", "Score", validation="number_comma_decimal"),
]
EVENTS = {
    "baseline_arm_1": ("intake", "clinic"),
    "visit_1_arm_1": ("mri", "clinic"),
    "visit_2_arm_1": ("mri", "clinic"),
}
Read = Callable[..., als.Cohort]


@pytest.fixture
def read(write: Write) -> Read:
    """Read an export of the project that patients and their forms make."""

    def read(
        patients: dict[str, list[Opened]],
        lines: list[Line] = PROJECT,
        events: dict[str, tuple[str, ...]] | None = None,
        codes: tuple[str, ...] = (),
        **how: Any,
    ) -> als.Cohort:
        path = write(dictionary(lines), "dictionary.csv")
        text = export(lines, patients, events, codes)
        return als.read(write(text, "export.csv"), dictionary=str(path), **how)

    return read


def intake(diagnosis: str, **values: str) -> Opened:
    return Opened("intake", {"diagnosis": diagnosis, **values}, event="baseline_arm_1")


def mri(visit: int, state: str = "2", **values: str) -> Opened:
    return Opened("mri", values, state, f"visit_{visit}_arm_1")


def codes(cohort: als.Cohort, column: str) -> dict[str, int]:
    return cohort.count((column,))[0].of_level(column)


def shares(cohort: als.Cohort, sign: str) -> list[tuple[int, int]]:
    """Return present of those with ALS, and absent of all others, each with how many were read."""
    rows = als.accuracy(cohort, signs=[sign]).records()
    held = {
        row["statistic"]: row
        for row in rows
        if (row["comparison"], row["handling"]) == ("all others", "every part")
    }
    return [(held[name]["events"], held[name]["n"]) for name in ("sensitivity", "specificity")]


# Ten patients; what each form holds is said here, and the tables below are counted from this list.
TEN = {
    # ALS, in whom FLAIR was read: yes, yes, no at visit 1; then, at visit 2, no, yes, nothing
    "a1": [intake("1"), mri(1, flair_cst="1", found___1="1"), mri(2, flair_cst="2")],
    "a2": [intake("1"), mri(1, flair_cst="1"), mri(2, flair_cst="1", found___1="1")],
    "a3": [intake("1"), mri(1, flair_cst="2", found___2="1")],
    # one with a form that nobody called complete, one who was scanned at visit 2 only
    "a4": [intake("1"), mri(1, state="0", flair_cst="1"), mri(2, flair_cst="1")],
    "a5": [intake("1"), mri(2, flair_cst="1", found___1="1")],
    "b1": [intake("2"), mri(1, flair_cst="1"), mri(2, flair_cst="2")],
    "b2": [intake("2"), mri(1, flair_cst="2", found____9="1"), mri(2, flair_cst="3")],
    "c1": [intake("3"), mri(1, flair_cst="2"), mri(2, flair_cst="2", found___1="1")],
    "c2": [intake("3"), mri(1, flair_cst="3", state="1")],
    # one who came and was not scanned: the boxes of the form are 0, and mean nothing
    "c3": [intake("3"), Opened("clinic", {"score": "3,5"}, event="visit_1_arm_1")],
}


@pytest.mark.parametrize(
    ("pick", "flair", "band"),
    [
        # first: a5 of visit 2, all others of visit 1; a4 is not complete, c2 is unverified
        ("first", [(4, 5), (2, 3)], [(2, 4), (3, 3)]),
        # last: visit 2 of a1, a2, a4, a5, b1, b2, c1; visit 1 of a3 and c2
        ("last", [(3, 5), (2, 2)], [(2, 5), (2, 3)]),
        ("visit_1_arm_1", [(3, 4), (2, 3)], [(1, 3), (3, 3)]),
        ("visit_2_arm_1", [(3, 4), (2, 2)], [(2, 4), (2, 3)]),
    ],
)
def test_a_rule_gives_the_table_counted_by_hand(
    read: Read, pick: str, flair: list[tuple[int, int]], band: list[tuple[int, int]]
) -> None:
    cohort = read(TEN, events=EVENTS, pick=pick)
    assert cohort.source.rows == 10
    assert shares(cohort, "flair_cst") == flair
    assert shares(cohort, "found___1") == band
    assert not {"redcap_event_name"} & set(cohort.source.columns)


def test_without_a_rule_the_rows_are_not_patients(read: Read) -> None:
    with pytest.raises(RoleError) as caught:
        read(TEN, events=EVENTS)
    assert str(caught.value).splitlines() == [
        "error[role]: the rows of a REDCap export are not patients",
        "  export.csv, column 1: 26 rows, 10 patients",
        "  redcap_event_name: baseline_arm_1 (10 rows), visit_1_arm_1 (9), visit_2_arm_1 (7)",
        (
            "  a patient counted twice makes every interval too narrow; one row a patient is the "
            "first or the last of each form, or that of one event by its name"
        ),
        "  add: --pick first",
    ]


@pytest.mark.parametrize("name", ["study_no", "patient_id"])
def test_nor_are_they_without_a_dictionary(write: Write, name: str) -> None:
    text = export(PROJECT, TEN, EVENTS).replace("study_no", name)
    with pytest.raises(RoleError, match="rows of a REDCap export are not patients") as caught:
        als.read(write(text))
    assert caught.value.fix == "--pick first --dictionary FILE"


def test_what_was_done_is_said(read: Read) -> None:
    said = read(TEN, events=EVENTS, pick="first").assumed
    assert said[1:] == (
        "codes have the labels of dictionary.csv",
        "26 rows are of 10 patients",
        (
            "a box that is not ticked is absent where its form is complete and shows it, or "
            "another of its group is ticked, and else missing: found in 3 of 10 rows"
        ),
        (
            "--pick first: each form from the first row that has it, events in the order "
            "baseline_arm_1, visit_1_arm_1, visit_2_arm_1"
        ),
        "mri from visit_1_arm_1 (8 patients), visit_2_arm_1 (1)",
    )
    said = read(TEN, events=EVENTS, pick="visit_2_arm_1").assumed
    assert said[-1] == (
        "--pick visit_2_arm_1: from that event (7 patients have it) mri; "
        "from the one row that has it intake, clinic"
    )


def test_a_form_is_taken_whole(read: Read) -> None:
    """A date is never that of another visit, though the first visit has none."""
    cohort = read(
        {
            "p": [intake("1"), mri(1, flair_cst="1"), mri(2, flair_cst="2", mri_date="2020-02-01")],
            "q": [intake("1"), mri(2, mri_date="2020-03-01")],
        },
        events=EVENTS,
        pick="first",
    )
    [held] = cohort.count(("flair_cst", "mri_date"))
    assert len(held.n) == 2
    assert codes(cohort, "mri_date") == {"": 1, "2020-03-01": 1}
    assert codes(cohort, "flair_cst") == {"": 1, "Yes": 1}


def test_a_form_of_several_other_events_is_refused_where_it_is_used(read: Read) -> None:
    """Patients have the score at two events, and neither is the one that is asked for."""
    both = [Opened("clinic", {"score": "3,5"}, event=name) for name in list(EVENTS)[:2]]
    cohort = read(
        {"p": [intake("1"), *both, mri(2, flair_cst="1")]}, events=EVENTS, pick="visit_2_arm_1"
    )
    assert codes(cohort, "flair_cst") == {"Yes": 1}
    with pytest.raises(RoleError) as caught:
        cohort.count(("score",))
    assert str(caught.value).splitlines() == [
        "error[role]: --pick visit_2_arm_1 does not say which 'score' is meant",
        (
            "  form clinic stands in several rows of 1 patients: baseline_arm_1 (1 patients), "
            "visit_1_arm_1 (1)"
        ),
        "  a value of another visit would stand for the one that is meant",
        "  add: --pick baseline_arm_1",
    ]


REPEATED = {
    "p": [
        Opened("intake", {"diagnosis": "1"}),
        # the numbers of repeats are numbers, and 10 comes after 9; one was opened and left empty
        Opened("mri", {"flair_cst": "2"}, instance=10),
        Opened("mri", {"flair_cst": "1", "found___1": "1"}, instance=9),
        Opened("mri", {}, "0", instance=2),
    ],
    "q": [Opened("intake", {"diagnosis": "3"}), Opened("mri", {"flair_cst": "2"}, instance=1)],
}


@pytest.mark.parametrize(("pick", "flair"), [("first", {"No": 1, "Yes": 1}), ("last", {"No": 2})])
def test_a_repeated_form_is_taken_whole(read: Read, pick: str, flair: dict[str, int]) -> None:
    cohort = read(REPEATED, pick=pick)
    assert codes(cohort, "flair_cst") == flair
    assert codes(cohort, "diagnosis") == {"ALS": 1, "healthy": 1}
    assert codes(cohort, "found___1") == ({"0": 1, "1": 1} if pick == "first" else {"0": 2})


def test_repeats_in_an_event_are_not_decided_by_its_name(read: Read) -> None:
    patients = {
        name: [
            Opened(one.form, one.values, one.state, list(EVENTS)[one.form == "mri"], one.instance)
            for one in held
        ]
        for name, held in REPEATED.items()
    }
    cohort = read(patients, events=EVENTS, pick="visit_1_arm_1")
    assert codes(cohort, "diagnosis") == {"ALS": 1, "healthy": 1}
    with pytest.raises(RoleError, match="does not say which 'flair_cst' is meant") as caught:
        als.accuracy(cohort)
    assert caught.value.fix == "--pick first"
    cohort = read(patients, events=EVENTS, pick="last")
    assert codes(cohort, "flair_cst") == {"No": 2}


def test_an_event_of_one_arm_leaves_the_other_arms_own_forms(write: Write) -> None:
    """Repeats of a whole event have a number and no instrument."""
    path = write(dictionary(PROJECT[:2] + PROJECT[5:6]), "dictionary.csv")
    text = (
        "study_no,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,"
        "diagnosis,intake_complete,flair_cst,mri_complete\n"
        "p,start_arm_1,,,1,2,,\np,scan_arm_1,,1,,,1,2\np,scan_arm_1,,2,,,2,2\n"
        "q,start_arm_2,,,3,2,,\nq,scan_arm_2,,1,,,2,2\n"
        "r,start_arm_1,,,1,2,,\nr,scan_arm_1,,1,,,3,2\n"
    )
    data = write(text, "export.csv")
    cohort = als.read(data, dictionary=str(path), pick="start_arm_1")
    assert codes(cohort, "diagnosis") == {"": 1, "ALS": 2}
    with pytest.raises(RoleError, match="does not say which 'flair_cst' is meant"):
        cohort.count(("flair_cst",))
    cohort = als.read(data, dictionary=str(path), pick="last")
    assert codes(cohort, "flair_cst") == {"No": 2, "Not assessable": 1}
    cohort = als.read(data, dictionary=str(path), pick="scan_arm_2")
    assert codes(cohort, "diagnosis") == {"ALS": 2, "healthy": 1}


def test_a_rule_for_no_export_of_redcap_is_refused(write: Write) -> None:
    path = write("patient_id,diagnosis,flair_cst\np,ALS,1\np,ALS,0\n")
    with pytest.raises(UsageError, match="has no events or repeats of REDCap") as caught:
        als.read(path, pick="first")
    assert "--rows visit" in caught.value.fix


def test_a_rule_needs_the_dictionary_and_an_event_that_is_there(write: Write, read: Read) -> None:
    with pytest.raises(UsageError, match="--pick needs the data dictionary") as caught:
        als.read(write(export(PROJECT, TEN, EVENTS)), pick="first")
    assert caught.value.fix == "--dictionary FILE"
    with pytest.raises(
        UsageError, match="no event 'visit_1_am_1'; did you mean 'visit_1_arm_1'"
    ) as one:
        read(TEN, events=EVENTS, pick="visit_1_am_1")
    assert one.value.found == (
        "events: baseline_arm_1 (10 patients), visit_1_arm_1 (9), visit_2_arm_1 (7)",
    )


def test_rows_that_cannot_be_put_in_order_are_refused(write: Write) -> None:
    path = write(dictionary(PROJECT), "dictionary.csv")
    header, *rows = export(PROJECT, TEN, EVENTS).splitlines()
    turned = [row for row in rows if not row.startswith("a1")] + [
        row for row in reversed(rows) if row.startswith("a1")
    ]
    text = "\n".join([header, *turned]) + "\n"
    with pytest.raises(RoleError, match="the events have no one order in the file"):
        als.read(write(text), dictionary=str(path), pick="first")
    cohort = als.read(write(text), dictionary=str(path), pick="visit_1_arm_1")
    assert shares(cohort, "flair_cst") == [(3, 4), (2, 3)]
    twice = "\n".join([header, *rows, rows[0]]) + "\n"
    with pytest.raises(RoleError, match="several rows of the same event and repeat"):
        als.read(write(twice), dictionary=str(path), pick="first")


def test_a_column_of_no_form_is_taken_where_it_is_one_value(write: Write) -> None:
    path = write(dictionary(PROJECT), "dictionary.csv")
    header, *rows = export(PROJECT, TEN, EVENTS).splitlines()
    text = [f"{header},redcap_data_access_group,mine"]
    text += [f"{row},{row[:1]},{place}" for place, row in enumerate(rows)]
    cohort = als.read(write("\n".join(text) + "\n"), dictionary=str(path), pick="first")
    assert codes(cohort, "redcap_data_access_group") == {"a": 5, "b": 2, "c": 3}
    with pytest.raises(RoleError, match="'mine' has several values in one patient"):
        cohort.count(("mine",))
    assert "columns that the dictionary does not have: mine" in cohort.assumed


def test_visits_keep_their_rows(read: Read) -> None:
    cohort = read(TEN, events=EVENTS, rows="visit")
    assert cohort.source.rows == 26
    assert codes(cohort, "redcap_event_name")["visit_1_arm_1"] == 9
    assert codes(cohort, "diagnosis") == {
        "": 16,
        "ALS": 5,
        "Multifocal motor neuropathy": 2,
        "healthy": 3,
    }


def test_the_study_file_says_it_all(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(dictionary(PROJECT), "study/fields.csv")
    study = write('[data]\ndictionary = "fields.csv"\npick = "first"\n', "study/study.toml")
    data = write(export(PROJECT, TEN, EVENTS), "export.csv")
    monkeypatch.chdir(data.parent)
    cohort = als.read("export.csv", study=study)
    assert shares(cohort, "flair_cst") == [(4, 5), (2, 3)]
    cohort = als.read("export.csv", study=study, pick="last", dictionary="study/fields.csv")
    assert shares(cohort, "flair_cst") == [(3, 5), (2, 2)]


def test_the_temporary_copy_is_gone(read: Read) -> None:
    cohort = read(TEN, events=EVENTS, pick="first")
    copy = cohort.source.path  # type: ignore[union-attr]
    assert isinstance(copy, Path)
    assert copy.is_file()
    cohort.close()
    assert not copy.exists()
    provenance = cohort.provenance()
    assert (provenance["name"], provenance["rows"]) == ("export.csv", 10)
