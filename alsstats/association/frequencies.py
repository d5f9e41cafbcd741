"""A variable as its values and how many people have each: order, ranks, moments, quantiles.

A million people with the same value cost what one does. Values may come in any order and more
than once; frequencies are whole numbers of people.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.estimate import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def tally(values: npt.ArrayLike, groups: Sequence[npt.ArrayLike]) -> tuple[Floats, Floats]:
    """Return the distinct values that anyone has, ascending, and a row of frequencies a group.

    >>> values, counts = tally([2, 1, 2, 7], [[1, 0, 2, 0], [0, 4, 1, 0]])
    >>> values.tolist(), counts.tolist()
    ([1.0, 2.0], [[0.0, 3.0], [4.0, 1.0]])
    """
    import numpy as np

    given = numbers(values)
    rows = [people(group, len(given)) for group in groups]
    distinct, place = np.unique(given, return_inverse=True)
    sums = [np.bincount(place, row, minlength=len(distinct)) for row in rows]
    counts = np.stack(sums).astype(float)
    held = counts.any(axis=0)
    return distinct[held], counts[:, held]


def numbers(values: npt.ArrayLike) -> Floats:
    """Return values as an array; refuse what is not a finite number."""
    import numpy as np

    try:
        found = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise UsageError(
            "a value is not a number", fix="leave people without a value out, and say so"
        ) from None
    if found.ndim != 1:
        raise UsageError("the values must be one list", found=[f"{found.ndim} dimensions"])
    if not np.isfinite(found).all():
        missing = int((~np.isfinite(found)).sum())
        raise UsageError(
            "a value is missing or infinite",
            found=[f"{missing} of {len(found)} values"],
            why="people without a value have no rank: leave them out, and say how many",
        )
    return found


def people(frequencies: npt.ArrayLike, values: int) -> Floats:
    """Return frequencies as floats, which hold them exactly; refuse what is no count of people."""
    import numpy as np

    found = np.asarray(frequencies)
    if found.shape != (values,):
        raise UsageError(
            "each value needs one frequency", found=[f"{values} values, {found.size} frequencies"]
        )
    if found.size and found.dtype.kind not in "iu":
        raise UsageError(
            "frequencies must be whole numbers of people", found=[f"type: {found.dtype}"]
        )
    if (found < 0).any():
        raise UsageError("frequencies must not be negative")
    counted = found.astype(float)
    if counted.sum() > MOST:
        raise UsageError(f"more than {MOST:.0e} people", why="digits would be lost")
    return counted


def centred_ranks(n: Floats) -> Floats:
    """Return the mid-rank of each of ascending values, less the mean rank.

    >>> import numpy as np
    >>> centred_ranks(np.array([1.0, 2.0, 1.0])).tolist()
    [-1.5, 0.0, 1.5]
    """
    import numpy as np

    ranks: Floats = np.cumsum(n) - n / 2 - n.sum() / 2
    return ranks


def mean_and_variance(values: Floats, n: Floats) -> tuple[float, float]:
    """Return the mean (nan of nobody) and the variance with n - 1 (nan of fewer than two people).

    The variance is exactly 0 where all have one value: distances are taken from a value held.
    """
    held = n > 0
    total = float(n.sum())
    if not total:
        return nan, nan
    origin = float(values[held][0])
    apart = values[held] - origin
    shift = float(n[held] @ apart) / total
    variance = float(n[held] @ (apart - shift) ** 2) / (total - 1) if total > 1 else nan
    return origin + shift, variance


def quantiles(
    values: npt.ArrayLike, n: npt.ArrayLike, shares: Sequence[float] = (0.25, 0.5, 0.75)
) -> tuple[float, ...]:
    """Quantiles of a variable of which `n[i]` people have `values[i]`; quartiles unless asked.

    Formula: with N people in ascending order, x_0 to x_(N-1), and h = (N - 1) share, the value
    x_floor(h) and, by h - floor(h), the way to the next one. It is type 7 of R, the default of
    pandas, and to the last digit that of numpy. Undefined (nan) when there is nobody.
    Source: Hyndman and Fan, Am Stat 1996;50:361, definition 7.

    >>> quantiles([48, 12, 40, 33], [10, 1, 4, 5])
    (33.0, 44.0, 48.0)
    """
    import numpy as np

    wanted = np.asarray(shares, dtype=float)
    if not ((wanted >= 0) & (wanted <= 1)).all():
        raise UsageError("a share must lie between 0 and 1", found=[f"shares: {list(shares)}"])
    ordered, (counts,) = tally(values, [n])
    if not len(ordered):
        return (nan,) * len(wanted)
    upto = np.cumsum(counts)
    place = (upto[-1] - 1) * wanted
    before = np.floor(place)
    low = ordered[np.searchsorted(upto, before, side="right")]
    high = ordered[np.searchsorted(upto, np.minimum(before + 1, upto[-1] - 1), side="right")]
    way, step = place - before, high - low
    return tuple(np.where(way < 0.5, low + step * way, high - step * (1 - way)).tolist())
