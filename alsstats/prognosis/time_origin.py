"""From when the time of a follow-up counts, in which unit, and to which event."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import RoleError, UsageError
from alsstats.study import Endpoint, columns_shown, one_of, unit_in_name, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study import Duration, Study, SurvivalSaid

FROM_MRI, FROM_ONSET, DELAY = "months_from_mri", "months_from_onset", "onset_to_mri_months"
DEATH = "death"
UNITS = {  # of time, with the times at which survival is given unless others are asked for
    "days": (365.0, 730.0),
    "weeks": (52.0, 104.0),
    "months": (12.0, 24.0),
    "years": (1.0, 2.0),
}


class TimeOrigin(NamedTuple):
    """The columns of time and of entry (empty where all are at risk from the first), and the unit.

    `chosen` says in words what was understood without being told.
    """

    time: str
    entry: str
    unit: str
    chosen: str = ""

    @property
    def is_immortal(self) -> bool:
        """Whether time counts from the onset, and nobody could have died before the MRI."""
        return variable_key(self.time) == FROM_ONSET and not self.entry

    @property
    def is_from_onset(self) -> bool:
        """Whether time counts from the onset."""
        return variable_key(self.time) == FROM_ONSET


def origin_of(
    names: Iterable[str], said: SurvivalSaid, time: str | None, entry: str | None, unit: str | None
) -> TimeOrigin:
    """Return the columns of time: as asked, as the study says, or the usual ones.

    The usual ones are the months from MRI, or those from onset of people who come under observation
    at their MRI; the sign is known from then on only.
    """
    chosen = ""
    if time is None and not said.time:
        _refuse_entry_alone(entry or said.entry)
        time, usual, chosen = _usual(tuple(names))
        entry = usual if entry is None else entry
    if time and said.time and variable_key(time) != variable_key(said.time):
        if said.entry and entry is None:
            chosen = f"the study's entry, {said.entry}, is that of {said.time}, and is not taken"
        said = said._replace(entry="", unit="")
    time = time or said.time
    entry = said.entry if entry is None else entry
    if variable_key(time) == FROM_MRI and variable_key(entry) == DELAY:
        raise UsageError(
            f"'{time}' counts from the MRI, and '{entry}' from the onset",
            why="entry and time must count from the same day; from the MRI all are at risk at once",
            fix=f"leave out --entry, or --time {FROM_ONSET}",
        )
    return TimeOrigin(time, entry, _unit(unit or said.unit, time), chosen)


def in_declared_unit(origin: TimeOrigin, durations: Mapping[str, Duration]) -> TimeOrigin:
    """Return an origin in the unit of durations; refuse times and entries in different units."""
    declared = {variable_key(name): said.unit for name, said in durations.items()}
    units = {
        f"'{name}'": declared.get(variable_key(name)) or unit_in_name(name)
        for name in (origin.time, origin.entry)
    }
    of_time = units[f"'{origin.time}'"]
    if variable_key(origin.time) in declared and origin.unit not in {"", of_time}:
        units["the unit that is asked for"] = origin.unit
    known = {name: unit for name, unit in units.items() if unit}
    if len(set(known.values())) > 1:
        raise UsageError(
            "the times of the follow-up are in different units",
            found=[f"{name}: {unit}" for name, unit in known.items()],
            why="they are taken as they are, and nothing is converted",
            fix="make both durations in one unit, with --duration 'NAME = DATE to DATE in UNIT'",
        )
    return origin._replace(unit=origin.unit or of_time)


def _refuse_entry_alone(entry: str) -> None:
    if entry:
        raise UsageError(
            f"an entry, '{entry}', and no column of the time that it is on",
            why="both must count from the same day, and which that is nobody said",
            fix=f"--time {FROM_ONSET}" if variable_key(entry) == DELAY else "--time COLUMN",
        )


def _usual(names: tuple[str, ...]) -> tuple[str, str, str]:
    if mri := _known(names, FROM_MRI, "--time"):
        return mri, "", f"time counts from the MRI ({mri})"
    onset, delay = _known(names, FROM_ONSET, "--time"), _known(names, DELAY, "--entry")
    if onset and delay:
        chosen = (
            f"time counts from the onset ({onset}), patients being at risk from their "
            f"MRI on ({delay})"
        )
        return onset, delay, chosen
    raise RoleError(
        f"no column '{FROM_MRI}', nor '{FROM_ONSET}' with '{DELAY}'",
        found=[columns_shown(names)],
        why="from when the time counts decides who could have died before the MRI",
        fix="name the column of time with --time, and that of the time of the MRI with --entry, "
        "where time counts from earlier on; or make it of two days, as "
        f"--duration '{FROM_MRI} = mri_date to last_seen in months'",
    )


def _known(names: Iterable[str], known: str, flag: str) -> str:
    """Return the column of a known name, empty where there is none; refuse two that have it."""
    found = [name for name in names if variable_key(name) == known]
    if len(found) > 1:
        raise RoleError(
            f"{len(found)} columns have the name '{known}'",
            found=[f"columns: {', '.join(map(repr, found))}"],
            why="they may hold different things, and nobody said which of them is meant",
            fix=f"{flag} {quote(found[0])}",
        )
    return found[0] if found else ""


def _unit(said: str, time: str) -> str:
    """Return the unit as said, or as the name of the column has it; empty where neither does."""
    if said:
        return one_of("--unit", said, tuple(UNITS))
    return unit_in_name(time)


def endpoint_of(
    names: Iterable[str],
    study: Study,
    event: str | Mapping[str, object] | None,
) -> Endpoint:
    """Return the event: as asked, as the study says, or the column of death.

    A question that names the column that the study declares, without codes, means those codes.
    """
    said = study.survival.event
    if isinstance(event, str):
        if said and variable_key(said.column) == variable_key(event):
            return said
        return Endpoint(event)
    if event is not None:
        return _declared(event, study)
    if said:
        return said
    usual = _known(names, DEATH, "--event")
    if not usual:
        raise RoleError(
            f"no column '{DEATH}'",
            found=[columns_shown(names)],
            why="who died, and who was alive when last seen, is not recorded",
            fix="--event COLUMN=CODE, the column of the event and the code of those who died",
        )
    return Endpoint(usual)


def _declared(event: Mapping[str, object], study: Study) -> Endpoint:
    if len(event) != 1:
        raise UsageError(
            "the event is one column",
            found=[f"columns: {', '.join(event)}"],
            fix="--event COLUMN=CODE",
        )
    [(column, occurred)] = event.items()
    document = {"survival": {"event": {"column": column, "occurred": occurred}}}
    endpoint = study.with_(document).survival.event
    return endpoint or Endpoint(column)
