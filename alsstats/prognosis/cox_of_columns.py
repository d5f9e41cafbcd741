"""Cox's model for analysts who script: from columns as they hold them to a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alsstats.errors import UsageError
from alsstats.prognosis.columns import numbered
from alsstats.prognosis.cox_answer import Cox
from alsstats.prognosis.design import Design
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.given import common_index, design_matrix
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.robust import robust_covariance
from alsstats.prognosis.times import survival_times

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Floats


def cox(
    *,
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    covariates: Any,
    entry: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    frequency: npt.ArrayLike | None = None,
    cluster: npt.ArrayLike | None = None,
    ties: Literal["efron", "breslow", "exact"] = "efron",
    firth: bool = False,
) -> Cox:
    """Fit Cox's model: how many times as high the hazard of death is, for each unit of a covariate.

    `time` and `event` (1 died, 0 alive when last seen) are columns; `covariates` a matrix, a
    mapping of names to columns, a data frame, or a `design_matrix`. A patient is at risk on
    (entry, time]; a row stands for `frequency` patients; rows of one `cluster`, a centre, or a
    patient with several rows, count together in the covariance. Nobody is dropped: what is missing
    is refused, and so are columns of texts. A fit without estimates says why in `problem`.
    Formula and source: as `fit_cox`, `fit_firth`, `fit_exact`.

    >>> model = cox(
    ...     time=[1, 1, 6, 6, 8, 9], event=[1, 0, 1, 1, 0, 1], covariates=[1, 1, 1, 0, 0, 0]
    ... )
    >>> {name: round(b, 6) for name, b in model.coefficients.items()}
    {'x1': 1.676857}
    """
    import numpy as np

    design = covariates if isinstance(covariates, Design) else design_matrix(covariates)
    common_index(design, time, event, entry, strata, frequency, cluster)
    times = survival_times(time, event, entry=entry, strata=strata, frequency=frequency)
    if ties == "exact":
        if firth:
            raise UsageError("Firth's likelihood needs Efron's or Breslow's ties", found=["exact"])
        fit = fit_exact(times, design.matrix, design.names)
    else:
        fitted = fit_firth if firth else fit_cox
        fit = fitted(times, design.matrix, design.names, ties=ties)
    covariance, clusters = _covariance(fit, cluster)
    groups = () if strata is None else tuple(np.unique(np.asarray(strata)).tolist())
    return Cox(
        fit=fit,
        design=design,
        times=times,
        covariance=covariance,
        ties=ties,
        clusters=clusters,
        strata=groups,
    )


def _covariance(fit: CoxFit, cluster: npt.ArrayLike | None) -> tuple[Floats, int | None]:
    """Return the covariance and the number of clusters; unknown where an estimate is infinite."""
    import numpy as np

    if cluster is None:
        return fit.covariance, None
    if fit.likelihood != "partial":
        found = [f"likelihood: {fit.likelihood}"]
        raise UsageError("a clustered covariance needs the partial likelihood", found=found)
    clusters = int(numbered(cluster, fit.rows, "cluster").max()) + 1
    if fit.problem:
        return np.full_like(fit.covariance, np.nan), clusters
    return robust_covariance(fit, cluster=cluster), clusters
