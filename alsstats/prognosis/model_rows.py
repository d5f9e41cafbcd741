"""The rows of fitted models: hazard ratios, proportional hazards, concordance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.prognosis.concordance_index import concordance
from alsstats.prognosis.hazard_ratios import hazard_ratio_rows
from alsstats.prognosis.models import ADJUSTED, Data, Model
from alsstats.prognosis.proportional_hazards import proportional_hazards_test
from alsstats.prognosis.robust import robust_covariance
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.association.pearson import SignificanceTest

    Rows = Iterator[tuple[Row, Remark | None]]

MOST = 2 * 10**6  # rows times the square of coefficients for which limits are profiled: 3 seconds
WHOLE = "model"  # the category of a test of all coefficients


def rows_of_model(model: Model, level: float) -> Rows:
    """Yield hazard ratios and tests; by clusters, too, where they are given."""
    if model.fit is None or model.design is None:
        return
    data, where = model.data, where_of(model.data)
    profile = model.fit.likelihood != "exact" and not is_large(model)
    for row in hazard_ratio_rows(
        model.fit, model.design, level=level, model=model.name, profile=profile, **where
    ):
        if row.category != WHOLE or model.name.endswith(ADJUSTED):
            yield row, None
    if data.cluster is None or model.fit.problem:
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


def check_rows(model: Model) -> Rows:
    """Yield the test of proportional hazards, by term and of all, and the concordance."""
    fit, design, data = model.fit, model.design, model.data
    if fit is None or design is None or fit.problem:
        return
    where = where_of(data) | {"group": EVERYONE, "model": model.name}
    where |= {"events": data.held.events(data.sample.used)}
    columns = [range(term.columns.start, term.columns.stop) for term in design.terms]
    found = proportional_hazards_test(fit, model.times, terms=columns)
    for term, test in zip(design.terms, found.terms, strict=True):
        yield _tested(test, where | {"term": term.text})
    yield _tested(found.overall, where | {"category": "GLOBAL"})
    risk = design.matrix @ fit.coefficients
    held = data.held
    patient = None if held.patient is None else held.patient[data.sample.used]
    agreed = concordance(risk, model.times, cluster=patient)
    yield (
        Row(
            statistic="concordance",
            estimate=agreed.value,
            std_error=agreed.std_error,
            method="harrell",
            **where,
        ),
        None,
    )


def where_of(data: Data) -> dict[str, Any]:
    """Return what all rows of a model say of the patients in it."""
    sample = data.sample
    return {
        "n": data.held.people(sample.used),
        "left_out": sum(sample.left_out.values()),
        "left_out_by": dict(sample.left_out),
    }


def _tested(test: SignificanceTest, where: dict[str, Any]) -> tuple[Row, Remark | None]:
    row = Row(
        statistic="proportional_hazards",
        method=test.method,
        statistic_value=test.statistic,
        df=test.df,
        p_value=test.p_value,
        **where,
    )
    words = f"{where['model']}, {where.get('term') or 'all'}"
    return row, Remark("proportional_hazards", test.note, words) if test.note else None


def is_large(model: Model) -> bool:
    """Tell whether profile limits would take long; with so many events they are Wald's."""
    return model.fit is not None and model.fit.rows * len(model.fit.names) ** 2 > MOST
