"""PPV and NPV of one table at every prevalence, and the points of it that the rows hold."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.diagnostic import npv_at, ppv_at, predictive_values
from alsstats.figures.accuracy_rows import accuracies
from alsstats.figures.estimates import is_known
from alsstats.figures.lettering import broken, width_of
from alsstats.figures.one_sign import main_sign
from alsstats.render.cells import estimate, limits, percent_of
from alsstats.render.numbers import BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.figures.one_sign import MainSign
    from alsstats.result import Result, Row

ENDS = ("value", "low", "high")
STEPS = 400  # prevalences that a curve is drawn through
NAMES = {"ppv": "PPV", "npv": "NPV"}
CASE_CONTROL = (
    "The design is case-control: how many have the disease was chosen, so no prevalence of the "
    "study's own is marked."
)


class Band(NamedTuple):
    """PPV or NPV along the prevalence, with limits where there are any; or why there is none."""

    prevalence: tuple[float, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    reason: str


class Point(NamedTuple):
    """PPV and NPV at one prevalence, from rows; `is_own` where it is that of the table."""

    at: float
    rows: dict[str, Row]
    is_own: bool


def heading_of(sign: MainSign) -> str:
    """Name the sign, who is compared with whom, and the counts."""
    table = sign.table
    counts = (
        f"TP {table.tp}, FP {table.fp}, FN {table.fn}, TN {table.tn}"
        if table
        else "sensitivity and specificity as given"
    )
    text = ", ".join(part for part in (sign.name, sign.against, counts) if part)
    return f"{text[0].upper()}{text[1:]}."


def in_lines(sentence: str, room: float) -> list[str]:
    """Break a sentence into lines of at most `room` mm; if too long, first before its numbers."""
    before, colon, after = sentence.partition(": PPV ")
    if not colon or width_of(sentence) <= room:
        return broken(sentence, room)
    return [*broken(f"{before}:", room), *broken(f"PPV {after}", room)]


def is_case_control(result: Result) -> bool:
    """Tell whether the investigator chose how many have the disease."""
    study = result.provenance.get("study", {})
    return bool(study.get("reference", {}).get("design") == "case-control")


def is_drawable(result: Result) -> bool:
    """Tell whether sensitivity and specificity of the sign are both known."""
    return bool(accuracies(result)) and all(map(is_known, main_sign(result).accuracy))


def grid() -> tuple[float, ...]:
    """Return the prevalences from nearly 0 to nearly 1, closer to each other at both ends."""
    ends = (0.0001, 0.0003, 0.0006, 0.001, 0.0015)
    inner = tuple(place / STEPS for place in range(1, STEPS))
    return (*ends, *inner, *(1 - end for end in reversed(ends)))


def bands_of(result: Result, sign: MainSign) -> dict[str, Band]:
    """Compute both curves, from the four counts or else from the two shares."""
    at = grid()
    if sign.table is None:
        sens, spec = (row.estimate or 0.0 for row in sign.accuracy)
        held = [predictive_values(sens, spec, prevalence) for prevalence in at]
        values = {name: tuple(getattr(one, name) for one in held) for name in NAMES}
        return {name: _band(at, value, (), (), "") for name, value in values.items()}
    bands = {}
    for name, project in (("ppv", ppv_at), ("npv", npv_at)):
        found = [project(sign.table, prevalence, level=result.level) for prevalence in at]
        value, low, high = (tuple(getattr(one, end) for one in found) for end in ENDS)
        bands[name] = _band(at, value, low, high, found[0].reason)
    return bands


def _band(
    at: tuple[float, ...],
    value: tuple[float, ...],
    low: tuple[float, ...],
    high: tuple[float, ...],
    reason: str,
) -> Band:
    """Leave out what is not defined."""
    if isnan(value[0]):
        return Band((), (), (), (), reason or "the sign is never so read")
    limited = () if not low or isnan(low[0]) else low
    return Band(at, value, limited, high if limited else (), reason)


def points_of(sign: MainSign) -> list[Point]:
    """Return the table's own point, if it has one, and those at the prevalences asked for.

    Of each PPV and NPV are needed.
    """
    own = sign.own.get("prevalence")
    held = {name: sign.own[name] for name in NAMES if name in sign.own}
    points = []
    if own is not None and own.estimate is not None and is_known(own) and 0 < own.estimate < 1:
        points.append(Point(own.estimate, held, is_own=True))
    asked: dict[float, dict[str, Row]] = {}
    for row in sign.projected:
        asked.setdefault(row.at or 0.0, {})[row.statistic] = row
    points += [Point(at, rows, is_own=False) for at, rows in asked.items()]
    return [point for point in points if len(point.rows) == len(NAMES)]


def said_of_points(points: Sequence[Point]) -> list[str]:
    """Say PPV and NPV at each point."""
    said = []
    for point in points:
        where = "The table's own prevalence" if point.is_own else "At a prevalence of"
        numbers = ", ".join(f"{NAMES[name]} {_number(row)}" for name, row in point.rows.items())
        said.append(f"{where} {percent_of(point.at)}: {numbers}.")
    return said


def _number(row: Row) -> str:
    if not is_known(row):
        return "not defined"
    held = limits(row)
    return estimate(row) if held == BLANK else f"{estimate(row)} ({held})"
