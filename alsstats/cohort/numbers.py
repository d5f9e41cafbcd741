"""Columns of numbers: scores, ages, months; parsed once, from the distinct codes."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.cohort.unknown import SHOWN, is_short, listed
from alsstats.errors import CodingError
from alsstats.study import is_code_of_missing, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.counts import Counts
    from alsstats.study import Study

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
OF_MISSING = {88.0, 99.0, 888.0, 999.0, 8888.0, 9999.0}  # in files that have no empty cells
FAR = 3  # times the next number
HIGHEST_SCORE = 48  # of the ALSFRS-R
EQUAL = 1e-9  # relative: a rate so near to a cut-point is equal to it


def numbers_of(codes: Mapping[str, int], study: Study, where: str) -> dict[str, float]:
    """Return the number that each code is, nan where it is missing; refuse what is no number."""
    from math import inf, nan

    held = {code: nan if study.is_missing(code) else _number(code) for code in codes}
    if other := {code: codes[code] for code, value in held.items() if value is None}:
        raise CodingError(
            "a column of numbers holds texts",
            found=[f"{where}: {listed(other)}"],
            why="a value that is passed over would change the numbers; check that it "
            "means missing before saying so",
            fix=_fix(other, codes),
        )
    numbers = {code: value for code, value in held.items() if value is not None}
    _refuse_codes_of_missing(numbers, codes, where)
    if inf in map(abs, numbers.values()):
        raise CodingError(
            "a column of numbers holds one that is too large",
            found=[where],
            why="it is beyond what a program can count with",
            fix="correct the cells",
        )
    return numbers


def _refuse_codes_of_missing(
    numbers: Mapping[str, float], codes: Mapping[str, int], where: str
) -> None:
    """Refuse -9, -99 and the like in a column that is otherwise never below 0."""
    below = {code: codes[code] for code, value in numbers.items() if value < 0}
    if below and all(map(is_code_of_missing, below)):
        raise CodingError(
            "a column of numbers holds codes that usually stand for missing",
            found=[f"{where}: {listed(below)}, and no other number below 0"],
            why="as numbers they would go into medians, means and ranks",
            fix=f"--missing={','.join(map(plain, below))}",
        )


def looks_missing(numbers: Iterable[float]) -> float | None:
    """Return the highest number where it is 99, 999 or the like, and far above all others.

    >>> looks_missing([44.0, 61.0, 999.0]), looks_missing([70.0, 99.0])
    (999.0, None)
    """
    from math import isnan

    known = sorted({number for number in numbers if not isnan(number)})
    far = len(known) > 1 and known[-1] in OF_MISSING and known[-1] > FAR * max(known[-2], 1.0)
    return known[-1] if far else None


def refuse_outside(
    numbers: Mapping[str, float], codes: Mapping[str, int], highest: float | None, where: str
) -> None:
    """Refuse numbers below 0, or above the highest, in a column that cannot hold them."""
    outside = {
        code: codes[code]
        for code, value in numbers.items()
        if value < 0 or (highest is not None and value > highest)
    }
    if outside:
        limits = "below 0" if highest is None else f"outside 0 to {highest:g}"
        raise CodingError(
            f"a column holds numbers {limits}, which it cannot",
            found=[f"{where}: {listed(outside)}"],
            why="they would change the numbers; check that they mean missing before you say so",
            fix=f"--missing={quote(','.join(outside))}"
            if len(outside) <= SHOWN
            else "correct the cells",
        )


def _fix(other: Mapping[str, int], codes: Mapping[str, int]) -> str:
    """Offer a code as missing only where it is the one odd thing in a column of numbers."""
    [first, *more] = other
    if more or "," in first or not is_short(first) or sum(other.values()) * 2 > sum(codes.values()):
        return "name a column of numbers, or correct the cells"
    return f"--missing={quote(first)}"


def _number(code: str) -> float | None:
    text = plain(code)
    return float(text) if NUMBER.fullmatch(text) else None


def values(counts: Counts, column: str, numbers: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """Return the number of each combination of codes."""
    import numpy as np

    held = counts.columns[column]
    return np.array([numbers[code] for code in held.levels], dtype=float)[held.codes]


def progression_rate(
    score: npt.NDArray[np.float64], months: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Points of the ALSFRS-R lost a month: (48 - score) / months since onset.

    Undefined (nan) where the score is missing, or the duration is missing or not above 0.
    Source: Kimura et al., Neurology 2006;66:265.

    >>> import numpy as np
    >>> progression_rate(np.array([38.0, 48.0, 40.0]), np.array([20.0, 5.0, 0.0])).tolist()
    [0.5, 0.0, nan]
    """
    import numpy as np

    rate = np.full(len(score), np.nan)
    np.divide(HIGHEST_SCORE - score, months, out=rate, where=months > 0)
    return rate


def cut_at(rate: npt.NDArray[np.float64], points: tuple[float, float]) -> npt.NDArray[np.int32]:
    """Return 0 below the first cut-point, 2 above the second, 1 between or at one; 3 for nan.

    >>> import numpy as np
    >>> cut_at(np.array([0.49, 0.5, 1.0, 1.01, np.nan]), (0.5, 1.0)).tolist()
    [0, 1, 1, 2, 3]
    """
    import numpy as np

    low, high = points
    below = (rate < low) & ~np.isclose(rate, low, rtol=EQUAL, atol=0)
    above = (rate > high) & ~np.isclose(rate, high, rtol=EQUAL, atol=0)
    place = np.where(below, 0, np.where(above, 2, 1))
    return np.where(np.isnan(rate), 3, place).astype(np.int32)
