"""From the codes found in a column to readings: present, absent, not assessable, missing."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import CodingError
from alsstats.signs import Reading
from alsstats.study import folded, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.study import Study, Vocabulary

SHOWN = 8  # codes that a message lists
LONGEST = 24  # characters of a code


class Coding(NamedTuple):
    """What each code of one column means; `unknown` lists the codes that mean nothing yet."""

    column: str
    readings: Mapping[str, Reading]
    unknown: tuple[str, ...]
    declared: bool  # whether the user said which code is present or absent


def coding_of(
    column: str, codes: Mapping[str, int], study: Study, vocabulary: Vocabulary
) -> Coding:
    """Understand the codes of a sign's column, as declared or as a closed pair.

    Declared codes come first, then the words for missing and not assessable. Of what is left,
    pairs are understood when nothing was declared present or absent; otherwise only a single code
    that makes a pair with a declared one. All else is unknown.
    """
    readings = {code: _known(column, code, study, vocabulary) for code in codes}
    left = [code for code, reading in readings.items() if reading is None]
    declared = column in study.present or column in study.absent
    paired = _opposite(left, readings, vocabulary) if declared else _closed(left, vocabulary)
    known = {code: reading for code, reading in readings.items() if reading is not None} | paired
    unknown = tuple(code for code in left if code not in paired)
    return Coding(column, known, unknown, declared)


def _known(column: str, code: str, study: Study, vocabulary: Vocabulary) -> Reading | None:
    """Return what a code means by declaration, or by a word that means one thing everywhere."""
    declared = (
        (study.present.get(column, ()), Reading.PRESENT),
        (study.absent.get(column, ()), Reading.ABSENT),
        (study.not_assessable.get(column, ()), Reading.NOT_ASSESSABLE),
        (study.missing, Reading.MISSING),
    )
    for declared_codes, reading in declared:
        if plain(code) in map(plain, declared_codes):
            return reading
    if folded(code) in vocabulary.missing:
        return Reading.MISSING
    return Reading.NOT_ASSESSABLE if folded(code) in vocabulary.not_assessable else None


def _closed(left: Sequence[str], vocabulary: Vocabulary) -> dict[str, Reading]:
    """Read the pairs of which both words occur, or the absent one alone."""
    words = {folded(code) for code in left}
    meaning: dict[str, Reading] = {}
    for absent, present in vocabulary.pairs:
        if absent in words:
            meaning[absent] = Reading.ABSENT
            if present in words:
                meaning[present] = Reading.PRESENT
    return {code: meaning[folded(code)] for code in left if folded(code) in meaning}


def _opposite(
    left: Sequence[str], readings: Mapping[str, Reading | None], vocabulary: Vocabulary
) -> dict[str, Reading]:
    """Read the one code left as the opposite of the declared code that it makes a pair with."""
    if len({folded(code) for code in left}) != 1:
        return {}
    other = {Reading.PRESENT: Reading.ABSENT, Reading.ABSENT: Reading.PRESENT}
    pairs = {frozenset(pair) for pair in (*vocabulary.pairs, *vocabulary.mates)}
    opposite = {
        other[reading]
        for code, reading in readings.items()
        if reading in other and frozenset((folded(code), folded(left[0]))) in pairs
    }
    return dict.fromkeys(left, opposite.pop()) if len(opposite) == 1 else {}


class Unknown(NamedTuple):
    """A column with codes that mean nothing yet, where it stands, and its codes with their rows."""

    coding: Coding
    where: str
    codes: Mapping[str, int]

    @property
    def undirected(self) -> bool:
        """Whether not even one code is known to mean present or absent."""
        return not {Reading.PRESENT, Reading.ABSENT} & set(self.coding.readings.values())


def refusal(unknown: Sequence[Unknown]) -> CodingError:
    """Return the error that names every column with unknown codes, and the flags to add."""
    undirected = [column for column in unknown if column.undirected]
    return CodingError(
        _what(unknown),
        found=[f"{column.where}: {listed(column.codes)}" for column in unknown],
        why="choosing wrongly would swap sensitivity and specificity: correct this line"
        if undirected
        else "a code that is guessed or left out changes the numbers: correct this line",
        fix=" ".join(flag for column in unknown for flag in _flags(column)),
    )


def _what(unknown: Sequence[Unknown]) -> str:
    if len(unknown) > 1:
        return f"{len(unknown)} columns hold codes whose meaning is not known"
    [only] = unknown
    if only.undirected:
        return f"cannot tell which code of '{only.coding.column}' means \"present\""
    total = sum(only.codes.values())
    rows = [f"{shown(code)} in {only.codes[code]} of {total} rows" for code in only.coding.unknown]
    return f"'{only.coding.column}' holds codes that are not known: {', '.join(rows[:SHOWN])}"


def _flags(unknown: Unknown) -> Iterator[str]:
    """Suggest a flag for each unknown code: present and absent first, if not known yet.

    A column is declared as a whole, so what was understood without being told is said again.
    """
    codes, column = [shown(code) for code in unknown.coding.unknown], unknown.coding.column
    if unknown.undirected and _makes_pair(codes):
        codes = codes[:1]  # the other one is then its opposite
    roles = {"--present": Reading.PRESENT, "--absent": Reading.ABSENT}
    held = {flag: _codes_read(unknown.coding, reading) for flag, reading in roles.items()}
    declares = False
    for flag in roles:
        if codes and not held[flag]:
            declares = True
            yield f"{flag} {_quoted(column, [codes.pop(0)])}"
        elif declares and held[flag] and not unknown.coding.declared:
            yield f"{flag} {_quoted(column, held[flag])}"
    if codes:
        yield f"--not-assessable {_quoted(column, codes)}"


def _quoted(column: str, codes: Sequence[str]) -> str:
    return quote(f"{column}={','.join(codes)}")


def _codes_read(coding: Coding, reading: Reading) -> list[str]:
    return [shown(code) for code, meaning in coding.readings.items() if meaning is reading]


def _makes_pair(codes: Sequence[str]) -> bool:
    known = vocabulary()
    return set(map(folded, codes)) in [set(pair) for pair in (*known.pairs, *known.mates)]


def listed(codes: Mapping[str, int]) -> str:
    """Return codes with the rows that hold them: `1 (109 rows), 2 (203), empty (6)`."""
    parts = [f"{shown(code) or 'empty'} ({rows})" for code, rows in codes.items()]
    more = [f"and {len(parts) - SHOWN} more"] if len(parts) > SHOWN else []
    return ", ".join([*parts[:SHOWN], *more]).replace(")", " rows)", 1)


def shown(code: str) -> str:
    """Return a code as messages show it: never a long text, which is no code but what was said."""
    text = code.strip()
    return text if len(text) <= LONGEST else f"text of {len(text)} characters"


def said_of_codes(coding: Coding, codes: Mapping[str, int]) -> str:
    """Say in words what each code of a column is taken to mean, and in how many rows it stands."""
    words = {
        Reading.PRESENT: "present",
        Reading.ABSENT: "absent",
        Reading.NOT_ASSESSABLE: "not assessable",
        Reading.MISSING: "missing",
    }
    parts = []
    for reading, word in words.items():
        held = {code: codes[code] for code, mean in coding.readings.items() if mean is reading}
        if held:
            parts.append(f"{word} is {listed(held)}")
    return f"{coding.column}: {'; '.join(parts)}"
