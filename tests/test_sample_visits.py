"""The sample visits are what their README says: counted from the file, not from its maker."""

import csv
import re
from collections import Counter
from random import Random

import pytest

import alsstats as als
from sample_data.make_visits import FILE, SEED, made

ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
README = " ".join((FILE.parent / "README.md").read_text(encoding="utf-8").split())
LAST = "second follow-up"
CERTAINTY = ["possible", "probable laboratory-supported", "probable", "definite"]
INDEFINITE, DEFINITE = {*CERTAINTY[:2]}, {*CERTAINTY[2:]}


def pairs(column: str) -> Counter[tuple[str, str]]:
    """Return how many had which cell at baseline and at follow-up."""
    cells = {(row["patient_id"], row["visit"]): row[column] for row in ROWS}
    return Counter(
        (cells[patient, "baseline"], after)
        for (patient, visit), after in cells.items()
        if visit == "follow-up"
    )


def test_the_file_is_what_the_script_makes() -> None:
    assert FILE.read_bytes() == made(Random(SEED)).encode()


def test_who_was_seen_when() -> None:
    assert re.search(r"\| `visits\.csv` \| Synthetic, 79 visits of 40 people", README)
    assert len({(row["patient_id"], row["visit"]) for row in ROWS}) == len(ROWS) == 79
    assert {row["diagnosis"] for row in ROWS} == {"ALS"}
    visits: dict[str, list[str]] = {}
    for row in ROWS:
        visits.setdefault(row["patient_id"], []).append(row["visit"])
    once, twice = ("baseline",), ("baseline", "follow-up")
    assert Counter(map(tuple, visits.values())) == {
        once: 4,
        twice: 33,
        (*twice, LAST): 3,
    }
    assert "36 were seen at `baseline` and at `follow-up`, 3 of these" in README


def test_categories_move_towards_definite() -> None:
    found = pairs("el_escorial")
    assert sum(found.values()) == 36
    moved = Counter[str]()
    for (before, after), people in found.items():
        nearer = CERTAINTY.index(before) < CERTAINTY.index(after or before)
        moved["nearer" if nearer else "same" if before == after else after] += people
    assert moved == {"nearer": 29, "same": 6, "": 1}
    phases = [
        sum(found[before, after] for before in one for after in other)
        for one, other in [(INDEFINITE, DEFINITE), (INDEFINITE, INDEFINITE), (DEFINITE, DEFINITE)]
    ]
    assert phases == [25, 8, 2]
    assert "nearer to definite in 29, the same in 6, never farther; missing at follow-up" in README
    assert "phase | 25; in the indefinite one at both visits 8, in the definite one 2" in README


@pytest.mark.parametrize(
    ("column", "appears", "disappears", "present", "absent"),
    [("t2_cst", 14, 2, 6, 9), ("flair_cst", 7, 1, 12, 11)],
)
def test_signs_appear_and_a_few_disappear(
    column: str, appears: int, disappears: int, present: int, absent: int
) -> None:
    found = pairs(column)
    read = {pair: people for pair, people in found.items() if {*pair} <= {"0", "1"}}
    assert read == {
        ("0", "1"): appears, ("1", "0"): disappears, ("1", "1"): present, ("0", "0"): absent
    }  # fmt: skip
    assert (
        f"`{column}` | read at both visits in {sum(read.values())}: appears in {appears}, "
        f"disappears in {disappears}, stays present in {present}, absent in {absent}"
    ) in README


@pytest.mark.parametrize("sign", ["t2_cst", "flair_cst"])
def test_signs_appear_mostly_in_those_who_come_into_the_definite_phase(sign: str) -> None:
    cells = {(row["patient_id"], row["visit"]): row for row in ROWS}
    entered = Counter[bool]()
    for (patient, visit), after in cells.items():
        before = cells[patient, "baseline"]
        if visit == "follow-up" and (before[sign], after[sign]) == ("0", "1"):
            phases = (before["el_escorial"] in DEFINITE, after["el_escorial"] in DEFINITE)
            entered[phases == (False, True)] += 1
    assert entered[True] > 25 / 36 * entered.total()


def test_what_could_not_be_read_and_what_is_missing() -> None:
    cells = Counter((column, cell) for row in ROWS for column, cell in row.items())
    assert [cells[sign, "not assessable"] for sign in ("t2_cst", "flair_cst")] == [2, 5]
    empty = {column: people for (column, cell), people in cells.items() if not cell}
    assert empty == {"t2_cst": 3, "flair_cst": 2, "el_escorial": 1}
    assert "2 `t2_cst` and 5 `flair_cst` are `not assessable`, and 3 `t2_cst`, 2" in README
    assert cells["field_strength", "3"] + cells["field_strength", "1.5"] == 79
    assert len(pairs("field_strength")) == 4  # some changed the scanner, either way


def test_a_second_follow_up_finds_what_the_first_did() -> None:
    columns = ("el_escorial", "t2_cst", "flair_cst")
    cells = {(row["patient_id"], row["visit"]): [row[name] for name in columns] for row in ROWS}
    third = {patient: cell for (patient, visit), cell in cells.items() if visit == LAST}
    assert len(third) == 3
    assert all(cells[patient, "follow-up"] == cell for patient, cell in third.items())


def test_the_study_file_says_that_rows_are_visits() -> None:
    cohort = als.read(FILE)
    assert "the study is visits.toml, which lies beside the data" in cohort.assumed
    with pytest.raises(als.RoleError, match="the rows are visits"):
        als.accuracy(cohort)
