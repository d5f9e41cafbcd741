"""How long half of the patients live, and for how long they were followed."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.estimate import Estimate
from alsstats.intervals import inside_unit
from alsstats.prognosis.curves import kaplan_meier

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from alsstats.prognosis.curves import SurvivalCurve
    from alsstats.prognosis.risk_table import RiskTable

    Floats = npt.NDArray[np.float64]

NOT_REACHED = "not reached"
LEVEL_WITH = 1.5e-8  # a curve as near to a share as this is level with it: root of the precision


def survival_quantile(curve: SurvivalCurve, share: float = 0.5) -> Estimate:
    """Time by which a share of the patients has died: at 0.5 the median survival.

    Formula: the first time at which the curve is at or below 1 - share. Where it is level with it,
    within 1.5e-8, the midpoint between that death and the next one; if there is no later death, the
    first time again, and `reason` says so (R's quantile() has a midpoint to the end of follow-up,
    SAS nothing). The limits are the same rule on the lower and the upper limits of the curve.
    Undefined (nan), and `reason` says so: a time that was not reached, since too few have died.
    Source: Brookmeyer and Crowley, Biometrics 1982;38:29; the midpoint as in R's print.survfit.

    >>> from alsstats.prognosis.risk_table import tabulate
    >>> curve = kaplan_meier(
    ...     tabulate(
    ...         [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
    ...     )
    ... )
    >>> median = survival_quantile(curve)
    >>> median.value, median.low, median.high, median.reason
    (31.0, 13.0, nan, 'not reached: the upper limit')
    """
    if not inside_unit(share):
        raise UsageError("a share of deaths must lie between 0 and 1", found=[f"share: {share}"])
    times, alive = curve.table.time, 1 - share
    value, note = _first_time(times, curve.survival, alive)
    low, _ = _first_time(times, curve.low, alive)
    high, _ = _first_time(times, curve.high, alive)
    reason = "; ".join(filter(None, [note, _unreached(value, low, high)]))
    method = f"kaplan-meier, {curve.limits}"
    return Estimate(value, low, high, curve.level, method, reason=reason)


def median_follow_up(table: RiskTable, *, level: float = 0.95, limits: str = "log-log") -> Estimate:
    """Median time for which patients were, or could have been, followed.

    Formula: the median of Kaplan-Meier's curve in which being last seen alive is the event and
    death ends the observation. The median of all times of follow-up would be shorter the more
    patients die. The table has to be of one row a patient: where a follow-up is cut into rows, each
    cut looks like an end of it. Undefined (nan) as other medians are, as when nobody is censored.
    Source: Schemper and Smith, Control Clin Trials 1996;17:343.

    >>> from alsstats.prognosis.risk_table import tabulate
    >>> median_follow_up(tabulate([4, 10, 12, 20, 24, 30], [1, 0, 1, 0, 0, 0])).value
    24.0
    """
    reversed_table = table._replace(events=table.censored, censored=table.events)
    return survival_quantile(kaplan_meier(reversed_table, level=level, limits=limits))


def _first_time(times: Floats, curve: Floats, alive: float) -> tuple[float, str]:
    """Return when a curve comes down to a share, and what is to be said about it."""
    import numpy as np

    reached = np.flatnonzero(curve < alive + LEVEL_WITH)
    if not len(reached):
        return nan, ""
    place = reached[0]
    first = float(times[place])
    if abs(curve[place] - alive) >= LEVEL_WITH:
        return first, ""
    note = f"the curve is level at {100 * alive:.4g} %"
    lower = np.flatnonzero(curve < curve[place])
    if not len(lower):
        return first, f"{note} from there on: its first time is given"
    return (first + float(times[lower[0]])) / 2, f"{note} for a while: the middle of it is given"


def _unreached(value: float, low: float, high: float) -> str:
    named = {"the time itself": value, "the lower limit": low, "the upper limit": high}
    missing = [name for name, time in named.items() if isnan(time)]
    return f"{NOT_REACHED}: {', '.join(missing)}" if missing else ""
