"""A box that is not ticked is absent only where somebody saw it."""

import re
from typing import Any

import pytest

import alsstats as als
from alsstats.cohort.redcap_logic import shown
from alsstats.errors import FileError, RoleError
from tests.cohort.conftest import Write
from tests.cohort.redcap_project import Line, dictionary

CHOICES = "1, Band | 2, Atrophy | -9, Neither"
HEADER = "record_id,diagnosis,done,found___1,found___2,found____9,mri_complete\n"
ONE = HEADER.replace("mri_complete", "other_complete")


def lines(condition: str = "") -> list[Line]:
    return [
        Line("record_id", "intake", "text", "Record ID"),
        Line("diagnosis", "intake", "radio", "Diagnosis", "1, ALS | 2, healthy"),
        Line("done", "mri", "yesno", "Done"),
        Line("found", "mri", "checkbox", "Found", CHOICES, condition=condition),
        Line("graded", "mri", "radio", "Grade", "1, low | 2, high"),
        Line("free", "mri", "radio", "Other", "1, low | 2, high", annotation="@NOMISSING"),
    ]


def read(write: Write, text: str, condition: str = "", **how: Any) -> als.Cohort:
    path = write(dictionary(lines(condition)), "dictionary.csv")
    return als.read(write(text, "export.csv"), dictionary=str(path), **how)


def boxes(cohort: als.Cohort, *names: str) -> list[str]:
    """Return the cells of each patient, in the order of the patients."""
    [held] = cohort.count(("record_id", *names))
    rows = zip(
        *(
            [held.columns[name].levels[code] for code in held.columns[name].codes]
            for name in ("record_id", *names)
        ),
        strict=True,
    )
    return ["".join(cell or "-" for cell in cells) for _, *cells in sorted(rows)]


GROUP = ("found___1", "found___2", "found____9")


@pytest.mark.parametrize(
    ("cells", "state", "expected"),
    [
        ("0,0,0", "2", "000"),
        ("0,0,0", "1", "---"),
        ("0,0,0", "0", "---"),
        ("0,0,0", "", "---"),
        ("0,1,0", "0", "010"),
        ("0,0,1", "", "001"),
        (",,", "2", "---"),
        ("1,,", "2", "1--"),
        ("0,0,3", "2", "003"),
    ],
)
def test_zero_is_absent_only_where_the_group_was_seen(
    write: Write, cells: str, state: str, expected: str
) -> None:
    cohort = read(write, f"{HEADER}1,1,1,{cells},{state}\n")
    assert boxes(cohort, *GROUP) == [expected]


def test_boxes_are_findings_with_their_labels(write: Write) -> None:
    cohort = read(write, f"{HEADER}1,1,1,1,0,0,2\n2,1,1,0,0,1,2\n3,2,1,0,0,0,2\n4,2,1,0,0,0,0\n")
    text = str(als.accuracy(cohort, signs=["found___1"]))
    assert "found___1: Found: Band" in text
    assert cohort.study.variables["found____9"].label == "Found: Neither"
    rows = als.prevalence(cohort, findings="found___1", by="diagnosis").records()
    shares = {
        row["group"]: (row["events"], row["n"])
        for row in rows
        if row["estimate"] is not None and row["statistic"] == "prevalence"
    }
    assert shares["ALS"] == (1, 2)
    assert shares["healthy"] == (0, 1)


def test_a_group_without_the_state_of_its_form_is_refused_where_it_is_used(write: Write) -> None:
    cohort = read(write, f"{ONE}1,1,1,1,0,0,2\n2,2,0,0,0,0,2\n")
    assert boxes(cohort, "diagnosis") == ["ALS", "healthy"]
    with pytest.raises(RoleError, match="boxes of 'found' that are not ticked") as caught:
        als.accuracy(cohort, signs=["found___1"])
    assert caught.value.found == ("1 rows without a tick; the export has no column mri_complete",)
    assert boxes(read(write, f"{ONE}1,1,1,1,0,0,2\n2,2,0,0,1,0,2\n"), *GROUP) == ["100", "010"]


def test_without_a_dictionary_a_box_is_refused_where_it_is_used(write: Write) -> None:
    cohort = als.read(write(f"{HEADER}1,ALS,1,1,0,0,2\n2,healthy,0,0,0,0,2\n"))
    with pytest.raises(RoleError, match="'found___1' is named as a checkbox of REDCap") as caught:
        als.accuracy(cohort, signs=["found___1"])
    assert caught.value.fix == "--dictionary FILE"
    assert als.accuracy(cohort, signs=["done"]).records()


def test_a_box_that_is_said_to_be_a_known_sign_is_still_a_box(write: Write) -> None:
    text = f"{HEADER}1,1,1,1,0,0,2\n2,1,1,0,0,1,2\n3,2,1,0,0,0,2\n4,2,1,0,0,0,0\n"
    known = {"flair_cst": "found___1", "sex": "graded", "patient_id": "record_id"}
    graded = text.replace("mri_complete", "graded,mri_complete").replace(",2\n", ",1,2\n")
    cohort = read(write, graded.replace(",0\n", ",2,0\n"), column_of=known)
    [sensitivity] = [
        row for row in als.accuracy(cohort).records() if row["statistic"] == "sensitivity"
    ]
    assert (sensitivity["term"], sensitivity["events"], sensitivity["n"]) == ("flair_cst", 1, 2)
    assert cohort.study.variables["sex"].listed == ("low", "high")
    plain = als.read(write(text.replace(",1,1,", ",ALS,1,")), column_of={"flair_cst": "found___1"})
    with pytest.raises(RoleError, match="'found___1' is named as a checkbox of REDCap"):
        als.accuracy(plain)
    cohort = read(
        write, f"{ONE}1,1,1,1,0,0,2\n2,2,0,0,0,0,2\n", column_of={"flair_cst": "found___1"}
    )
    with pytest.raises(RoleError, match="boxes of 'found' that are not ticked"):
        als.accuracy(cohort)


def test_a_code_of_missing_data_is_missing_in_its_group_and_elsewhere(write: Write) -> None:
    """Ticked, it empties the group; as the value of a field that has no such choice, the cell."""
    header = HEADER.replace("mri_complete", "found___unk,found____99,graded,free,mri_complete")
    text = f"{header}1,1,1,0,0,0,1,0,1,1,2\n2,2,1,0,1,0,0,0,UNK,UNK,2\n3,2,1,0,0,0,0,1,-99,2,2\n"
    cohort = read(write, text)
    assert boxes(cohort, *GROUP) == ["---", "010", "---"]
    assert boxes(cohort, "graded") == ["low", "-", "-"]
    assert boxes(cohort, "free") == ["low", "UNK", "high"]
    said = "missing-data codes, as checkbox columns end: _99, unk, in 2 other cells"
    assert said in cohort.assumed


def test_a_box_that_may_be_a_choice_of_another_version_is_refused(write: Write) -> None:
    header = HEADER.replace("mri_complete", "found___5,mri_complete")
    cohort = read(write, f"{header}1,1,1,0,0,0,1,2\n2,2,1,0,1,0,0,2\n")
    with pytest.raises(FileError, match="has boxes that are no choices in the data dictionary"):
        als.accuracy(cohort, signs=["found___1"])


@pytest.mark.parametrize("word", ["Checked", "Unchecked"])
def test_words_for_ticks_are_refused(write: Write, word: str) -> None:
    with pytest.raises(FileError, match="is an export of labels"):
        read(write, f"{HEADER}1,1,1,{word},0,0,2\n")


def test_boxes_that_are_combined_in_one_column_are_refused(write: Write) -> None:
    cohort = read(write, 'record_id,diagnosis,found,mri_complete\n1,1,"1,2",2\n2,2,,2\n')
    with pytest.raises(FileError, match="checkbox 'found' has one column for all of its choices"):
        cohort.count(("found",))


def test_a_box_that_was_not_shown_is_missing(write: Write) -> None:
    rows = f"{HEADER}1,1,1,0,0,0,2\n2,2,0,0,0,0,2\n3,2,0,0,1,0,2\n4,1,1,0,0,0,1\n"
    assert boxes(read(write, rows, "[done] = '1'"), *GROUP) == ["000", "---", "010", "---"]
    assert boxes(read(write, rows, "[done] <> '1'"), *GROUP) == ["---", "000", "010", "---"]
    cohort = read(write, rows, "sum([done], 1) > 1")
    with pytest.raises(RoleError, match="boxes of 'found' that are not ticked") as caught:
        cohort.count(("found___1",))
    assert caught.value.found[0].startswith("2 rows of complete forms without a tick; branching")


def holds(condition: str, **values: str | None) -> bool | None:
    """Say whether a condition holds, by the database."""
    from alsstats.cohort.database import Database

    cells = {
        name: "NULL" if value is None else f"'{value}'"
        for name, value in (values | {"signs(2)": "1"}).items()
    }
    query = shown(condition, cells)
    if query is None:
        return None
    database = Database()
    try:
        [(held,)] = database.relation(f"SELECT {query}").fetchall()
    finally:
        database.close()
    return bool(held)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("[a] = '1'", True),
        ('[a] = "1"', True),
        ("[a]=1", True),
        ("[a] = '1.0'", True),
        ("[a] != '1'", False),
        ("[a] <> ''", True),
        ("[none] = ''", True),
        ("[none] <> '2'", True),
        ("[n] > 9", True),
        ("[n] > '9' and [n] <= 10", True),
        ("[none] < 5", False),
        ("[date] > '2019-12-31'", True),
        ("[signs(2)] = '1'", True),
        ("[a] = '2' or [a] = '1' and [n] = '10'", True),
        ("([a] = '1' or [a] = '2') and [n] = '11'", False),
        ("[a] = '1' OR [n] = '11'", True),
    ],
)
def test_branching_logic_is_what_redcap_shows(condition: str, *, expected: bool) -> None:
    values = {"a": "1", "n": "10", "none": None, "date": "2020-01-01"}
    assert holds(condition, **values) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "[b] = '1'",
        "[visit_1_arm_1][a] = '1'",
        "datediff([a], 'today', 'd') > 1",
        "[a] + 1 = 2",
        "[a] = '1",
        "[a] =",
        "([a] = '1'",
        "[a] = '1' [a] = '1'",
        "[a]",
        "[a] = '1' and" + " (" * 200,
        " or ".join(["[a] = '1'"] * 60),
    ],
)
def test_other_logic_is_not_understood(condition: str) -> None:
    assert holds(condition, a="1") is None


def test_a_text_in_a_condition_stays_a_text() -> None:
    assert re.search("''", shown('[a] = "it\'s"', {"a": "c1"}) or "")
    assert holds('[a] = "x\' or 1 = 1 --"', a="1") is False
