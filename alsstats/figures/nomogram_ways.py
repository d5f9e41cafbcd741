"""From the probability before the scan to that after it: the numbers of a nomogram, in words."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.estimates import is_known
from alsstats.figures.one_sign import main_sign
from alsstats.figures.predictive_curves import (
    CASE_CONTROL,
    Point,
    heading_of,
    is_case_control,
    points_of,
)
from alsstats.render.cells import estimate, limits, percent_of
from alsstats.render.numbers import BLANK, interval, number

if TYPE_CHECKING:
    from alsstats.figures.one_sign import MainSign
    from alsstats.result import Result, Row

RESULTS = (("positive", "LR+", "lr_positive", "ppv"), ("negative", "LR-", "lr_negative", "npv"))
NOBODY = {  # why a ratio is 0 or infinite
    ("positive", True): "nobody without the disease has the sign",
    ("positive", False): "nobody with the disease has the sign",
    ("negative", True): "nobody without the disease is without the sign",
    ("negative", False): "nobody with the disease is without the sign",
}


class Way(NamedTuple):
    """The way by one result: the likelihood ratio, and the probability after it with limits."""

    result: str
    name: str
    ratio: Row
    predictive: Row
    after: float


def _start(sign: MainSign) -> Point | None:
    """Return the table's own prevalence, or else the first that was asked for."""
    ratios = all(ratio in sign.own for _, _, ratio, _ in RESULTS)
    known = ratios and all(map(is_known, sign.accuracy))
    return next(iter(points_of(sign)), None) if known else None


def start_of(sign: MainSign) -> float | None:
    """Return the probability before, if there is any to begin with."""
    start = _start(sign)
    return start.at if start else None


def ways_of(sign: MainSign) -> list[Way]:
    """Return the ways of those results that came."""
    start, ways = _start(sign), list[Way]()
    if start is None:
        return ways
    for result, name, ratio, predictive in RESULTS:
        row, held = start.rows[predictive], sign.plain.get(ratio) or sign.own[ratio]
        if is_known(row) and is_known(held):
            value = row.estimate or 0.0
            after = value if result == "positive" else 1 - value
            ways.append(Way(result, name, held, row, after))
    return ways


def words_of(result: Result) -> list[str]:
    """Say where the lines begin, where each leads, and by which ratio."""
    sign = main_sign(result)
    start = _start(sign)
    where = "the table's own prevalence" if start and start.is_own else "a prevalence asked for"
    before = [f"Before the scan {percent_of(start.at)}, {where}."] if start else []
    ways = ways_of(sign)
    missing = {name for name, *_ in RESULTS} - {way.result for way in ways}
    never = [f"No result was {name}." for name, *_ in RESULTS if name in missing]
    chosen = [CASE_CONTROL] if is_case_control(result) else []
    return [heading_of(sign), *before, *map(_said, ways), *never, *chosen]


def _said(way: Way) -> str:
    row = way.predictive
    ends = limits(row) if way.result == "positive" else _complement(row)
    beside = [ends] if limits(row) != BLANK else []
    beside += [f"NPV {estimate(row)}"] if way.result == "negative" else []
    said = f" ({'; '.join(beside)})" if beside else ""
    return f"After a {way.result} result {number(way.after, 'proportion')}{said}: {_ratio(way)}."


def _complement(row: Row) -> str:
    """Return the limits of 1 less a share."""
    low, high = (1 - end if end is not None else None for end in (row.conf_high, row.conf_low))
    return interval(low, high, "proportion")


def _ratio(way: Way) -> str:
    value, held = way.ratio.estimate or 0.0, limits(way.ratio)
    if isinf(value) or value == 0:
        size = "infinite" if value else "0"
        return f"{way.name} is {size}, {NOBODY[way.result, bool(value)]}, and no line leads there"
    return f"{way.name} {estimate(way.ratio)}" + (f" ({held})" if held != BLANK else "")
