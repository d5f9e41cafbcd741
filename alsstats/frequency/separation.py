"""Whether a logistic regression has an estimate at all: separation, and what it makes infinite.

Where some combination of the covariates tells all who have the finding from all who have not, the
likelihood has no maximum: a fit that stops somewhere prints a number that means nothing. Here x_i
is a row of the design and s_i is 1 where the finding is present, -1 where it is absent. There is
separation when a direction d, not 0, has s_i x_i'd >= 0 in every row; columns are independent, so
that it is then above 0 somewhere. How many people a row stands for plays no part.

Source: Albert and Anderson, Biometrika 1984;71:1; Konis, DPhil thesis, Oxford 2007.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

BATCH = 500  # rows that join the linear programme at a time
SOLVED = 1e-10  # the finest tolerance that HiGHS takes
BROKEN = 1e-9  # a row this far on the wrong side joins; columns have a spread of about 1
MOVES = 1e-7  # the smallest part of a direction that is not rounding


def infinite_coefficients(design: Floats, present: Truths) -> Truths:
    """Tell which coefficients of a logistic regression have no finite estimate.

    Coefficient j is infinite when a direction d of separation has d_j other than 0. Its largest and
    its smallest d_j among s_i x_i'd >= 0, -1 <= d <= 1 are linear programmes; all are 0 without
    separation, and with it one of them is 1. Rows join a programme only when its answer breaks
    them, which changes no answer. The columns must be independent and have a spread of about 1:
    classes that overlap by less than 1e-9 of it count as separated.
    Source: Konis, DPhil thesis, Oxford 2007, chapter 4.

    >>> import numpy as np
    >>> x = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    >>> infinite_coefficients(x, np.array([True, False, True])).tolist()
    [False, True]
    """
    import numpy as np

    signed = np.where(present[:, None], design, -design)
    rows, columns = signed.shape
    held = np.unique(np.linspace(0, rows - 1, min(rows, BATCH)).astype(int))
    infinite = np.zeros(columns, dtype=bool)
    for aim in np.vstack([np.eye(columns), -np.eye(columns)]):
        if not infinite[aim != 0]:
            direction, held = _farthest(signed, held, aim)
            infinite |= np.abs(direction) > MOVES
    return infinite


def _farthest(
    signed: Floats, held: NDArray[np.int_], aim: Floats
) -> tuple[Floats, NDArray[np.int_]]:
    """Return the direction of separation farthest along the aim, and the rows that it took."""
    import numpy as np
    from scipy.optimize import linprog

    tolerances = {"primal_feasibility_tolerance": SOLVED, "dual_feasibility_tolerance": SOLVED}
    while True:
        found = linprog(
            -aim,
            A_ub=-signed[held],
            b_ub=np.zeros(len(held)),
            bounds=(-1, 1),
            method="highs-ds",
            options=tolerances,
        )
        margin = signed @ found.x
        broken = np.setdiff1d(np.flatnonzero(margin < -BROKEN), held)
        joining = broken[np.argsort(margin[broken])[:BATCH]]
        if not joining.size:
            return found.x, held
        held = np.concatenate([held, joining])
