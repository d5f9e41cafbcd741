"""How the hazard runs along a number: the curve of a spline, against a named value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError, UsageError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.splines import spline_columns

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.design import Design
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats

POINTS = 101  # of a curve that was not asked for at given values


class RelativeHazard(NamedTuple):
    """Log hazard ratios of the values `x` of a number against `reference`, with their limits."""

    x: Floats
    log_hazard_ratio: Floats
    low: Floats
    high: Floats
    reference: float


def relative_hazard(
    fit: CoxFit,
    design: Design,
    name: str,
    *,
    at: npt.ArrayLike | None = None,
    reference: float | None = None,
    level: float = 0.95,
    covariance: Floats | None = None,
) -> RelativeHazard:
    """Relative hazard along a number that has a spline, with pointwise limits on the log scale.

    Against the median of the patients analysed, unless another `reference` is named; at 101 values
    from the least to the most of them, unless others are asked for. In an interaction it holds for
    patients with 0, or the reference level, of the other covariate. Formula: d'b -+ z sqrt(d'Vd),
    d the spline's columns at the value less those at the reference.
    Source: Harrell, Regression Modeling Strategies, 2nd ed., 2.4 and 20.

    >>> import numpy as np
    >>> from alsstats.prognosis.design import design_of
    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.terms import parse_terms
    >>> from alsstats.prognosis.times import survival_times
    >>> age = np.array([40.0, 45, 50, 52, 58, 61, 66, 70])
    >>> design = design_of({"age": age}, parse_terms("spline(age, 3)"))
    >>> times = survival_times([9, 8, 6, 9, 3, 5, 2, 4], np.ones(8))
    >>> curve = relative_hazard(fit_cox(times, design.matrix, design.names), design, "age")
    >>> curve.reference, len(curve.x), float(curve.x[0])
    (55.0, 101, 40.0)
    """
    import numpy as np

    if name not in design.splines:
        found = [f"there are splines of: {', '.join(design.splines) or 'nothing'}"]
        raise UsageError(
            f"there is no spline of '{name}' in the model",
            found=found,
            fix="fit the model with spline(NAME, 4)",
        )
    spline = design.splines[name]
    own = next(
        term.columns for term in design.terms if term.kind == "spline" and term.names == (name,)
    )
    b = fit.coefficients[own]
    if not (b.size and np.isfinite(b).all()):
        raise EstimateError(
            f"the spline of '{name}' has no estimate",
            found=[fit.problem],
            fix="fit it with fewer knots",
        )
    x = np.linspace(spline.least, spline.most, POINTS) if at is None else np.array(at, dtype=float)
    origin = spline.median if reference is None else float(reference)
    columns = np.array(spline_columns(np.append(x, origin), spline.knots))
    away = columns[:, :-1] - columns[:, -1:]
    spread = (fit.covariance if covariance is None else covariance)[own, own]
    width = normal_quantile(level) * np.sqrt(np.einsum("jt,jk,kt->t", away, spread, away))
    middle = b @ away
    return RelativeHazard(x, middle, middle - width, middle + width, origin)
