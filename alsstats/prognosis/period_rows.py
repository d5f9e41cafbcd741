"""Hazard ratios by period of the follow-up, for when they are not the same all the time."""

from __future__ import annotations

from math import isfinite, nan, sqrt
from typing import TYPE_CHECKING, Any

from alsstats.association.pearson import upper_tail
from alsstats.intervals import normal_quantile
from alsstats.prognosis.hazard_ratios import exponential
from alsstats.prognosis.model_rows import where_of
from alsstats.prognosis.period_model import PeriodFit, PeriodTerm, fit_by_period, label
from alsstats.prognosis.profile import Profile, profile_likelihood
from alsstats.prognosis.robust import robust_covariance
from alsstats.result import Row
from alsstats.study import EVERYONE
from alsstats.tally.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.design import Design
    from alsstats.prognosis.hazards import Ties
    from alsstats.prognosis.models import Model
    from alsstats.prognosis.periods import Period
    from alsstats.prognosis.times import Floats

    Rows = Iterator[tuple[Row, Remark | None]]

PERIOD = "period"


def rows_by_period(model: Model, asked: Asked) -> Rows:
    """Yield the hazard ratio of the group in each period, and the test that it is the same."""
    design, held, used = model.design, model.data.held, model.data.sample.used
    if design is None:
        return
    ties: Ties = "breslow" if asked.fitting.ties == "breslow" else "efron"
    found = fit_by_period(
        model.times,
        design.matrix,
        design.names,
        asked.split,
        varying=design.terms[0].df,
        ties=ties,
        patient=None if held.patient is None else held.patient[used],
    )
    profile = profile_likelihood(found.fit, level=asked.level) if found.fit.infinite else None
    where = where_of(model.data) | {"model": f"{model.name}, by period"}
    for term in found.terms:
        if term.period is not None:
            yield _row(found, term, design, model, asked, profile, where)
    test = found.test
    row = Row(
        statistic="constant_hazard_ratio",
        term=design.terms[0].text,
        by=PERIOD,
        group=EVERYONE,
        events=held.events(used),
        method=test.method,
        statistic_value=test.statistic,
        df=test.df,
        p_value=test.p_value,
        **where,
    )
    yield row, Remark("by_period", test.note, design.terms[0].text) if test.note else None


def _row(
    found: PeriodFit,
    term: PeriodTerm,
    design: Design,
    model: Model,
    asked: Asked,
    profile: Profile | None,
    where: dict[str, Any],
) -> tuple[Row, Remark | None]:
    """Return the row of a hazard ratio in a period; an infinite one has the profile's limits."""
    period = _counted(found.periods[term.period or 0], asked.start)
    column = next(one for one in design.columns if one.name == term.name)
    fields = where | column._asdict() | {"by": PERIOD, "group": label(period), "at": period.start}
    fields |= {"events": round(period.events), "n": round(period.n)}
    if term.column is None:
        row = Row(statistic="hazard_ratio", estimate=nan, method="wald", **fields)
        return row, Remark("by_period", term.reason, f"{term.name}, {label(period)}")
    b = float(found.fit.coefficients[term.column])
    if profile is not None and not isfinite(b):
        return _infinite(profile, term.column, b, fields), None
    covariance, method = _covariance(found, model)
    error = sqrt(covariance[term.column, term.column])
    width = normal_quantile(asked.level) * error
    row = Row(
        statistic="hazard_ratio",
        estimate=exponential(b),
        conf_low=exponential(b - width),
        conf_high=exponential(b + width),
        std_error=error,
        method=method,
        statistic_value=(b / error) ** 2,
        df=1,
        p_value=upper_tail((b / error) ** 2, 1),
        **fields,
    )
    return row, None


def _counted(period: Period, start: float | None) -> Period:
    """Return the period, beginning with what counts."""
    begin = max(period.start, start or 0.0)
    return period._replace(start=begin) if begin < period.end else period


def _covariance(found: PeriodFit, model: Model) -> tuple[Floats, str]:
    """Return the covariance of the coefficients, by clusters where they are given."""
    cluster = model.data.cluster
    if cluster is None or found.fit.problem:
        return found.fit.covariance, "wald"
    codes = cluster.place[model.data.sample.used][found.rows.source]
    return robust_covariance(found.fit, cluster=codes), f"wald, clustered by {cluster.name}"


def _infinite(profile: Profile, j: int, b: float, fields: dict[str, Any]) -> Row:
    return Row(
        statistic="hazard_ratio",
        estimate=exponential(b),
        conf_low=exponential(float(profile.low[j])),
        conf_high=exponential(float(profile.high[j])),
        method="profile likelihood",
        p_value=float(profile.p_value[j]),
        df=1,
        **fields,
    )
