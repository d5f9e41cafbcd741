"""The rows of a fitted Cox model: hazard ratios, and tests of terms and of the whole model."""

from __future__ import annotations

from math import exp, inf, isfinite, log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.association.pearson import upper_tail
from alsstats.intervals import normal_quantile
from alsstats.prognosis.profile import profile_likelihood
from alsstats.prognosis.term_tests import hypotheses, likelihood_ratio_of, wald_test_of
from alsstats.result import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.design import Design
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.profile import Profile
    from alsstats.prognosis.times import Floats, Truths

LARGEST = log(1.7e308)  # exp of more is more than a computer's number


class Asked(NamedTuple):
    """What is said of a fit: by which covariance, if not its own, and in which fields."""

    fit: CoxFit
    level: float
    robust: Floats | None
    robust_by: str
    where: dict[str, Any]


def hazard_ratio_rows(
    fit: CoxFit,
    design: Design,
    *,
    level: float,
    model: str,
    covariance: Floats | None = None,
    robust_by: str = "",
    profile: bool = True,
    **where: Any,
) -> Iterator[Row]:
    """Yield the rows of a Cox model: its hazard ratios, then tests of terms and of all together.

    Formula: exp(b) with Wald's limits exp(b -+ z SE), chi-squared (b/SE)^2; in a row of its own
    with profile-likelihood limits and the likelihood-ratio test. An infinite estimate has the
    latter only, and is nan where 0 and infinity are as likely. With a robust `covariance`,
    clustered by `robust_by`, all is Wald's: likelihoods take the model's word. A spline has no
    hazard ratio, but tests. No rows where the fit has another problem than separation. `where` are
    further fields of every row.

    >>> import numpy as np
    >>> from alsstats.prognosis.design import design_of
    >>> from alsstats.prognosis.regression import fit_cox
    >>> from alsstats.prognosis.terms import parse_terms
    >>> from alsstats.prognosis.times import survival_times
    >>> design = design_of({"sign": np.array([1.0, 1, 1, 0, 0, 0])}, parse_terms("sign"))
    >>> times = survival_times([1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1])
    >>> fit = fit_cox(times, design.matrix, design.names)
    >>> rows = hazard_ratio_rows(fit, design, level=0.95, model="univariable", profile=False)
    >>> [(row.statistic, row.method, round(row.p_value, 4)) for row in rows]
    [('hazard_ratio', 'wald', 0.1894), ('likelihood_ratio', 'likelihood ratio', 0.1755)]
    """
    import numpy as np

    if fit.problem and not fit.infinite:
        return
    fields = {"group": "all", "model": model, "n": round(fit.n), "events": round(fit.events)}
    asked = Asked(fit, level, covariance, robust_by, fields | where)
    everyone = profile and covariance is None
    profiled = profile_likelihood(fit, level=level) if everyone or fit.infinite else None
    for j in columns_with_ratio(design):
        names = design.columns[j]._asdict()
        if isfinite(fit.coefficients[j]):
            yield _wald_row(asked, j, names)
        if profiled and (everyone or not isfinite(fit.coefficients[j])):
            yield _profile_row(asked, j, names, profiled)
    for hypothesis in hypotheses(design):
        names = {"term": hypothesis.term, "category": hypothesis.kind}
        yield _test_row(asked, hypothesis.columns, names)
    yield _test_row(asked, np.ones(len(design.columns), dtype=bool), {"category": "model"})


def columns_with_ratio(design: Design) -> Iterator[int]:
    """Yield the columns that have a hazard ratio of their own: all but those of splines."""
    for term in design.terms:
        if term.kind != "spline":
            yield from range(term.columns.start, term.columns.stop)


def _wald_row(asked: Asked, j: int, names: dict[str, Any]) -> Row:
    covariance = asked.fit.covariance if asked.robust is None else asked.robust
    b, error = float(asked.fit.coefficients[j]), sqrt(covariance[j, j])
    statistic = (b / error) ** 2
    return _row(
        asked,
        names,
        (b, b - (width := normal_quantile(asked.level) * error), b + width),
        std_error=error,
        method=_method(asked, "wald"),
        test=(statistic, upper_tail(statistic, 1)),
    )


def _profile_row(asked: Asked, j: int, names: dict[str, Any], profile: Profile) -> Row:
    b, low, high = (float(x[j]) for x in (asked.fit.coefficients, profile.low, profile.high))
    return _row(
        asked,
        names,
        (b, low, high),
        std_error=sqrt(asked.fit.covariance[j, j]),
        method=_method(asked._replace(robust=None), "profile likelihood"),
        test=(float(profile.statistic[j]), float(profile.p_value[j])),
    )


def _row(
    asked: Asked,
    names: dict[str, Any],
    logs: tuple[float, float, float],
    *,
    std_error: float,
    method: str,
    test: tuple[float, float],
) -> Row:
    estimate, low, high = map(exponential, logs)
    return Row(
        **{**names, **asked.where},
        statistic="hazard_ratio",
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        std_error=std_error,
        method=method,
        statistic_value=test[0],
        df=1,
        p_value=test[1],
    )


def _test_row(asked: Asked, columns: Truths, names: dict[str, Any]) -> Row:
    """Return the row of a test that some coefficients are 0."""
    if asked.robust is None:
        statistic, test = "likelihood_ratio", likelihood_ratio_of(asked.fit, columns)
    else:
        statistic, test = "wald", wald_test_of(asked.fit, columns, asked.robust)
    return Row(
        **{**names, **asked.where},
        statistic=statistic,
        method=_method(asked, test.method),
        statistic_value=test.statistic,
        df=test.df,
        p_value=test.p_value,
    )


def _method(asked: Asked, name: str) -> str:
    """Return how a number was made: `firth, wald`, `wald, robust`, `wald, clustered by centre`."""
    firth = "firth, " if asked.fit.likelihood == "penalised" else ""
    by = f", clustered by {asked.robust_by}" if asked.robust_by else ", robust"
    return f"{firth}{name}{by if asked.robust is not None else ''}"


def exponential(value: float) -> float:
    """Return exp, infinite where it is more than a number of the computer."""
    return inf if value > LARGEST else exp(value)
