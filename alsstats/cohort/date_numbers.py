"""Dates where numbers belong: durations as numbers, and columns of dates that are none."""

from __future__ import annotations

from itertools import islice
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import CodingError, RoleError
from alsstats.study import kind_of, looks_like_a_date, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.study import Duration

FROM = {"mri_date": "months_from_mri", "onset_date": "months_from_onset", "birth_date": "months"}


def hold_dates(codes: Iterable[str]) -> bool:
    """Tell whether at least half of the codes are dates, as far as the first thousand show.

    >>> hold_dates(["2020-01-03", "13/02/2021", "NA"]), hold_dates(["1.5", "2"])
    (True, False)
    """
    held = list(map(looks_like_a_date, islice(codes, 1000)))
    return any(held) and 2 * sum(held) >= len(held)


def refuse_dates_as_numbers(
    column: str, codes: Iterable[str], names: Sequence[str], flag: str, where: str
) -> None:
    """Refuse a column of dates that is asked for as a number; `flag` is what named it."""
    if kind_of(column) != "date" and not hold_dates(codes):
        return
    start = next(
        (name for known in FROM for name in names if variable_key(name) == known != column), "DATE"
    )
    usual = FROM.get(variable_key(start), "months")
    if variable_key(column) == "mri_date" and variable_key(start) == "onset_date":
        usual = "onset_to_mri_months"
    name = "months" if usual in names else usual
    line = f"--duration {quote(f'{name} = {start} to {column} in months')}"
    raise CodingError(
        f"'{column}' holds dates, and a number is asked for",
        found=[where],
        why="a time is counted from one date to another, in a unit",
        fix=f"{line} {flag} {name}" if flag in {"--time", "--entry"} else line,
    )


def refuse_dates_as_names(codes: Iterable[str], where: str) -> None:
    """Refuse a column of dates whose codes would be names of groups."""
    if hold_dates(codes):
        raise RoleError(
            "a column of dates makes no groups",
            found=[where],
            why="each day would be a group of hardly anybody, and tell of a patient",
            fix="name a column of few groups",
        )


def numbers_of_duration(codes: Mapping[str, int]) -> dict[str, float]:
    """Return the number that each text of a duration is, nan where a date of it is missing."""
    return {code: float(code or "nan") for code in codes}


def refuse_backwards(
    name: str, duration: Duration, numbers: Mapping[str, float], codes: Mapping[str, int]
) -> None:
    """Refuse a duration below 0 in a column that cannot be so."""
    if rows := sum(codes[code] for code, value in numbers.items() if value < 0):
        raise CodingError(
            f"'{name}' is below 0, which it cannot be",
            found=[f"{duration.backwards} in {rows} of {sum(codes.values())} rows"],
            why="two dates may be exchanged, or one of them mistyped",
            fix="correct the dates of these rows",
        )
