"""What a survival figure says beside its curves: of time, of the event, of tests and ratios."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from alsstats.figures.estimates import limits_name, method_name
from alsstats.render.hazards import limits, ratio
from alsstats.render.numbers import BLANK, p_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.result import Result, Row

ORIGINS = {"months_from_mri": "MRI", "months_from_onset": "onset"}
DEATH, CENSORED = "death", "censored"
EVERYONE = "everyone"
FOUR_LEVELS = "four levels"
CLUSTERED, PROFILE = "clustered", "profile likelihood"


def said(result: Result) -> Mapping[str, Any]:
    """Return what a survival answer was asked: its columns of time, its unit, its groups."""
    held = result.provenance.get("study", {}).get("survival", {})
    return dict(held)


def grouping(result: Result, *, four_levels: bool = False) -> str:
    """Return by what patients are grouped, as the names of curves have it."""
    group = said(result).get("group") or EVERYONE
    return f"{group}, {FOUR_LEVELS}" if four_levels else str(group)


def time_words(result: Result) -> str:
    """Return the name of the axis of time: from when it counts, if known, and its unit."""
    time, unit = str(said(result).get("time") or "time"), said(result).get("unit")
    if time in ORIGINS:
        return f"Months from {ORIGINS[time]}"
    return f"{time} ({unit})" if unit and unit not in time else time


def events_of(result: Result) -> list[str]:
    """Return what counts as the event, by the names that the study gives; or else the column."""
    event = result.provenance.get("study", {}).get("event", {})
    names = [name for name in event.get("codes", {}).values() if name not in {"", CENSORED}]
    return list(dict.fromkeys(names)) or [event.get("column", DEATH)]


def event_words(result: Result) -> str:
    """Return what curves show: survival where death alone is the event."""
    return "Survival" if events_of(result) == [DEATH] else "Free of the event"


def rows_of(result: Result, statistic: str, **fields: str | None) -> Iterator[Row]:
    """Yield the rows of a statistic that have these fields, under the first rule for readings."""
    first = next((row.handling for row in result.rows), None)
    for row in result.rows:
        if row.statistic == statistic and row.handling == first and is_with(row, fields):
            yield row


def is_with(row: Row, fields: Mapping[str, str | None]) -> bool:
    """Tell whether a row has these fields."""
    return all(getattr(row, name) == value for name, value in fields.items())


def compared(result: Result, by: str) -> list[str]:
    """Return the log-rank test of some groups, and the hazard ratio where there are two."""
    lines = [
        f"Log-rank test: {p_value(row.p_value)}"
        for row in rows_of(result, "log_rank", by=by)
        if row.p_value is not None and not isnan(row.p_value)
    ]
    groups = {curve.group for curve in result.curves if curve.name == f"survival, {by}"}
    found = list(rows_of(result, "hazard_ratio", term=by, model="univariable", by=None))
    found = [row for row in found if row.comparison in groups and row.category in groups]
    if len(groups) == 2 and found:
        row = preferred(found)
        lines.append(
            f"Hazard ratio ({row.model}) of {row.category} against {row.comparison}: "
            f"{with_infinity(row)}; {limits_name(result)}, {method_name(row)}"
        )
    return lines


def with_infinity(row: Row) -> str:
    """Return a ratio with its limits, infinity as its sign, what is not defined in words."""
    value, ends = ratio(row.estimate), limits(row)
    if value == BLANK:
        value = "undefined"
    text = value if ends == BLANK else f"{value} ({ends})"
    return text.replace("inf", "\N{INFINITY}")


def in_words(row: Row) -> str:
    """Return a ratio with its limits for those who hear it."""
    return with_infinity(row).replace("\N{INFINITY}", "infinite")


def preferred(rows: list[Row]) -> Row:
    """Return, of rows of one ratio, that by clusters, or by the profile likelihood, or the last."""
    for word in (CLUSTERED, PROFILE):
        for row in rows:
            if word in (row.method or ""):
                return row
    return rows[-1]
