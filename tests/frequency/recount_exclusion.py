"""Other causes found by MRI, counted again person by person, with none of the package's code.

A person is a dictionary of texts with `diagnosis`, `other_cause` and `other_cause_found`. An empty
text and NA are missing; "1" is found, "0" not found, "not assessable" is that.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

Person = Mapping[str, str]
MISSING = ("", "NA")
UNNAMED = "cause not named"


class Share(NamedTuple):
    """In how many of those in whom it is known, and how many others there are in the group."""

    events: int
    n: int
    left_out: int


def contradicts_itself(person: Person, none: Collection[str]) -> bool:
    """Tell whether a cause is named where none was found, or none where one was."""
    cause, found = person["other_cause"], person["other_cause_found"]
    if cause in MISSING:
        return False
    return found == ("1" if cause in none else "0")


def cause_of(person: Person, none: Collection[str]) -> str | None:
    """Return the cause that was found, an empty text where none was, None where it is not known."""
    cause, found = person["other_cause"], person["other_cause_found"]
    if cause not in MISSING:
        return "" if cause in none else cause
    return {"1": UNNAMED, "0": ""}.get(found)


def shares(
    people: Sequence[Person],
    none: Collection[str] = (),
    shows: Mapping[str, Collection[str]] | None = None,
) -> dict[tuple[str, str, str], Share]:
    """Count every cause in every diagnosis and in all, and how often MRI showed the diagnosis.

    A cause that is not named may be the one that shows the diagnosis: it is not known.

    >>> person = {"diagnosis": "MS", "other_cause": "plaques", "other_cause_found": ""}
    >>> shares([person, person | {"other_cause": "NA"}])["other_cause", "plaques", "all"]
    Share(events=1, n=1, left_out=1)
    """
    held = [(person["diagnosis"], cause_of(person, none)) for person in people]
    named = {cause for _, cause in held if cause and cause != UNNAMED}
    unnamed = {UNNAMED} if named and any(cause == UNNAMED for _, cause in held) else set()
    groups = {diagnosis for diagnosis, _ in held if diagnosis not in MISSING} | {"all"}
    found: dict[tuple[str, str, str], Share] = {}
    for group in groups:
        causes = [cause for diagnosis, cause in held if group in (diagnosis, "all")]
        found["other_cause", "any other cause", group] = _share(causes, named | {UNNAMED})
        for name in named | unnamed:
            found["other_cause", name, group] = _share(causes, {name})
    return found | dict(_shown(held, shows or {}))


def _shown(
    held: Sequence[tuple[str, str | None]], shows: Mapping[str, Collection[str]]
) -> Iterator[tuple[tuple[str, str, str], Share]]:
    mapped = list(dict.fromkeys(name for names in shows.values() for name in names))
    total = Share(0, 0, 0)
    for name in mapped:
        causes = {cause for cause, names in shows.items() if name in names}
        mine = [cause for diagnosis, cause in held if diagnosis == name]
        of_name = _share([None if cause == UNNAMED else cause for cause in mine], causes)
        total = Share(*(one + other for one, other in zip(total, of_name, strict=True)))
        term = " or ".join(cause for cause, names in shows.items() if name in names)
        yield ("shown", term, name), of_name
    if len(mapped) > 1:
        yield ("shown", "what shows the diagnosis", " or ".join(mapped)), total


def _share(causes: Sequence[str | None], wanted: Collection[str]) -> Share:
    known = [cause for cause in causes if cause is not None]
    return Share(sum(cause in wanted for cause in known), len(known), len(causes) - len(known))
