"""What a table shows before anything is said of it: known names, and the codes below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.coding import Coding, coding_of
from alsstats.cohort.columns import Columns
from alsstats.cohort.decimal import decimal_mark
from alsstats.cohort.unknown import is_short, listed
from alsstats.errors import FileError
from alsstats.study import BLANKS, is_comma_number, plain, pointed, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.cohort import Cohort
    from alsstats.signs import Reading

SHORT_NUMBER = re.compile(r"-?[0-9]{1,2}")
FEWEST = 3  # rows that a code of unknown meaning stands in: what is rarer may be of one patient


class Seen(NamedTuple):
    """A table by the names and codes that are known.

    `columns` maps a canonical name to the columns that have it, `codes` a column that holds codes
    to them, each with its rows. `comma` tells whether numbers are written with a decimal comma.
    """

    cohort: Cohort
    columns: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Mapping[str, int]]
    comma: bool

    def column(self, canonical: str) -> str:
        """Return the one column of a canonical name, or an empty text."""
        held = self.columns.get(canonical, ())
        return held[0] if len(held) == 1 else ""

    def place(self, column: str, canonical: str = "") -> str:
        """Say where a column stands, and its name in the file where that is not the canonical."""
        where = self.cohort.where(column).removeprefix(f"{self.cohort.source.name}, ")
        return f"{where}, '{column}'" if canonical not in {"", column} else where

    def coding(self, column: str, canonical: str) -> Coding:
        """Return what the codes of a column mean, as they stand in the file."""
        study, codes = self.cohort.study, self.codes[column]
        study = study.with_points() if self.comma else study
        written = {code: pointed(code) if self.comma else code for code in codes}
        said = study.signs.get(canonical) or study.signs.get(column)
        coding = coding_of(column, dict.fromkeys(written.values()), said, study)
        readings = {
            code: coding.readings[text] for code, text in written.items() if text in coding.readings
        }
        unknown = tuple(code for code in codes if code not in readings)
        return Coding(column, readings, unknown, coding.declared)

    def rows_of(self, column: str, codes: Iterable[str]) -> str:
        """List codes whose meaning is known, with their rows."""
        return listed({code: self.codes[column][code] for code in codes})


def see(cohort: Cohort) -> Seen:
    """Look at the names of a table, and at the codes of the columns that hold some."""
    columns: dict[str, tuple[str, ...]] = {}
    for name in cohort.source.columns:
        if name != cohort.patient and (canonical := vocabulary().canonical(name)):
            columns[canonical] = (*columns.get(canonical, ()), name)
    for name in cohort.study.signs:
        column = Columns(cohort.source.columns, cohort.study.columns).named(name)
        if column and name not in columns:
            columns[name] = (column,)
    wanted = [
        name for canonical, held in columns.items() if _holds_codes(canonical) for name in held
    ]
    counts = cohort.count(*((name,) for name in wanted))
    codes = {name: one.of_level(name) for name, one in zip(wanted, counts, strict=True)}
    return Seen(cohort, columns, codes, _has_comma(cohort, codes))


def _holds_codes(canonical: str) -> bool:
    known = vocabulary()
    kind = known.kinds.get(canonical, "finding")
    return kind == "finding" or canonical in {known.reference, known.certainty, "other_cause"}


def _has_comma(cohort: Cohort, codes: Mapping[str, Mapping[str, int]]) -> bool:
    """Tell whether some code is a number with a decimal comma, as a question would read it."""
    try:
        held = any(is_comma_number(code) for one in codes.values() for code in one)
        return held and decimal_mark(cohort.source) == ","
    except FileError:
        return False  # which a question refuses


def in_short(codes: Mapping[str, int]) -> tuple[list[str], str]:
    """Return the codes of unknown meaning that may be shown, and a listing that counts the others.

    >>> in_short({"1": 9, "2": 1, "A. M.": 1})
    (['1', '2'], "1 (9 rows), 2 (1), and 1 rare or long code ('alsstats check' lists them)")
    """
    held = {code: rows for code, rows in codes.items() if _is_nobodys(code, rows)}
    others = len(codes) - len(held)
    plural = "" if others == 1 else "s"
    more = f"{others} rare or long code{plural} ('alsstats check' lists them)"
    parts = [*([listed(held)] if held else []), *([more] if others else [])]
    return list(held), ", and ".join(parts)


def _is_nobodys(code: str, rows: int) -> bool:
    """Tell whether a code is a short number, or a short text that stands in several rows."""
    return bool(SHORT_NUMBER.fullmatch(plain(code))) or (rows >= FEWEST and is_short(code))


def written(codes: Iterable[str]) -> list[str]:
    """Return codes as the file has them, those that are compared as equal once.

    >>> written([" yes", "1.0", "1", "Yes"])
    ['yes', '1.0', 'Yes']
    """
    once: dict[str, str] = {}
    for code in codes:
        once.setdefault(plain(code), code.strip(BLANKS))
    return list(once.values())


def codes_as(coding: Coding, reading: Reading) -> list[str]:
    """Return the codes that mean so."""
    return [code for code, mean in coding.readings.items() if mean is reading]
