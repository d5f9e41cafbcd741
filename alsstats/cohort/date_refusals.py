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


class DateError(CodingError):
    """A column of dates that cannot be read in one way.

    `finding` names what is wrong with it, and `rows` is in how many it is so.
    """

    def __init__(
        self, finding: str, rows: int, what: str, *, found: Sequence[str], why: str, fix: str
    ) -> None:
        super().__init__(what, found=found, why=why, fix=fix)
        self.finding = finding
        self.rows = rows


def several_formats(
    held: Written, fitting: Mapping[str, Sequence[str]], shapes: Mapping[str, int]
) -> DateError:
    """Return the error for a column whose dates are written in several ways."""
    rows: dict[str, int] = {}
    for shape, forms in fitting.items():
        name = " or ".join(forms)
        rows[name] = rows.get(name, 0) + shapes[shape]
    return _mixture(f"the dates of '{held.column}' are written in several ways", held, rows)


def either_order(held: Written, forms: Sequence[str], rows: Sequence[int]) -> DateError:
    """Return the error for days and months whose order nothing shows, or some contradict.

    `rows` counts those that fit the one format alone, the other alone, and both.
    """
    alone = dict(zip(forms, rows, strict=False))
    if all(alone.values()):
        what = f"day and month in '{held.column}' stand in both orders"
        return _mixture(what, held, alone | {" or ".join(forms): rows[2]})
    return DateError(
        "date-ambiguous",
        sum(rows),
        f"whether day or month comes first in '{held.column}' is not known",
        found=[f"{held.where}: {' or '.join(forms)}: {rows[2]} rows fit both"],
        why="every time that is made of them would be wrong: check the line below before you add "
        f"it, it may be {forms[1]}",
        fix=f"--date-format {quote(f'{held.column}={forms[0]}')}",
    )


def _mixture(what: str, held: Written, rows: Mapping[str, int]) -> DateError:
    return DateError(
        "date-ambiguous",
        sum(rows.values()),
        what,
        found=[f"{held.where}: {name}: {n} rows" for name, n in rows.items() if n],
        why="a program that takes day and month for each other leaves such a mixture",
        fix="write all dates of the column in one way, best as YYYY-MM-DD",
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
        _rows(held, wrong),
        f"'{held.column}' holds dates that no calendar has",
        found=[f"{held.where}: {_rows(held, wrong)} rows"],
        why="they are mistyped or stand for missing, day and month are the other way round, or a "
        "month has no English, German or French name",
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
        _rows(held, wrong),
        f"'{held.column}' holds dates {holds}",
        found=[f"{held.where}: {listing}({_rows(held, wrong)} rows)"],
        why="as dates they would make times of many years",
        fix=f"--missing={','.join(found)}" if usual else "correct the cells",
    )


def _rows(held: Written, which: npt.NDArray[np.bool_]) -> int:
    return int(held.rows[which].sum())
