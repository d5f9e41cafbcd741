"""The rows of a fitted model of a cohort: hazard ratios and checks."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from alsstats.prognosis.checks import check_rows
from alsstats.prognosis.hazard_ratios import hazard_ratio_rows
from alsstats.prognosis.models import ADJUSTED, Data, Model
from alsstats.prognosis.robust import robust_covariance
from alsstats.result import Row
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    Rows = Iterator[tuple[Row, Remark | None]]

MOST = 2 * 10**6  # rows times the square of coefficients for which limits are profiled: 3 seconds
MANY = 25  # coefficients that have no profile limits, which under separation take minutes
WHOLE = "model"  # the category of a test of all coefficients


def rows_of_model(model: Model, level: float) -> Rows:
    """Yield hazard ratios and tests; by clusters, too, where they are given."""
    if model.fit is None or model.design is None:
        return
    data, where = model.data, where_of(model.data)
    profile = model.fit.likelihood != "exact" and not is_large(model)
    fit = model.fit
    if fit.infinite and is_large(model):  # limits and tests by the likelihood would take minutes
        fit = fit._replace(log_likelihood=nan)
    for row in hazard_ratio_rows(
        fit, model.design, level=level, model=model.name, profile=profile, **where
    ):
        if row.category != WHOLE or model.name.endswith(ADJUSTED):
            yield row, None
    if data.cluster is None or model.fit.problem or too_few_clusters(model):
        return
    codes = data.cluster.place[data.sample.used]
    covariance = robust_covariance(model.fit, cluster=codes)
    for row in hazard_ratio_rows(
        model.fit,
        model.design,
        level=level,
        model=model.name,
        covariance=covariance,
        robust_by=data.cluster.name,
        **where,
    ):
        if row.category != WHOLE or model.name.endswith(ADJUSTED):
            yield row, None


def rows_of_checks(model: Model) -> Rows:
    """Yield the test of proportional hazards and the concordance of a model."""
    if model.fit is not None and model.design is not None:
        held, used = model.data.held, model.data.sample.used
        patient = None if held.patient is None else held.patient[used]
        where = where_of(model.data) | {"model": model.name}
        yield from check_rows(model.fit, model.design, model.times, patient=patient, **where)


def where_of(data: Data) -> dict[str, Any]:
    """Return what all rows of a model say of the patients in it."""
    sample = data.sample
    return {
        "n": data.held.people(sample.used),
        "left_out": sum(sample.left_out.values()),
        "left_out_by": dict(sample.left_out),
    }


def too_few_clusters(model: Model) -> bool:
    """Tell whether there are no more clusters than coefficients, of which no covariance comes."""
    import numpy as np

    cluster, design = model.data.cluster, model.design
    if cluster is None or design is None:
        return False
    return len(np.unique(cluster.place[model.data.sample.used])) <= len(design.columns)


def is_large(model: Model) -> bool:
    """Tell whether profile limits would take long: for many rows, or many coefficients."""
    if model.fit is None:
        return False
    count = len(model.fit.names)
    return model.fit.rows * count**2 > MOST or count > MANY
