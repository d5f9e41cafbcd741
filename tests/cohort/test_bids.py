"""Participants by BIDS: the file beside the table says what codes mean, and in which units."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.errors import AlsstatsError
from tests.cohort.conftest import Write

TABLE = (
    "participant_id\tdiagnosis\tsex\tage_at_onset\tflair_cst\n"
    "sub-01\tALS\tM\t61\t1\nsub-02\tALS\tF\tn/a\t0\nsub-03\tMMN\tF\t48\t2\nsub-04\tMMN\t\t51\tn/a\n"
)
BESIDE: dict[str, Any] = {
    "participant_id": {"Description": "who"},
    "sex": {"Levels": {"M": "male", "F": {"Description": "female"}, "n/a": "not known"}},
    "flair_cst": {"Levels": {"0": "absent", "1": "present", "2": "not done"}},
    "age_at_onset": {"Units": "years"},
    "handedness": {"Levels": {"R": "right"}},
}


@pytest.fixture
def table(write: Write) -> Path:
    write(json.dumps(BESIDE), "participants.json")
    return write(TABLE, "participants.tsv")


def levels(path: Path, column: str, **how: Any) -> dict[str, int]:
    with als.read(path, **how) as cohort:
        [counts] = cohort.count((column,))
        return counts.of_level(column)


def refusal(path: Path) -> str:
    with pytest.raises(AlsstatsError) as error:
        als.read(path).close()
    return str(error.value)


def test_levels_are_words(table: Path) -> None:
    assert levels(table, "sex") == {"": 1, "female": 2, "male": 1}
    assert levels(table, "flair_cst") == {"absent": 1, "n/a": 1, "not done": 1, "present": 1}
    with als.read(table) as cohort:
        assert cohort.patient == "participant_id"
        assert cohort.assumed == (
            "participants.tsv is UTF-8 text, fields split by tab",
            "what columns mean is said by participants.json",
            "cells hold the words of their codes: sex, flair_cst",
        )
        rows = {row.statistic: row for row in als.accuracy(cohort).rows}
        assert (rows["sensitivity"].events, rows["sensitivity"].n) == (1, 2)
        assert (rows["assessable"].events, rows["assessable"].n) == (2, 3)


def test_both_files_are_recorded(table: Path) -> None:
    with als.read(table) as cohort:
        held = cohort.provenance()
    beside = table.with_name("participants.json")
    assert held["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert held["beside"] == {beside.name: hashlib.sha256(beside.read_bytes()).hexdigest()}


def test_the_same_answer_as_from_a_table_of_words(table: Path, write: Write) -> None:
    words = TABLE.replace("\tM\t", "\tmale\t").replace("\tF\t", "\tfemale\t")
    words = words.replace("\t1\n", "\tpresent\n").replace("\t0\n", "\tabsent\n")
    plain = write(words.replace("\t2\n", "\tnot done\n"), "words.tsv")
    with als.read(table) as described, als.read(plain) as text:
        for question in (als.accuracy, lambda cohort: als.prevalence(cohort, by="sex")):
            assert question(described).records() == question(text).records()


def test_codes_are_declared_as_they_stand_in_the_file(table: Path) -> None:
    with als.read(table, not_assessable={"flair_cst": "2"}) as cohort:
        answer = als.prevalence(cohort, by="sex", order=["F", "M"], against="M")
    assert {row.group for row in answer.rows} >= {"female", "male"}


def test_another_name_or_no_file_beside_it_is_plain_text(table: Path) -> None:
    other = table.rename(table.with_name("people.tsv"))
    assert levels(other, "sex") == {"": 1, "F": 2, "M": 1}
    table.with_name("participants.json").unlink()
    again = other.rename(table)
    assert levels(again, "sex") == {"": 1, "F": 2, "M": 1}
    with als.read(again) as cohort:
        assert "beside" not in cohort.provenance()


@pytest.mark.parametrize("unit", ["months", "Month", "weeks", "d"])
def test_numbers_in_another_unit_are_refused(table: Path, write: Write, unit: str) -> None:
    write(json.dumps({"age_at_onset": {"Units": unit}}), "participants.json")
    assert "and is read as years" in refusal(table)


@pytest.mark.parametrize("unit", ["year", " Years", "", "of their own"])
def test_numbers_in_the_usual_unit_or_one_not_known_are_read(
    table: Path, write: Write, unit: str
) -> None:
    write(json.dumps({"age_at_onset": {"Units": unit}}), "participants.json")
    assert levels(table, "sex") == {"": 1, "F": 2, "M": 1}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"sex": ', "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "says nothing of columns"),
        ('{"sex": {"Levels": ["M", "F"]}}', "no codes with words"),
        ('{"sex": {"Levels": {"M": "male", "M": "female"}}}', "says something twice"),
        ('{"sex": {"Levels": {"M": "F"}}}', "codes and the words of other codes"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    table: Path, write: Write, content: str | bytes, says: str
) -> None:
    write(content, "participants.json")
    assert says in refusal(table)


def test_codes_are_kept_where_words_are_no_names(table: Path, write: Write) -> None:
    told = {"1": "seen by both of the two readers", "0": "not seen"}
    write(json.dumps({"flair_cst": {"Levels": told}}), "participants.json")
    assert levels(table, "flair_cst") == {"0": 1, "1": 1, "2": 1, "n/a": 1}
    with als.read(table) as cohort:
        assert "flair_cst keeps its codes: a word is long" in cohort.assumed


def test_nothing_of_the_file_beside_gets_into_a_query(table: Path, write: Write) -> None:
    told = {"M": "it's' OR 1=1 --", "F": 'a "b", c'}
    write(json.dumps({"sex": {"Levels": told}}), "participants.json")
    assert levels(table, "sex") == {"": 1, 'a "b", c': 2, "it's' OR 1=1 --": 1}


def test_of_a_folder_the_table_in_it_is_named(table: Path) -> None:
    with pytest.raises(AlsstatsError, match="is a folder") as caught:
        als.read(table.parent)
    assert caught.value.fix == f"name the table in it: {table}"
