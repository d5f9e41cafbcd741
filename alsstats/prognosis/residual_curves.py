"""How each log hazard ratio runs over time: residuals, and a smooth curve through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.hazard_ratios import columns_with_ratio
from alsstats.prognosis.scaled_residuals import scaled_schoenfeld
from alsstats.prognosis.splines import spline_columns, weighted_quantiles
from alsstats.result import Curve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.models import Model
    from alsstats.prognosis.scaled_residuals import ScaledSchoenfeld
    from alsstats.prognosis.times import Floats

RESIDUALS, SMOOTH = "scaled residuals, ", "smoothed residuals, "  # begin the names of curves
POINTS = 40  # of the smooth curve, at equal steps of g
INNER = (1 / 3, 2 / 3)  # shares of points and residuals below its inner knots
MOST = 1000  # residuals of a covariate; of more only the smooth curve is given
SINGULAR = 1e-7  # a share this small of the largest column is rounding


class Smooth(NamedTuple):
    """A smooth log hazard ratio with its limits at some times."""

    time: Floats
    value: Floats
    low: Floats
    high: Floats


def smoothed(
    found: ScaledSchoenfeld, column: int, frequency: Floats, *, level: float = 0.95
) -> Smooth:
    """Log hazard ratio of a covariate over time, with pointwise limits; level if proportional.

    Least squares of the scaled residuals on a natural cubic spline of g with 4 coefficients, at 40
    equal steps of g, given as the times that they are. Formula: p'c -+ z sqrt(v p'(P'P)^-1 p), p
    the spline's columns, c its coefficients, v the model's variance of what a mean death tells.
    Raises `EstimateError` where the deaths are at too few times.
    Source: Grambsch and Therneau, Biometrika 1994;81:515; R's plot.cox.zph.

    >>> import numpy as np
    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> times = survival_times([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1])
    >>> fit = fit_cox(times, [[1], [1], [0], [1], [0], [0]], ("x",))
    >>> curve = smoothed(scaled_schoenfeld(fit, times), 0, np.ones(6))
    >>> len(curve.time), float(curve.time[0]), float(curve.time[-1])
    (40, 1.0, 6.0)
    """
    import numpy as np

    held = np.isfinite(found.residual[:, column])
    g, y, n = found.transformed, found.residual[held, column], frequency[held]
    points = np.linspace(g.min(), g.max(), POINTS)
    both, people = np.append(points, g), np.append(np.ones(POINTS), frequency)
    knots = (points[0], *weighted_quantiles(both, people, INNER), points[-1])
    if not (np.diff(knots) > 0).all():
        raise EstimateError(
            "the deaths are at too few times for a smooth curve",
            why="it bends at four different times at least",
        )
    at, of_points = (
        np.column_stack([np.ones(len(one)), *spline_columns(one, knots)])
        for one in (g[held], points)
    )
    weight = np.sqrt(n)[:, None]
    if np.linalg.matrix_rank(weight * at, tol=SINGULAR) < at.shape[1]:
        raise EstimateError(
            "the deaths are at too few times for a smooth curve",
            why="it bends at four different times at least",
        )
    q, r = np.linalg.qr(weight * at)
    middle = of_points @ np.linalg.solve(r, q.T @ (weight[:, 0] * y))
    spread = (np.linalg.solve(r.T, of_points.T) ** 2).sum(axis=0)
    width = normal_quantile(level) * np.sqrt(found.variance[column] * spread)
    distinct, first = np.unique(g, return_index=True)
    times = np.interp(points, distinct, found.time[first])
    return Smooth(times, middle, middle - width, middle + width)


def curves_of_residuals(model: Model, level: float) -> Iterator[Curve]:
    """Yield the residuals of each covariate that has a hazard ratio, and their smooth curve.

    Of residuals x are the times of deaths, y about what the log hazard ratio is at that time, and
    events how many deaths a residual is of.
    """
    import numpy as np

    fit, design = model.fit, model.design
    if fit is None or design is None or fit.problem or fit.likelihood != "partial":
        return
    found = scaled_schoenfeld(fit, model.times)
    n = model.times.frequency[found.row].astype(float)
    for column in columns_with_ratio(design):
        y = found.residual[:, column]
        order = np.lexsort((np.round(y, 6), found.time))
        order = order[np.isfinite(y[order])]
        what = words_of(*design.columns[column])
        if len(order) <= MOST:
            yield Curve(
                name=f"{RESIDUALS}{what}",
                group=model.name,
                x=tuple(found.time[order].tolist()),
                y=tuple(y[order].tolist()),
                events=tuple(n[order].astype(int).tolist()),
            )
        try:
            line = smoothed(found, column, n, level=level)
        except EstimateError:
            continue  # the residuals are shown alone
        x, middle, low, high = (tuple(one.tolist()) for one in line)
        yield Curve(name=f"{SMOOTH}{what}", group=model.name, x=x, y=middle, low=low, high=high)


def words_of(term: str | None, category: str | None, comparison: str | None) -> str:
    """Return what a ratio is of, as `flair_swi, both against not both`.

    >>> words_of("flair_swi", "both", "not both"), words_of("age_at_onset", None, None)
    ('flair_swi, both against not both', 'age_at_onset')
    """
    level = f"{category} against {comparison}" if comparison else category
    return ", ".join(part for part in (term, level) if part)
