"""Tests of terms with several coefficients: whether a covariate matters, a bend, an interaction."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.prognosis.newton import is_rising, maximise
from alsstats.prognosis.profile import evaluated_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.design import Design
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats, Truths

RISING = "the likelihood still rises where it could not be followed farther"
SINGULAR = 1e-10  # the least eigenvalue of a correlation matrix that is not rounding


class Hypothesis(NamedTuple):
    """That some coefficients are 0: `overall` all of a covariate's, `non-linear`, `interaction`."""

    term: str
    kind: str
    columns: Truths


def hypotheses(design: Design) -> Iterator[Hypothesis]:
    """Yield the hypotheses about terms that take more than one coefficient.

    A covariate does not matter (`overall`) when its coefficients are 0 and so are those of its
    interactions; this is asked where there are several. A spline is a straight line (`non-linear`)
    when its bends are 0; there is no `interaction` when its coefficients are 0.

    >>> import numpy as np
    >>> from alsstats.prognosis.design import design_of
    >>> from alsstats.prognosis.terms import parse_terms
    >>> design = design_of({"x": np.arange(9.0)}, parse_terms("spline(x, 3)"))
    >>> [(held.kind, held.columns.tolist()) for held in hypotheses(design)]
    [('overall', [True, True]), ('non-linear', [False, True])]
    """
    import numpy as np

    place = np.arange(len(design.columns))
    for term in design.terms:
        if term.kind == "interaction":
            columns = (place >= term.columns.start) & (place < term.columns.stop)
            yield Hypothesis(term.text, "interaction", columns)
            continue
        columns = np.zeros(len(place), dtype=bool)
        for other in design.terms:
            columns[other.columns] |= term.names[0] in other.names
        if columns.sum() > 1:
            yield Hypothesis(term.text, "overall", columns)
        if term.kind == "spline":
            bends = (place > term.columns.start) & (place < term.columns.stop)
            yield Hypothesis(term.text, "non-linear", bends)


def likelihood_ratio_of(fit: CoxFit, columns: Truths) -> SignificanceTest:
    """Test that some coefficients are 0, by how much less likely the data are without them.

    Formula: twice the loss of log likelihood when these are held at 0 and the others are estimated
    anew, against chi-squared with as many degrees of freedom as are held. Firth's penalty is that
    of all coefficients, held or not. Infinite estimates are no obstacle. Undefined (nan) where the
    fit has no log likelihood.
    Source: Therneau and Grambsch, Modeling Survival Data, 2000, 3.4; Heinze and Schemper,
    Biometrics 2001;57:114.

    >>> import numpy as np
    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 2, 3, 4, 5], [1, 1, 0, 1, 1])
    >>> fit = fit_cox(times, [[1, 0], [0, 1], [1, 1], [0, 0], [1, 0]], ("a", "b"))
    >>> test = likelihood_ratio_of(fit, np.array([True, True]))
    >>> round(test.statistic, 6) == round(2 * (fit.log_likelihood - fit.null_log_likelihood), 6)
    True
    """
    import numpy as np

    df = int(columns.sum())
    if fit.problem and not fit.infinite:
        return SignificanceTest(nan, df, nan, "likelihood ratio", fit.problem)
    best = maximise(evaluated_as(fit), np.zeros(len(columns)), ~columns)
    if not best.converged and not fit.infinite:
        why = "the regression without these coefficients did not converge"
        return SignificanceTest(nan, df, nan, "likelihood ratio", why)
    if isnan(fit.log_likelihood) or (not best.converged and is_rising(best.found, ~columns)):
        return SignificanceTest(nan, df, nan, "likelihood ratio", RISING)
    statistic = max(0.0, 2 * (fit.log_likelihood - best.found.log_likelihood))
    return SignificanceTest(statistic, df, upper_tail(statistic, df), "likelihood ratio")


def wald_test_of(fit: CoxFit, columns: Truths, covariance: Floats) -> SignificanceTest:
    """Test that some coefficients are 0, by their estimates and a covariance, such as a robust one.

    Formula: b'V^-1 b, chi-squared with as many degrees of freedom as coefficients. Undefined (nan)
    where one of them is infinite, and where clusters are too few for so many coefficients.
    """
    import numpy as np

    df = int(columns.sum())
    b, part = fit.coefficients[columns], covariance[np.ix_(columns, columns)]
    errors = np.sqrt(np.diag(part))
    correlation = part / np.outer(errors, errors)
    if not np.isfinite(correlation).all() or np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return SignificanceTest(nan, df, nan, "wald", "the covariance has no inverse")
    statistic = float((b / errors) @ np.linalg.solve(correlation, b / errors))
    return SignificanceTest(statistic, df, upper_tail(statistic, df), "wald")
