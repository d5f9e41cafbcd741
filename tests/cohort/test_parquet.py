"""Parquet files: typed columns counted as they are, each value with the text a frame gives it."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import alsstats as als
from alsstats.cohort.parquet_file import ParquetFile
from alsstats.errors import AlsstatsError, FileError, RoleError
from tests.cohort.conftest import Write

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write what a query selects, and return the path."""

    def make(query: str, name: str = "cohort.parquet", options: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet {options})")
        return path

    return make


def cohort(rows: int = 2000) -> str:
    return (
        "SELECT 'p' || i AS patient_id, "
        "CASE i % 3 WHEN 0 THEN 'ALS' WHEN 1 THEN 'MMN' ELSE 'healthy' END AS diagnosis, "
        f"CASE WHEN i % 11 > 0 THEN i * 7 % 5 % 2 END AS flair_cst FROM range({rows}) t(i)"
    )


def levels(path: Path, column: str) -> dict[str, int]:
    source = ParquetFile.of(path)
    [counts] = source.count([(column,)])
    source.close()
    return counts.of_level(column)


def test_the_same_answer_as_from_csv(make: Make, tmp_path: Path) -> None:
    path, text = make(cohort()), tmp_path / "cohort.csv"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({cohort()}) TO '{text}' (FORMAT csv)")
    with als.read(path) as packed, als.read(text) as plain:
        assert als.accuracy(packed).records() == als.accuracy(plain).records()
        assert packed.provenance()["rows"] == 2000
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert packed.provenance()["sha256"] == digest


@pytest.mark.parametrize("name", ["site=3/c.parquet", "co*ho[1]rt.parquet", "cohort", "c.csv"])
def test_the_name_adds_and_changes_nothing(make: Make, name: str) -> None:
    make(cohort(1), "co*ho1rt.parquet")
    path = make(cohort(20), name)
    with als.read(path) as read:
        assert read.source.columns == ("patient_id", "diagnosis", "flair_cst")
        assert read.source.rows == 20


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("1::TINYINT, 0, NULL", {"": 1, "0": 1, "1": 1}),
        ("1::DOUBLE, 0.5, 'nan'", {"": 1, "0.5": 1, "1.0": 1}),
        ("0::DOUBLE, '-0.0', NULL", {"": 1, "0.0": 2}),
        ("true, false, NULL", {"": 1, "False": 1, "True": 1}),
        ("1.50::DECIMAL(4, 2), 0.00, 0.01", {"0.00": 1, "0.01": 1, "1.50": 1}),
        ("0.0000001::DECIMAL(9, 7), 1, 1", {"0.0000001": 1, "1.0000000": 2}),
        ("'2024-02-29'::DATE, NULL, NULL", {"": 2, "2024-02-29": 1}),
        ("'2024-02-29 10:00'::TIMESTAMP, NULL, NULL", {"": 2, "2024-02-29T10:00:00": 1}),
        ("'yes'::ENUM('no', 'yes'), 'no', 'no'", {"no": 2, "yes": 1}),
        ("'007', '', NULL", {"": 2, "007": 1}),
        ("9223372036854775807, 0, 0", {"0": 2, "9223372036854775807": 1}),
    ],
)
def test_a_value_has_one_text(make: Make, values: str, expected: dict[str, int]) -> None:
    path = make(f"SELECT unnest([{values}]) AS x")
    assert levels(path, "x") == expected


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("[1, 2]", "type: list"),
        ("{'a': 1}", "type: dict"),
        ("'a'::BLOB", "type: bytes"),
        ("INTERVAL 1 DAY", "type: timedelta"),
        ("'2024-01-01 00:00:00+00'::TIMESTAMPTZ", "type: timestamp with time zone"),
    ],
)
def test_a_value_without_a_text_is_refused_where_it_is_asked_for(
    make: Make, column: str, says: str
) -> None:
    path = make(f"SELECT unnest(['ALS', 'MMN']) AS diagnosis, 1 AS flair_cst, {column} AS other")
    with als.read(path, present={"flair_cst": 1}) as read:
        assert als.accuracy(read).rows[0].n == 2
        assert read.source.columns == ("diagnosis", "flair_cst", "other")
        with pytest.raises(RoleError, match="'other' cannot be counted") as caught:
            read.count(("other",))
    assert says in str(caught.value)


def test_columns_made_of_parts_do_not_shift_the_others(make: Make) -> None:
    nested = "{'flair_cst': 1, 'x': [1], 'm': MAP {'a': {'b': 2}}}"
    path = make(f"SELECT 'ALS' AS diagnosis, {nested} AS other, 0 AS flair_cst, 5 AS last")
    assert ParquetFile.of(path).columns == ("diagnosis", "other", "flair_cst", "last")
    assert levels(path, "flair_cst") == {"0": 1}
    assert levels(path, "last") == {"5": 1}


def test_names_that_differ_in_case_only_and_odd_ones(tmp_path: Path) -> None:
    path = tmp_path / "cohort.parquet"
    frame = pd.DataFrame({"X": [1, 2], "x": [3, 3], 'a "b"; c': [4, 4], "c0": [5, 5]})
    frame.to_parquet(path, index=False)
    assert ParquetFile.of(path).columns == ("X", "x", 'a "b"; c', "c0")
    expected = [{"1": 1, "2": 1}, {"3": 2}, {"4": 2}, {"5": 2}]
    assert [levels(path, name) for name in frame] == expected


def test_repeated_names_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    for names in (["x", "x"], ["x", " x"]):
        parquet.write_table(pa.table([[1], [2]], names=names), tmp_path / "c.parquet")
        with pytest.raises(FileError, match="more than once"):
            als.read(tmp_path / "c.parquet")
    parquet.write_table(pa.table([[1], [2]], names=["x", ""]), tmp_path / "c.parquet")
    with pytest.raises(FileError, match="without a name"):
        als.read(tmp_path / "c.parquet")


@pytest.mark.parametrize(
    ("column", "empty", "distinct", "repeated"),
    [
        ("[' p1', 'p1 ', 'NA', 'p2', NULL]", 2, 2, ((1, 2),)),
        ("[1, 1, NULL, 2, 3]", 1, 3, ((1, 2),)),
        ("[1.0::DOUBLE, 'nan', NULL, 2, 3]", 2, 3, ()),
        ("['a'::ENUM('a', 'b', 'nan'), 'nan', 'b', 'a', 'a']", 1, 2, ((1, 4, 5),)),
        ("['2024-01-01'::DATE, NULL, '2024-01-02', '2024-01-03', '2024-01-01']", 1, 3, ((1, 5),)),
        ("[true, true, NULL, NULL, NULL]", 3, 1, ((1, 2),)),
    ],
)
def test_identifiers(
    make: Make, column: str, empty: int, distinct: int, repeated: tuple[tuple[int, ...], ...]
) -> None:
    source = ParquetFile.of(make(f"SELECT unnest({column}) AS id"))
    assert source.identifiers("id") == (5, distinct, empty, repeated)
    source.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not Parquet, as its name says"),
        (b"PAR1", "is not Parquet"),
        (b"PAR1PAR1", "is not Parquet"),
        (b"diagnosis,flair_cst\nALS,1\n", "is not Parquet"),
        (b"PAR1" + b"\0" * 100 + b"PAR1", "cannot be read as Parquet"),
        (b"PAR1" + b"\xff" * 100 + b"PAR1", "cannot be read as Parquet"),
    ],
)
def test_refused_by_name(write: Write, content: bytes, says: str) -> None:
    with pytest.raises(FileError, match=says):
        als.read(write(content, "cohort.parquet"))


def test_cut_anywhere(make: Make, write: Write) -> None:
    whole = make(cohort()).read_bytes()
    for place in random.Random(1).sample(range(1, len(whole)), 50):
        for name in ("cut.parquet", "cut.csv"):
            with pytest.raises(FileError):
                als.read(write(whole[:place], name))


@pytest.mark.once
@pytest.mark.parametrize("codec", ["snappy", "zstd", "uncompressed"])
def test_a_wrong_byte_anywhere(make: Make, write: Write, codec: str) -> None:
    """Parquet has no checksum that has to be there: a changed code cannot be seen, a lost row can.

    And whatever the engine says of it, no patient is in the message.
    """
    whole = make(cohort(), options=f", COMPRESSION {codec}").read_bytes()
    generator, refused = random.Random(2), 0
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    places = generator.sample(range(4, footer), 50) + generator.sample(
        range(footer, len(whole) - 4), 50
    )
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= generator.choice([0x01, 0x10, 0x80, 0xFF])
        try:
            with als.read(write(bytes(damaged), "damaged.parquet")) as read:
                [counts] = read.count(("diagnosis", "flair_cst"))
        except AlsstatsError as error:
            refused += 1
            message = str(error)
        else:
            assert counts.n.sum() == 2000
            message = ""
        assert "p1" not in message
    assert refused


def test_no_row_is_no_cohort(make: Make) -> None:
    with pytest.raises(FileError, match="has no rows"):
        als.read(make(cohort(0)))
