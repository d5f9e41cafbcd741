"""How far one patient moves a hazard ratio, and whether late entry goes with late death."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.hazard_ratios import columns_with_ratio, exponential
from alsstats.prognosis.influence import leave_one_out
from alsstats.prognosis.late_entry import NO_ENTRY, entry_dependence
from alsstats.prognosis.model_rows import where_of
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.models import Model

    Rows = Iterator[tuple[Row, Remark | None]]

METHODS = {"refits": "exact refits", "dfbeta": "dfbeta"}


def influence_rows(model: Model) -> Rows:
    """Yield the range of each hazard ratio when one patient is left out; and entry's tau."""
    held, used = model.data.held, model.data.sample.used
    patient = None if held.patient is None else held.patient[used]
    where = where_of(model.data) | {"group": EVERYONE, "model": model.name}
    where |= {"events": held.events(used)}
    if model.fit is not None and model.design is not None and not model.fit.problem:
        found = leave_one_out(model.fit, model.times, patient=patient)
        for j in columns_with_ratio(model.design):
            column = model.design.columns[j]
            row = Row(
                statistic="leave_one_out",
                estimate=exponential(model.fit.coefficients[j]),
                conf_low=exponential(found.low[j]),
                conf_high=exponential(found.high[j]),
                method=METHODS[found.method],
                **column._asdict(),
                **where,
            )
            yield row, _said(found.problem, found.unknown, column.name)
    if held.entry is not None:
        tau = entry_dependence(model.times, patient=patient)
        if tau.problem == NO_ENTRY:
            return
        row = Row(
            statistic="entry_dependence",
            estimate=tau.tau,
            std_error=tau.std_error,
            p_value=tau.p_value,
            method="conditional Kendall's tau",
            **where,
        )
        reason = f"entry dependence: {tau.problem}"
        yield row, Remark("entry_dependence", reason, model.name) if tau.problem else None


def _said(problem: str, unknown: int, name: str) -> Remark | None:
    if problem:
        return Remark("leave_one_out", f"leave-one-out range: {problem}", name)
    if unknown:
        reason = f"leave-one-out range: without one of {unknown} patients there is no estimate"
        return Remark("leave_one_out", reason, name)
    return None
