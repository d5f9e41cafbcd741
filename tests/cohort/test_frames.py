"""The same rows from every kind of table give the same answer, whatever holds them."""

import datetime as dt
import decimal
import gzip
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import alsstats as als
from alsstats.cohort import frame as frames
from alsstats.cohort.count import coded, text_of
from alsstats.errors import AlsstatsError, RoleError, UsageError

ROWS = 500
TEXTS = ["diagnosis", "t2_cst"]
TRUTH = (True, False, None)
Table = dict[str, list[Any]]


def cohort() -> Table:
    generator = random.Random(11)

    def some(*values: Any) -> list[Any]:
        return [generator.choice(values) for _ in range(ROWS)]

    return {
        "patient_id": [f"p{place:03}" for place in range(ROWS)],
        "diagnosis": some("ALS", "ALS", "MMN", "healthy", " als "),
        "flair_cst": some(1, 0, None),
        "swi_motor_cortex": some(*TRUTH),
        "t2_cst": some("yes", "no", "", "NA", "not done"),
        "nerve_abnormal": some(0, 1),
    }


def permuted(table: Table) -> Table:
    order = list(range(ROWS))
    random.Random(12).shuffle(order)
    names = random.Random(13).sample(list(table), len(table))
    return {name: [table[name][place] for place in order] for name in names}


OPEN = []  # a relation does not keep its connection


def in_duckdb(table: Table) -> duckdb.DuckDBPyRelation:
    OPEN.append(connection := duckdb.connect())
    kinds = {bool: "BOOLEAN", int: "INTEGER", str: "VARCHAR"}
    columns = ", ".join(
        f"{name} {kinds[next(type(cell) for cell in cells if cell is not None)]}"
        for name, cells in table.items()
    )
    connection.execute(f"CREATE TABLE cohort ({columns})")
    marks = ", ".join("?" * len(table))
    connection.executemany(
        f"INSERT INTO cohort VALUES ({marks})", list(zip(*table.values(), strict=True))
    )
    return connection.table("cohort")


def in_csv(table: Table, folder: Path) -> Path:
    pd.DataFrame(table, dtype=object).to_csv(folder / "cohort.csv", index=False)
    return folder / "cohort.csv"


def in_gzip(table: Table, folder: Path) -> Path:
    path = in_csv(table, folder)
    path.with_suffix(".csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    return path.with_suffix(".csv.gz")


def in_parquet(table: Table, folder: Path) -> Path:
    pl.DataFrame(table).write_parquet(folder / "cohort.parquet")
    return folder / "cohort.parquet"


def encoded(table: Table) -> pa.Table:
    """Return an Arrow table of dictionaries, in chunks that do not agree on what is in them."""
    chunks = [
        pa.table({name: cells[part : part + 100] for name, cells in table.items()})
        for part in range(0, ROWS, 100)
    ]
    columns = {
        name: pa.chunked_array([part[name].chunk(0).dictionary_encode() for part in chunks])
        for name in TEXTS
    }
    return pa.table({name: columns.get(name, pa.array(cells)) for name, cells in table.items()})


BACKENDS: dict[str, Callable[[Table, Path], Any]] = {
    "csv": in_csv,
    "csv.gz": in_gzip,
    "parquet": in_parquet,
    "pandas": lambda table, _: pd.DataFrame(table),
    "pandas objects": lambda table, _: pd.DataFrame(table, dtype=object),
    "pandas nullable": lambda table, _: pd.DataFrame(table).convert_dtypes(),
    "pandas categories": lambda table, _: pd.DataFrame(table).astype("category"),
    "pandas of Arrow": lambda table, _: pa.table(table).to_pandas(types_mapper=pd.ArrowDtype),
    "pandas texts": lambda table, _: pd.DataFrame(
        {name: [text_of(cell) for cell in cells] for name, cells in table.items()}, dtype="string"
    ),
    "polars": lambda table, _: pl.DataFrame(table),
    "polars lazy": lambda table, _: pl.LazyFrame(table),
    "polars categories": lambda table, _: pl.DataFrame(table).with_columns(
        pl.col(TEXTS).cast(pl.Categorical)
    ),
    "polars enum": lambda table, _: pl.DataFrame(table).with_columns(
        pl.col("t2_cst").cast(pl.Enum(["", "NA", "no", "not done", "yes"]))
    ),
    "pyarrow": lambda table, _: pa.table(table),
    "pyarrow dictionaries": lambda table, _: encoded(table),
    "duckdb": lambda table, _: in_duckdb(table),
}


def answer(data: Any) -> list[dict[str, object]]:
    with als.read(data) as read:
        assert read.source.rows == ROWS
        return als.accuracy(read).records()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    records = answer(in_csv(cohort(), tmp_path_factory.mktemp("csv")))
    assert len({record["term"] for record in records}) >= 4
    return records


@pytest.fixture(params=[frames.FEW, 0], ids=["row by row", "in groups"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "FEW", request.param)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("backend", BACKENDS)
def test_one_answer(backend: str, tmp_path: Path, expected: list[dict[str, object]]) -> None:
    assert answer(BACKENDS[backend](cohort(), tmp_path)) == expected


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_order_of_rows_and_columns_changes_nothing_but_the_order_of_signs(
    backend: str, tmp_path: Path, expected: list[dict[str, object]]
) -> None:
    assert answer(BACKENDS[backend](permuted(cohort()), tmp_path)) == expected


@pytest.mark.parametrize("backend", BACKENDS)
def test_patients_are_looked_for_in_every_kind(backend: str, tmp_path: Path) -> None:
    table = cohort()
    table["patient_id"][7] = " p003 "
    with pytest.raises(RoleError, match="more than one row") as caught:
        als.read(BACKENDS[backend](table, tmp_path))
    assert "500 rows, 499 patients" in str(caught.value)
    assert ": 4, 8" in str(caught.value)
    table["patient_id"][7] = "NA"
    with pytest.raises(RoleError, match="without an identifier") as caught:
        als.read(BACKENDS[backend](table, tmp_path))
    assert "empty in 1 of 500 rows" in str(caught.value)


COLUMNS: dict[str, tuple[list[Any], dict[str, int]]] = {
    "whole": ([1, 0, 1], {"0": 1, "1": 2}),
    "whole, some missing": ([1, 0, None], {"": 1, "0": 1, "1": 1}),
    "fractions": ([0.5, -0.0, 0.0, float("nan")], {"": 1, "0.0": 2, "0.5": 1}),
    "truth": ([True, False, True], {"False": 1, "True": 2}),
    "texts": (["007", "", None, "7"], {"": 2, "007": 1, "7": 1}),
    "decimals": ([decimal.Decimal("1.50"), decimal.Decimal("0.01"), None],
                 {"": 1, "0.01": 1, "1.50": 1}),
    "dates": ([dt.date(2024, 2, 29), None], {"": 1, "2024-02-29": 1}),
    "times": ([pd.Timestamp("2024-02-29 10:30").to_pydatetime(), None],
              {"": 1, "2024-02-29T10:30:00": 1}),
    "nothing": ([None, None], {"": 2}),
}  # fmt: skip


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("library", ["pandas", "pandas objects", "polars", "pyarrow", "parquet"])
def test_a_value_has_one_text(kind: str, library: str, tmp_path: Path) -> None:
    cells, expected = COLUMNS[kind]
    table = {"diagnosis": ["ALS"] * len(cells), "x": cells}
    data: Any = {
        "pandas": lambda: pd.DataFrame(table),
        "pandas objects": lambda: pd.DataFrame(table, dtype=object),
        "polars": lambda: pl.DataFrame(table),
        "pyarrow": lambda: pa.table(table),
        "parquet": lambda: in_parquet(table, tmp_path),
    }[library]()
    if kind == "whole, some missing" and library == "pandas":
        expected = {"": 1, "0.0": 1, "1.0": 1}  # that is what pandas holds
    with als.read(data, present={"x": "1"}) as read:
        [counts] = read.count(("diagnosis", "x"))
    assert counts.of_level("x") == expected


@pytest.mark.usefixtures("both_ways")
def test_values_that_are_equal_in_python_keep_their_texts() -> None:
    cells = [1, True, 1.0, "1", "True", decimal.Decimal(1), None, float("nan"), pd.NA, pd.NaT]
    frame = pd.DataFrame({"diagnosis": "ALS", "x": pd.Series(cells, dtype=object)})
    [counts] = als.read(frame, present={"x": 1}).count(("x",))
    assert counts.of_level("x") == {"": 4, "1": 3, "1.0": 1, "True": 2}


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    "cells",
    [
        [[1], [2]], [{"a": 1}, {"a": 2}], [b"a", b"b"],
        [dt.timedelta(1), dt.timedelta(2)],
    ],
    ids=["lists", "records", "bytes", "durations"],
)  # fmt: skip
@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_a_value_without_a_text_is_refused_where_it_is_asked_for(
    library: Callable[[Table], Any], cells: list[Any]
) -> None:
    table = {"diagnosis": ["ALS", "MMN"], "flair_cst": [1, 0], "other": cells}
    read = als.read(library(table))
    assert als.accuracy(read).rows[0].n == 2
    with pytest.raises(RoleError, match="'other' cannot be counted"):
        read.count(("diagnosis", "other"))


def test_kinds_of_pandas_that_few_use() -> None:
    frame = pd.DataFrame({"x": pd.period_range("2024-01", periods=2, freq="M")})
    frame["y"] = pd.Series([0, 1]).astype(pd.SparseDtype("int64", 0))
    frame["z"] = pd.to_datetime(["2024-01-01", None], utc=True)
    read = als.read(frame.assign(diagnosis="ALS"), present={"y": 1})
    with pytest.raises(RoleError, match="type: Period"):
        read.count(("x",))
    assert read.count(("y",))[0].of_level("y") == {"0": 1, "1": 1}
    assert set(read.count(("z",))[0].of_level("z")) == {"", "2024-01-01T00:00:00+00:00"}


@pytest.mark.parametrize(
    "other", [[1, 2], {"diagnosis": ["ALS"]}, pd.Series([1]), pl.Series([1]), 7, None, b"c.csv"]
)
def test_anything_else_is_refused_with_what_is_accepted(other: Any) -> None:
    with pytest.raises(UsageError, match="path of a file, or a table") as caught:
        als.read(other)
    assert "pandas frame, Polars frame or lazy frame, PyArrow table, or DuckDB" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        pd.DataFrame([["ALS", 1, 1]], columns=["diagnosis", "x", "x"]),
        pa.table([["ALS"], [1], [1]], names=["diagnosis", "x", "x"]),
    ],
    ids=["pandas", "pyarrow"],
)
def test_a_name_stands_once(data: Any) -> None:
    with pytest.raises(RoleError, match="more than once"):
        als.read(data)


def test_names_are_texts() -> None:
    with pytest.raises(RoleError, match="need names"):
        als.read(pd.DataFrame([["ALS", 1]]))
    table = pd.DataFrame([["ALS", 1]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("c", "d")]))
    with pytest.raises(RoleError, match="need names"):
        als.read(table)
    odd = pd.DataFrame({"diagnosis": ["ALS"], "column_names": [1], "columns": [1], "size": [1]})
    assert als.read(odd, present={"size": 1}).source.columns == tuple(odd.columns)


def test_names_in_duckdb_may_differ_in_case_only_and_be_odd() -> None:
    with duckdb.connect() as connection:
        relation = connection.sql(
            'SELECT \'ALS\' AS diagnosis, 1 AS X, 0 AS x, 2 AS "#1", 3 AS c0, 4 AS "a ""b"'
        )
        read = als.read(relation, present={"X": 1})
        assert read.source.columns == ("diagnosis", "X", "x", "#1", "c0", 'a "b')
        counts = read.count(*((name,) for name in read.source.columns))
        assert [next(iter(held.columns.values())).levels[0] for held in counts] == [
            "ALS", "1", "0", "2", "3", "4",
        ]  # fmt: skip


def test_a_relation_leaves_nothing_in_its_connection_and_errors_quote_nothing() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT 'ALS' AS diagnosis, '1' AS flair_cst, 'Anna' AS x")
    read = als.read(connection.table("t"), present={"flair_cst": 1})
    read.count(("flair_cst",))
    names = "SELECT table_name FROM information_schema.tables"
    assert connection.execute(names).fetchall() == [("t",)]
    connection.execute("INSERT INTO t SELECT * FROM t")
    with pytest.raises(AlsstatsError, match="1 records, and 2 of them arrived"):
        read.count(("flair_cst",))
    wrong = connection.sql("SELECT diagnosis, flair_cst, x::INTEGER AS y FROM t")
    with pytest.raises(UsageError, match="cannot be read") as caught:
        als.read(wrong, present={"flair_cst": 1}).count(("y",))
    assert "Anna" not in str(caught.value)
    connection.close()
    with pytest.raises(UsageError, match="cannot be read"):
        read.count(("flair_cst",))


def test_a_frame_is_not_changed() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"], "flair_cst": [1, True]}, dtype=object)
    before = frame.copy()
    als.accuracy(als.read(frame, present={"flair_cst": [1, True]}, absent={"flair_cst": 0}))
    pd.testing.assert_frame_equal(frame, before)


def test_a_lazy_frame_whose_data_change_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text("diagnosis,flair_cst\nALS,1\nMMN,0\n")
    read = als.read(pl.scan_csv(path))
    path.write_text("diagnosis,flair_cst\nALS,1\n")
    with pytest.raises(AlsstatsError, match="has changed"):
        als.accuracy(read)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_column_may_have_any_name(make: Callable[[Any], Any]) -> None:
    rows = frames.FEW + 1
    names = ["rows of this combination", "diagnosisrows of this combination", "diagnosis rows"]
    data = make({"diagnosis": ["ALS"] * rows} | {name: ["1"] * rows for name in names})
    groupings = [("diagnosis", name) for name in names]
    assert [counts.n.tolist() for counts in als.read(data).count(*groupings)] == [[rows]] * 3


def test_codes_are_sorted_texts() -> None:
    held = coded("x", ["b", None, 1, "b", 0.0])
    assert held.levels == ("", "0.0", "1", "b")
    assert held.codes.tolist() == [3, 0, 2, 3, 1]
    with pytest.raises(RoleError, match="'x' cannot be counted"):
        coded("x", ["a", object()])
