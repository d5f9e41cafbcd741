"""Combined signs: by the vocabulary, by definition, of each other, and where it cannot be."""

import pandas as pd
import pytest

import alsstats as als
from alsstats.errors import CodingError, RoleError, UsageError

DATA = pd.DataFrame(
    {
        "diagnosis": ["ALS", "ALS", "ALS", "MMN", "MMN"],
        "flair_cst": [1, 1, 0, 1, 0],
        "motor_band": [1, 0, 1, 0, 0],
        "t2_cst": [0, 1, 1, 0, 0],
        "New sign": [1, 1, 1, 0, 0],
    }
)


def events(define: dict[str, str], name: str, data: pd.DataFrame = DATA, **said: object) -> int:
    """Return how many with ALS have a sign."""
    result = als.accuracy(als.read(data, define=define, **said), signs=[name])
    [row] = [row for row in result.rows if row.statistic == "sensitivity"]
    assert row.term == name
    return row.events


@pytest.mark.parametrize(
    ("definition", "present"),
    [
        ("flair_cst and swi_motor_cortex", 1),
        ("flair_cst and motor_band", 1),
        ("flair_cst or motor_band", 3),
        ("at_least(2, flair_cst, swi_motor_cortex, t2_cst)", 3),
        ("at_least(3, flair_cst, swi_motor_cortex, t2_cst)", 0),
        ("flair_swi or t2_cst", 3),
        ("flair_swi and not t2_cst", 1),
        ('"New sign" and flair_cst', 2),
        ("new_sign and not flair_cst", 1),
    ],
)
def test_definitions_by_columns_by_signs_and_by_other_definitions(
    definition: str, present: int
) -> None:
    assert events({"x": definition}, "x") == present


def test_definitions_of_each_other_in_any_order() -> None:
    both = {"a": "b and t2_cst", "b": "flair_cst or motor_band"}
    assert events(both, "a") == 2
    study = {"signs": {name: {"define": text} for name, text in both.items()}}
    assert events({}, "a", study=study) == 2


def test_a_sign_that_stands_twice_or_a_definition_without_measure_is_refused() -> None:
    twice = {"x": "at_least(2, swi_motor_cortex, motor_band, t2_cst)"}
    with pytest.raises(UsageError, match="stands twice in the definition of 'x'"):
        events(twice, "x")
    assert events({"x": "flair_cst and flair_cst"}, "x") == 2
    doubled = {f"x{place}": f"x{place - 1} or x{place - 1}" for place in range(1, 30)}
    with pytest.raises(UsageError, match="too large"):
        events(doubled | {"x0": "flair_cst"}, "x29")
    chained = {f"x{place}": f"not x{place - 1}" for place in range(1, 500)}
    with pytest.raises(UsageError, match="too large"):
        events(chained | {"x0": "flair_cst"}, "x499")


def test_a_ready_made_sign_is_held_to_its_parts_wherever_it_is_used() -> None:
    data = DATA.assign(flair_swi=[0, 0, 0, 1, 0])
    for asked in (
        {"signs": "t2_cst", "compare": [("flair_swi", "flair_cst")]},
        {"signs": "x"},
    ):
        cohort = als.read(data, define={"x": "not flair_swi"})
        with pytest.raises(CodingError, match="'flair_swi' is not what its parts say"):
            als.accuracy(cohort, **asked)
    result = als.accuracy(als.read(DATA, define={"x": "not flair_swi"}), signs="x")
    assert "flair_swi is flair_cst and swi_motor_cortex" in result.provenance["assumed"]
    assert "flair_swi" in result.provenance["study"]["signs"]
    assert {row.term for row in result.rows} == {"x", None}


@pytest.mark.parametrize(
    "define",
    [
        {"a": "a or t2_cst"},
        {"a": "b", "b": "not c", "c": "flair_cst and a"},
        {"flair_cst": "flair_cst or t2_cst"},
    ],
)
def test_a_definition_that_comes_back_to_itself_is_refused(define: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="comes back to itself"):
        als.accuracy(als.read(DATA, define=define))


def test_names_that_are_not_there_are_refused_with_the_nearest() -> None:
    with pytest.raises(RoleError, match=r"'flair_cts' in the definition of 'x'.*'flair_cst'"):
        als.accuracy(als.read(DATA, define={"x": "flair_cts and t2_cst"}))
    with pytest.raises(RoleError, match="'diagnosis' in the definition of 'x' is no sign"):
        als.accuracy(als.read(DATA, define={"x": "diagnosis and t2_cst"}))
    any_two = "at_least(2, flair_cst, t2_cst, motor_band)"
    with pytest.raises(RoleError, match="no column 'any_twoo'; did you mean 'any_two'"):
        als.accuracy(als.read(DATA, define={"any_two": any_two}), signs=["any_twoo"])
    with pytest.raises(UsageError, match="'=' where"):
        als.accuracy(als.read(DATA, define={"x": "flair_cst == 1"}))


def test_a_definition_of_the_study_replaces_that_of_the_vocabulary() -> None:
    assert events({}, "flair_swi") == 1
    assert events({"flair_swi": "flair_cst or swi_motor_cortex"}, "flair_swi") == 3


def test_a_column_named_as_a_definition_has_to_agree_with_it() -> None:
    data = DATA.assign(either=[1, 1, 1, 1, 0])
    define = {"either": "flair_cst or motor_band"}
    assert events(define, "either", data) == 3
    with pytest.raises(CodingError, match="'either' is not what its parts say"):
        events(define, "either", data.assign(either=[1, 1, 0, 1, 0]))
    coded = data.assign(either=["A", "A", "A", "A", "B"])
    said = {"present": {"either": "A"}, "absent": {"either": "B"}}
    assert events(define, "either", coded, **said) == 3


def test_the_vocabulary_s_definition_is_said_and_the_user_s_is_not() -> None:
    said = als.accuracy(als.read(DATA, define={"x": "flair_cst or t2_cst"})).provenance
    assert "flair_swi is flair_cst and swi_motor_cortex" in said["assumed"]
    assert not any(text.startswith("x is") for text in said["assumed"])
    assert said["study"]["signs"]["x"]["define"] == "flair_cst or t2_cst"


def test_only_the_signs_asked_for_are_read() -> None:
    data = DATA.assign(snake_eyes=["A", "B", "C", "D", "E"])
    with pytest.raises(CodingError, match="snake_eyes"):
        als.accuracy(als.read(data))
    rows = als.accuracy(als.read(data), signs=["t2_cst", "Motor Band"]).rows
    assert list(dict.fromkeys(row.term for row in rows)) == ["t2_cst", "swi_motor_cortex", None]


def test_labels_are_those_of_the_study_else_of_the_vocabulary() -> None:
    study = {"signs": {"flair_cst": {"label": "My words"}, "x": {"define": "flair_cst or t2_cst"}}}
    text = str(als.accuracy(als.read(DATA, study=study)))
    assert "\nflair_cst: My words\n" in text
    assert "\nt2_cst: Corticospinal tract hyperintensity (T2)\n" in text
    assert "\nx: flair_cst or t2_cst\n" in text
    redefined = {"signs": {"flair_swi": {"define": "flair_cst or swi_motor_cortex"}}}
    text = str(als.accuracy(als.read(DATA, study=redefined)))
    assert "\nflair_swi: flair_cst or swi_motor_cortex\n" in text
