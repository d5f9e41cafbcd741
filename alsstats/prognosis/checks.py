"""Whether a Cox model can be believed: proportional hazards, and how well it tells who dies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.prognosis.concordance_index import concordance
from alsstats.prognosis.proportional_hazards import proportional_hazards_test
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.association.pearson import SignificanceTest
    from alsstats.prognosis.design import Design
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Integers, SurvivalTimes

    Rows = Iterator[tuple[Row, Remark | None]]


def check_rows(
    fit: CoxFit,
    design: Design,
    times: SurvivalTimes,
    *,
    patient: Integers | None = None,
    **where: Any,
) -> Rows:
    """Yield the test of proportional hazards, by term and of all (GLOBAL), and the concordance.

    `patient` tells whose each row is where patients have several; `where` are fields of every row.
    Nothing for a model without finite estimates.
    """
    if fit.problem:
        return
    fields: dict[str, Any] = {
        "group": EVERYONE,
        "n": round(fit.n),
        "events": round(fit.events),
    } | where
    columns = [range(term.columns.start, term.columns.stop) for term in design.terms]
    found = proportional_hazards_test(fit, times, terms=columns)
    for term, test in zip(design.terms, found.terms, strict=True):
        yield _tested(test, fields | {"term": term.text})
    yield _tested(found.overall, fields | {"category": "GLOBAL"})
    agreed = concordance(design.matrix @ fit.coefficients, times, cluster=patient)
    row = Row(
        statistic="concordance",
        estimate=agreed.value,
        std_error=agreed.std_error,
        method="harrell",
        **fields,
    )
    reason = f"concordance: {agreed.problem}"
    yield row, Remark("concordance", reason, fields["model"]) if agreed.problem else None


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
