"""Columns of dates: read once, from the distinct texts, in the one format that they all have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.date_refusals import (
    either_order,
    refuse_impossible,
    refuse_placeholders,
    several_formats,
)
from alsstats.cohort.date_texts import refuse_no_dates, shapes_of
from alsstats.study import ISO, date_pattern, variable_key, vocabulary, without_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.columns import Columns
    from alsstats.study import Study

    Days = npt.NDArray[np.datetime64]

BETWEEN = ("-", "/", ".", " ")
ORDERS = ("YYYY{0}MM{0}DD", "DD{0}MM{0}YYYY", "MM{0}DD{0}YYYY", "DD{0}MMM{0}YYYY")
KNOWN = (
    *(order.format(between) for between in BETWEEN for order in ORDERS),
    "DD. MMM YYYY",
    "DDMMMYYYY",
    "MMM DD, YYYY",
)


class Dates(NamedTuple):
    """The format of a column of dates, and the day of each of its texts, NaT where it is missing.

    `form` is empty where all are missing.
    """

    form: str
    days: Days


class Written(NamedTuple):
    """The distinct texts of a column of dates, without times of day, and the rows of each."""

    column: str
    where: str
    texts: tuple[str, ...]
    rows: npt.NDArray[np.int64]


def dates_of(column: str, codes: Mapping[str, int], study: Study, where: str) -> Dates:
    """Read the texts of a whole column as dates, in the order in which they are given.

    The format is the declared one, or that which fits all of them: 13/02/2020 shows that the day
    comes first, if nothing shows the contrary. A month without a day is its 15th, a year alone its
    1st of July. Refused are texts in another format, orders of day and month that nothing shows,
    days that no calendar has, and those that stand for missing.
    """
    import numpy as np

    cut = [without_time(code) for code in codes]
    rows: dict[str, int] = {}
    for text, n in zip(cut, codes.values(), strict=True):
        rows[text] = rows.get(text, 0) + n
    texts = tuple(text for text in rows if not study.is_missing(text))
    held = Written(column, where, texts, np.array([rows[text] for text in texts], np.int64))
    form = _format_of(held, study)
    days = _days(texts, form) if form else np.empty(0, "M8[D]")
    refuse_impossible(held, days)
    days[np.isin(days, _missing_days(study))] = np.datetime64("NaT")
    refuse_placeholders(held, days)
    place = {text: position for position, text in enumerate(texts)}
    places = [place.get(text, len(texts)) for text in cut]
    return Dates(form, np.append(days, np.datetime64("NaT", "D"))[places])


def refuse_formats_of_no_column(columns: Columns, study: Study) -> None:
    """Refuse a format that is declared for a column that is not there."""
    for name, said in study.variables.items():
        if said.date:
            columns.given(name, "--date-format", f"={said.date}")


def _format_of(held: Written, study: Study) -> str:
    """Return the one format that all texts have, or refuse to choose."""
    if not held.texts:
        return ""
    shapes = shapes_of(held)
    own = study.variables.get(variable_key(held.column))
    declared = own.date if own else ""
    if not declared and all(map(date_pattern(ISO).fullmatch, shapes)):
        return ISO  # whatever is said of all columns: it can be read in one way only
    declared = declared or study.date
    forms = (declared,) if declared else KNOWN
    fitting = {
        shape: tuple(form for form in forms if date_pattern(form).fullmatch(shape))
        for shape in shapes
    }
    refuse_no_dates(
        held, {shape: shapes[shape] for shape in shapes if not fitting[shape]}, declared
    )
    common = [form for form in forms if all(form in some for some in fitting.values())]
    if not common:
        raise several_formats(held, fitting, shapes)
    return common[0] if len(common) == 1 else _of_two(held, common)


def _of_two(held: Written, forms: Sequence[str]) -> str:
    """Return the order of day and month that some date shows, and none contradicts."""
    import numpy as np

    one, other = (_days(held.texts, form) for form in forms)
    first, second = ~np.isnat(one), ~np.isnat(other)
    shown = first & ~second, second & ~first
    open_ = first & second & (one != other)
    if (shown[0].any() and shown[1].any()) or (open_.any() and not (shown[0] | shown[1]).any()):
        rows = [int(held.rows[which].sum()) for which in (*shown, open_)]
        raise either_order(held, forms, rows)
    return forms[1] if shown[1].any() else forms[0]


def _days(texts: Sequence[str], form: str) -> Days:
    """Return the day that each text is in a format that it has; NaT where no calendar has it."""
    import numpy as np

    months = vocabulary().months
    century = next((part for part in ("19", "20") if f"{part}YY" in form), "")
    parts = [date_pattern(form).fullmatch(text).groupdict() for text in texts]  # type: ignore[union-attr]
    year = np.array([int(century + part["year"]) for part in parts], np.int64)
    if "MMM" in form:
        month = np.array([months.get(part["month"].casefold(), 0) for part in parts], np.int64)
    else:
        month = np.array([int(part.get("month", 7)) for part in parts], np.int64)
    usual = 15 if "MM" in form else 1
    day = np.array([int(part.get("day", usual)) for part in parts], np.int64)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1)
    of_month = (12 * (year - 1970) + month - 1).astype("M8[M]")
    days: Days = of_month.astype("M8[D]") + (day - 1).astype("m8[D]")
    days[~valid | (days.astype("M8[M]") != of_month)] = np.datetime64("NaT")
    return days


def _missing_days(study: Study) -> Days:
    """Return the days that are declared to mean missing, as 1900-01-01."""
    codes = [without_time(code) for code in study.missing]
    return _days([c for c in codes if date_pattern(ISO).fullmatch(c)], ISO).astype("M8[D]")
