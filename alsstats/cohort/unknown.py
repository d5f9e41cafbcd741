"""How codes are shown, and the error that names those whose meaning is not known."""

from __future__ import annotations

import re
from itertools import groupby
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from alsstats.cohort.coding import makes_pair
from alsstats.errors import CodingError
from alsstats.signs import Reading
from alsstats.study import BLANKS, folded, looks_like_a_date, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.cohort.coding import Coding

SHOWN = 8  # codes that a message lists
LONGEST = 24  # characters of a code
UNREAD = re.compile(
    r"^-?(8|9|88|90|98|99|888|999|9[5-7])$|unread|unclear|equivoc|indeterm|artefa|artifa|motion"
    r"|not |nicht |unk|n\.?b\.?$"
)
ABSENT = re.compile(r"^\W*0+$|^(neg|abs|norm|no|kein|ohne|without|sans|senza|sin|<|-)")
ROLES = {"--present": Reading.PRESENT, "--absent": Reading.ABSENT}


class Unknown(NamedTuple):
    """A column with codes that mean nothing yet, where it stands, and its codes with their rows."""

    coding: Coding
    where: str
    codes: Mapping[str, int]
    absentees: tuple[str, ...]  # codes that were declared and do not occur

    @property
    def undirected(self) -> bool:
        """Whether not even one code is known to mean present or absent."""
        return not set(ROLES.values()) & set(self.coding.readings.values())


def refusal(unknown: Sequence[Unknown]) -> CodingError:
    """Return the error that names every column with unknown codes, and the flags to add."""
    danger = (
        "choosing wrongly would swap sensitivity and specificity"
        if any(column.undirected for column in unknown)
        else "a code that is guessed or left out changes the numbers"
    )
    flags = [flag for column in unknown for flag in _flags(column)]
    return CodingError(
        _what(unknown),
        found=[line for column in unknown for line in _found(column, name=len(unknown) > 1)],
        why=f"{danger}: check the line below before you add it" if flags else danger,
        fix=" ".join(flags) or _other_way(unknown),
    )


def _other_way(unknown: Sequence[Unknown]) -> str:
    if any(column.absentees for column in unknown):
        return "declare codes that are in the column"
    column = unknown[0].coding.column
    return (
        "say of every code what it means (grades, too), with --present, --absent, --not-assessable "
        f"{quote(column + '=CODE,CODE')} or --missing CODE"
    )


def _found(unknown: Unknown, *, name: bool) -> Iterator[str]:
    of_column = f" '{unknown.coding.column}'" if name else ""
    yield f"{unknown.where}{of_column}: {listed(unknown.codes)}"
    if unknown.absentees:
        yield f"declared, and not in the column: {', '.join(map(shown, unknown.absentees))}"


def _what(unknown: Sequence[Unknown]) -> str:
    if len(unknown) > 1:
        return f"{len(unknown)} columns hold codes whose meaning is not known"
    [only] = unknown
    if only.undirected:
        return f"cannot tell which code of '{only.coding.column}' means \"present\""
    total = sum(only.codes.values())
    rows = [f"{shown(code)} in {only.codes[code]} of {total} rows" for code in only.coding.unknown]
    return f"'{only.coding.column}' holds codes that are not known: {', '.join(rows[:SHOWN])}"


def _flags(unknown: Unknown) -> list[str]:
    """Suggest a flag for each unknown code, where there is one for present and one for absent.

    Spellings of one word go together. A word of the vocabulary keeps its meaning; a column is
    declared as a whole, so what was understood without being told is said again. Nothing is
    suggested for grades and free text, which have more codes than two sides, nor where a declared
    code is not in the column: it may be misspelt. What looks like a nought or a no is not offered
    as present while another code is there.
    """
    coding = unknown.coding
    groups = sorted(_spellings(coding.unknown), key=lambda group: _looks_absent(group[0]))
    codes = [code for group in groups for code in group]
    if unknown.absentees or "=" in coding.column or not all(map(is_code, codes)):
        return []
    sides = [group for group in groups if not _looks_unread(group[0])]
    pair = unknown.undirected and makes_pair(folded(group[0]) for group in sides)
    worded = any(_means(group, reading) for group in sides for reading in ROLES.values())
    flags = []
    for flag, reading in ROLES.items():
        held = [code.strip(BLANKS) for code, mean in coding.readings.items() if mean is reading]
        fitting = [group for group in sides if not worded or _means(group, reading)]
        if fitting and not held:
            sides.remove(fitting[0])
            flags.append(f"{flag} {quoted(coding.column, fitting[0])}")
        elif held and flags and not coding.declared:
            flags.append(f"{flag} {quoted(coding.column, held)}")
    if sides:
        return []
    unread = [code for group in groups if _looks_unread(group[0]) for code in group]
    if pair and not unread:
        return flags[:1]  # the other one is then its opposite
    return flags + ([f"--not-assessable {quoted(coding.column, unread)}"] if unread else [])


def _looks_unread(code: str) -> bool:
    """Tell whether a code is of those that usually stand for a reading that was not made."""
    return UNREAD.search(folded(code)) is not None


def _looks_absent(code: str) -> bool:
    """Tell whether a code begins as those do that usually mean absent: 00, neg, <2."""
    return ABSENT.search(normalize("NFKC", folded(code))) is not None


def _means(codes: Sequence[str], reading: Reading) -> bool:
    """Tell whether a word, not a number, means so in some pair of the vocabulary."""
    side = 1 if reading is Reading.PRESENT else 0
    word = folded(codes[0])
    return not word.isdigit() and word in {pair[side] for pair in vocabulary().pairs}


def is_code(text: str) -> bool:
    """Tell whether a text is short and plain enough to be a code that can be pasted."""
    return len(text) <= LONGEST and text.isprintable() and not looks_like_a_date(text)


def _spellings(codes: Iterable[str]) -> list[list[str]]:
    """Group codes that differ only in case, each spelling once."""
    once = sorted({code.strip(BLANKS) for code in codes}, key=lambda code: (folded(code), code))
    return [list(group) for _, group in groupby(once, key=folded)]


def quoted(column: str, codes: Iterable[str]) -> str:
    """Return `COLUMN=CODE,CODE` for a shell; a code with a comma goes into quotes of its own."""
    texts = [
        '"' + code.replace('"', '""') + '"' if set(code) & set(',"') else code for code in codes
    ]
    return quote(f"{column}={','.join(texts)}")


def listed(codes: Mapping[str, int]) -> str:
    """Return codes with the rows that hold them: `1 (109 rows), 2 (203), empty (6)`."""
    parts = [
        f"{shown(code) or 'empty'} ({rows}{'' if place else ' rows'})"
        for place, (code, rows) in enumerate(codes.items())
    ]
    more = [f"and {len(parts) - SHOWN} more"] if len(parts) > SHOWN else []
    return ", ".join([*parts[:SHOWN], *more])


def shown(code: str) -> str:
    """Return a code as messages show it: never a long text, or a date, which tell of a patient."""
    text = code.strip(BLANKS)
    if is_short(text):
        return text
    return "a date" if looks_like_a_date(text) else f"text of {len(text)} characters"


def is_short(code: str) -> bool:
    """Tell whether a text is short enough to be a code and no date, or is in the vocabulary."""
    known, short = vocabulary(), len(code) <= LONGEST and not looks_like_a_date(code)
    return short or folded(code) in {*known.diagnoses, *known.categories}


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
