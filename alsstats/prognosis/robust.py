"""The variance of Cox's estimates that does not take the model's word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.prognosis.columns import numbered
from alsstats.prognosis.residuals import score_residuals

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats


def robust_covariance(fit: CoxFit, *, cluster: npt.ArrayLike | None = None) -> Floats:
    """Covariance of the coefficients from patients, or clusters of them, as they differ.

    Patients of one centre, or intervals of one patient, are a cluster: they count together.
    Formula: V (sum n_i u_i u_i') V, V the covariance of the fit and u the score residuals; with
    clusters V (sum s_c s_c') V, s_c the sum of n_i u_i in the cluster. It needs many clusters; one
    is refused.
    Source: Lin and Wei, JASA 1989;84:1074.

    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.times import survival_times
    >>> fit = fit_cox(survival_times([1, 2, 3, 4], [1] * 4), [[1], [0], [1], [0]], ("x",))
    >>> round(float(robust_covariance(fit)[0, 0]), 6)
    0.945814
    """
    import numpy as np

    scores, n = score_residuals(fit), np.ones(fit.rows)
    n[fit.model.sets.order] = fit.model.sets.frequency
    if cluster is None:
        meat = scores.T @ (scores * n[:, None])
    else:
        codes = numbered(cluster, fit.rows, "cluster")
        if not codes.any():
            why = "the scores of all add up to 0, and so would the standard errors"
            raise UsageError("one cluster does not show how clusters differ", why=why)
        sums = [np.bincount(codes, n * line) for line in scores.T]
        meat = np.inner(sums, sums)
    return np.asarray(fit.covariance @ meat @ fit.covariance)
