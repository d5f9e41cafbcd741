"""A column of dates is read as the dates that it holds, or is refused: never as others."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alsstats.cohort.date_refusals import DateError
from alsstats.cohort.dates import KNOWN, dates_of
from alsstats.errors import UsageError
from alsstats.study import Study

SOME = st.dates(date(1905, 1, 1), date(2098, 12, 31)).filter(lambda day: day != date(1970, 1, 1))
WIDTHS = st.sampled_from(["", "02"])  # of days and months
MONTHS = ["Jan", "February", "März", "avril", "mai", "Juni", "juil", "août", "Sept", "Oktober"]
MONTHS += ["nov", "Dez"]


def read(texts: list[str], **study: object) -> list[date | None]:
    """Return the days of texts, read as one column named seen."""
    found = dates_of("seen", Counter(texts), Study.of(study), "cohort.csv, column 3")
    days = dict(zip(Counter(texts), found.days.tolist(), strict=True))
    return [days[text] for text in texts]


def refused(texts: list[str], **study: object) -> DateError:
    with pytest.raises(DateError) as caught:
        read(texts, **study)
    digits = {text for text in texts if any(map(str.isdigit, text))}
    if caught.value.finding not in {"date-placeholder", "date-impossible"}:
        assert not any(text in str(caught.value) for text in digits)
    return caught.value


def written(day: date, form: str, width: str) -> str:
    width = "02" if form[:8] in {"YYYYMMDD", "DDMMYYYY"} else width
    parts = {
        "YYYY": f"{day.year:04}",
        "20YY": f"{day.year % 100:02}",
        "MMM": MONTHS[day.month - 1],
        "MM": format(day.month, width),
        "DD": format(day.day, width),
    }
    for token, text in parts.items():
        form = form.replace(token, text)
    return form


@given(st.lists(SOME, min_size=1, max_size=12), st.sampled_from(KNOWN), WIDTHS)
@example([date(2020, 2, 1), date(2020, 3, 1)], "MM/DD/YYYY", "02")
def test_written_in_any_format_the_dates_come_back_or_are_refused_as_ambiguous(
    days: list[date], form: str, width: str
) -> None:
    texts = [written(day, form, width) for day in days]
    by_number = form[:2] != "YY" and "MMM" not in form
    shown = any(day.day > 12 for day in days) or all(day.day == day.month for day in days)
    if by_number and not shown:
        error = refused(texts)
        assert error.finding == "date-ambiguous"
        assert f"{len([d for d in days if d.day != d.month])} rows fit both" in str(error)
    else:
        assert read(texts) == days


@given(
    st.lists(SOME, min_size=1, max_size=12),
    st.sampled_from([*KNOWN, "YYYYMMDD", "DDMMYYYY", "YYYY.DD.MM", "DD-MM-YYYY"]),
    WIDTHS,
)
def test_in_a_declared_format_all_dates_come_back(days: list[date], form: str, width: str) -> None:
    texts = [written(day, form, width) for day in days]
    assert read(texts, variables={"seen": {"date": form.lower()}}) == days


@given(st.lists(SOME, min_size=2, max_size=12), st.data())
def test_a_mixture_of_both_orders_is_never_read(days: list[date], data: st.DataObject) -> None:
    forms = [data.draw(st.sampled_from(["DD/MM/YYYY", "MM/DD/YYYY"])) for _ in days]
    texts = [written(day, form, "02") for day, form in zip(days, forms, strict=True)]
    kinds = {form for day, form in zip(days, forms, strict=True) if day.day > 12}
    if len(kinds) > 1:
        error = refused(texts)
        assert "both orders" in error.what
        assert "MM/DD/YYYY" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-07T10:30",
        " 2024-03-07 10:30:59.25",
        "2024-03-07T00:00:00+01:00",
        "2024-03-07 9:05 PM",
    ],
)
def test_the_time_of_day_is_left_out(text: str) -> None:
    assert read([text, "2024-03-06"]) == [date(2024, 3, 7), date(2024, 3, 6)]


def test_empty_cells_and_codes_of_missing_are_missing() -> None:
    texts = ["", "NA", "2024-03-07", "unknown", "  "]
    assert read(texts, data={"missing": ["unknown"]}) == [None, None, date(2024, 3, 7), None, None]
    assert read(["", "NA"]) == [None, None]


def test_a_format_said_of_all_columns_leaves_one_that_can_be_read_in_one_way_only() -> None:
    said = {"data": {"date": "DD.MM.YYYY"}}
    assert read(["03.04.2020"], **said) == [date(2020, 4, 3)]
    assert read(["2020-04-03"], **said) == [date(2020, 4, 3)]
    assert refused(["03.04.2020", "2020-04-03"], **said).rows == 1
    assert refused(["2020-04-03"], variables={"seen": {"date": "DD.MM.YYYY"}}).rows == 1


@pytest.mark.parametrize(
    ("texts", "finding", "rows", "words"),
    [
        (["03/04/2020", "05/06/2020", "05/06/2020"], "date-ambiguous", 3, "DD/MM/YYYY or MM/DD"),
        (["13/04/2020", "04/13/2020", "01/02/2020"], "date-ambiguous", 3, "both orders"),
        (["13/04/2020", "2020-04-13"], "date-ambiguous", 2, "several ways"),
        (["13/04/2020", "13.04.2020"], "date-ambiguous", 2, "several ways"),
        (["31.02.2020", "13.02.2020"], "date-impossible", 1, "no calendar has"),
        (["2019-02-29", "2020-02-29"], "date-impossible", 1, "no calendar has"),
        (["2020-02-29", "9999-99-99"], "date-impossible", 1, "--missing=9999-99-99"),
        (["7 Xyz 2020"], "date-impossible", 1, "a month has no English, German or French name"),
        (["2020-02-29", "1900-01-01"], "date-placeholder", 1, "--missing=1900-01-01"),
        (["29.02.2020", "31.12.9999"], "date-placeholder", 1, "--missing=9999-12-31"),
        (["2020-02-29", "1899-12-30T00:00:00"], "date-placeholder", 1, "--missing=1899-12-30"),
        (["2020-02-29", "1970-01-01"], "date-placeholder", 1, "--missing=1970-01-01"),
        (["2020-02-29", "1020-02-21"], "date-placeholder", 1, "before 1905-01-01"),
        (["13.02.20", "03.02.20"], "date-text", 2, "--date-format seen=DD.MM.20YY"),
        (["13-Feb-20"], "date-text", 1, "--date-format seen=DD-MMM-20YY"),
        (["2020", "2019", ""], "date-text", 2, "--date-format seen=YYYY"),
        (["2020-05", "2020-06"], "date-text", 2, "--date-format seen=YYYY-MM"),
        (["05/2020"], "date-text", 1, "--date-format seen=MM/YYYY"),
        (["May 2020"], "date-text", 1, "--date-format 'seen=MMM YYYY'"),
        (["20200513"], "date-text", 1, "--date-format seen=YYYYMMDD"),
        (["2020-05-03", "2020-05"], "date-text", 1, "make whole dates of them"),
        (["43891", "43892.5"], "date-text", 2, "numbers, as Excel counts days (2 rows)"),
        (["2020-05-03", "never"], "date-text", 1, "other texts (1 rows)"),
    ],
)  # fmt: skip
def test_what_is_no_date_or_may_be_two_is_refused_by_counts(
    texts: list[str], finding: str, rows: int, words: str
) -> None:
    error = refused(texts)
    assert (error.finding, error.rows) == (finding, rows)
    assert words in str(error)
    assert "cohort.csv, column 3" in str(error)


@pytest.mark.parametrize("form", ["1900-01-01", "01.01.1900"])
def test_a_placeholder_is_declared_missing_by_its_day_however_it_is_written(form: str) -> None:
    other = "2020-02-29" if form[4] == "-" else "29.02.2020"
    assert read([form, other], data={"missing": "1900-01-01"}) == [None, date(2020, 2, 29)]


def test_a_birthday_may_be_the_first_day_of_a_clock() -> None:
    found = dates_of("dob", {"1970-01-01": 1}, Study.of(), "")
    assert found.days.tolist() == [date(1970, 1, 1)]


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("YYYY", "2020", date(2020, 7, 1)),
        ("YYYY-MM", "2020-05", date(2020, 5, 15)),
        ("MM/YYYY", "5/2020", date(2020, 5, 15)),
        ("MMM YYYY", "Mai 2020", date(2020, 5, 15)),
        ("DD.MM.20YY", "3.5.20", date(2020, 5, 3)),
        ("DD.MM.19YY", "03.05.98", date(1998, 5, 3)),
        ("DD. MMM YYYY", "3. Mai 2020", date(2020, 5, 3)),
    ],
)
def test_partial_dates_and_two_digits_are_read_where_they_are_declared(
    form: str, text: str, day: date
) -> None:
    assert read([text], variables={"seen": {"date": form}}) == [day]


@pytest.mark.parametrize("form", ["DD.MM", "DD.YYYY", "MM/MM/YYYY", "", "%d.%m.%Y", 3, "dd mm"])
def test_what_is_no_format_is_refused(form: object) -> None:
    with pytest.raises(UsageError, match="not a format of dates"):
        Study.of({"data": {"date": form}})


def test_a_format_says_which_century_two_digits_are_of() -> None:
    with pytest.raises(UsageError, match="which century") as caught:
        Study.of({"variables": {"mri_date": {"date": "DD.MM.YY"}}})
    assert caught.value.fix == "--date-format DD.MM.20YY"


def test_every_day_of_a_leap_cycle_is_the_day_that_python_has() -> None:
    days = [date(1999, 1, 1) + timedelta(days=place) for place in range(1500)]
    found = dates_of("seen", Counter(day.isoformat() for day in days), Study.of(), "")
    assert found.days.dtype == np.dtype("M8[D]")
    assert found.days.tolist() == days
