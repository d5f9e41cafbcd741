"""The share still alive at each time: Kaplan-Meier's curve, its variance and its limits."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError, UsageError, did_you_mean
from alsstats.estimate import Estimate
from alsstats.intervals import normal_quantile
from alsstats.prognosis.risk_table import RiskTable, asked_times, at_times, places_by
from alsstats.prognosis.times import EQUAL

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


class SurvivalCurve(NamedTuple):
    """Survival just after each time of a risk table: 1 before the first, level until the next.

    `variance` is Greenwood's, of the survival itself. `low` and `high` are limits at each single
    time, made as `limits` says. All three are nan where survival is 0, and the limits also where it
    is still 1.
    """

    table: RiskTable
    survival: Floats
    variance: Floats
    low: Floats
    high: Floats
    level: float
    limits: str


class Landmark(NamedTuple):
    """Survival at one time, and how many were at risk then."""

    time: float
    at_risk: float
    survival: Estimate


def kaplan_meier(
    table: RiskTable, *, level: float = 0.95, limits: str = "log-log"
) -> SurvivalCurve:
    """Share of patients alive at each time, of those who were followed for different times.

    Formula: S(t) = product of (1 - d/n) over the times of death up to t, n people being at risk and
    d dying; of a table that starts later it is the share of those alive at its `start`. Variance
    S^2 V, V = sum d / (n (n - d)), after Greenwood. Limits, z being the normal quantile: S^exp(-+ z
    sqrt(V) / log S) (log-log), S exp(-+ z sqrt(V)) (log), S -+ z S sqrt(V) (plain), cut at 0 and 1.
    Undefined (nan): the limits where S is 1, since nobody has died and they have no width, and
    limits and variance where S is 0. Refused: a curve that reaches 0 while people still enter, all
    who were at risk having died; it would stay at 0 whatever becomes of the others.
    Source: Kaplan and Meier, J Am Stat Assoc 1958;53:457; Kalbfleisch and Prentice, The Statistical
    Analysis of Failure Time Data, 2nd ed., 1.4; with entry: Tsai et al., Biometrika 1987;74:883.

    >>> from alsstats.prognosis.risk_table import tabulate
    >>> curve = kaplan_meier(tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0]))
    >>> curve.survival.tolist(), curve.low.round(4).tolist()
    ([0.5, 0.25, 0.25], [0.1109, 0.0123, 0.0123])
    """
    import numpy as np

    z, bounds = normal_quantile(level), LIMITS[known_limits(limits)]
    _refuse_early_zero(table)
    n, d = table.at_risk, table.events
    died = d > 0
    share = np.ones(len(n))
    np.divide(n - d, n, out=share, where=died)
    survival = np.asarray(np.cumprod(share), dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(died, d / (n * (n - d)), 0.0))
        inside = (survival > 0) & (survival < 1)
        low, high = bounds(np.where(inside, survival, np.nan), z * np.sqrt(greenwood))
        variance = survival**2 * greenwood
    return SurvivalCurve(table, survival, variance, low, high, level, limits)


def _refuse_early_zero(table: RiskTable) -> None:
    """Refuse a table in which all who are at risk die before others enter."""
    import numpy as np

    entries = np.flatnonzero(table.entered)
    upto = entries[-1] + 1 if len(entries) else 0
    emptied = np.flatnonzero(((table.events > 0) & (table.events == table.at_risk))[:upto])
    if not len(emptied):
        return
    waiting = float(table.entered[emptied[0] :].sum())
    raise EstimateError(
        "the survival curve reaches 0 while people still enter",
        found=[f"people who enter when nobody is left at risk: {waiting:g}"],
        why="it would stay at 0 whatever becomes of them; begin later, with those then alive",
        fix=f"--from {table.time[emptied[-1]]:.12g}",
    )


def _log_log(survival: Floats, width: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    factor = np.exp(width / -np.log(survival))
    return survival**factor, survival ** (1 / factor)


def _log(survival: Floats, width: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    return survival * np.exp(-width), np.minimum(survival * np.exp(width), 1.0)


def _plain(survival: Floats, width: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    return np.maximum(survival * (1 - width), 0.0), np.minimum(survival * (1 + width), 1.0)


LIMITS: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "log-log": _log_log,
    "log": _log,
    "plain": _plain,
}


def known_limits(name: str) -> str:
    """Return the name of limits of a curve as it is; refuse one that is not in `LIMITS`."""
    if not isinstance(name, str) or name not in LIMITS:
        raise UsageError(
            f"'{name}' are no limits of a curve{did_you_mean(str(name), LIMITS)}",
            found=[f"known: {', '.join(LIMITS)}"],
        )
    return name


def landmarks(curve: SurvivalCurve, times: npt.ArrayLike) -> tuple[Landmark, ...]:
    """Share of patients alive at given times, such as 12 and 24 months, with limits.

    Formula: the curve at the last of its times that is not later. Undefined (nan), and `reason`
    says so: after the last time at which anybody was followed, unless all have died, and before the
    start of the curve; the limits alone where nobody, or everybody, has died.
    Source: Kaplan and Meier, J Am Stat Assoc 1958;53:457.

    >>> from alsstats.prognosis.risk_table import tabulate
    >>> curve = kaplan_meier(tabulate([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0]))
    >>> [(held.time, held.at_risk, held.survival.value) for held in landmarks(curve, [3, 6.5, 12])]
    [(3.0, 6.0, 1.0), (6.5, 2.0, 0.5), (12.0, 0.0, nan)]
    """
    wanted = asked_times(times)
    at_risk = at_times(curve.table, wanted).at_risk
    places = places_by(curve.table, wanted) - 1
    return tuple(
        Landmark(float(time), float(n), _at(curve, int(place), float(time)))
        for time, n, place in zip(wanted, at_risk, places, strict=True)
    )


def _at(curve: SurvivalCurve, place: int, time: float) -> Estimate:
    value = float(curve.survival[place]) if place >= 0 else 1.0
    late = time > curve.table.time[-1] * (1 + EQUAL)
    method = f"kaplan-meier, {curve.limits}"
    if time < curve.table.start or (late and value > 0):
        reason = "nobody was followed so long" if late else "the curve starts later"
        return Estimate(nan, nan, nan, curve.level, method, reason=reason)
    if value in (0.0, 1.0):
        reason = "nobody has died by then" if value else "nobody is left alive by then"
        return Estimate(value, nan, nan, curve.level, method, reason=f"{reason}: no limits")
    limits = float(curve.low[place]), float(curve.high[place])
    std_error = float(curve.variance[place]) ** 0.5
    return Estimate(value, *limits, curve.level, method, std_error=std_error)
