"""Excel workbooks: one sheet's values, or a refusal; what nobody would see is said."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import alsstats as als
from alsstats.cohort.source import open_source
from alsstats.errors import AlsstatsError, FileError, UsageError
from alsstats.study import Layout
from tests.cohort.conftest import Write

Make = Callable[..., Path]
ROWS = [["patient_id", "diagnosis", "flair_cst"], ["a", "ALS", 1], ["b", "ALS", 0], ["c", "MMN", 0]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a workbook of rows, changed by a function of its one sheet, and return its path."""

    def make(
        rows: Iterable[Iterable[Any]] = ROWS,
        change: Callable[[Any], object] = lambda sheet: sheet,
        name: str = "cohort.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / "made.xlsx")
        return (tmp_path / "made.xlsx").rename(tmp_path / name)

    return make


def column(path: Path, name: str, **layout: Any) -> set[str]:
    source = open_source(path, Layout(**layout))
    [counts] = source.count([(name,)])
    source.close()
    return set(counts.columns[name].levels)


def refusal(path: Path, **how: Any) -> str:
    with pytest.raises(AlsstatsError) as error:
        als.read(path, **how).close()
    return str(error.value)


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one member of a workbook."""
    copy = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return copy


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("name", ["cohort.xlsx", "cohort.xlsm", "cohort.csv", "cohort"])
def test_the_same_answer_as_from_csv(make: Make, write: Write, name: str) -> None:
    text = write("\n".join(",".join(map(str, row)) for row in ROWS), "text.csv")
    book = make(name=name)
    with als.read(book) as packed, als.read(text) as plain:
        assert als.accuracy(packed).records() == als.accuracy(plain).records()
        digest = hashlib.sha256(book.read_bytes()).hexdigest()
        assert packed.provenance() == {"name": name, "sha256": digest, "rows": 3, "columns": 3}
        assert packed.assumed[0] == f"{name} is an Excel workbook, sheet 'Sheet'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        ("007", "007"),
        (" yes", " yes"),
        ('say "a",\nb;c', 'say "a",\nb;c'),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime.fromisoformat("2024-02-29T08:30"), "2024-02-29T08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
    ],
)
def test_a_value_is_the_text_that_a_person_would_write(make: Make, value: Any, text: str) -> None:
    assert column(make([["patient_id", "x"], ["a", value]]), "x") == {text}


def test_values_are_those_that_pandas_reads(make: Make) -> None:
    rows = [[i, i / 7, f"t{i}", date(2020, 1, 1 + i)] for i in range(20)]
    path = make([["a", "b", "c", "d"], *rows])
    frame = pd.read_excel(path)
    assert column(path, "b") == {repr(value).removesuffix(".0") for value in frame["b"]}
    assert column(path, "d") == set(frame["d"].dt.strftime("%Y-%m-%d"))


def test_days_of_1904_are_those_of_the_workbook(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet["B2"] = date(2024, 2, 29)

    path = make([["patient_id", "onset"], ["a", None]], change)
    assert b"date1904" in zipfile.ZipFile(path).read("xl/workbook.xml")
    assert column(path, "onset") == {"2024-02-29"}


def test_a_code_of_missing_in_a_column_of_dates_stays_a_number(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"].number_format = "yyyy-mm-dd"

    assert column(make([["patient_id", "onset"], ["a", -9]], change), "onset") == {"-9"}


def test_a_computed_formula_is_its_value_and_another_is_refused(make: Make) -> None:
    path = make(change=lambda sheet: sheet.__setitem__("C3", "=1-1"))
    message = refusal(path)
    assert "1 formulas have no value" in message
    assert "cells: C3" in message
    computed = rewritten(path, SHEET, lambda xml: xml.replace(b"</f><v", b"</f><v>0</v><x", 1))
    assert column(computed, "flair_cst") == {"0", "1"}
    empty = rewritten(path, SHEET, lambda xml: xml.replace(b'"C3"', b'"C3" t="str"'))
    assert column(empty, "flair_cst") == {"0", "1", ""}


def test_cells_with_an_error_are_refused(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"], sheet["C3"], sheet["C4"] = "#N/A", "#DIV/0!", "#N/A"

    message = refusal(make(change=change))
    assert "#N/A: 2 cells" in message
    assert "#DIV/0!: 1 cells" in message
    assert "cells: C2, C3, C4" in message


def test_empty_rows_and_columns_are_passed_over(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(3)
        sheet["H1"].number_format = "0.00"
        sheet["A900"] = "  "

    with als.read(make(change=change)) as cohort:
        assert (cohort.source.rows, len(cohort.source.columns)) == (3, 3)


def test_a_title_is_refused_and_skipped(make: Make) -> None:
    path = make([["An export"], [], *ROWS])
    assert "add: --skip 2" in refusal(path)
    with als.read(path, skip=2) as cohort:
        assert cohort.source.columns == ("patient_id", "diagnosis", "flair_cst")
    merged = make([["An export"], *ROWS], lambda sheet: sheet.merge_cells("A1:C1"))
    assert "cells: A1:C1" in refusal(merged)
    assert "add: --skip 1" in refusal(merged)
    with als.read(merged, skip=1) as cohort:
        assert cohort.source.rows == 3


def test_a_note_below_or_beside_is_refused(make: Make) -> None:
    path = make([*ROWS, [], ["read by two readers"]])
    assert "add: --max-rows 3" in refusal(path)
    with als.read(path, max_rows=3) as cohort:
        assert cohort.source.rows == 3
    with als.read(path, max_rows=2) as cohort:
        assert cohort.source.rows == 2
    assert "row 3: 6 cells" in refusal(make(change=lambda sheet: sheet.cell(3, 6, "a note")))


def test_merged_cells_in_the_table_are_refused(make: Make) -> None:
    message = refusal(make(change=lambda sheet: sheet.merge_cells("B2:B3")))
    assert "cells: B2:B3" in message
    assert "unmerge" in message
    below = make([*ROWS, [], ["a note"]], lambda sheet: sheet.merge_cells("A6:C6"))
    with als.read(below, max_rows=3) as cohort:
        assert cohort.source.rows == 3


def test_what_is_hidden_is_read_and_said(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.auto_filter.ref = "A1:C4"
        sheet.auto_filter.add_filter_column(1, ["MMN"])

    with als.read(make(change=change)) as cohort:
        assert cohort.source.rows == 3
        assert "what is hidden in the sheet is read all the same (rows: 1, columns: 1)" in (
            cohort.assumed
        )
        assert "the sheet has a filter: what it does not show is read all the same" in (
            cohort.assumed
        )


def test_one_sheet_is_meant(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet.title = "MRI 2024"
        sheet.parent.create_sheet("codes", 0)["A1"] = "1 is yes"
        sheet.parent.create_sheet("empty")

    path = make(change=change)
    message = refusal(path)
    assert "sheets: codes, MRI 2024" in message
    assert "add: --sheet 'MRI 2024'" in message
    with als.read(path, sheet="MRI 2024") as cohort:
        assert cohort.source.rows == 3
    assert "no sheet 'code'; did you mean 'codes'?" in refusal(path, sheet="code")
    assert "is empty" in refusal(path, sheet="empty")
    assert "is empty" in refusal(make([]))


@pytest.mark.parametrize("flag", [{"encoding": "cp1252"}, {"delimiter": "tab"}])
def test_flags_of_text_do_not_apply(make: Make, flag: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="is an Excel workbook"):
        als.read(make(), **flag)


def test_what_is_no_workbook_of_today_is_named(write: Write, tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "Excel before 2007" in refusal(write(ole, "a.xls"))
    locked = ole + "EncryptedPackage".encode("utf-16-le") + bytes(9)
    assert "encrypted" in refusal(write(locked, "a.xlsx"))
    for member, said in {
        "mimetype": "LibreOffice",
        "xl/workbook.bin": "binary workbook",
        "cohort.csv": "an archive",
        "xl/workbook.xml": "cannot be read as an Excel workbook",
    }.items():
        with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
            archive.writestr(member, "a,b\n1,2\n")
        assert said in refusal(tmp_path / "b.xlsx")
    assert "is not an Excel workbook, as its name says" in refusal(write("a,b\n1,2\n", "c.xlsx"))


def test_a_damaged_workbook_is_refused(make: Make) -> None:
    path = make()
    content = path.read_bytes()
    for place in range(0, len(content), 499):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        with suppress(FileError):
            assert column(path, "flair_cst") == {"0", "1"}
        path.write_bytes(content[:place])
        with pytest.raises(AlsstatsError):
            als.read(path)


def test_rows_out_of_order_and_false_sizes_lose_nothing(make: Make) -> None:
    path = make()
    small = rewritten(path, SHEET, lambda xml: xml.replace(b"A1:C4", b"A1:B2"))
    with als.read(small) as cohort:
        assert (cohort.source.rows, len(cohort.source.columns)) == (3, 3)
    turned = rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="4"', b'<row r="2"'))
    assert "no order" in refusal(turned)
    crossed = rewritten(path, SHEET, lambda xml: xml.replace(b'r="C3"', b'r="A3"'))
    assert "no order" in refusal(crossed)
    far = rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="4"', b'<row r="999999999999"'))
    assert "no order" in refusal(far)


def test_a_part_that_unpacks_to_far_more_than_it_can_hold_is_refused(make: Make) -> None:
    path = rewritten(make(), "xl/styles.xml", lambda xml: xml + b" " * 60_000_000)
    assert "too large" in refusal(path)


def test_nothing_is_left_behind(make: Make, tmp_path: Path, monkeypatch: Any) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with als.read(make()):
        assert list(folder.iterdir())
    assert not list(folder.iterdir())
    with pytest.raises(FileError):
        als.read(make(change=lambda sheet: sheet.__setitem__("C3", "=1-1")))
    assert not list(folder.iterdir())
    shutil.rmtree(folder)


def test_numbers_beside_texts_with_a_decimal_comma_are_numbers(make: Make) -> None:
    rows = [[*ROWS[0], "typed", "held"], ["a", "ALS", 1, "1,500", 2.25], ["b", "MMN", 0, 3.5, 7]]
    asked = {"columns": ["typed", "held"], "number": ["typed", "held"]}
    with als.read(make(rows), decimal=",") as cohort:
        found = als.describe(cohort, **asked).records()
    middle = [row for row in found if row["statistic"] == "quantile" and row["at"] == 0.5]
    assert [row["estimate"] for row in middle] == [2.5, 4.625]
    rows[1][3] = "1.5"
    with (
        als.read(make(rows), decimal=",") as cohort,
        pytest.raises(FileError, match="writes numbers with a point") as caught,
    ):
        als.describe(cohort, **asked)
    assert caught.value.found == ("numbers like 12.5: 1 cells, in typed",)
