"""What is refused of a column of dates: by counts and formats, since a date tells of a patient."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import CodingError
from alsstats.study import variable_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.dates import Days, Written

EARLIEST, LATEST = "1905-01-01", "2098-12-31"  # of whom an MRI can have been made
ENDS = ("01-01", "12-30", "12-31")  # month and day of those that stand for missing
EPOCH, BIRTH = "1970-01-01", "birth_date"  # the first day of some clocks; a birthday of some
KINDS = {
    "years of two digits": r"9{1,2}([-/. ])9{1,2}\1 ?9{2}|9{1,2}([-/. ]*)A\.?\2 ?9{2}",
    "a year, or a month, alone": r"9{4}|9{4}[-/. ]9{1,2}|(9{1,2}|A\.?)[-/. ]9{4}",
    "eight digits in a row": r"9{8}",
    "numbers, as Excel counts days": r"9{5}(\.9+)?",
}
WAYS = {
    "years of two digits": "{flag}=DD.MM.20YY', or in another order, if all are of this century",
    "a year, or a month, alone": "{flag}=YYYY-MM', or in another order, if all are so",
    "eight digits in a row": "{flag}=YYYYMMDD', or in another order",
    "numbers, as Excel counts days": "in the workbook make the cells dates, and save it anew",
}


class DateError(CodingError):
    """A column of dates that cannot be read in one way; `finding` names what is wrong with it."""

    def __init__(
        self, finding: str, what: str, *, found: Sequence[str], why: str, fix: str
    ) -> None:
        super().__init__(what, found=found, why=why, fix=fix)
        self.finding = finding


def refuse_no_dates(held: Written, shapes: Mapping[str, int], declared: str) -> None:
    """Refuse texts in no format that is known, or in another one than is declared."""
    if not shapes:
        return
    rows: dict[str, int] = {}
    for shape, n in shapes.items():
        fits = (kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, shape))
        kind = next(fits, "other texts")
        rows[kind] = rows.get(kind, 0) + n
    listing = ", ".join(f"{kind} ({n} rows)" for kind, n in rows.items())
    flag = f"--date-format '{held.column}"
    way = (
        WAYS[next(iter(rows))].format(flag=flag)
        if len(rows) == 1 and "other" not in listing
        else ""
    )
    what = f"are not dates as {declared}" if declared else "are no whole dates"
    raise DateError(
        "date-text",
        f"{sum(rows.values())} of {int(held.rows.sum())} values of '{held.column}' {what}",
        found=[f"{held.where}: {listing}"],
        why="a date that is guessed or left out changes every time that is made of it",
        fix=way or "correct the cells; --missing CODE, if they mean missing",
    )


def refuse_several_formats(
    held: Written, fitting: Mapping[str, Sequence[str]], shapes: Mapping[str, int]
) -> DateError:
    """Return the error for a column whose dates are written in several ways."""
    rows: dict[str, int] = {}
    for shape, forms in fitting.items():
        name = " or ".join(forms)
        rows[name] = rows.get(name, 0) + shapes[shape]
    return DateError(
        "date-ambiguous",
        f"the dates of '{held.column}' are written in several ways",
        found=[f"{held.where}: {name}: {n} rows" for name, n in rows.items()],
        why="where a program took day and month for each other, it leaves such a mixture",
        fix="write all dates of the column in one way, best as YYYY-MM-DD",
    )


def refuse_either_order(held: Written, forms: Sequence[str], rows: Sequence[int]) -> DateError:
    """Return the error for dates whose day and month nothing tells, or some contradict."""
    names = (*forms, " or ".join(forms))
    one_only = rows[0] and rows[1]
    listing = (
        f"{name}: {n} rows fit {'both' if name == names[2] else 'this alone'}"
        for name, n in zip(names, rows, strict=True)
        if n
    )
    flag = quote(f"{held.column}={forms[0]}")
    return DateError(
        "date-ambiguous",
        f"the dates of '{held.column}' are written with the day first, and with the month first"
        if one_only
        else f"whether day or month comes first in '{held.column}' is not known",
        found=[f"{held.where}: {line}" for line in listing],
        why="those that fit both could be either"
        if one_only
        else "a month too early or too late changes every time that is made of it: check the line "
        "below before you add it",
        fix="write all dates of the column in one way, best as YYYY-MM-DD"
        if one_only
        else f"--date-format {flag}",
    )


def refuse_impossible(held: Written, days: Days) -> None:
    """Refuse dates that no calendar has, as 31.02.2020 and 99/99/9999."""
    import numpy as np

    wrong = np.isnat(days)
    if not wrong.any():
        return
    texts = [text for text, is_so in zip(held.texts, wrong.tolist(), strict=True) if is_so]
    codes = all(len(set(re.sub("[^0-9]", "", text))) == 1 for text in texts)
    raise DateError(
        "date-impossible",
        f"'{held.column}' holds dates that no calendar has",
        found=[f"{held.where}: {_rows(held, wrong)} rows"],
        why="they are mistyped, stand for missing, or day and month are the other way round",
        fix=f"--missing={quote(','.join(texts))}" if codes else "correct the cells",
    )


def refuse_placeholders(held: Written, days: Days) -> None:
    """Refuse 1900-01-01 and the like, which stand for missing, and years that cannot be."""
    import numpy as np

    wrong = (days < np.datetime64(EARLIEST)) | (days > np.datetime64(LATEST))
    if variable_key(held.column) != BIRTH:
        wrong |= days == np.datetime64(EPOCH)
    if not wrong.any():
        return
    found = sorted({str(day) for day in days[wrong]})
    usual = all(day[-5:] in ENDS for day in found)
    holds = "that stand for a missing one" if usual else f"before {EARLIEST} or after {LATEST}"
    listing = f"{', '.join(found)} " if usual else ""
    raise DateError(
        "date-placeholder",
        f"'{held.column}' holds dates {holds}",
        found=[f"{held.where}: {listing}({_rows(held, wrong)} rows)"],
        why="as dates they would make times of many years",
        fix=f"--missing={','.join(found)}" if usual else "correct the cells",
    )


def _rows(held: Written, which: npt.NDArray[np.bool_]) -> int:
    return int(held.rows[which].sum())
