"""Prevalence counted again, person by person, from the rules and with none of the package's code.

A person is a dictionary of texts, as a CSV file has them. A sign is one column, or several that
`combine` makes one of. "1" is present, "0" absent, "not assessable" is that, and every code in
`missing` is missing, in signs and in levels; any other code of a sign is a KeyError.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Person = Mapping[str, str]
Combine = Callable[[list[bool]], bool]  # of the parts, all of them read, in the order of columns

READ = {"1": True, "0": False}
NOT_ASSESSABLE = "not assessable"
Value = bool | str | None  # the sign, or NOT_ASSESSABLE, or None where it is missing


class Level(NamedTuple):
    """The people of one level: `present` of `assessed` have the sign; the others are unread."""

    present: int
    assessed: int
    not_assessable: int
    missing: int

    @property
    def people(self) -> int:
        return self.assessed + self.not_assessable + self.missing


class Prevalence(NamedTuple):
    """Each level that somebody is in, and how many people are in none: theirs is missing."""

    levels: dict[str, Level]
    left_out: int


def counts(
    people: Sequence[Person],
    columns: Sequence[str],
    combine: Combine = all,
    *,
    by: str,
    order: Sequence[str] = (),
    merge: Mapping[str, Sequence[str]] | None = None,
    missing: Sequence[str] = ("",),
) -> Prevalence:
    """Count a sign in each level of the column `by`.

    `merge` maps a new level to those it is made of. The levels of `order`, by their names after
    merging, come first and as they stand there, all others after them by the alphabet.

    >>> people = [
    ...     {"a": "1", "b": "0", "phase": "early"},
    ...     {"a": "1", "b": "not assessable", "phase": "early"},
    ...     {"a": "not assessable", "b": "", "phase": "late"},
    ...     {"a": "1", "b": "1", "phase": ""},
    ... ]
    >>> counts(people, ["a", "b"], any, by="phase", order=["late", "early"]).levels
    ... # doctest: +NORMALIZE_WHITESPACE
    {'late': Level(present=0, assessed=0, not_assessable=0, missing=1),
     'early': Level(present=1, assessed=1, not_assessable=1, missing=0)}
    >>> counts(people, ["a"], by="phase", merge={"both": ["early", "late"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    Prevalence(levels={'both': Level(present=2, assessed=2, not_assessable=1, missing=0)},
               left_out=1)
    """
    values: dict[str, list[Value]] = {}
    left_out = 0
    for person in people:
        if person[by] in missing:
            left_out += 1
        else:
            name = level(person[by], merge or {})
            values.setdefault(name, []).append(value(person, columns, combine, missing))
    names = [name for name in order if name in values]
    names += sorted(name for name in values if name not in order)
    return Prevalence({name: counted(values[name]) for name in names}, left_out)


def level(code: str, merge: Mapping[str, Sequence[str]]) -> str:
    """Return the level that a code belongs to: that which it was merged into, or its own."""
    for new, old in merge.items():
        if code in old:
            return new
    return code


def value(
    person: Person, columns: Sequence[str], combine: Combine, missing: Sequence[str]
) -> Value:
    """Return whether a person has the sign, if every part was read, or why that is not known."""
    codes = [person[column] for column in columns]
    if any(code in missing for code in codes):
        return None
    if NOT_ASSESSABLE in codes:
        return NOT_ASSESSABLE
    return combine([READ[code] for code in codes])


def counted(values: Sequence[Value]) -> Level:
    """Return how many of one level have the sign, were read, and were not."""
    present, absent = values.count(True), values.count(False)
    unread = values.count(NOT_ASSESSABLE), values.count(None)
    assert present + absent + sum(unread) == len(values)
    return Level(present, present + absent, *unread)
