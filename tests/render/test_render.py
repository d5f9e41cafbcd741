"""Results as people and programs meet them."""

import csv
import json
from decimal import Decimal
from html.parser import HTMLParser
from io import StringIO
from math import inf, nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alsstats as als
from alsstats.errors import UsageError
from alsstats.render.numbers import interval, number, percent, rounded, significant

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def hostile() -> als.Result:
    """Return a result whose sign is named by somebody who means harm."""
    data = pd.DataFrame({"diagnosis": ["ALS", "MMN"], f"=x|{SCRIPT}": [1, 0]})
    return als.accuracy(als.read(data, present={f"=x|{SCRIPT}": ["1"]}))


def test_percent_rounds_half_away_from_zero_on_the_decimal_value() -> None:
    """62.5 % is printed as 62 by round-half-even, and as 63 in papers."""
    assert percent(0.625, 0) == "63"
    assert percent(23 / 80) == "28.8"
    assert percent(1 / 16) == "6.3"
    assert rounded(-0.125, 2) == "-0.13"
    assert rounded(2.5, 0) == "3"


def test_what_only_rounds_to_0_or_100_percent_says_so() -> None:
    assert [percent(x) for x in (0, 1, 0.0004, 0.0005, 0.9995, 0.9996)] == [
        "0.0", "100.0", "<0.1", "0.1", ">99.9", ">99.9",
    ]  # fmt: skip


def test_ratios_keep_three_digits_and_every_digit_before_the_point() -> None:
    shown = [
        significant(x) for x in (0, 6.7318, 0.36923, 0.0241998, 946.917, 131155.57, 99.95, inf)
    ]
    assert shown == ["0", "6.73", "0.369", "0.0242", "947", "131156", "100.0", "inf"]
    assert significant(1.5e-7) == "1.50e-07"
    assert significant(-inf) == "-inf"
    assert significant(3e12) == "3.00e+12"


def test_undefined_is_a_dash() -> None:
    assert number(nan, "ratio") == number(None, "proportion") == "-"
    assert interval(nan, nan, "ratio") == interval(None, None, "proportion") == "-"
    assert interval(nan, 1.0, "ratio") == "- to 1.00"
    assert interval(0.5, 0.75, "proportion") == "50.0 to 75.0 %"


@given(st.floats(0, 1))
def test_percent_is_within_half_a_unit(value: float) -> None:
    text = percent(value)
    if text[0] not in "<>":
        assert abs(Decimal(text) - 100 * Decimal(repr(value))) <= Decimal("0.05")


def test_records_pandas_json_and_csv_agree_to_the_last_digit() -> None:
    result = als.calc(tp=8, fp=0, fn=6, tn=40, prevalence=[0.1])
    records = result.records()
    frame = result.to_pandas()
    assert frame["n"].dtype == "Int64"
    assert frame["estimate"].tolist() == [record["estimate"] for record in records]
    assert frame["n"].dropna().tolist() == [r["n"] for r in records if r["n"] is not None]
    document = json.loads(result.render("json"))["rows"]
    read = list(csv.DictReader(StringIO(result.render("csv"))))
    for record, in_json, in_csv in zip(records, document, read, strict=True):
        for name, value in record.items():
            if value == inf:
                assert (in_json[name], in_csv[name]) == ("inf", "inf")
            elif isinstance(value, float):
                assert float(in_csv[name]) == in_json[name] == value
            else:
                assert in_json[name] == value
                assert in_csv[name] == ("" if value is None else str(value))


def test_nan_is_null_everywhere() -> None:
    result = als.calc(tp=0, fp=0, fn=3, tn=4)
    assert "nan" not in result.render("csv").lower()
    assert "NaN" not in result.render("json")
    assert all(value == value for record in result.records() for value in record.values())  # noqa: PLR0124


def test_text_that_a_spreadsheet_would_run_is_quoted(hostile: als.Result) -> None:
    cells = [cell for row in csv.reader(StringIO(hostile.render("csv"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "@", "\t"}]
    assert f"'=x|{SCRIPT}" in cells
    assert all(float(cell) < 0 for cell in cells if cell.startswith("-") and cell != "-inf")


def test_markup_in_a_name_stays_text(hostile: als.Result) -> None:
    page = hostile._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page

    class Balanced(HTMLParser):
        open: list[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    parser = Balanced()
    parser.open = []
    parser.feed(page)
    assert parser.open == []
    assert page.count("<table>") == 1
    assert "<script" not in hostile.render("markdown")
    lines = [line for line in hostile.render("markdown").splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {9}


@pytest.mark.parametrize("cells", [(670, 202, 74, 640), (8, 0, 6, 40), (10**12, 3, 10**9, 10**11)])
def test_text_fits_80_columns(cells: tuple[int, int, int, int]) -> None:
    tp, fp, fn, tn = cells
    text = str(als.calc(tp=tp, fp=fp, fn=fn, tn=tn, prevalence=[0.05, 0.00005]))
    assert max(map(len, text.splitlines())) <= 80
    assert f"{tp}/{tp + fn}" in text
    assert "PPV at prev. 0.005 %" in text
    assert text.isascii()


def test_text_of_many_signs_has_a_block_a_sign() -> None:
    data = pd.DataFrame({"diagnosis": ["ALS", "MMN", "healthy"], "flair_cst": [1, 0, 0],
                         "swi_motor_cortex": [1, 1, 0]})  # fmt: skip
    text = str(als.accuracy(als.read(data)))
    assert [line for line in text.splitlines() if line and line[0].islower()] == [
        "flair_cst: Corticospinal tract hyperintensity (FLAIR)",
        "swi_motor_cortex: Motor cortex hypointensity (T2*/SWI), the motor band sign",
        "flair_swi: Combined FLAIR/SWI sign",
    ]  # fmt: skip
    assert text.count("ALS against mimics (left out: 1 healthy)") == 3


def test_unknown_format_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'markdown'"):
        als.calc(tp=1, fp=1, fn=1, tn=1).render("markdwn")
