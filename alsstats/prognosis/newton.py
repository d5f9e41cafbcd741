"""Newton's method for a log likelihood, some coefficients of which may be held."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.likelihood import Evaluation

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.prognosis.times import Floats, Truths

CONVERGED = 1e-16  # of U'I^-1 U, the square of a step in standard errors; one more step follows
ITERATIONS = 40  # digits double with each near the maximum; 4 to 8 are usual
HALVINGS = 30
ROUNDING = 1e-10  # a log likelihood lower by less than this share of it is not lower


class Maximum(NamedTuple):
    """Where Newton's method stopped, what was found there, and whether it converged."""

    coefficients: Floats
    found: Evaluation
    converged: bool


def maximise(
    evaluated: Callable[[Floats], Evaluation],
    start: Floats,
    free: Truths | None = None,
    known: Evaluation | None = None,
) -> Maximum:
    """Return where the log likelihood is highest when only the free coefficients move.

    A step that does not lead up is halved. There is convergence when a step would move the estimate
    by less than 1e-8 standard errors; that step is still made. `known` is what was found at the
    start, if it was evaluated before.
    """
    import numpy as np

    with np.errstate(all="ignore"):  # far out there is overflow, and that is not up
        at, found = start, known or evaluated(start)
        for _ in range(ITERATIONS):
            step = _step(found, free)
            gain = float(found.score @ step)
            if not gain >= 0 or not np.isfinite(step).all():
                break
            reached = _up(evaluated, at, step, found.log_likelihood)
            if reached is None:
                break
            at, found = reached
            if gain < CONVERGED:
                return Maximum(at, found, converged=True)
    return Maximum(at, found, converged=False)


def _step(found: Evaluation, free: Truths | None) -> Floats:
    """Return Newton's step, 0 for coefficients that are held and nan where there is none."""
    import numpy as np

    step = np.zeros(len(found.score))
    moving = np.ones(len(step), dtype=bool) if free is None else free
    try:
        step[moving] = np.linalg.solve(
            found.information[np.ix_(moving, moving)], found.score[moving]
        )
    except np.linalg.LinAlgError:
        step[moving] = np.nan
    return step


def _up(
    evaluated: Callable[[Floats], Evaluation], at: Floats, step: Floats, value: float
) -> tuple[Floats, Evaluation] | None:
    """Return the first of the step, its half, its quarter, ... that does not lead down."""
    import numpy as np

    for _ in range(HALVINGS):
        found = evaluated(at + step)
        known = np.isfinite(found.information).all() and np.isfinite(found.score).all()
        if known and found.log_likelihood >= value - ROUNDING * (1 + abs(value)):
            return at + step, found
        step = step / 2
    return None
