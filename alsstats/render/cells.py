"""The words and numbers of a row, shared by the formats that are read by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.diagnostic import STATISTICS
from alsstats.render.numbers import BLANK, interval, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alsstats.result import Result, Row

BY_NAME = {statistic.name: statistic for statistic in STATISTICS}
COLUMNS = ("Sign", "Against", "Statistic", "Estimate", "Interval", "Counts", "Method", "Left out")


def label(row: Row) -> str:
    """Return the statistic's name as printed, with the prevalence it holds at."""
    name = BY_NAME[row.statistic].label
    if row.at is None:
        return name
    at = f"{100 * row.at:.3g}"
    return f"{name} at prev. {'>99.9' if at == '100' and row.at < 1 else at} %"


def estimate(row: Row) -> str:
    """Return the estimate on its statistic's scale."""
    return number(row.estimate, BY_NAME[row.statistic].scale)


def limits(row: Row) -> str:
    """Return the confidence limits on the statistic's scale."""
    return interval(row.conf_low, row.conf_high, BY_NAME[row.statistic].scale)


def counts(row: Row) -> str:
    """Return numerator and denominator as `86/120`."""
    return "" if row.n is None else f"{row.events}/{row.n}"


def left_out(row: Row) -> str:
    """Return who of the data is not in the number: how many, by reason."""
    if not row.left_out:
        return "nobody"
    return ", ".join(f"{count} {reason}" for reason, count in (row.left_out_by or {}).items())


def level(result: Result) -> str:
    """Return the heading of the limits, as `95 % interval`."""
    return f"{100 * result.level:.10g} % interval"


def table(result: Result) -> tuple[list[str], Iterable[list[str]]]:
    """Return the heading and the rows of the one plain table that Markdown and HTML show."""
    heading = [level(result) if name == "Interval" else name for name in COLUMNS]
    return heading, (
        [
            row.term or BLANK,
            f"{row.target} against {row.comparison}" if row.comparison else BLANK,
            label(row),
            estimate(row),
            limits(row),
            counts(row) or BLANK,
            row.method or BLANK,
            left_out(row) if row.left_out is not None else BLANK,
        ]
        for row in result.rows
    )
