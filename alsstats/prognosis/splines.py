"""Restricted cubic splines: smooth curves of a number that are straight lines at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.association.frequencies import quantiles
from alsstats.errors import EstimateError, UsageError

if TYPE_CHECKING:
    from alsstats.prognosis.times import Floats

SHARES = {
    3: (0.1, 0.5, 0.9),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.5, 0.725, 0.95),
}
APART = 1e-9  # knots nearer than this, as a share of their range, are ties that rounding parts


def knots_of(values: Floats, frequency: Floats | None, count: int, name: str) -> tuple[float, ...]:
    """Return the knots of a spline: quantiles of the patients, each as often as its frequency.

    Formula: 10, 50, 90 %; 5, 35, 65, 95 %; 5, 27.5, 50, 72.5, 95 %; quantiles of type 7. Refused
    where so many patients have one value that two knots coincide.
    Source: Harrell, Regression Modeling Strategies, 2nd ed., 2.4.6.

    >>> import numpy as np
    >>> knots_of(np.arange(21.0), None, 3, "age")
    (2.0, 10.0, 18.0)
    """
    import numpy as np

    knots = weighted_quantiles(values, frequency, SHARES[count])
    if not (np.diff(knots) > APART * (knots[-1] - knots[0])).all():
        shares = ", ".join(f"{100 * share:g}" for share in SHARES[count])
        raise EstimateError(
            f"a spline of '{name}' with {count} knots has too few different values",
            found=[f"at {shares} % of the patients: {', '.join(f'{knot:g}' for knot in knots)}"],
            why="knots must differ: take fewer, or the covariate as it is",
        )
    return knots


def weighted_quantiles(
    values: Floats, frequency: Floats | None, shares: tuple[float, ...]
) -> tuple[float, ...]:
    """Return quantiles of type 7 of patients, each row as often as its frequency."""
    import numpy as np

    people = np.ones(len(values), dtype=int)
    if frequency is not None:
        people = np.rint(frequency).astype(int)
        if (people != frequency).any():
            raise UsageError("quantiles need whole frequencies", why="they count patients")
    return quantiles(values, people, shares)


def spline_columns(values: Floats, knots: tuple[float, ...]) -> list[Floats]:
    """Return the columns of a restricted cubic spline: the number itself first, then the bends.

    Formula: for knots t_1 to t_k, the j-th bend is ((x - t_j)+^3 - (x - t_(k-1))+^3 (t_k - t_j) /
    (t_k - t_(k-1)) + (x - t_k)+^3 (t_(k-1) - t_j) / (t_k - t_(k-1))) / (t_k - t_1)^2, j = 1 to
    k - 2.
    Source: Devlin and Weeks, SUGI 1986;11:646; Harrell, Regression Modeling Strategies, 2nd ed.,
    2.4.5.

    >>> import numpy as np
    >>> spline_columns(np.array([0.0, 2.0, 4.0]), (0.0, 1.0, 2.0))[1].tolist()
    [0.0, 1.5, 4.5]
    """
    import numpy as np

    def cubed(knot: float) -> Floats:
        return np.asarray(np.maximum(0.0, values - knot) ** 3)

    *_, before, last = knots
    columns = [values]
    for knot in knots[:-2]:
        bend = cubed(knot) * (last - before) - cubed(before) * (last - knot)
        bend += cubed(last) * (before - knot)
        columns.append(bend / ((last - before) * (last - knots[0]) ** 2))
    return columns
