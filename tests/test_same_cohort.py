"""One cohort of forty people, however its file is written: the same rows of every answer.

The table below is the only source; every file is made of it on the spot, and what is answered is
compared with the answer to plain UTF-8.
"""

import csv
import gzip
import itertools
import json
import sys
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import alsstats as als
from alsstats.cli import _run

PLACES = ("Köln", "Orléans", "Málaga", "Århus")
NOTES = ("", "seen; read twice", 'a "band", left', "first line\nsecond line", "fibre à gauche")
ENCODINGS = {
    "utf-8": b"",
    "utf-8 with mark": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "cp1252": b"",
    "latin-1": b"",
}
SAID = {"cp1252", "latin-1"}  # nothing in the file says so
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENDS = {"LF": ["\n"], "CRLF": ["\r\n"], "CR": ["\r"], "mixed": ["\n", "\r\n", "\r"]}
SIGN = {"flair_cst": ("1", "0"), "motor_band": ("yes", "no")}


def person(place: int) -> dict[str, str]:
    """Make a person of a number: twenty-four with ALS, ten with MMN, four healthy, two with PLS."""
    diagnosis = "ALS" if place < 24 else "MMN" if place < 34 else "healthy" if place < 38 else "PLS"
    read = {
        name: "" if (place + step) % 13 == 0 else codes[(place * step) % 5 % 2]
        for step, (name, codes) in enumerate(SIGN.items(), 2)
    }
    return {
        "patient_id": f"P{place:03}",
        "diagnosis": diagnosis,
        "Klinik für": PLACES[place * 7 % 4],
        **read,
        "age_at_onset": f"{40 + place * 11 % 37}.5",
        "months_from_mri": f"{3 + place * 17 % 29}.{(place * 3) % 9 + 1}",
        "death": "10"[place % 3 == 0],
        "note": NOTES[place % 5],
    }


COHORT = [person(place) for place in range(40)]
NAMES = list(COHORT[0])
NUMBERS = ("age_at_onset", "months_from_mri")


def text(delimiter: str = ",", decimal: str = ".", ends: str = "LF") -> str:
    """Write the cohort as delimited text; lines within quotes end as the others do."""
    lines: list[str] = []
    for row in [dict(zip(NAMES, NAMES, strict=True)), *COHORT]:
        out = StringIO()
        cells = [
            cell.replace(".", decimal) if name in NUMBERS else cell for name, cell in row.items()
        ]
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
        lines += out.getvalue().removesuffix("\n").split("\n")
    kinds = ENDS[ends]
    return "".join(line + kinds[place % len(kinds)] for place, line in enumerate(lines))


def encoded(content: str, encoding: str) -> bytes:
    return ENCODINGS[encoding] + content.encode(encoding.partition(" ")[0])


def accuracy(data: Any, **how: Any) -> list[dict[str, Any]]:
    with als.read(data, **how) as cohort:
        return als.accuracy(cohort).records()


def answers(data: Any, **how: Any) -> list[list[dict[str, Any]]]:
    """Ask all three questions: of codes, of accents and a decimal number, of times."""
    with als.read(data, **how) as cohort:
        return [
            als.accuracy(cohort).records(),
            als.prevalence(cohort, by="Klinik für", with_="age_at_onset").records(),
            als.survival(cohort, adjust=["age_at_onset"]).records(),
        ]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "cohort.csv"
    path.write_text(text(), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def expected(plain: Path) -> list[list[dict[str, Any]]]:
    return answers(plain)


@pytest.fixture(scope="module")
def of_accuracy(plain: Path) -> list[dict[str, Any]]:
    return accuracy(plain)


def test_the_table_is_what_it_is_meant_to_be(of_accuracy: list[dict[str, Any]]) -> None:
    """Counted here from the people, not through any file."""
    for statistic, group, code in (("sensitivity", {"ALS"}, "1"), ("specificity", {"MMN"}, "0")):
        read = [p["flair_cst"] for p in COHORT if p["diagnosis"] in group and p["flair_cst"]]
        [row] = [
            r
            for r in of_accuracy
            if (r["term"], r["statistic"], r["comparison"]) == ("flair_cst", statistic, "mimics")
        ]
        assert (row["events"], row["n"]) == (read.count(code), len(read))
        assert 0 < row["events"] < row["n"]
    held = text()
    for mark in ("\n", ";", ",", '""'):
        assert any(mark in cell for row in csv.reader(StringIO(held)) for cell in row) or (
            mark in held
        )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("ends", ENDS)
def test_every_way_to_write_text(
    tmp_path: Path,
    of_accuracy: list[dict[str, Any]],
    encoding: str,
    delimiter: str,
    decimal: str,
    ends: str,
) -> None:
    path = tmp_path / "cohort.csv"
    path.write_bytes(encoded(text(DELIMITERS[delimiter], decimal, ends), encoding))
    how = {"encoding": encoding} if encoding in SAID else {}
    assert accuracy(path, **how) == of_accuracy


PAIRS = [
    (encoding, delimiter, (".", ",")[place % 2], list(ENDS)[(place * 3 + step) % 4], packing)
    for place, (encoding, delimiter) in enumerate(itertools.product(ENCODINGS, DELIMITERS))
    for step, packing in enumerate(("none", "gz", "zst"))
    if (place + step) % 3 == 0
]


def packed(content: bytes, packing: str) -> bytes:
    import zstandard

    pack: dict[str, Callable[[bytes], bytes]] = {
        "none": bytes,
        "gz": gzip.compress,
        "zst": zstandard.ZstdCompressor().compress,
    }
    return pack[packing](content)


@pytest.mark.parametrize(("encoding", "delimiter", "decimal", "ends", "packing"), PAIRS)
def test_every_question_of_every_pair_of_ways(
    tmp_path: Path,
    expected: list[list[dict[str, Any]]],
    encoding: str,
    delimiter: str,
    decimal: str,
    ends: str,
    packing: str,
) -> None:
    path = tmp_path / ("cohort.csv" if packing == "none" else f"cohort.csv.{packing}")
    content = encoded(text(DELIMITERS[delimiter], decimal, ends), encoding)
    path.write_bytes(packed(content, packing))
    how = {"encoding": encoding} if encoding in SAID else {}
    assert answers(path, **how) == expected


@pytest.mark.parametrize("encoding", sorted(SAID))
def test_what_is_taken_for_granted_is_said(
    tmp_path: Path, of_accuracy: list[dict[str, Any]], encoding: str
) -> None:
    path = tmp_path / "cohort.csv"
    path.write_bytes(encoded(text(), encoding))
    with als.read(path) as cohort:
        assert any("read as cp1252" in line for line in cohort.assumed)
    assert accuracy(path) == of_accuracy


def typed() -> pd.DataFrame:
    """Hold numbers as numbers and what is missing as such, as packages write them."""
    frame = pd.DataFrame(COHORT)
    for name in ("flair_cst", "death", *NUMBERS):
        frame[name] = pd.to_numeric(frame[name])
    return frame.assign(motor_band=frame["motor_band"].replace("", None).astype(object))


def to_excel(path: Path) -> Path:
    typed().to_excel(path / "cohort.xlsx", index=False)
    return path / "cohort.xlsx"


def to_parquet(path: Path) -> Path:
    pyarrow.parquet.write_table(pa.Table.from_pandas(typed()), path / "cohort.parquet")
    return path / "cohort.parquet"


def flat() -> pd.DataFrame:
    """Name a column as SPSS, Stata and SAS allow; they hold an empty text for a missing one."""
    frame = typed().rename(columns={"Klinik für": "clinic"})
    return frame.assign(motor_band=frame["motor_band"].fillna(""))


def to_spss(path: Path) -> Path:
    import pyreadstat

    pyreadstat.write_sav(flat(), path / "cohort.sav")
    return path / "cohort.sav"


def to_stata(path: Path) -> Path:
    import pyreadstat

    pyreadstat.write_dta(flat(), path / "cohort.dta")
    return path / "cohort.dta"


def to_sas(path: Path) -> Path:
    import pyreadstat

    pyreadstat.write_xport(flat(), path / "cohort.xpt", file_format_version=8)
    return path / "cohort.xpt"


@pytest.mark.parametrize("write", [to_excel, to_parquet])
def test_every_question_of_a_typed_file(
    tmp_path: Path, expected: list[list[dict[str, Any]]], write: Callable[[Path], Path]
) -> None:
    assert answers(write(tmp_path)) == expected


@pytest.mark.parametrize("write", [to_spss, to_stata, to_sas])
def test_files_of_statistical_packages(
    tmp_path: Path, of_accuracy: list[dict[str, Any]], write: Callable[[Path], Path]
) -> None:
    assert accuracy(write(tmp_path)) == of_accuracy


FRAMES: dict[str, Callable[[], Any]] = {
    "pandas of texts": lambda: pd.DataFrame(COHORT),
    "pandas of numbers": typed,
    "pandas of categories": lambda: pd.DataFrame(COHORT).astype("category"),
    "Polars of texts": lambda: pl.DataFrame(COHORT),
    "Polars of numbers": lambda: pl.from_pandas(typed()),
    "PyArrow": lambda: pa.Table.from_pandas(typed()),
}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_question_of_a_frame(expected: list[list[dict[str, Any]]], frame: str) -> None:
    assert answers(FRAMES[frame]()) == expected


def test_the_rows_of_json_are_those_of_python(
    plain: Path,
    expected: list[list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Read by its path, and from standard input."""
    for file, content in ((str(plain), b""), ("-", plain.read_bytes())):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
        monkeypatch.setattr(sys, "argv", ["alsstats", "accuracy", file, "--format", "json", "-q"])
        assert _run() == 0
        assert json.loads(capsys.readouterr().out)["rows"] == json.loads(json.dumps(expected[0]))
