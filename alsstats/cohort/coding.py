"""From the codes found in a column to readings: present, absent, not assessable, missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.signs import Reading
from alsstats.study import Declared, folded, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.study import Study

OPPOSITE = {Reading.PRESENT: Reading.ABSENT, Reading.ABSENT: Reading.PRESENT}


class Coding(NamedTuple):
    """What each code of one column means; `unknown` lists the codes that mean nothing yet."""

    column: str
    readings: Mapping[str, Reading]
    unknown: tuple[str, ...]
    declared: bool  # whether the user said which code is present or absent


def coding_of(column: str, codes: Iterable[str], said: Declared | None, study: Study) -> Coding:
    """Understand the codes of a sign's column, as declared or as a closed pair.

    Declared codes come first, then the words for missing and not assessable. Of what is left,
    pairs are understood when nothing was declared present or absent; otherwise only a single code
    that makes a pair with a declared one, while the other side of it is not declared. All else is
    unknown.
    """
    said = said or Declared()
    readings = {code: known_reading(code, said, study) for code in codes}
    left = [code for code, reading in readings.items() if reading is None]
    declared = {Reading.PRESENT: said.present, Reading.ABSENT: said.absent}
    is_declared = any(declared.values())
    paired = _opposite(left, declared) if is_declared else _closed(left)
    known = {code: reading for code, reading in readings.items() if reading is not None} | paired
    unknown = tuple(code for code in left if code not in paired)
    return Coding(column, known, unknown, is_declared)


def known_reading(code: str, said: Declared | None, study: Study) -> Reading | None:
    """Return what a code means by declaration, or by a word that means one thing everywhere."""
    said = said or Declared()
    declared = (
        (said.present, Reading.PRESENT),
        (said.absent, Reading.ABSENT),
        (said.not_assessable, Reading.NOT_ASSESSABLE),
    )
    for declared_codes, reading in declared:
        if plain(code) in map(plain, declared_codes):
            return reading
    if study.is_missing(code):
        return Reading.MISSING
    return Reading.NOT_ASSESSABLE if folded(code) in vocabulary().not_assessable else None


def _closed(left: Sequence[str]) -> dict[str, Reading]:
    """Read the pairs of which both words occur, or the absent one alone."""
    words = {folded(code) for code in left}
    meaning: dict[str, Reading] = {}
    for absent, present in vocabulary().pairs:
        if absent in words:
            meaning[absent] = Reading.ABSENT
            if present in words:
                meaning[present] = Reading.PRESENT
    return {code: meaning[folded(code)] for code in left if folded(code) in meaning}


def _opposite(left: Sequence[str], declared: Mapping[Reading, Sequence[str]]) -> dict[str, Reading]:
    """Read the one code left as the opposite of a declared code that it makes a pair with.

    Only where one side alone was declared: with both declared, a further code is neither.
    """
    sides = [reading for reading, codes in declared.items() if codes]
    if len(sides) != 1 or len({folded(code) for code in left}) != 1:
        return {}
    pairs = [{folded(code), folded(left[0])} for code in declared[sides[0]]]
    if not any(makes_pair(pair) for pair in pairs):
        return {}
    return dict.fromkeys(left, OPPOSITE[sides[0]])


def makes_pair(codes: Iterable[str]) -> bool:
    """Tell whether two folded codes are a pair, whichever of them means present."""
    return set(codes) in [set(pair) for pair in (*vocabulary().pairs, *vocabulary().mates)]
