"""The reconstruction of nerve and muscle MRI: published shares, and columns that agree."""

import csv
from collections import Counter

import pytest

import alsstats as als
from sample_data.rebuild_staff2015 import FILE, rebuilt

ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
README = (FILE.parent / "README.md").read_text(encoding="utf-8")
PARTS = ("nerve_abnormal", "muscle_abnormal")

# Staff et al., Muscle Nerve 2015;52:137, abstract: percent; and people with the finding, people
# read. "33 %" of MMN is no share of 8.
PUBLISHED = {
    ("nerve_abnormal", "ALS"): (58, 35, 60),
    ("nerve_abnormal", "MMN"): (63, 5, 8),
    ("muscle_abnormal", "ALS"): (57, 34, 60),
    ("muscle_abnormal", "MMN"): (33, 2, 6),
    ("nerve_or_muscle", "ALS"): (85, 51, 60),
    ("nerve_or_muscle", "MMN"): (75, 6, 8),
}


def percent(part: int, whole: int) -> int:
    """Return whole percent, halves up, in whole numbers."""
    return (200 * part + whole) // (2 * whole)


def test_the_file_is_what_the_script_makes() -> None:
    assert FILE.read_bytes() == rebuilt().encode()


def test_who_is_in_it() -> None:
    assert Counter(row["diagnosis"] for row in ROWS) == {"ALS": 60, "MMN": 8}
    assert len({row["patient_id"] for row in ROWS}) == 68
    assert "muscle_atrophy" not in ROWS[0]


@pytest.mark.parametrize(("column", "diagnosis"), PUBLISHED)
def test_the_published_share(column: str, diagnosis: str) -> None:
    share, present, read = PUBLISHED[column, diagnosis]
    people = [row for row in ROWS if row["diagnosis"] == diagnosis]
    codes = Counter(row[column] for row in people)
    unread = {"not assessable": len(people) - read} if read < len(people) else {}
    assert codes == {"1": present, "0": read - present} | unread
    assert percent(present, read) == share
    assert f"{share} %: {present} of {read}" in README


@pytest.mark.parametrize(("column", "diagnosis"), PUBLISHED)
def test_no_other_count_of_as_many_people_gives_the_share(column: str, diagnosis: str) -> None:
    share, present, read = PUBLISHED[column, diagnosis]
    assert [part for part in range(read + 1) if percent(part, read) == share] == [present]


def test_a_third_of_mmn_is_of_three_or_of_six() -> None:
    found = [(k, n) for n in range(1, 9) for k in range(n + 1) if percent(k, n) == 33]
    assert found == [(1, 3), (2, 6)]


def test_nerve_or_muscle_agrees_with_its_parts_in_every_person() -> None:
    for row in ROWS:
        codes = {row[part] for part in PARTS}
        assert "1" in codes or codes == {"0"}, row  # they decide, even where one is not assessable
        assert row["nerve_or_muscle"] == str(int("1" in codes)), row


def test_the_counts_leave_one_number_with_both_in_als() -> None:
    both = [row["diagnosis"] for row in ROWS if all(row[part] == "1" for part in PARTS)]
    assert Counter(both) == {"ALS": 35 + 34 - 51, "MMN": 1}


def test_the_program_reads_it_by_the_study_file_beside_it() -> None:
    assert als.check(FILE).problems == ()
    shown = {
        (row.term, row.statistic): (row.events, row.n)
        for row in als.accuracy(als.read(FILE)).rows
        if row.handling == "every part"
    }
    for (column, diagnosis), (_, present, read) in PUBLISHED.items():
        if diagnosis == "ALS":
            assert shown[column, "sensitivity"] == (present, read)
        else:
            assert shown[column, "specificity"] == (read - present, read)


def test_as_an_expression_it_would_be_read_in_six_of_the_eight() -> None:
    cohort = als.read(FILE, define={"either": "nerve_abnormal or muscle_abnormal"})
    rows = als.accuracy(cohort, signs=["either"]).rows
    [found] = [(row.events, row.n) for row in rows if row.statistic == "specificity"
               and row.handling == "every part"]  # fmt: skip
    assert found == (6 - 4, 6)
    assert "in 6 with MMN, of whom 4 have it (67 %)" in README
