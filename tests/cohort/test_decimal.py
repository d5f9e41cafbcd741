"""A decimal comma is seen, or the run stops: 0,435 is never 435."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import alsstats as als
from alsstats.cohort.decimal import COMMA, EITHER, POINT, decimal_mark
from alsstats.cohort.frame import open_frame
from alsstats.cohort.source import open_source
from alsstats.errors import CodingError, FileError


def in_file(table: dict[str, list[str]], folder: Path) -> Any:
    path = folder / "cohort.csv"
    pd.DataFrame(table).to_csv(path, index=False, sep=";")
    return open_source(path)


def in_parquet(table: dict[str, list[str]], folder: Path) -> Any:
    pl.DataFrame(table).write_parquet(folder / "cohort.parquet")
    return open_source(folder / "cohort.parquet")


OPEN = []


def in_duckdb(table: dict[str, list[str]], _folder: Path) -> Any:
    OPEN.append(connection := duckdb.connect())
    columns = ", ".join(f"unnest({cells}) AS {name}" for name, cells in table.items())
    return open_frame(connection.sql(f"SELECT {columns}"))


SOURCES: dict[str, Callable[[dict[str, list[str]], Path], Any]] = {
    "csv": in_file,
    "parquet": in_parquet,
    "duckdb": in_duckdb,
    "pandas": lambda table, _: open_frame(pd.DataFrame(table)),
    "objects": lambda table, _: open_frame(
        pd.DataFrame({**table, "n": [1, "x", True, None]}, dtype=object)
    ),
    "categories": lambda table, _: open_frame(pd.DataFrame(table).astype("category")),
    "polars": lambda table, _: open_frame(pl.LazyFrame(table)),
    "pyarrow": lambda table, _: open_frame(pa.table(table)),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("x", "y", "mark"),
    [
        (["1", "0", "", "yes"], ["12", "-3", "NA", "4"], "."),
        (["1.5", "0", "", "yes"], ["1.234", "-3", "NA", "4"], "."),
        (["0,435", "0", "", "yes"], ["12", "-3", "NA", "4"], ","),
        (["0,435", "1,234", "", "yes"], ["12,5", "-3", "NA", "4"], ","),
        ([" 12,5 ", "\t+3,25", "", "yes"], ["12", "-3", "NA", "4"], ","),
        (["a,5", "1, 2", "1,2,3", "12.05.2024"], ["12", "-3", "NA", "4"], "."),
    ],
)
def test_the_mark_of_a_table(
    source: str, x: list[str], y: list[str], mark: str, tmp_path: Path
) -> None:
    held = SOURCES[source]({"x": x, "y": y}, tmp_path)
    assert decimal_mark(held) == mark
    held.close()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        (["12,5", "0", "", "a"], ["1.5", "2.5", "3", "4"],
         ["numbers like 12.5: 2 cells, in y", "numbers like 12,5: 1 cells, in x"]),
        (["1,234", "5,678", "", "a"], ["1", "2", "3", "4"], ["numbers like 1,234: 2 cells, in x"]),
        (["1,234,567", "0", "", "a"], ["1.5", "2", "3", "4"],
         ["numbers like 12.5: 1 cells, in y", "numbers like 1,234: 1 cells, in x"]),
        (["0,435", "0", "", "a"], ["0.435", "2", "3", "4"],
         ["numbers like 12.5: 1 cells, in y", "numbers like 12,5: 1 cells, in x"]),
    ],
)  # fmt: skip
def test_what_does_not_settle_it_is_refused(
    source: str, x: list[str], y: list[str], says: list[str], tmp_path: Path
) -> None:
    held = SOURCES[source]({"x": x, "y": y}, tmp_path)
    with pytest.raises(FileError, match="cannot tell what a comma means") as caught:
        decimal_mark(held)
    assert list(caught.value.found) == says
    only_thousands = not any("12." in line for line in says)
    assert (caught.value.fix == "--decimal ,") == only_thousands
    held.close()


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("12.5", POINT), ("-0.5", POINT), (".5", POINT), ("1.234", POINT), ("+1.0", POINT),
        ("12,5", COMMA), ("12,50", COMMA), ("0,435", COMMA), ("-0,435", COMMA), (",5", COMMA),
        (",435", COMMA), ("1,2345", COMMA), ("1234,567", COMMA), ("00,123", COMMA),
        ("1,234", EITHER), ("-12,345", EITHER), ("123,456", EITHER), ("1,234,567", EITHER),
        ("1", None), ("1,", None), ("1.", None), ("1,2,3", None), ("1.234,5", None), ("", None),
        ("1,234.5", None), ("1,23,456", None), ("--1,5", None), ("1,5 mm", None), ("1e-5", None),
    ],
)  # fmt: skip
def test_a_number_has_one_reading(cell: str, pattern: str | None) -> None:
    matched = [held for held in (POINT, COMMA, EITHER) if re.search(held, cell)]
    assert matched == ([pattern] if pattern else [])


def test_columns_of_numbers_and_of_lists_are_not_asked() -> None:
    frame = pd.DataFrame({"a": [1.5], "b": [[1]], "c": [b"1,5"], "d": ["x"], "e": [True]})
    assert list(open_frame(frame).cells_like([POINT])) == ["d"]
    assert list(open_frame(pl.DataFrame(frame.to_dict("list"))).cells_like([POINT])) == ["d"]


def test_many_columns_are_not_all_named() -> None:
    frame = pd.DataFrame({f"x{place}": ["1,234"] for place in range(12)})
    with pytest.raises(FileError, match="x7 and 4 more"):
        decimal_mark(open_frame(frame))


def test_a_column_of_codes_with_and_without_a_comma_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text("diagnosis;flair_cst;age\nALS;1;50,5\nALS;1,0;44,25\nMMN;0;33,5\n")
    with pytest.raises(FileError, match="cannot tell what a comma means in column 'flair_cst'"):
        als.accuracy(als.read(path))


def test_declared_codes_are_read_as_the_table_writes_numbers(tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text("dx;flair_cst\n1,5;1,5\n1,5;0,5\n2,5;0,5\n2,5;-9,5\n")
    study = {
        "data": {"missing": ["-9,5"]},
        "reference": {"column": "dx", "target": "1,5", "versus": {"others": ["2,5"]}},
        "signs": {"flair_cst": {"present": "1,5", "absent": "0,5"}},
    }
    result = als.accuracy(als.read(path, study=study))
    shares = {row.statistic: (row.events, row.n, row.left_out) for row in result.rows}
    assert shares["sensitivity"] == (1, 2, 1)
    assert shares["specificity"] == (1, 1, 1)
    assert any("decimal comma" in text for text in result.provenance["assumed"])


@pytest.mark.parametrize("write", ["csv", "parquet", "frame"])
def test_a_declared_comma_wins_in_every_kind_of_table(write: str, tmp_path: Path) -> None:
    """1,234 is 1.234, which nothing in the table tells from a thousand and more."""
    frame = pd.DataFrame(
        {"diagnosis": ["ALS", "MMN"] * 3, "rate": ["1,234", "2,5", "1,5", "1,234", "2", ""]}
    )
    frame["rate"] = frame["rate"].replace("2,5", "2,500")
    data: Any = frame
    if write == "csv":
        data = tmp_path / "cohort.csv"
        frame.to_csv(data, index=False, sep=";")
    elif write == "parquet":
        data = tmp_path / "cohort.parquet"
        pl.from_pandas(frame).write_parquet(data)
    with als.read(data, decimal=",") as cohort:
        result = als.describe(cohort, columns=["rate"], number=["rate"])
    [median] = [row for row in result.rows if row.statistic == "quantile" and row.at == 0.5]
    assert median.estimate == pytest.approx(1.5)
    assert "numbers are written with a decimal comma: 1,0 is 1.0" in result.provenance["assumed"]


def test_where_a_point_is_declared_a_comma_is_of_no_number(tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text("diagnosis;rate\nALS;12,5\nMMN;3,5\n")
    with pytest.raises(CodingError, match="holds texts"), als.read(path, decimal=".") as cohort:
        als.describe(cohort, columns=["rate"], number=["rate"])


def test_a_point_where_a_comma_is_declared_is_refused(tmp_path: Path) -> None:
    """It may stand between thousands; in a column that is not used it does not matter."""
    path = tmp_path / "cohort.csv"
    path.write_text("diagnosis;rate;version\nALS;12,5;1.5\nMMN;1.234;2.0\n")
    with als.read(path, decimal=",") as cohort:
        with pytest.raises(FileError, match="numbers with a point") as caught:
            als.describe(cohort, columns=["rate"], number=["rate"])
        assert caught.value.found == ("numbers like 12.5: 1 cells, in rate",)
    path.write_text("diagnosis;rate;version\nALS;12,5;1.5\nMMN;1,25;2.0\n")
    with als.read(path, decimal=",") as cohort:
        assert als.describe(cohort, columns=["rate"], number=["rate"]).rows


def test_numbers_that_are_no_texts_have_no_mark(tmp_path: Path) -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "rate": [1.5, 2.5]})
    with als.read(frame, decimal=",") as cohort:
        assert als.describe(cohort, columns=["rate"], number=["rate"]).rows
