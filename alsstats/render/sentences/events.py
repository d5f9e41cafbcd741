"""The event of a survival answer in words, and how long half of each group was free of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE
from alsstats.render.numbers import BLANK, interval, number
from alsstats.render.sentences.parts import is_diagnosis, known, limits_named, rows_of

if TYPE_CHECKING:
    from alsstats.result import Result, Row

DEATH = "death"
OUT = {"", "censored"}
ORIGINS = {"months_from_mri": " after the MRI", "months_from_onset": " after the onset"}
MOST_GROUPS = 3  # of which each median is named


class Event(NamedTuple):
    """Words for an event: who had it, how many of it, who was free of it, and the time to it."""

    had: str
    name: str
    many: str
    free: str
    median: str


def event_of(result: Result) -> Event:
    """Return the words for death, or those for an event of another name.

    >>> from alsstats.result import Result
    >>> event_of(Result(title="", level=0.95)).had
    'had the event'
    """
    held = result.provenance.get("study", {}).get("event", {})
    names = dict.fromkeys(name for name in held.get("codes", {}).values() if name not in OUT)
    named = " or ".join(names) or held.get("column", "")
    if named == DEATH:
        return Event("died", "death", "deaths", "alive", "median survival")
    brackets = f" ({printable(named)})" * bool(named)
    name = printable(named) or "the event"
    return Event(f"had the event{brackets}", name, "events", "free of it", "median time to it")


def patients_of(result: Result) -> str:
    """Return whom the answer is of, as `patients with ALS`, where that is one diagnosis.

    Where nothing before a time counts, they are those who lived to it.
    """
    begun = result.provenance.get("study", {}).get("survival", {}).get("from")
    later = "" if begun is None else f" followed beyond {begun:g} {_unit(result)}".rstrip()
    among = result.provenance.get("study", {}).get("among") or {}
    [*levels] = [level for held in among.values() for level in held]
    one = len(levels) == 1 and is_diagnosis(levels[0])
    return f"patients{f' with {levels[0]}' * one}{later}"


def half_of_everyone(result: Result, row: Row) -> str:
    """Say of how many patients half were free of the event, and until when."""
    event, whom = event_of(result), f"{row.n} {patients_of(result)}"
    had = f"; {row.events} {event.had}"
    for median in rows_of(result, "median_survival", by=None, group=EVERYONE)[:1]:
        ends = interval(median.conf_low, median.conf_high, "number").replace(
            f"to {BLANK}", "to no known end"
        )
        limits = f" ({limits_named(result)}{ends})" * (ends != BLANK)
        if known(median.estimate):
            time = _time(median, result)
            return f"half of the {whom} were {event.free} at {time}{limits}{had}"
        return f"the {event.median} of the {whom} was not reached{limits}{had}"
    return f"of {whom} {row.events} {event.had}"


def halves(result: Result, ratio: Row, first: str, others: str) -> str:
    """Say until when half of two groups that are compared were free of the event."""
    rows = {row.group: row for row in _of_groups(result, ratio.term)}
    if ratio.category not in rows or ratio.comparison not in rows:
        return ""
    one, other = rows[ratio.category], rows[ratio.comparison]
    free = event_of(result).free
    if (one.n or 0) + (other.n or 0) != ratio.n:  # a model leaves out whose covariates are unknown
        first, others = f"all {one.n} such patients", f"all {other.n} others"
    if not known(one.estimate) and not known(other.estimate):
        return f"the {event_of(result).median} was reached in neither group"
    return f"{_half(one, result, first, free)}, {_of_others(other, result, others)}"


def _half(row: Row, result: Result, whom: str, free: str) -> str:
    if known(row.estimate):
        return f"half of {whom} were {free} at {_time(row, result)}"
    return f"the median of {whom} was not reached"


def _of_others(row: Row, result: Result, whom: str) -> str:
    if known(row.estimate):
        return f"of {whom} half at {_number(row)} {_unit(result)}".rstrip()
    return f"the median of {whom} was not reached"


def medians(result: Result, by: str | None) -> str:
    """Return the medians of a few groups, as `median survival, months after the MRI: 17.6 (A)`."""
    rows = _of_groups(result, by)
    if not rows or len(rows) > MOST_GROUPS:
        return ""
    times = [_number(row) if known(row.estimate) else "not reached" for row in rows]
    said = [f"{time} ({printable(row.group or '')})" for time, row in zip(times, rows, strict=True)]
    unit = f"{_unit(result)}{_since(result)}".strip()
    return f"{event_of(result).median}{f', {unit}' * bool(unit)}: {', '.join(said)}"


def _of_groups(result: Result, by: str | None) -> list[Row]:
    """Return the medians of the groups; none where patients change from one to another."""
    if any(note.code == "changing_groups" for note in result.notes):
        return []
    rows = rows_of(result, "median_survival", by=by)
    return [row for row in rows if row.handling == rows[0].handling]


def _time(row: Row, result: Result) -> str:
    """Return a time with its unit, and since when."""
    return f"{_number(row)} {_unit(result)}".rstrip() + _since(result)


def _number(row: Row) -> str:
    return number(row.estimate, "number")


def _unit(result: Result) -> str:
    said = result.provenance.get("study", {}).get("survival", {})
    return printable(said.get("unit") or "")


def _since(result: Result) -> str:
    return ORIGINS.get(result.provenance.get("study", {}).get("survival", {}).get("time"), "")
