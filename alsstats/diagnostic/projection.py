"""Predictive values at a prevalence other than the table's, by Bayes' rule."""

from __future__ import annotations

from math import inf, isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.table import lr_negative, lr_positive
from alsstats.errors import UsageError
from alsstats.estimate import Estimate, undefined
from alsstats.intervals import inside_unit, of_percent

if TYPE_CHECKING:
    from collections.abc import Callable

METHOD = "bayes"


class PredictiveValues(NamedTuple):
    """PPV and NPV at one prevalence."""

    ppv: float
    npv: float


def predictive_values(sens: float, spec: float, prevalence: float) -> PredictiveValues:
    """PPV and NPV of a sign of known sensitivity and specificity, at a prevalence.

    Formula: PPV = p Se / (p Se + (1 - p)(1 - Sp)), NPV = (1 - p) Sp / ((1 - p) Sp + p (1 - Se)).
    nan where the sign is never present (PPV) or never absent (NPV).
    Source: Altman and Bland, BMJ 1994;309:102.

    >>> f"{predictive_values(0.70, 0.81, 0.02).ppv:.3f}"
    '0.070'
    """
    share(sens, "sensitivity")
    share(spec, "specificity")
    p = open_share(prevalence)
    present, absent = p * sens + (1 - p) * (1 - spec), (1 - p) * spec + p * (1 - sens)
    return PredictiveValues(
        ppv=p * sens / present if present else nan,
        npv=(1 - p) * spec / absent if absent else nan,
    )


class LikelihoodRatios(NamedTuple):
    """LR+ and LR-."""

    positive: float
    negative: float


def likelihood_ratios(sens: float, spec: float) -> LikelihoodRatios:
    """Likelihood ratios of a sign of known sensitivity and specificity.

    Formula: LR+ = Se / (1 - Sp), LR- = (1 - Se) / Sp; infinite where only the divisor is 0, nan
    where both are.

    >>> f"{likelihood_ratios(0.70, 0.81).positive:.2f}"
    '3.68'
    """
    return LikelihoodRatios(_quotient(sens, 1 - spec), _quotient(1 - sens, spec))


def _quotient(above: float, below: float) -> float:
    return above / below if below else (inf if above else nan)


def ppv_at(table: TwoByTwo, prevalence: float, *, level: float = 0.95) -> Estimate:
    """Positive predictive value at a stated prevalence, which is taken as known.

    Formula: prior odds times LR+, made a probability. The estimate uses the plain proportions; its
    limits are Bayes' rule applied to the limits of LR+, which is Mercaldo's logit interval; where
    the estimate is 0 or 1, so is the limit on that side. Undefined where LR+ is.
    Source: Mercaldo, Lau and Zhou, Stat Med 2007;26:2170.

    >>> estimate = ppv_at(TwoByTwo(tp=240, fp=87, fn=178, tn=288), 0.03)
    >>> f"{estimate.value:.4f} ({estimate.low:.4f} to {estimate.high:.4f})"
    '0.0711 (0.0589 to 0.0856)'
    """
    odds = prior_odds(prevalence)
    return _projected(lr_positive(table, level=level), lambda lr: _probability(odds * lr))


def npv_at(table: TwoByTwo, prevalence: float, *, level: float = 0.95) -> Estimate:
    """Negative predictive value at a stated prevalence, which is taken as known.

    Formula: 1 less the probability whose odds are prior odds times LR-; estimate and limits as for
    `ppv_at`. Undefined where LR- is.
    Source: Mercaldo, Lau and Zhou, Stat Med 2007;26:2170.

    >>> estimate = npv_at(TwoByTwo(tp=240, fp=87, fn=178, tn=288), 0.03)
    >>> f"{estimate.value:.4f} ({estimate.low:.4f} to {estimate.high:.4f})"
    '0.9831 (0.9809 to 0.9851)'
    """
    odds = prior_odds(prevalence)
    return _projected(lr_negative(table, level=level), lambda lr: 1 / (1 + odds * lr))


def _projected(lr: Estimate, bayes: Callable[[float], float]) -> Estimate:
    if isnan(lr.value):
        return undefined(lr.reason, lr.level, METHOD)
    value = bayes(lr.value if lr.uncorrected is None else lr.uncorrected)
    low, high = sorted((bayes(lr.low), bayes(lr.high)))
    return Estimate(
        value,
        0.0 if value == 0 else low,
        1.0 if value == 1 else high,
        lr.level,
        METHOD,
        reason=lr.reason,
    )


def _probability(odds: float) -> float:
    return 1.0 if odds == inf else odds / (1 + odds)


def prior_odds(prevalence: float) -> float:
    """Return p / (1 - p) of a prevalence strictly between 0 and 1."""
    return open_share(prevalence) / (1 - prevalence)


def open_share(prevalence: float) -> float:
    """Return a prevalence as it is; refuse one that is not strictly between 0 and 1."""
    if not inside_unit(prevalence):
        raise UsageError(
            "a prevalence must be a number between 0 and 1",
            found=[f"prevalence: {prevalence}"],
            fix="write 5 % as --prevalence 0.05",
        )
    return prevalence


def share(value: float, name: str) -> float:
    """Return a share as it is; refuse one outside 0 to 1."""
    if not (inside_unit(value) or (isinstance(value, int | float) and value in {0, 1})):
        raise UsageError(
            f"{name} must be a number from 0 to 1",
            found=[f"{name}: {value}"],
            fix=f"--{name[:4]} {of_percent(value)}"
            if isinstance(value, float) and value > 1
            else "",
        )
    return value
