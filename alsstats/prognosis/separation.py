"""Whether Cox's model has an estimate at all: separation, and what it makes infinite.

Where some combination of the covariates is at each death the highest of all who are at risk, the
partial likelihood has no maximum: a fit that stops somewhere prints a number that means nothing.
There is separation when a direction d, not 0, has d'(x_i - x_j) >= 0 for every death i and every j
at risk at that time in its stratum; no combination of the covariates being the same in all risk
sets, it is then above 0 somewhere. Patients who die at the same time are compared both ways, except
by the exact likelihood of ties. How many patients a row stands for plays no part.

Source: Bryson and Johnson, Biometrics 1981;37:799; Heinze and Schemper, Biometrics 2001;57:114.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers, Truths

BATCH = 500  # comparisons that join the linear programme at a time
SOLVED = 1e-10  # the finest tolerance that HiGHS takes
BROKEN = 1e-9  # a comparison this far on the wrong side joins; covariates have a spread of 1
MOVES = 1e-7  # the smallest part of a direction that is not rounding


def infinite_coefficients(sets: RiskSets, design: Floats, *, exact: bool = False) -> Truths:
    """Tell which coefficients of Cox's model have no finite estimate: to below, to above.

    Coefficient j is infinite when a direction d of separation has d_j other than 0. Its largest and
    its smallest d_j under the comparisons, -1 <= d <= 1, are linear programmes; all are 0 without
    separation. A death is compared with the highest at risk, and joins a programme only when its
    answer breaks the comparison, which changes no answer. `design` has a line a covariate.

    >>> import numpy as np
    >>> from alsstats.prognosis.risk_sets import find_risk_sets
    >>> from alsstats.prognosis.times import survival_times
    >>> sets = find_risk_sets(survival_times([1, 2], [1, 0]))
    >>> infinite_coefficients(sets, np.array([[0.0, 1.0]])).tolist()
    [[False], [True]]
    """
    import numpy as np

    columns = len(design)
    infinite = np.zeros((2, columns), dtype=bool)
    held = np.empty((0, columns))
    for side, sign in ((0, -1.0), (1, 1.0)):
        for column in range(columns):
            if not infinite[side, column]:
                aim = sign * np.eye(columns)[column]
                direction, held = _farthest(sets, design, held, aim, exact=exact)
                infinite |= np.stack([direction < -MOVES, direction > MOVES])
    return infinite


def _farthest(
    sets: RiskSets, design: Floats, held: Floats, aim: Floats, *, exact: bool
) -> tuple[Floats, Floats]:
    """Return the direction of separation farthest along the aim, and the comparisons it took."""
    import numpy as np
    from scipy.optimize import linprog

    tolerances = {"primal_feasibility_tolerance": SOLVED, "dual_feasibility_tolerance": SOLVED}
    while True:
        direction = linprog(
            -aim,
            A_ub=-held,
            b_ub=np.zeros(len(held)),
            bounds=(-1, 1),
            method="highs-ds",
            options=tolerances,
        ).x
        joining = _broken(sets, design, direction, exact=exact)
        if not len(joining):
            return direction, held
        held = np.vstack([held, joining])


def _broken(sets: RiskSets, design: Floats, direction: Floats, *, exact: bool) -> Floats:
    """Return x_i - x_j of the deaths i that are farthest below the highest j at risk."""
    import numpy as np

    values = direction @ design
    dead = np.flatnonzero(sets.died)
    highest = highest_at_risk(values, sets, exact=exact)[sets.first[dead]]
    margin = np.where(highest < 0, 0.0, values[dead] - values[highest])
    broken = np.flatnonzero(margin < -BROKEN)
    broken = broken[np.argsort(margin[broken], kind="stable")[:BATCH]]
    return np.asarray((design[:, dead[broken]] - design[:, highest[broken]]).T)


def highest_at_risk(values: Floats, sets: RiskSets, *, exact: bool = False) -> Integers:
    """Return the row with the highest value in each risk set, -1 where nobody is to be compared.

    With `exact`, those who die at a time are left out at that time. A stretch of death times is the
    union of two whose length is a power of 2; such stretches are halved until they are one time.
    """
    import numpy as np

    count = len(sets.deaths)
    first = sets.first + sets.died if exact else sets.first
    last = np.full(len(first), count) if sets.last is None else sets.last
    order = np.argsort(values, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    power = np.frexp(np.maximum(last - first, 0))[1] - 1  # -1 where the stretch is empty
    highest = np.full(count, -1)
    for level in range(int(power.max(initial=0)), -1, -1):
        here = power == level
        np.maximum.at(highest, first[here], rank[here])
        np.maximum.at(highest, last[here] - 2**level, rank[here])
        if level:
            half = 2 ** (level - 1)
            later = highest[:-half].copy()
            highest[half:] = np.maximum(highest[half:], later)
    return np.where(highest < 0, -1, order[highest])
