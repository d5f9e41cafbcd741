"""Numbers that look wrong: implausible ones, codes that may mean missing, nearly whole ones."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from alsstats.cohort.numbers import FAR, HIGHEST_SCORE, NUMBER, OF_MISSING
from alsstats.cohort.unknown import listed
from alsstats.study import is_code_of_missing, plain, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview

MOSTLY = 0.9  # of the rows with a value: a column of numbers
NEARLY = 1e-6  # so far from a whole number, and not at it


def odd_numbers(held: Overview) -> Iterator[Finding]:
    """Yield the numbers of every column that look wrong, and that no question would refuse."""
    known = set(held.numbers)
    for name in held.codes:
        numbers = _numbers(held, name)
        missing: list[Finding] = []
        if name not in held.signs and _is_of_numbers(held, name, numbers):
            missing += _codes_of_missing(held, name, numbers, refused=name in known)
            yield from missing
        if name in known:
            told = {code for found in missing for code in found.codes}
            rest = {code: number for code, number in numbers.items() if code not in told}
            yield from _implausible(held, name, rest)
        yield from _nearly_whole(held, name, numbers)


def _numbers(held: Overview, name: str) -> dict[str, float]:
    """Return the codes of a column that are numbers, with these."""
    texts = {code: plain(code) for code in held.codes[name] if not held.study.is_missing(code)}
    found = {code: float(text) for code, text in texts.items() if NUMBER.fullmatch(text)}
    return {code: number for code, number in found.items() if isfinite(number)}


def _is_of_numbers(held: Overview, name: str, numbers: Mapping[str, float]) -> bool:
    codes = held.codes[name]
    values = sum(rows for code, rows in codes.items() if not held.study.is_missing(code))
    return sum(codes[code] for code in numbers) > MOSTLY * values


def _implausible(held: Overview, name: str, numbers: Mapping[str, float]) -> Iterator[Finding]:
    """Yield numbers beyond the range of the vocabulary; those below 0 are refused already."""
    key = variable_key(name)
    if key not in vocabulary().ranges:
        return
    low, high, why = vocabulary().ranges[key]
    refused = HIGHEST_SCORE if key == "alsfrs_r" else float("inf")
    outside = [c for c, n in numbers.items() if 0 <= n <= refused and not low <= n <= high]
    if outside:
        unit = vocabulary().units.get(key, "")
        rows = {code: held.codes[name][code] for code in outside}
        yield held.finding(
            "value-range",
            name,
            f"'{name}' holds numbers beyond {low:g} to {high:g} {unit}".rstrip(),
            outside,
            evidence=(f"{held.cohort.where(name)}: {listed(rows)}",),
            why=why,
            fix="correct the cells, or leave them empty where the value is not known",
        )


def _codes_of_missing(
    held: Overview, name: str, numbers: Mapping[str, float], *, refused: bool
) -> Iterator[Finding]:
    """Yield codes such as -9 and 999 that are far from every other number of a column."""
    others = sorted(n for c, n in numbers.items() if n not in OF_MISSING and n >= 0)
    if not others:
        return
    far = [c for c, n in numbers.items() if n in OF_MISSING and n > FAR * max(others[-1], 1.0)]
    below = [code for code, number in numbers.items() if number < 0]
    if below and all(map(is_code_of_missing, below)) and not refused:
        far += below
    if far:
        rows = {code: held.codes[name][code] for code in far}
        yield held.finding(
            "missing-code",
            name,
            f"'{name}' holds numbers that may stand for missing",
            far,
            evidence=(f"{held.cohort.where(name)}: {listed(rows)}",),
            why="as numbers they would go into medians, means and models",
            fix=f"--missing={','.join(map(plain, far))}",
        )


def _nearly_whole(held: Overview, name: str, numbers: Mapping[str, float]) -> Iterator[Finding]:
    near = [code for code, n in numbers.items() if 0 < abs(n - round(n)) < NEARLY]
    if near:
        rows = {code: held.codes[name][code] for code in near}
        yield held.finding(
            "number-nearly-whole",
            name,
            f"'{name}' holds numbers next to a whole one",
            near,
            evidence=(f"{held.cohort.where(name)}: {held.shown(name, rows)}",),
            why="a calculation left a trace; as a code it is not the whole number",
            fix="round the column where it was made",
        )
