"""`Cohort.count`: the door between data and statistics."""

import pandas as pd
import pytest

import alsstats as als
from alsstats.cohort.count import coded, counts_of
from alsstats.errors import UsageError
from tests.cohort.conftest import Write

TABLE = "diagnosis,flair_cst,other\nMMN,0,b\nALS,1,\nALS,1,a\nMMN,0,b\nALS,,a\n"


@pytest.mark.parametrize("kind", ["file", "frame"])
def test_sorted_combinations_of_raw_codes_and_their_rows(write: Write, kind: str) -> None:
    path = write(TABLE)
    cohort = als.read(path if kind == "file" else pd.read_csv(path, dtype="str"))
    one, two, again = cohort.count(
        ("diagnosis", "flair_cst"), ("other",), ("diagnosis", "flair_cst")
    )
    assert list(one.columns) == ["diagnosis", "flair_cst"]
    assert one.columns["flair_cst"].levels == ("", "0", "1")
    assert one.columns["diagnosis"].codes.tolist() == [0, 0, 1]
    assert one.columns["flair_cst"].codes.tolist() == [0, 2, 1]
    assert one.n.tolist() == again.n.tolist() == [1, 2, 2]
    assert (one.n.dtype, one.columns["flair_cst"].codes.dtype) == ("int64", "int32")
    assert two.of_level("other") == {"": 1, "a": 2, "b": 2}


@pytest.mark.parametrize("kind", ["file", "frame"])
def test_the_order_of_columns_is_the_asker_s(write: Write, kind: str) -> None:
    path = write(TABLE)
    cohort = als.read(path if kind == "file" else pd.read_csv(path, dtype="str"))
    one, two = cohort.count(("diagnosis", "other"), ("other", "diagnosis"))
    assert list(one.columns) == list(two.columns)[::-1] == ["diagnosis", "other"]
    assert one.n.sum() == two.n.sum() == 5
    assert cohort.count() == []
    for grouping in ((), ("diagnosis", "diagnosis"), ("nowhere",)):
        with pytest.raises(UsageError, match="a grouping is"):
            cohort.count(grouping)


def test_nothing_counted_is_nothing() -> None:
    counts = counts_of(["a", "b"], [coded("a", []), coded("b", [])], [])
    assert (counts.n.tolist(), counts.columns["a"].levels) == ([], ())


def test_more_columns_than_one_pass_takes(write: Write) -> None:
    names = [f"s{place}" for place in range(150)]
    path = write(
        "diagnosis," + ",".join(names) + "\n" + "ALS" + ",1" * 150 + "\nMMN" + ",0" * 150 + "\n"
    )
    cohort = als.read(path, present=dict.fromkeys(names, 1))
    result = als.accuracy(cohort)
    assert len({row.term for row in result.rows} - {None}) == 150
    assert {row.n for row in result.rows if row.statistic == "sensitivity"} == {1}


def test_a_sign_of_more_parts_than_one_pass_tells_apart(write: Write) -> None:
    names = [f"s{place}" for place in range(80)]
    path = write(
        "diagnosis," + ",".join(names) + "\n" + "ALS" + ",1" * 80 + "\nMMN" + ",0" * 80 + "\n"
    )
    define = {"x": f"at_least(70, {', '.join(names)})", "y": "s0 and s1"}
    cohort = als.read(path, define=define, present=dict.fromkeys(names, 1))
    rows = als.accuracy(cohort, signs=["y", "x"]).rows
    assert {row.events for row in rows if row.statistic == "sensitivity"} == {1}
    assert {row.events for row in rows if row.statistic == "specificity"} == {1}


def test_names_that_differ_in_case_only_are_two_columns(write: Write) -> None:
    path = write("diagnosis,X,x\nALS,1,0\nMMN,0,0\n")
    cohort = als.read(path, present={"X": 1})
    assert cohort.count(("x",), ("X",))[1].of_level("X") == {"0": 1, "1": 1}
