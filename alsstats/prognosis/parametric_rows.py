"""Rows of parametric models, beside Cox's: time ratios, and AIC to choose among them."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from alsstats.association.pearson import upper_tail
from alsstats.prognosis.hazard_ratios import columns_with_ratio
from alsstats.prognosis.model_rows import where_of
from alsstats.prognosis.parametric import fit_parametric
from alsstats.result import NOT_COMPUTED, Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.models import Model

    Rows = Iterator[tuple[Row, Remark | None]]


def rows_of_parametric_models(model: Model, level: float) -> Rows:
    """Yield time ratios and AIC of Weibull, log-normal and log-logistic models of the terms."""
    design, held, used = model.design, model.data.held, model.data.sample.used
    if design is None:
        return
    where = where_of(model.data) | {"group": EVERYONE, "events": held.events(used)}
    for fit in fit_parametric(model.times, design.matrix, design.names, level=level):
        reason = f"no {fit.model} model: {fit.problem}"
        remark = Remark(NOT_COMPUTED, reason, model.words) if fit.problem else None
        yield Row(statistic="aic", estimate=fit.aic, model=fit.model, **where), remark
        for j in columns_with_ratio(design):
            found, column = fit.time_ratios[j], design.columns[j]
            if not fit.problem:
                chi_squared = (log(found.value) / found.std_error) ** 2
                row = Row(
                    statistic="time_ratio",
                    statistic_value=chi_squared,
                    df=1,
                    p_value=upper_tail(chi_squared, 1),
                    estimate=found.value,
                    conf_low=found.low,
                    conf_high=found.high,
                    std_error=found.std_error,
                    method="wald",
                    model=fit.model,
                    **column._asdict(),
                    **where,
                )
                yield row, None
