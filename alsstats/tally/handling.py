"""What becomes of people in whom a sign, or a part of it, could not be read."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.signs import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.tally.people import People, Split

PARTS = ("all", "any")


class Entry(Enum):
    """Who of the unread enters a table."""

    NOBODY = "nobody"
    DECIDED = "those whom the parts that were read decide"
    EVERYBODY = "these, and the others with a value given to them"


class Handling(NamedTuple):
    """A rule for those in whom not every part was read, by its name in the rows.

    `target` and `others` are the value given to the undecided who enter, by whether they have the
    disease.
    """

    name: str
    not_assessable: Entry = Entry.NOBODY
    missing: Entry = Entry.NOBODY
    target: Value = Value.ABSENT
    others: Value = Value.ABSENT


class Sorted(NamedTuple):
    """People of one diagnosis as a handling sorts them."""

    present: int
    absent: int
    not_assessable: int
    missing: int


EVERY_PART = Handling("every part")
ANY_PART = Handling("any part", Entry.DECIDED, Entry.DECIDED)
FILLED = {  # policy -> the value of an undecided reading, with the disease and without
    "positive": (Value.PRESENT, Value.PRESENT),
    "negative": (Value.ABSENT, Value.ABSENT),
    "worst": (Value.ABSENT, Value.PRESENT),
    "best": (Value.PRESENT, Value.ABSENT),
}
POLICIES = ("exclude", *FILLED)


def handlings(policy: str, parts: str) -> tuple[Handling, ...]:
    """Return the rules asked for: one, or with `parts` any the stricter one before it.

    >>> [handling.name for handling in handlings("worst", "any")]
    ['worst', 'any part, worst']
    """
    for given, known, flag in ((policy, POLICIES, "--indeterminate"), (parts, PARTS, "--parts")):
        if given not in known:
            raise UsageError(
                f"{flag} does not take '{given}'{did_you_mean(str(given), known)}",
                found=[f"known: {', '.join(known)}"],
            )
    strict, wide = EVERY_PART, ANY_PART
    if policy != "exclude":
        strict = Handling(policy, Entry.EVERYBODY, Entry.NOBODY, *FILLED[policy])
        wide = Handling(f"any part, {policy}", Entry.EVERYBODY, Entry.DECIDED, *FILLED[policy])
    return (strict,) if parts == "all" else (strict, wide)


def ranges(*, missing: bool) -> Iterator[Handling]:
    """Return the two codings of unread readings that make a sign look worst, and best.

    No other coding gives a lower, or a higher, sensitivity or specificity.
    """
    entry = Entry.EVERYBODY if missing else Entry.NOBODY
    suffix = ", missing too" if missing else ""
    yield Handling(f"range low{suffix}", Entry.EVERYBODY, entry, *FILLED["worst"])
    yield Handling(f"range high{suffix}", Entry.EVERYBODY, entry, *FILLED["best"])


def sort(people: People, handling: Handling, *, ill: bool) -> Sorted:
    """Sort people of one diagnosis; `ill` says whether it is the target.

    >>> from alsstats.tally.people import People, Split
    >>> people = People(Split(10, 20), not_assessable=Split(2, 0, 3), missing=Split(0, 1, 4))
    >>> sort(people, EVERY_PART, ill=True)
    Sorted(present=20, absent=10, not_assessable=5, missing=5)
    >>> sort(people, ANY_PART, ill=True)
    Sorted(present=21, absent=12, not_assessable=3, missing=4)
    """
    given = handling.target if ill else handling.others
    assessed = _entering(people.not_assessable, handling.not_assessable, given)
    recorded = _entering(people.missing, handling.missing, given)
    return Sorted(
        people.read.present + assessed.present + recorded.present,
        people.read.absent + assessed.absent + recorded.absent,
        assessed.undecided,
        recorded.undecided,
    )


def _entering(split: Split, entry: Entry, given: Value) -> Split:
    """Return those who enter by their value, and as undecided those who do not."""
    if entry is Entry.NOBODY:
        return split._replace(absent=0, present=0, undecided=sum(split))
    if entry is Entry.DECIDED:
        return split
    present = split.present + (split.undecided if given is Value.PRESENT else 0)
    return split._replace(absent=sum(split) - present, present=present, undecided=0)
