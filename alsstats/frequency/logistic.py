"""A logistic regression of counted people, or the reason why there is none."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

from alsstats.frequency.separation import infinite_coefficients

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int_]
    Truths = NDArray[np.bool_]

CONVERGED = 1e-10  # in standard errors: how far one more step would move the estimate
ITERATIONS = 30  # near the maximum digits double with each; 5 to 12 are usual
DEPENDENT = 1e-9  # a singular value this small is 0, where columns have a spread of about 1
INVOLVED = 1e-6  # the smallest part of a column in a combination of columns that is 0


class Logistic(NamedTuple):
    """Coefficients and their covariance; or the `problem` for which there are none (empty arrays).

    `infinite` names the coefficients that have no finite estimate, where separation is the problem.
    """

    coefficients: Floats
    covariance: Floats
    problem: str = ""
    infinite: tuple[str, ...] = ()


def fit_logistic(design: Floats, present: Truths, n: Integers, names: tuple[str, ...]) -> Logistic:
    """Fit a logistic regression by maximum likelihood; row i of the design stands for n[i] people.

    Formula: log(p / (1 - p)) = x'b, with covariance (sum n_i p_i (1 - p_i) x_i x_i')^-1. `names`
    are those of the columns, which have a spread of about 1 (the intercept's is ""). No fit where
    columns determine one another, where fewer people have the finding, or are without it, than
    there are coefficients, and where separation makes an estimate infinite.
    Source: McCullagh and Nelder, Generalized Linear Models, 2nd ed., 4.4.

    >>> import numpy as np
    >>> fit = fit_logistic(np.ones((2, 1)), np.array([True, False]), np.array([30, 70]), ("",))
    >>> round(float(fit.coefficients[0]), 6), round(float(fit.covariance[0, 0]), 6)
    (-0.847298, 0.047619)
    """
    dependent = _named(names, _dependent(design, n))
    if dependent:
        return _no_fit(f"{', '.join(dependent)} determine one another")
    events, others = int(n[present].sum()), int(n[~present].sum())
    if min(events, others) < len(names):
        least = f"{events} with" if events <= others else f"{others} without"
        return _no_fit(f"only {least} the finding for {len(names)} coefficients")
    infinite = _named(names, infinite_coefficients(design, present))
    if infinite:
        return _no_fit(f"separation: no finite estimate of {', '.join(infinite)}", infinite)
    return _maximum(_iterated(design, present, n), design, present, n)


def _maximum(coefficients: Floats, design: Floats, present: Truths, n: Integers) -> Logistic:
    """Return the fit where a Newton step would not move it: at the maximum of the likelihood."""
    import numpy as np
    from scipy.special import expit

    linear = design @ coefficients
    away = expit(np.where(present, -linear, linear))  # 1 - p or p, without the digits 1 - p loses
    score = np.where(present, n * away, -n * away) @ design
    information = design.T @ (design * (n * away * (1 - away))[:, None])
    sizes, directions = np.linalg.eigh(information)
    if sizes[0] > 0 and ((score @ directions) ** 2 / sizes).sum() < CONVERGED**2:
        return Logistic(coefficients, (directions / sizes) @ directions.T)
    return _no_fit("the regression did not converge")


def _iterated(design: Floats, present: Truths, n: Integers) -> Floats:
    """Return where iteratively reweighted least squares stops, which may be anywhere."""
    import numpy as np
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of convergence, which _maximum tests
        model = GLM(present.astype(float), design, family=Binomial(), freq_weights=n)
        fit = model.fit(maxiter=ITERATIONS, tol=CONVERGED, tol_criterion="params")
    return np.asarray(fit.params, dtype=float)


def _dependent(design: Floats, n: Integers) -> Truths:
    """Tell which columns take part in a combination of columns that is 0 for everybody."""
    import numpy as np

    weighted = design * np.sqrt(n / n.sum())[:, None]
    _, sizes, directions = np.linalg.svd(np.linalg.qr(weighted, mode="r"), full_matrices=True)
    sizes = np.pad(sizes, (0, len(directions) - len(sizes)))  # fewer rows than columns
    none = directions[sizes <= DEPENDENT * sizes[0]]
    return np.asarray((np.abs(none) > INVOLVED).any(axis=0))


def _named(names: tuple[str, ...], which: Truths) -> tuple[str, ...]:
    return tuple(name for name, marked in zip(names, which, strict=True) if marked and name)


def _no_fit(problem: str, infinite: tuple[str, ...] = ()) -> Logistic:
    import numpy as np

    return Logistic(np.empty(0), np.empty((0, 0)), problem, infinite)
