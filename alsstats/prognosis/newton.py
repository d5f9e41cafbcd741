"""Newton's method for a log likelihood, some coefficients of which may be held."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.prognosis.likelihood import Evaluation

if TYPE_CHECKING:
    from collections.abc import Callable

    from alsstats.prognosis.times import Floats, Truths

CONVERGED = 1e-16  # of U'I^-1 U, the square of a step in standard errors; one more step follows
FLAT = 1e-13  # information in a direction, beside the largest, that is rounding
LEVEL = 1e-6  # a log likelihood that gains no more than this has levelled off
ITERATIONS = 40  # digits double with each near the maximum; 4 to 8 are usual
HALVINGS = 60
FARTHEST = 1e7  # a coefficient, of a covariate with a spread of 1; beyond it rounding leads up
LEAST = 1e-3  # of the information, in a step where it is next to none in some direction
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

    A step that does not lead up is halved; where none of its parts does, as the information is
    next to none in some direction, a step follows that is shorter in such directions. There is
    convergence when a step would move the estimate by less than 1e-8 standard errors; that step is
    still made. `known` is what was found at the start, if it was evaluated before.
    """
    import numpy as np

    moving = np.ones(len(start), dtype=bool) if free is None else free
    with np.errstate(all="ignore"):  # far out there is overflow, and that is not up
        at, found = start, known or evaluated(start)
        for _ in range(ITERATIONS):
            before, step = found, _step(found, moving)
            reached = _up(evaluated, at, step, found)
            if reached is None:
                step = _short_step(found, moving)
                reached = _up(evaluated, at, step, found)
            if reached is None:
                break
            at, found = reached
            if float(before.score @ step) < CONVERGED:
                return Maximum(at, found, converged=True)
    return Maximum(at, found, converged=False)


def is_rising(found: Evaluation, free: Truths | None = None) -> bool:
    """Tell whether a likelihood would rise much where it could not be followed farther.

    A step of Newton's gains about half of U'I^-1 U; where it has levelled off that is next to none.
    """
    import numpy as np

    moving = np.ones(len(found.score), dtype=bool) if free is None else free
    score, information = found.score[moving], found.information[np.ix_(moving, moving)]
    if not len(score):
        return False
    covariance = np.linalg.pinv(information, rcond=FLAT, hermitian=True)
    return not float(score @ covariance @ score) / 2 < LEVEL


def _step(found: Evaluation, moving: Truths) -> Floats:
    """Return Newton's step, 0 for coefficients that are held and nan where there is none."""
    import numpy as np

    step = np.zeros(len(found.score))
    try:
        step[moving] = np.linalg.solve(
            found.information[np.ix_(moving, moving)], found.score[moving]
        )
    except np.linalg.LinAlgError:
        step[moving] = np.nan
    return step


def _short_step(found: Evaluation, moving: Truths) -> Floats:
    """Return a step that takes the information in every direction to be a share of the largest."""
    import numpy as np

    step = np.zeros(len(found.score))
    information = found.information[np.ix_(moving, moving)]
    if not np.isfinite(information).all():
        return np.full_like(step, np.nan)
    sizes, directions = np.linalg.eigh(information)
    step[moving] = directions @ (
        (found.score[moving] @ directions) / np.maximum(sizes, LEAST * sizes.max(initial=0.0))
    )
    return step


def _up(
    evaluated: Callable[[Floats], Evaluation], at: Floats, step: Floats, found: Evaluation
) -> tuple[Floats, Evaluation] | None:
    """Return the first of the step, its half, its quarter, ... that does not lead down."""
    import numpy as np

    value = found.log_likelihood
    if not float(found.score @ step) >= 0 or not np.isfinite(step).all():
        return None
    for _ in range(HALVINGS):
        reached = evaluated(at + step)
        known = np.isfinite(reached.information).all() and np.isfinite(reached.score).all()
        near = np.abs(at + step).max(initial=0.0) <= FARTHEST
        if known and near and reached.log_likelihood >= value - ROUNDING * (1 + abs(value)):
            return at + step, reached
        step = step / 2
    return None
