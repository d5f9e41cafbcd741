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
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers

BLOCK = 8192  # values that are summed at a time, so that they stay in the cache
DIGITS = 52  # sums up to 2^52 units are whole numbers of units


class AtRisk(NamedTuple):
    """Sums of row values over those at risk after each move, 0 before the first, in two parts.

    The low part is None where rows only join, and nothing is subtracted.
    """

    high: Floats
    low: Floats | None

    def after(self, moves: Integers) -> Floats:
        """Return the sums over those at risk after so many moves."""
        import numpy as np

        high = np.take(self.high, moves)
        return high if self.low is None else high + np.take(self.low, moves)


def unit_of(bound: float) -> float:
    """Return the power of 2 in multiples of which sums up to the bound are exact.

    >>> unit_of(1.0) == 2.0**-51
    True
    """
    return ldexp(1.0, frexp(bound)[1] - DIGITS)


def parts(values: Floats, unit: Floats | float) -> tuple[Floats, Floats]:
    """Return the high parts of values, multiples of the unit, and the low rests."""
    import numpy as np

    high = np.rint(values / unit) * unit
    return high, values - high


def at_risk(values: Floats, sets: RiskSets) -> AtRisk:
    """Return the sums of row values over those at risk."""
    import numpy as np

    if sets.moves is None or sets.signs is None:
        return AtRisk(_from_0(values), None)
    moved = np.take(values, sets.moves) * sets.signs
    high, low = parts(moved, unit_of(2 * float(np.abs(values).sum())))
    return AtRisk(_from_0(high), _from_0(low))


def while_at_risk(steps: Floats, sets: RiskSets) -> Floats:
    """Return for each row the sum of a value per death time over the times it is at risk at."""
    import numpy as np

    if sets.last is None:
        to_the_end = _from_0(steps[..., ::-1])[..., ::-1]
        return np.take(to_the_end, sets.first, axis=-1)
    return stretches(steps, sets.first, sets.last)


def stretches(steps: Floats, first: Integers, last: Integers) -> Floats:
    """Return the sums of steps[first:last] along the last axis, for many first and last."""
    import numpy as np

    unit = unit_of(float(np.abs(steps).sum(axis=-1).max()))
    high, low = (_from_0(part) for part in parts(steps, unit))
    apart = [np.take(sums, last, axis=-1) - np.take(sums, first, axis=-1) for sums in (high, low)]
    return np.asarray(apart[0] + apart[1])


def _from_0(values: Floats) -> Floats:
    """Return running sums along the last axis that begin with 0.

    Each block is summed for itself, so that rounding grows with the blocks, not with the values.
    """
    import numpy as np

    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    for start in range(0, values.shape[-1], BLOCK):
        end = min(start + BLOCK, values.shape[-1])
        part = sums[..., start + 1 : end + 1]
        np.cumsum(values[..., start:end], axis=-1, out=part)
        part += sums[..., start : start + 1]
    return sums
