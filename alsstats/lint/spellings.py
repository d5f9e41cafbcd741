"""Codes that are one word in two spellings, and cells that hold several values."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from alsstats.cohort.coding import known_reading
from alsstats.lint.finding import NOTE, WARNING
from alsstats.study import folded, is_comma_number, plain, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview

MOST = 50  # different codes of a column of words
SEVERAL = re.compile(r"\s*[@,;|]\s*")
ALIKE = 0.85  # of the letters of two words, for a slip of the pen
SHORTEST = 5  # letters of a word that a slip is looked for in
SELDOM = 0.1  # of the rows of the word that it is taken for


def odd_spellings(held: Overview) -> Iterator[Finding]:
    """Yield spelling variants and several values in a cell, of every column of words."""
    numbers = set(held.numbers)
    for name, rows in held.codes.items():
        codes = {code: n for code, n in rows.items() if not held.study.is_missing(code)}
        if name in numbers or not 1 < len(codes) <= MOST:
            continue
        yield from _variants(held, name, codes)
        yield from _several_values(held, name, codes)


def _variants(held: Overview, name: str, codes: Mapping[str, int]) -> Iterator[Finding]:
    """Yield codes that differ from a more frequent one in case, marks or a letter."""
    by_rows = sorted(codes, key=lambda code: (-codes[code], code))
    taken: dict[str, str] = {}
    for code in by_rows:
        key = _letters(code)
        first = taken.get(key) or _slip_of(code, taken, codes)
        taken.setdefault(key, code)
        if first and not _is_one(held, name, code, first):
            rows = {first: codes[first], code: codes[code]}
            part = name in held.parts
            yield held.finding(
                "spelling-variant",
                name,
                f"'{name}' holds what may be one code in two spellings",
                [code],
                severity=WARNING if part else NOTE,
                evidence=(f"{held.cohort.where(name)}: {held.shown(name, rows)}",),
                why="each spelling is a group of its own, or is not understood",
                fix="write it in one way, or join levels with merge in the study file",
            )


def _letters(code: str) -> str:
    """Return the letters and digits of a code, in one case: `No``, ` no` and `NO` are one."""
    text = unicodedata.normalize("NFKC", code).casefold()
    return re.sub(r"[\W_]+", "", text) or text.strip()


def _slip_of(code: str, taken: Mapping[str, str], codes: Mapping[str, int]) -> str:
    """Return the more frequent word that a seldom one is nearly spelt as, or an empty text."""
    key = _letters(code)
    if len(key) < SHORTEST or not key.isalpha():
        return ""
    for other, first in taken.items():
        seldom = codes[code] <= max(2, SELDOM * codes[first]) and codes[code] < codes[first]
        if seldom and other.isalpha() and len(other) >= SHORTEST:
            matcher = SequenceMatcher(None, key, other)
            if matcher.real_quick_ratio() > ALIKE and matcher.ratio() > ALIKE:
                return first
    return ""


def _is_one(held: Overview, name: str, code: str, other: str) -> bool:
    """Tell whether both codes are understood as the same, or each as what it says."""
    known, study = vocabulary(), held.study
    if name == held.reference:
        both = known.diagnosis(code), known.diagnosis(other)
        return both[0] == both[1] or set(both) <= set(known.diagnoses.values())
    if name in held.signs:
        said = held.findings.declared.get(name) if held.findings else None
        readings = {known_reading(one, said, study) for one in (code, other)}
        words = {word for pair in known.pairs for word in pair}
        same = folded(code) == folded(other) and folded(code) in words
        return same or None not in readings
    both = known.category(code), known.category(other)
    named = both[0] != both[1] and set(both) <= set(known.categories.values())
    same = both[0] == both[1] and variable_key(name) == known.certainty
    return same or plain(code) == plain(other) or named


def _several_values(held: Overview, name: str, codes: Mapping[str, int]) -> Iterator[Finding]:
    """Yield cells such as `1@0` or `MMN; MS`, of which a part is a code by itself."""
    alone = {folded(code) for code in codes} | vocabulary().diagnoses.keys()
    alone |= {word for pair in vocabulary().pairs for word in pair}
    several = [
        code
        for code in codes
        if len(parts := SEVERAL.split(code.strip())) > 1
        and all(parts)
        and not is_comma_number(code)
        and folded(code) not in {*vocabulary().diagnoses, *vocabulary().categories}
        and any(folded(part) in alone for part in parts)
    ]
    if several:
        rows = {code: codes[code] for code in several}
        yield held.finding(
            "several-values",
            name,
            f"'{name}' holds several values in a cell",
            several,
            evidence=(f"{held.cohort.where(name)}: {held.shown(name, rows)}",),
            why="which of them counts, nobody said; as one code they are a group of their own",
            fix="make a column of each, or keep the one value that counts",
        )
