"""The recount itself, on shares that were published or given out, and on cases worked by hand."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from sample_data import make_cohort, make_visits, rebuild_staff2015
from tests.frequency.recount_prevalence import Level, Prevalence, counts


def people(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("columns", "als", "mmn"),
    [
        (["nerve_abnormal"], Level(35, 60, 0, 0), Level(5, 8, 0, 0)),
        (["muscle_abnormal"], Level(34, 60, 0, 0), Level(2, 6, 2, 0)),
        (["nerve_or_muscle"], Level(51, 60, 0, 0), Level(6, 8, 0, 0)),
        (["nerve_abnormal", "muscle_abnormal"], Level(51, 60, 0, 0), Level(4, 6, 2, 0)),
    ],
)
def test_the_published_shares_of_nerve_and_muscle(
    columns: list[str], als: Level, mmn: Level
) -> None:
    found = counts(people(rebuild_staff2015.FILE), columns, any, by="diagnosis")
    assert found == Prevalence({"ALS": als, "MMN": mmn}, 0)


def test_the_phases_of_the_synthetic_cohort() -> None:
    phases = {
        "indefinite phase": ["possible", "probable laboratory-supported"],
        "definite phase": ["probable", "definite"],
    }
    order = ["definite phase", "indefinite phase"]
    rows = people(make_cohort.FILE)
    found = counts(rows, ["t2_cst"], by="el_escorial", order=order, merge=phases)
    assert list(found.levels.items()) == [
        ("definite phase", Level(48, 64, 0, 0)),
        ("indefinite phase", Level(14, 64, 0, 0)),
    ]
    assert found.left_out == 50  # who do not have ALS have no category


def test_the_visits_add_up() -> None:
    rows = people(make_visits.FILE)
    found = counts(rows, ["t2_cst"], by="visit")
    assert [level.people for level in found.levels.values()] == [40, 36, 3]
    assert sum(level.not_assessable for level in found.levels.values()) == 2
    assert sum(level.missing for level in found.levels.values()) == 3
    assert counts(rows, ["t2_cst"], by="el_escorial").left_out == 1


def of(codes: str, combine: Callable[[list[bool]], bool]) -> Level:
    """Return what one person counts as whose parts have these codes: 9 not assessable, - none."""
    words = {"9": "not assessable", "-": "NA"}
    person = {str(place): words.get(code, code) for place, code in enumerate(codes)}
    rows = [person | {"level": "a"}]
    return counts(rows, list(person), combine, by="level", missing=["", "NA"]).levels["a"]


@pytest.mark.parametrize("combine", [all, any])
def test_only_those_in_whom_every_part_was_read_are_assessed(
    combine: Callable[[list[bool]], bool],
) -> None:
    assert of("11", combine) == Level(1, 1, 0, 0)
    assert of("00", combine) == Level(0, 1, 0, 0)
    assert of("10", combine) == Level(combine([True, False]), 1, 0, 0)
    for codes in ("9", "19", "09", "99"):
        assert of(codes, combine) == Level(0, 0, 1, 0), codes
    for codes in ("-", "1-", "0-", "--", "9-", "-9"):
        assert of(codes, combine) == Level(0, 0, 0, 1), codes


def test_parts_come_in_the_order_of_the_columns() -> None:
    assert of("10", lambda parts: parts[0] and not parts[1]).present == 1
    assert of("01", lambda parts: parts[0] and not parts[1]).present == 0


def test_a_code_that_is_not_known_is_no_reading() -> None:
    with pytest.raises(KeyError):
        of("2", all)


def test_levels_stand_as_ordered_and_then_by_the_alphabet() -> None:
    rows = [{"sign": "1", "level": name} for name in "dacbNb"]
    found = counts(rows, ["sign"], by="level", order="xc", merge={"m": "bd"}, missing="N")
    assert {name: level.people for name, level in found.levels.items()} == {"c": 1, "a": 1, "m": 3}
    assert list(found.levels) == ["c", "a", "m"]
    assert found.left_out == 1
