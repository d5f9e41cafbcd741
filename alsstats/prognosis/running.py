"""Running sums, and sums over stretches, that keep their digits where large values leave.

Where somebody with a huge exp(x'b) comes under observation late, the risk sets before are the
difference of two huge sums, and rounding would be all that is left of them. Each value is therefore
cut in two: a high part, a multiple of one power of 2 so large that sums of high parts have no
rounding at all, and the low rest. A difference then keeps an error of 2^-86 of the sum of a million
values, where a plain running sum has 2^-50.

Source: Demmel and Nguyen, IEEE Trans Comput 2015;64:2060 (pre-rounded sums).
"""

from __future__ import annotations

from math import frexp, ldexp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers

DIGITS = 52  # sums up to 2^52 units are whole numbers of units


def unit_of(bound: float) -> float:
    """Return the power of 2 in multiples of which sums up to the bound are exact.

    >>> unit_of(1.0) == 2.0**-51
    True
    """
    return ldexp(1.0, frexp(bound)[1] - DIGITS)


def running_sums(values: Floats, unit: Floats | float) -> tuple[Floats, Floats]:
    """Return the running sums, along the last axis, of the high and of the low parts of values."""
    import numpy as np

    high = np.rint(values / unit) * unit
    return np.cumsum(high, axis=-1), np.cumsum(values - high, axis=-1)


def at_risk(values: Floats, sets: RiskSets) -> tuple[Floats, Floats]:
    """Return the sum of row values over each risk set; and without those who die at the time."""
    import numpy as np

    if sets.moves is None or sets.signs is None:
        sums = np.cumsum(values)
        before = np.where(sets.dying > 0, sums[sets.dying - 1], 0.0)
        return sums[sets.complete - 1], before
    moved = values[sets.moves] * sets.signs
    high, low = running_sums(moved, unit_of(2 * float(np.abs(values).sum())))
    both = np.append(0.0, high), np.append(0.0, low)
    complete, before = (both[0][at] + both[1][at] for at in (sets.complete, sets.dying))
    return complete, before


def while_at_risk(steps: Floats, sets: RiskSets) -> Floats:
    """Return for each row the sum of a value per death time over the times it is at risk at."""
    import numpy as np

    if sets.last is None:
        return np.asarray(np.cumsum(steps[..., ::-1], axis=-1)[..., ::-1][..., sets.first])
    return stretches(steps, sets.first, sets.last)


def stretches(steps: Floats, first: Integers, last: Integers) -> Floats:
    """Return the sums of steps[first:last] along the last axis, for many first and last."""
    import numpy as np

    bound = np.abs(steps).sum(axis=-1).max()
    before = [(0, 0)] * (steps.ndim - 1) + [(1, 0)]
    high, low = (np.pad(part, before) for part in running_sums(steps, unit_of(float(bound))))
    return np.asarray((high[..., last] - high[..., first]) + (low[..., last] - low[..., first]))
