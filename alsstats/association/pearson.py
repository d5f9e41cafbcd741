"""Pearson's chi-squared, and what every test of counts returns."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.estimate import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL = 5  # an expected count below this makes the chi-squared approximation doubtful


@dataclass(frozen=True, slots=True)
class SignificanceTest:
    """A test of counts: its statistic and degrees of freedom (nan for an exact test), and p.

    `note` says why p is nan, or what makes it doubtful.
    """

    statistic: float
    df: float
    p_value: float
    method: str
    note: str = ""


def chi_squared(table: Sequence[Sequence[int]]) -> SignificanceTest:
    """Test whether rows and columns of an r x c table of counts are independent.

    Formula: sum of (observed - expected)^2 / expected, expected = row total x column total / n,
    with (r - 1)(c - 1) degrees of freedom and without continuity correction. Empty rows and columns
    are left out first. Undefined (nan) when fewer than two rows or two columns then remain.
    Source: Pearson, Phil Mag 1900;50:157; Agresti, Categorical Data Analysis, 3rd ed., 3.2.

    >>> test = chi_squared([[26, 6], [26, 7], [23, 9], [18, 14], [9, 23]])
    >>> f"{test.statistic:.7f}, df {test.df:g}"
    '26.6025374, df 4'
    """
    rows = [[whole(count, "count") for count in row] for row in table]
    if len({len(row) for row in rows}) > 1:
        raise UsageError(
            "the rows of the table have different lengths",
            fix="one count for each level in each row",
        )
    rows = [row for row in rows if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    if len(rows) < 2 or len(columns) < 2:
        return SignificanceTest(
            nan, nan, nan, "pearson", "fewer than two rows or two columns hold anyone"
        )
    n = sum(map(sum, rows))
    expected = [[sum(row) * sum(column) / n for column in columns] for row in rows]
    observed = list(zip(*columns, strict=True))
    statistic = sum(
        (seen - fitted) ** 2 / fitted
        for seen_row, fitted_row in zip(observed, expected, strict=True)
        for seen, fitted in zip(seen_row, fitted_row, strict=True)
    )
    small = sum(fitted < SMALL for row in expected for fitted in row)
    df = (len(rows) - 1) * (len(columns) - 1)
    note = f"{small} expected counts are below {SMALL}" if small else ""
    return SignificanceTest(statistic, df, upper_tail(statistic, df), "pearson", note)


def homogeneity(events: Sequence[int], n: Sequence[int]) -> SignificanceTest:
    """Test whether a share is the same in all strata: `events[i]` of `n[i]` in stratum i.

    Pearson's chi-squared without continuity correction on events and non-events; degrees of freedom
    are the strata that hold anyone, less one. Undefined (nan) with fewer than two such strata, or
    when nobody or everybody has the event.

    >>> test = homogeneity([30, 20], [50, 50])
    >>> f"{test.statistic:.3f}, p = {test.p_value:.4f}"
    '4.000, p = 0.0455'
    """
    if len(events) != len(n):
        raise UsageError("each stratum needs events and n", found=[f"{len(events)}, {len(n)}"])
    return chi_squared([[k, size - k] for k, size in zip(events, n, strict=True)])


def upper_tail(statistic: float, df: float) -> float:
    """Return the probability that a chi-squared variable exceeds the statistic."""
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))
