"""The sample intervals are what their README says: counted from the file, not from its maker."""

import csv
import re
from collections import Counter
from itertools import groupby, pairwise
from math import exp
from random import Random

import pytest
from scipy.optimize import brentq

import alsstats as als
from sample_data.make_intervals import FILE, SEED, made

ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
PEOPLE = [list(rows) for _, rows in groupby(ROWS, key=lambda row: row["patient_id"])]
README = " ".join((FILE.parent / "README.md").read_text(encoding="utf-8").split())


def both(row: dict[str, str]) -> bool:
    return row["flair_cst"] == row["swi_motor_cortex"] == "1"


def moves(sign: str) -> Counter[tuple[str, str]]:
    """Return how often a reading was followed by which at the next scan."""
    pairs = (pair for rows in PEOPLE for pair in pairwise(rows))
    return Counter((before[sign], after[sign]) for before, after in pairs)


def test_the_file_is_what_the_script_makes() -> None:
    assert FILE.read_bytes() == made(Random(SEED)).encode()


def test_a_row_begins_where_the_one_before_it_ended_and_death_is_last() -> None:
    assert len({rows[0]["patient_id"] for rows in PEOPLE}) == len(PEOPLE)
    for rows in PEOPLE:
        edges = ["0.0", *(row["stop"] for row in rows)]
        assert [row["start"] for row in rows] == edges[:-1]
        assert all(float(one) < float(other) for one, other in pairwise(edges))
        assert {row["death"] for row in rows[:-1]} <= {"0"}
        assert (
            len({(row["diagnosis"], row["age_at_onset"], row["bulbar_onset"]) for row in rows}) == 1
        )


def test_how_many_there_are() -> None:
    assert f"Synthetic, {len(ROWS)} intervals from MRI to MRI of {len(PEOPLE)} people" in README
    sizes, deaths = [len(rows) for rows in PEOPLE], sum(row["death"] == "1" for row in ROWS)
    assert f"| {len(PEOPLE)}, with {min(sizes)} to {max(sizes)} intervals; {deaths} died" in README
    assert {row["diagnosis"] for row in ROWS} == {"ALS"}


@pytest.mark.parametrize(
    ("sign", "appears", "fades"), [("flair_cst", 13, 7), ("swi_motor_cortex", 9, 3)]
)
def test_signs_appear_and_a_few_fade(sign: str, appears: int, fades: int) -> None:
    found = moves(sign)
    assert (found["0", "1"], found["1", "0"]) == (appears, fades)
    assert re.search(rf"`{sign}` \\| [a-z ]*appears {appears} times, fades {fades} times", README)


def test_what_was_not_read_is_in_a_last_row() -> None:
    unread = [row for row in ROWS if {row["flair_cst"], row["swi_motor_cortex"]} - {"0", "1"}]
    last = [rows[-1] for rows in PEOPLE]
    assert all(row in last for row in unread)
    assert Counter(row["swi_motor_cortex"] for row in unread) == {"not assessable": 3, "": 1}
    assert "of 3 people `not assessable`, of 1 empty" in README


def test_who_had_both_signs() -> None:
    first, ever = sum(both(rows[0]) for rows in PEOPLE), sum(any(map(both, p)) for p in PEOPLE)
    deaths = sum(both(row) for row in ROWS if row["death"] == "1")
    assert (
        f"in {first} people at the first scan, in {ever} at any; {deaths} of the deaths" in README
    )


def test_the_hazard_ratio_from_those_at_risk_at_each_death() -> None:
    """No two died at one time: the score of Cox's likelihood is a sum over the deaths."""
    whole = [
        rows
        for rows in PEOPLE
        if all({r["flair_cst"], r["swi_motor_cortex"]} <= {"0", "1"} for r in rows)
    ]
    rows = [row for person in whole for row in person]
    dead = [row for row in rows if row["death"] == "1"]
    times = [float(row["stop"]) for row in dead]
    assert len(set(times)) == len(times) == 25
    assert len(whole) == 56

    def with_sign(time: float) -> Counter[bool]:
        return Counter(both(r) for r in rows if float(r["start"]) < time <= float(r["stop"]))

    sets = [with_sign(time) for time in times]

    def score(b: float) -> float:
        expected = sum(at[True] * exp(b) / (at[True] * exp(b) + at[False]) for at in sets)
        return sum(map(both, dead)) - expected

    ratio = exp(brentq(score, 0, 5, xtol=1e-12))
    assert f"| {ratio:.2f}: 56 people" in README
    answer = als.survival(als.read(FILE))
    row = next(row for row in answer.rows if row.statistic == "hazard_ratio")
    assert row.estimate == pytest.approx(ratio, rel=1e-9)  # that of the search for the root
    assert (row.n, row.events, row.left_out) == (56, 25, 4)
