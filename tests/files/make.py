"""Makes the files here that no editor writes: workbooks, and those of statistical packages.

`python tests/files/make.py` writes the same bytes each time, with the same versions of packages.
"""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pyreadstat
from openpyxl.utils.datetime import CALENDAR_MAC_1904

FOLDER = Path(__file__).parent
HEADER = ["patient_id", "diagnosis", "flair_cst"]
READ = [("ALS", 1)] * 5 + [("ALS", 0)] * 2 + [("ALS", None)]
READ += [("MMN", 1)] + [("MMN", 0)] * 3 + [("PLS", 1)]
THIRTEEN = [[f"Q7{place:02}", *read] for place, read in enumerate(READ, 1)]
SHEET = "xl/worksheets/sheet1.xml"

# onset, MRI, last seen, death: the follow-up of survival.csv in months of 30.4375 days, rounded
FOLLOWED = [
    (1, 91, 1), (1, 167, 1), (1, 183, 0), (1, 274, 1), (1, 304, 0),
    (0, 213, 1), (0, 365, 1), (0, 426, 0), (None, 91, 1),
]  # fmt: skip
SCANNED = date(2019, 5, 13)


def same(content: bytes) -> bytes:
    """Put one time in place of the time at which a file was written."""
    for pattern, time in (
        (rb"\d\d \w{3} \d\d\d\d:\d\d:\d\d", b"01 Jan 2000:00:00"),  # SPSS
        (rb"\d\d \w{3} \d{4} \d\d:\d\d", b"01 Jan 2000 00:00"),  # Stata
        (rb"\d\d[A-Z]{3}\d\d:\d\d:\d\d:\d\d", b"01JAN00:00:00:00"),  # SAS
    ):
        content = re.sub(pattern, time, content)
    return content


def save(book: Any, name: str, change: Callable[[bytes], bytes] = bytes) -> None:
    """Save a workbook without the time; `change` acts on the XML of its first sheet."""
    made = BytesIO()
    book.save(made)
    with (
        zipfile.ZipFile(made) as old,
        zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            content = old.read(member)
            content = change(content) if member == SHEET else content
            content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)


def book_of(rows: list[Any], above: list[Any] | None = None) -> Any:
    book = openpyxl.Workbook()
    book.active.title = "MRI"
    for row in [*(above or []), HEADER, *rows]:
        book.active.append(row)
    return book


def workbooks() -> None:
    save(book_of(THIRTEEN), "workbook.xlsx")
    save(book_of(THIRTEEN), "workbook_named_csv.csv")
    save(book_of([[p, d, None if s is None else bool(s)] for p, d, s in THIRTEEN]),
         "workbook_truth_values.xlsx")  # fmt: skip
    save(book_of([[p, d, None if s is None else f"'{s}"[1:]] for p, d, s in THIRTEEN]),
         "workbook_numbers_as_text.xlsx")  # fmt: skip
    two = book_of(THIRTEEN)
    two.create_sheet("Key").append(["code", "meaning"])
    save(two, "workbook_two_sheets.xlsx")
    empty = book_of(THIRTEEN)
    empty.create_sheet("Sheet2")
    save(empty, "workbook_an_empty_sheet.xlsx")
    save(openpyxl.Workbook(), "workbook_empty.xlsx")
    formulas = [[p, d, None if s is None else f"=1*{s}"] for p, d, s in THIRTEEN]
    save(book_of(formulas), "workbook_formulas_not_computed.xlsx")
    save(
        book_of(formulas),
        "workbook_formulas.xlsx",
        lambda xml: re.sub(rb"<f>1\*(\d)</f><v ?/>", rb"<f>1*\1</f><v>\1</v>", xml),
    )
    save(book_of([*THIRTEEN, ["Q714", "ALS", "#N/A"]]), "workbook_errors.xlsx")
    save(book_of(THIRTEEN, [["Motor neurone clinic"], []]), "workbook_title_above.xlsx")
    save(book_of([*THIRTEEN, [], ["Total: 13"]]), "workbook_total_below.xlsx")
    title = book_of(THIRTEEN, [["Motor neurone clinic"]])
    title.active.merge_cells("A1:C1")
    save(title, "workbook_merged_title.xlsx")
    merged = book_of(THIRTEEN)
    merged.active.merge_cells("B2:B6")
    save(merged, "workbook_merged_cells.xlsx")
    hidden = book_of(THIRTEEN)
    hidden.active.row_dimensions[4].hidden = True
    hidden.active.column_dimensions["C"].hidden = True
    save(hidden, "workbook_hidden.xlsx")
    dated()


def dated() -> None:
    for name, epoch in (("workbook_dates.xlsx", None), ("workbook_1904.xlsx", CALENDAR_MAC_1904)):
        book = openpyxl.Workbook()
        book.epoch = epoch or book.epoch
        book.active.append([*HEADER, "mri_date", "last_seen", "death"])
        for place, (sign, days, death) in enumerate(FOLLOWED, 1):
            last = date.fromordinal(SCANNED.toordinal() + days)
            book.active.append([f"Q7{place:02}", "ALS", sign, SCANNED, last, death])
        save(book, name)


def frame(present: float = 1, absent: float = 2) -> pd.DataFrame:
    """Code as statistical packages do: diagnosis 1, 2, 3; the sign by these numbers."""
    codes = {1: present, 0: absent, None: None}
    names = {"ALS": 1.0, "MMN": 2.0, "PLS": 3.0}
    rows = [[p, names[d], codes[s]] for p, d, s in THIRTEEN]
    return pd.DataFrame(rows, columns=HEADER).astype({"flair_cst": float})


def packages() -> None:
    words = {"diagnosis": {1: "ALS", 2: "MMN", 3: "PLS"}, "flair_cst": {1: "yes", 2: "no"}}
    pyreadstat.write_sav(frame(), FOLDER / "spss_labels.sav", variable_value_labels=words)
    pyreadstat.write_dta(frame(), FOLDER / "stata_labels.dta", variable_value_labels=words)
    pyreadstat.write_sav(frame(), FOLDER / "spss_no_labels.sav")
    part = {"diagnosis": words["diagnosis"], "flair_cst": {1: "yes"}}
    pyreadstat.write_sav(frame(), FOLDER / "spss_some_labels.sav", variable_value_labels=part)
    pyreadstat.write_sav(
        frame().fillna(9),
        FOLDER / "spss_user_missing.sav",
        variable_value_labels=words,
        missing_ranges={"flair_cst": [9]},
    )
    named = frame(1, 0).replace({"diagnosis": {1: "ALS", 2: "MMN", 3: "PLS"}})
    pyreadstat.write_xport(named, FOLDER / "sas.xpt", file_format_version=8)
    for path in [*FOLDER.glob("*.sav"), *FOLDER.glob("*.dta"), *FOLDER.glob("*.xpt")]:
        path.write_bytes(same(path.read_bytes()))
    whole = (FOLDER / "spss_labels.sav").read_bytes()
    (FOLDER / "spss_cut_short.sav").write_bytes(whole[: len(whole) // 2])
    table = pa.Table.from_pandas(pd.DataFrame(THIRTEEN, columns=HEADER).astype({HEADER[2]: float}))
    pyarrow.parquet.write_table(table, FOLDER / "parquet.parquet")
    pyarrow.parquet.write_table(table, FOLDER / "parquet_named_csv.csv")
    whole = (FOLDER / "parquet.parquet").read_bytes()
    (FOLDER / "parquet_cut_short.parquet").write_bytes(whole[: len(whole) // 2])


if __name__ == "__main__":
    workbooks()
    packages()
