"""Texts in a column of dates that are no whole dates: what they are, by the shape they have."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.date_refusals import DateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.dates import Written


class Kind(NamedTuple):
    """What texts of a shape are, and the format to offer for them, if there is one."""

    shape: str
    what: str
    form: str = ""


TWO_DIGITS, PARTS = "years of two digits", "a year, or a month, alone"
KINDS = (
    Kind(r"9{1,2}([-/. ])9{1,2}\1 ?9{2}", TWO_DIGITS, "DD{0}MM{0}20YY"),
    Kind(r"9{1,2}([-/. ]?)A\1 ?9{2}", TWO_DIGITS, "DD{0}MMM{0}20YY"),
    Kind(r"9{4}", PARTS, "YYYY"),
    Kind(r"9{4}([-/. ])9{1,2}", PARTS, "YYYY{0}MM"),
    Kind(r"9{1,2}([-/. ])9{4}", PARTS, "MM{0}YYYY"),
    Kind(r"A([-/. ])9{4}", PARTS, "MMM{0}YYYY"),
    Kind(r"9{8}", "eight digits in a row", "YYYYMMDD"),
    Kind(r"9{5}(?:\.9+)?", "numbers, as Excel counts days"),
)


def shapes_of(held: Written) -> dict[str, int]:
    """Return the rows of each shape: a date with 9 for every digit, and A for a word."""
    shapes: dict[str, int] = {}
    for text, n in zip(held.texts, held.rows.tolist(), strict=True):
        shape = re.sub(r"[^\W\d_]+", "A", re.sub("[0-9]", "9", text))
        shapes[shape] = shapes.get(shape, 0) + n
    return shapes


def refuse_no_dates(held: Written, shapes: Mapping[str, int], declared: str) -> None:
    """Refuse texts of these shapes, in no format that is known, or in another than is declared."""
    if not shapes:
        return
    rows: dict[str, int] = {}
    forms = set()
    for shape, n in shapes.items():
        what, form = _kind(shape)
        rows[what] = rows.get(what, 0) + n
        forms.add(form)
    few, everyone = sum(rows.values()), int(held.rows.sum())
    offered = forms.pop() if len(forms) == 1 and few == everyone else ""
    are = f"are not dates as {declared}" if declared else "are no whole dates"
    danger = "a date that is guessed or left out changes every time that is made of it"
    raise DateError(
        "date-text",
        few,
        f"{few} of {everyone} values of '{held.column}' {are}",
        found=[f"{held.where}: {', '.join(f'{what} ({n} rows)' for what, n in rows.items())}"],
        why=f"{danger}: check the line below before you add it" if offered else danger,
        fix=f"--date-format {quote(f'{held.column}={offered}')}"
        if offered
        else "make whole dates of them, best as YYYY-MM-DD; --missing CODE, if they mean missing",
    )


def _kind(shape: str) -> tuple[str, str]:
    for kind in KINDS:
        if found := re.fullmatch(kind.shape, shape):
            return kind.what, kind.form.format(*found.groups())
    return "other texts", ""
