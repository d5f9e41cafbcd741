"""Who has nothing recorded of any sign is found alike in every kind of table, by any code."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.cohort import frame as frames
from tests.cohort.conftest import Write

CODES = [
    "0",
    "1",
    "Yes",
    "no ",
    "",
    "NA",
    " n/a",
    ".",
    "-9",
    "-9.0",
    "\u00a0",
    "not done",
    "?",
    "\x1f",
]
BLANK = {"", "NA", " n/a", ".", "-9", "-9.0", "\u00a0", "\x1f"}
SIGNS = ["flair_cst", "t2_cst", "snake_eyes"]
SAID = {"missing": ["-9"], "present": {"flair_cst": "1"}, "not_assessable": {"t2_cst": ["NA", "?"]}}
kinds = st.fixed_dictionaries(
    {"diagnosis": st.sampled_from(["ALS", "MMN", "PLS"]), "flair_cst": st.sampled_from("01")}
    | {name: st.sampled_from([*CODES, "", ""]) for name in SIGNS[1:]}
)  # fmt: skip


def scanned(cohort: als.Cohort, sign: str = "flair_cst") -> tuple[int | None, int | None]:
    result = als.accuracy(cohort, signs=sign)
    row = next(row for row in result.rows if row.statistic == "scanned" and row.target is None)
    return row.events, row.n


def through(path: Path, frame: pd.DataFrame) -> dict[str, Any]:
    frame.to_csv(path, index=False, encoding="utf-8")
    return {
        "file": path,
        "pandas": frame,
        "polars": pl.from_pandas(frame),
        "arrow": pa.Table.from_pandas(frame),
        "relation": duckdb.from_arrow(pa.Table.from_pandas(frame)),
    }


@pytest.mark.parametrize("few", [frames.FEW, 0])
def test_the_same_in_every_table_as_in_a_recount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """`NA` is declared not assessable in one column, where it is a reading; unread signs count."""
    monkeypatch.setattr(frames, "FEW", few)

    @settings(max_examples=25)
    @given(st.lists(kinds, max_size=12))
    def hold(people: list[dict[str, str]]) -> None:
        people = [
            *people,
            *({"diagnosis": name} | dict.fromkeys(SIGNS, "") for name in ("ALS", "MMN")),
        ]
        for person in people[:3]:
            person["flair_cst"] = ""
        recorded = sum(
            person["flair_cst"] != ""
            or person["snake_eyes"] not in BLANK
            or person["t2_cst"] not in BLANK - {"NA"}
            for person in people
        )
        frame = pd.DataFrame(people, dtype=object)
        for kind, data in through(tmp_path / "cohort.csv", frame).items():
            found = scanned(als.read(data, **SAID))
            assert found == (recorded, len(people)), kind

    hold()


KINDS: dict[str, list[Any]] = {
    "numbers": [1.0, float("nan"), 0.0, None],
    "whole": [1, None, 0, None],
    "truth": [True, None, False, None],
    "declared": [1, -9, 0, -9],
    "days": [dt.date(2024, 1, 1), None, dt.date(2024, 1, 2), None],
    "instants": [dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None] * 2,
}


@pytest.mark.parametrize("few", [frames.FEW, 0])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, "relation", "parquet", "pandas"])
def test_types(
    make: Callable[[Any], Any] | str,
    kind: str,
    few: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sign that is not asked for may hold anything: all but missing is something recorded."""
    monkeypatch.setattr(frames, "FEW", few)
    data = {"diagnosis": ["ALS", "ALS", "MMN", "MMN"], "flair_cst": [None, None, None, "1"]}
    table = pa.table(data | {"t2_cst": pa.array(KINDS[kind], from_pandas=True)})
    if make == "parquet":
        path = tmp_path / "cohort.parquet"
        duckdb.from_arrow(table).to_parquet(str(path))
        held: Any = path
    elif isinstance(make, str):
        held = duckdb.from_arrow(table) if make == "relation" else table.to_pandas()
    else:
        held = make(table.to_pydict()) if make is pl.DataFrame else table
    with als.read(held, missing="-9", present={"flair_cst": 1}) as cohort:
        expected = sum(
            sign is not None or (cell is not None and cell == cell and cell != -9)  # noqa: PLR0124
            for sign, cell in zip(data["flair_cst"], KINDS[kind], strict=True)
        )
        assert scanned(cohort) == (expected, 4)


def test_a_frame_of_objects_and_lists() -> None:
    frame = pd.DataFrame(
        {
            "diagnosis": ["ALS", "ALS", "ALS", "MMN"],
            "flair_cst": [1, True, None, 0],
            "t2_cst": [None, None, None, ["a"]],
        },
        dtype=object,
    )
    cohort = als.read(frame, present={"flair_cst": [1, True]}, absent={"flair_cst": 0})
    assert scanned(cohort) == (3, 4)
    lists = pl.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0], "t2_cst": [[1], None]})
    assert scanned(als.read(lists)) == (2, 2)


def test_missing_with_a_decimal_comma_is_missing(write: Write) -> None:
    path = write("diagnosis;flair_cst;t2_cst\nALS;1,0;1,0\nALS;-9,0;-9,0\nMMN;0,0;-9,0\n")
    assert scanned(als.read(path, missing=["-9"])) == (2, 3)


def test_the_columns_of_one_person_are_not_joined_where_one_says_enough(write: Write) -> None:
    """So that the table of codes stays short, however many signs and people there are."""
    from alsstats.cohort.cells import CELLS

    names = [f"s{place}" for place in range(12)]
    lines = [",".join(f"{(row >> place) & 1}" for place in range(12)) for row in range(4096)]
    path = write(f"diagnosis,{','.join(names)}\n" + "".join(f"ALS,{line}\n" for line in lines))
    cohort = als.read(path, present=dict.fromkeys(names, 1))
    assert len(cohort.ask(cohort.study).table.n(CELLS)) == 1
