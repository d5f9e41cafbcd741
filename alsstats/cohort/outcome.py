"""What the codes of an event mean: which component occurred, or that none had when last seen."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from alsstats.cohort.coding import coding_of, makes_pair
from alsstats.cohort.unknown import is_code, listed, quoted, shown
from alsstats.errors import CodingError, UsageError
from alsstats.signs import Reading
from alsstats.study import CENSORED, NO_LEVEL, Declared, folded, plain, variable_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.coding import Coding
    from alsstats.study import Endpoint, Study

OTHERS = {CENSORED: CENSORED, NO_LEVEL: "missing"}
MEASURED = 12  # as many different codes are no coding: these look like times


def outcome_of(
    column: str, codes: Mapping[str, int], endpoint: Endpoint, study: Study, where: str
) -> dict[str, str]:
    """Return what each code of an event means: a component, `CENSORED`, or `NO_LEVEL` for missing.

    Codes are understood as those of a sign are, the event being present: as declared, or as a
    closed pair, of which the other code may be that of others than those whom the question is
    among. All else is refused, with the flag to add; a code that nobody of those has needs no
    meaning.
    """
    _refuse_missing(column, endpoint, study)
    said = study.signs.get(variable_key(column)) or study.signs.get(column) or Declared()
    if endpoint.codes or endpoint.censored:
        censored = endpoint.censored or said.absent
        said = said._replace(present=endpoint.codes, absent=censored, define="")
    held = {code: rows for code, rows in codes.items() if rows}
    coding = coding_of(column, held, said, study)
    everywhere = coding_of(column, codes, said, study).readings
    told = {code: everywhere[code] for code in coding.unknown if code in everywhere}
    unknown = tuple(code for code in coding.unknown if code not in told)
    coding = coding._replace(readings={**coding.readings, **told}, unknown=unknown)
    _refuse_unknown(coding, said, codes, where)
    component = {plain(code): name for name, held in endpoint.occurred.items() for code in held}
    names = {Reading.ABSENT: CENSORED, Reading.PRESENT: column}
    meaning = {
        code: component.get(plain(code), names.get(reading, NO_LEVEL))
        for code, reading in coding.readings.items()
    }
    return dict.fromkeys(codes, NO_LEVEL) | meaning


def _refuse_missing(column: str, endpoint: Endpoint, study: Study) -> None:
    """Refuse codes of an event that are those of missing."""
    declared = {plain(code) for code in (*endpoint.codes, *endpoint.censored)}
    if both := sorted(declared & {"", *map(plain, study.missing)}):
        raise UsageError(
            f"a code of the event '{column}' is that of missing, too",
            found=[f"code: {', '.join(both) or 'an empty cell'}"],
            why="it can only mean one thing",
        )


def said_of_outcome(column: str, names: Mapping[str, str], codes: Mapping[str, int]) -> str:
    """Say in words what each code of an event is taken to mean, and in how many rows it stands.

    >>> said_of_outcome("death", {"1": "death", "0": CENSORED}, {"1": 90, "0": 32})
    'death: the event is 1 (90 rows); censored is 0 (32 rows)'
    """
    components = [name for name in dict.fromkeys(names.values()) if name not in OTHERS]
    words = {name: "the event" if name == column else name for name in sorted(components)}
    parts = []
    for name, word in (words | OTHERS).items():
        held = {code: codes[code] for code, mean in names.items() if mean == name}
        if held:
            parts.append(f"{word} is {listed(held)}")
    return f"{column}: {'; '.join(parts)}"


def _refuse_unknown(coding: Coding, said: Declared, codes: Mapping[str, int], where: str) -> None:
    """Refuse codes that may mean anything, and declared ones that nobody has."""
    column = set(map(plain, codes))
    codes = {code: rows for code, rows in codes.items() if rows}
    if coding.unknown and (absent := [code for code in said.present if plain(code) not in column]):
        raise CodingError(
            f"the event '{coding.column}' is declared with codes that it does not hold",
            found=[f"{where}: {listed(codes)}", f"declared: {', '.join(map(shown, absent))}"],
            fix="declare codes that are in the column",
        )
    if coding.unknown and len(codes) > MEASURED:
        raise CodingError(
            f"'{coding.column}' is no event: it holds {len(codes)} different codes",
            found=[where],
            why="an event has occurred, or had not when the patient was last seen; these look like "
            "times",
            fix="name the column of the event with --event, and that of the time with --time",
        )
    if coding.unknown:
        raise CodingError(
            f"cannot tell which code of '{coding.column}' means that the event occurred"
            if not said.codes
            else f"the event '{coding.column}' holds codes that are not known",
            found=[f"{where}: {listed(codes)}"],
            why="the wrong one would take the living for the dead: check the line before you add "
            "it",
            fix=_fix(coding, said),
        )


def _fix(coding: Coding, said: Declared) -> str:
    """Suggest the second code of a pair as the event, or the rest as censored."""
    unknown = sorted({plain(code) for code in coding.unknown})
    column = coding.column
    if said.present and len(unknown) == 1 and is_code(unknown[0]):
        return f"--absent {quoted(column, unknown)}"
    if said.present:
        return f"--absent {quote(f'{column}=CODE')}, the codes of those alive when last seen"
    if makes_pair(map(folded, unknown)):
        return f"--event {quoted(column, unknown[1:])}"
    sides = {Reading.PRESENT, Reading.ABSENT} & set(coding.readings.values())
    if len(unknown) == 1 and is_code(unknown[0]) and not sides:
        return f"--event {quoted(column, unknown)}"
    return f"--event {quote(f'{column}=CODE')}, the code of the event"
