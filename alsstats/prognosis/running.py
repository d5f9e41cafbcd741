"""Running sums, and sums over stretches, that keep their digits where large values leave.

Where somebody with a huge exp(x'b) comes under observation late, the risk sets before are the
difference of two huge sums, and rounding would be all that is left of them. Each value is therefore
cut into layers: a multiple of a power of 2 so large that sums of such multiples have no rounding
at all, a multiple of a smaller one, ..., and the rest. With two layers a difference keeps an error
of 2^-86 of the sum of a million values, with each further one 2^-31 of that; a plain running sum
has 2^-50.

Source: Demmel and Nguyen, IEEE Trans Comput 2015;64:2060 (pre-rounded sums).
"""

from __future__ import annotations

from math import frexp, ldexp
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers

BLOCK = 8192  # values that are summed at a time, so that they stay in the cache
DIGITS = 52  # sums up to 2^52 units are whole numbers of units


class AtRisk(NamedTuple):
    """Sums of row values over those at risk after each move, 0 before the first, in layers.

    `rounding` is how far from the truth rounding may leave a sum, for all that was subtracted.
    """

    layers: tuple[Floats, ...]
    rounding: float

    def after(self, moves: Integers) -> Floats:
        """Return the sums over those at risk after so many moves."""
        import numpy as np

        first, *others = (np.take(layer, moves) for layer in self.layers)
        return first + sum(others[1:], others[0]) if others else first


def unit_of(bound: float) -> float:
    """Return the power of 2 in multiples of which sums up to the bound are exact.

    >>> unit_of(1.0) == 2.0**-51
    True
    """
    return ldexp(1.0, frexp(bound)[1] - DIGITS)


def units_of(bound: float, count: int, layers: int) -> list[float]:
    """Return the unit of each layer but the last, for sums of so many values up to the bound.

    >>> units_of(1.0, 2**20, 3) == [2.0**-51, 2.0**-82]
    True
    """
    units: list[float] = []
    for _ in range(layers - 1):
        units.append(unit_of(bound))
        bound = count * units[-1]
    return units


def layers_of(values: Floats, units: Sequence[Floats | float]) -> list[Floats]:
    """Return values cut into multiples of the first unit, of the second, ..., and the rest."""
    import numpy as np

    layers = []
    for unit in units:
        layers.append(np.rint(values / unit) * unit)
        values = values - layers[-1]
    return [*layers, values]


def at_risk(values: Floats, sets: RiskSets, layers: int) -> AtRisk:
    """Return the sums of row values over those at risk; one layer will do where none leave."""
    import numpy as np

    if sets.moves is None or sets.signs is None:
        return AtRisk((_from_0(values),), 0.0)
    units = units_of(2 * float(np.abs(values).sum()), len(sets.moves), layers)
    moved = np.take(values, sets.moves) * sets.signs
    rounding = len(moved) * units[-1] * 2.0**-54
    return AtRisk(tuple(_from_0(layer) for layer in layers_of(moved, units)), rounding)


def while_at_risk(steps: Floats, sets: RiskSets, layers: int) -> Floats:
    """Return for each row the sum of a value per death time over the times it is at risk at."""
    import numpy as np

    if sets.last is None:
        to_the_end = _from_0(steps[..., ::-1])[..., ::-1]
        return np.take(to_the_end, sets.first, axis=-1)
    units = units_of(float(np.abs(steps).sum(axis=-1).max()), steps.shape[-1], layers)
    found = np.zeros((*steps.shape[:-1], len(sets.first)))
    for layer in reversed(layers_of(steps, units)):
        sums = _from_0(layer)
        found += np.take(sums, sets.last, axis=-1) - np.take(sums, sets.first, axis=-1)
    return found


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
