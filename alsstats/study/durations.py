"""What the user says of durations: columns of numbers, each made of two columns of dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import UsageError, did_you_mean
from alsstats.study.built_in import vocabulary
from alsstats.study.variables import Variable, kind_of, variable_key

if TYPE_CHECKING:
    from alsstats.study.document import Document

DAYS_IN = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
KEYS = ("from", "to", "unit")
SAID = re.compile(r"(?P<from>.+?) to (?P<to>.+) in (?P<unit>\w+)")
EXAMPLE = "months_from_mri = mri_date to last_seen_date in months"


class Duration(NamedTuple):
    """The days from one column of dates to another, negative where it lies before, in a unit.

    A week has 7 days, a month 30.4375, and a year 365.25.

    >>> Duration("mri_date", "last_seen", "months").words
    'from mri_date to last_seen in months of 30.4375 days'
    """

    start: str
    end: str
    unit: str

    @property
    def words(self) -> str:
        """What it is, in words."""
        days = "" if self.unit == "days" else f" of {DAYS_IN[self.unit]:g} days"
        return f"from {self.start} to {self.end} in {self.unit}{days}"

    @property
    def backwards(self) -> str:
        """What it is that a duration below 0 shows."""
        return f"'{self.end}' is before '{self.start}'"


def declared_duration(value: Any, where: str) -> Document:
    """Return a duration as a study file has it: a table, or `mri_date to last_seen in months`.

    >>> declared_duration("mri_date to last_seen in months", "the study")
    {'from': 'mri_date', 'to': 'last_seen', 'unit': 'months'}
    """
    found = SAID.fullmatch(" ".join(value.split())) if isinstance(value, str) else None
    held = found.groupdict() if found else value
    if (
        not isinstance(held, Mapping)
        or set(held) != set(KEYS)
        or not all(isinstance(one, str) and one.strip() for one in held.values())
        or (found and " to " in held["to"])
    ):
        raise UsageError(
            f"{where}: a duration goes from a column of dates to another, in a unit",
            found=[f"it is: {str(value)[:60]}"],
            fix=f"--duration '{EXAMPLE}', or in the study file from, to and unit",
        )
    if held["unit"] not in DAYS_IN:
        raise UsageError(
            f"{where}: no unit '{held['unit']}'{did_you_mean(held['unit'], DAYS_IN)}",
            found=[f"known: {', '.join(DAYS_IN)}"],
        )
    return {key: held[key] for key in KEYS}


def durations_of(document: Document) -> dict[str, Duration]:
    """Return the durations that a study declares, by name; refuse a name that says otherwise."""
    durations = {
        name: Duration(said["from"], said["to"], said["unit"])
        for name, said in document.get("durations", {}).items()
    }
    for name, duration in durations.items():
        _refuse_name(name, duration)
    return durations


def with_durations(
    variables: Mapping[str, Variable], durations: Mapping[str, Duration]
) -> dict[str, Variable]:
    """Return what is said of columns, with the durations as the numbers that they are."""
    held = dict(variables)
    for name in map(variable_key, durations):
        said = held.get(name, Variable())
        held[name] = said._replace(kind=said.kind or "number")
    return held


def unit_in_name(name: str) -> str:
    """Return the unit of time that the name of a column has, empty where it has none.

    >>> unit_in_name("months_from_mri"), unit_in_name("follow-up (years)"), unit_in_name("time")
    ('months', 'years', '')
    """
    words = re.split(r"[\W_]+", name.casefold())
    return next((unit for unit in DAYS_IN if unit in words or unit[:-1] in words), "")


def refuse_other_unit(name: str, unit: str, durations: Mapping[str, Duration]) -> None:
    """Refuse a duration in another unit than it is used in."""
    for declared, said in durations.items():
        if variable_key(declared) == variable_key(name) and said.unit != unit:
            raise UsageError(
                f"'{name}' is in {said.unit}, and is used as {unit}",
                why="nothing is converted",
                fix=f"--duration {quote(f'NAME = {said.start} to {said.end} in {unit}')}",
            )


def date_as_variable(name: str) -> UsageError:
    """Return the error for a column of dates that is asked for as a number or a category."""
    return UsageError(
        f"'{name}' is a date, and no number or category",
        why="a number is made of two dates, as an age or a time is",
        fix=f"--duration {quote(f'NAME = {name} to DATE in months')}",
    )


def _refuse_name(name: str, duration: Duration) -> None:
    """Refuse the name of another thing, and a name that has another unit."""
    known = vocabulary()
    other = known.sign(name) in known.signs or variable_key(name) in {
        *(column for column in known.columns if kind_of(column) != "number"),
        known.reference,
        *known.reference_aliases,
    }
    if not name.strip() or other:
        raise UsageError(
            f"no duration can be called '{name}'",
            why="the name means something else, which is no number" if other else "it is empty",
        )
    usual = unit_in_name(name) or known.units.get(variable_key(name), duration.unit)
    if usual != duration.unit:
        raise UsageError(
            f"'{name}' is declared in {duration.unit}, and its name means {usual}",
            why="whoever reads the numbers would take them for what the name says",
            fix=f'unit = "{usual}", or another name',
        )
