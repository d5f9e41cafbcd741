"""A number with its confidence limits, and the four ways to make one from counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt
from operator import index
from typing import TYPE_CHECKING, Literal, NamedTuple

from alsstats.errors import UsageError
from alsstats.intervals import limits, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable


MOST = 10**15  # a larger count is not a whole number of people to a computer


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its limits, and what they rest on.

    `value`, `low` and `high` are nan where they are undefined, and `reason` then says why.
    `events` and `n` are numerator and denominator where the value is a share of people.
    `std_error` is on the scale on which the limits were made (the logarithm, for ratios).
    `uncorrected` is the ratio of the counts as they are, where 0.5 was added to them.
    """

    value: float
    low: float
    high: float
    level: float
    method: str
    events: int | None = None
    n: int | None = None
    std_error: float = nan
    uncorrected: float | None = None
    reason: str = ""


class Statistic(NamedTuple):
    """A statistic as tables of results list it: the function, its label, how it is printed.

    `scale` is `proportion` (printed in percent; the function takes `interval`), `difference` or
    `ratio`. `at_prevalence` marks what holds only at the prevalence of the table it came from.
    """

    compute: Callable[..., Estimate]
    label: str
    scale: Literal["proportion", "difference", "ratio"]
    at_prevalence: bool = False

    @property
    def name(self) -> str:
        """The name in results: that of the function."""
        return self.compute.__name__


class Label(NamedTuple):
    """The words for a statistic, and how its numbers are printed.

    `scale` is `proportion` (in percent), `difference`, `ratio`, `number` (in the unit of its
    variable), or `test` (a p value).
    """

    text: str
    scale: str


def whole(value: object, name: str) -> int:
    """Return a count as an `int`; refuse what is negative or not a whole number.

    >>> whole(12, "tp")
    12
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        count = index(value)  # type: ignore[arg-type]  # this call is the check
    except TypeError:
        raise UsageError(
            f"{name} must be a whole number of people", found=[f"{name}: {value!r}"]
        ) from None
    if count < 0:
        raise UsageError(f"{name} must not be negative", found=[f"{name}: {count}"])
    if count > MOST:
        raise UsageError(f"{name} is more than {MOST:.0e} people", why="digits would be lost")
    return count


def undefined(reason: str, level: float, method: str, n: int | None = None) -> Estimate:
    """Return an estimate that has no value, and why."""
    return Estimate(nan, nan, nan, level, method, n, n, reason=reason)


def proportion(events: int, n: int, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Share of people: k/n, with limits by one of `intervals.INTERVALS`.

    Nothing is ever added to the counts of a proportion. Undefined (nan) when n = 0.

    >>> estimate = proportion(86, 120)
    >>> f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
    '0.717 (0.630 to 0.790)'
    """
    events, n = whole(events, "events"), whole(n, "n")
    if events > n:
        raise UsageError("events must not exceed n", found=[f"{events} of {n}"])
    if n == 0:
        normal_quantile(level)
        return undefined("nobody is in its denominator (0/0)", level, interval, n=0)
    low, high = limits(events, n, level, interval)
    return Estimate(events / n, low, high, level, interval, events, n)


def difference(
    events_1: int, n_1: int, events_2: int, n_2: int, *, level: float = 0.95
) -> Estimate:
    """Difference of two independent shares, p1 - p2, with Newcombe's limits (method 10).

    Formula: d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2), with l and
    u the Wilson limits of each share, without continuity correction. Undefined when a group is
    empty.
    Source: Newcombe, Stat Med 1998;17:873.

    >>> estimate = difference(56, 70, 48, 80)
    >>> f"{estimate.value:.2f} ({estimate.low:.4f} to {estimate.high:.4f})"
    '0.20 (0.0524 to 0.3339)'
    """
    first, second = proportion(events_1, n_1, level=level), proportion(events_2, n_2, level=level)
    if not (n_1 and n_2):
        return undefined("a group is empty", level, "newcombe")
    value = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(value, max(-1.0, value - below), min(1.0, value + above), level, "newcombe")


def ratio(events_1: int, n_1: int, events_2: int, n_2: int, *, level: float = 0.95) -> Estimate:
    """Ratio of two independent shares, p1 / p2, with limits on the log scale.

    Formula: log(p1/p2) -+ z sqrt(1/k1 - 1/n1 + 1/k2 - 1/n2). Where k1 or k2 is 0, 0.5 is added to
    all four cells (k + 0.5 of n + 1), and `uncorrected` keeps the plain ratio. Undefined when a
    group is empty or both shares are 0; without limits when both are 1 (the formula's width is 0).
    Source: Katz et al., Biometrics 1978;34:469; Simel et al., J Clin Epidemiol 1991;44:763.

    >>> estimate = ratio(20, 20, 0, 30)
    >>> estimate.uncorrected, round(estimate.value, 6), round(estimate.low, 6)
    (inf, 60.52381, 3.868482)
    """
    first, second = proportion(events_1, n_1, level=level), proportion(events_2, n_2, level=level)
    if not (n_1 and n_2):
        return undefined("a group is empty", level, "log")
    if events_1 == events_2 == 0:
        return undefined("both shares are 0 (0/0)", level, "log")
    half = 0.5 if 0 in (events_1, events_2) else 0.0
    cells = (events_1 + half, n_1 + 2 * half, events_2 + half, n_2 + 2 * half)
    k_1, size_1, k_2, size_2 = cells
    plain = first.value / second.value if events_2 else inf
    value = (k_1 / size_1) / (k_2 / size_2) if half else plain
    variance = (size_1 - k_1) / (k_1 * size_1) + (size_2 - k_2) / (k_2 * size_2)
    return _log_limits(value, sqrt(variance), level, plain if half else None)


def odds_ratio(a: int, b: int, c: int, d: int, *, level: float = 0.95) -> Estimate:
    """Odds ratio of the table [[a, b], [c, d]], ad/bc, with Woolf's limits on the log scale.

    Formula: log(ad/bc) -+ z sqrt(1/a + 1/b + 1/c + 1/d). Where a cell is 0, 0.5 is added to all
    four, and `uncorrected` keeps the plain ratio. Undefined when a row or a column is empty.
    Source: Woolf, Ann Hum Genet 1955;19:251; Haldane, ibid. 1956;20:309.

    >>> round(odds_ratio(28, 3, 12, 13).value, 4)
    10.1111
    """
    for name, count in zip("abcd", (a, b, c, d), strict=True):
        whole(count, name)
    normal_quantile(level)
    if not ((a + b) and (c + d) and (a + c) and (b + d)):
        return undefined("a row or a column of the table is empty", level, "log")
    half = 0.5 if 0 in (a, b, c, d) else 0.0
    plain = (a * d) / (b * c) if b * c else inf
    cells = [count + half for count in (a, b, c, d)]
    value = (cells[0] * cells[3]) / (cells[1] * cells[2]) if half else plain
    std_error = sqrt(sum(1 / cell for cell in cells))
    return _log_limits(value, std_error, level, plain if half else None)


def _log_limits(
    value: float, std_error: float, level: float, uncorrected: float | None
) -> Estimate:
    method = "log" if uncorrected is None else "log, +0.5"
    if std_error == 0:
        reason = "both shares are 1, where the log method has no width"
        return Estimate(value, nan, nan, level, method, reason=reason)
    width = normal_quantile(level) * std_error
    low, high = exp(log(value) - width), exp(log(value) + width)
    return Estimate(value, low, high, level, method, std_error=std_error, uncorrected=uncorrected)
