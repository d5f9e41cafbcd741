"""The statistics of one 2x2 table: a function each, listed in `STATISTICS`.

In the formulas TP, FP, FN and TN are the cells of `counts.TwoByTwo`: the sign present (P) or
absent (N), rightly (T) or wrongly (F) so by the reference diagnosis. Each function takes the table
and a confidence `level`; a share of people takes one of `intervals.INTERVALS` too.
"""

from __future__ import annotations

from alsstats.counts import TwoByTwo
from alsstats.estimate import (
    Estimate,
    Statistic,
    difference,
    odds_ratio,
    proportion,
    ratio,
    undefined,
)


def sensitivity(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Of those with the disease, the share in whom the sign is present: TP / (TP + FN).

    Undefined when nobody has the disease.
    Source: Altman and Bland, BMJ 1994;308:1552.

    >>> sensitivity(TwoByTwo(tp=670, fp=202, fn=74, tn=640)).value
    0.9005376344086021
    """
    return proportion(table.tp, table.target, level=level, interval=interval)


def specificity(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Of those without the disease, the share in whom the sign is absent: TN / (TN + FP).

    Undefined when the comparison group is empty.
    Source: Altman and Bland, BMJ 1994;308:1552.

    >>> specificity(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value
    0.8125
    """
    return proportion(table.tn, table.others, level=level, interval=interval)


def ppv(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Positive predictive value: of those with the sign, the share who are ill: TP / (TP + FP).

    Holds at the prevalence of this table only; `ppv_at` projects it to another. Undefined when
    nobody has the sign.
    Source: Altman and Bland, BMJ 1994;309:102.

    >>> round(ppv(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value, 4)
    0.9032
    """
    return proportion(table.tp, table.positive, level=level, interval=interval)


def npv(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Negative predictive value: of those without the sign, the share without the disease.

    Formula: TN / (TN + FN). Holds at the prevalence of this table only; `npv_at` projects it to
    another. Undefined when everybody has the sign.
    Source: Altman and Bland, BMJ 1994;309:102.

    >>> npv(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value
    0.52
    """
    return proportion(table.tn, table.negative, level=level, interval=interval)


def accuracy(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Of all, the share whom the sign puts on the right side: (TP + TN) / total.

    Holds at the prevalence of this table only. Undefined for an empty table.
    Source: Zhou, Obuchowski and McClish, Statistical Methods in Diagnostic Medicine, 2nd ed., 2.3.

    >>> round(accuracy(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value, 4)
    0.7321
    """
    return proportion(table.tp + table.tn, table.total, level=level, interval=interval)


def prevalence(table: TwoByTwo, *, level: float = 0.95, interval: str = "wilson") -> Estimate:
    """Share of the table's people who have the disease: (TP + FN) / total.

    What the study's sampling made it, and seldom what a clinic sees. Undefined for an empty table.

    >>> round(prevalence(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value, 4)
    0.7143
    """
    return proportion(table.target, table.total, level=level, interval=interval)


def lr_positive(table: TwoByTwo, *, level: float = 0.95) -> Estimate:
    """Positive likelihood ratio: how many times likelier the sign is with the disease than without.

    Formula: sensitivity / (1 - specificity), limits on the log scale. Where TP or FP is 0, 0.5 is
    added to all four cells and the plain ratio kept beside it. Undefined when a group is empty or
    nobody has the sign. Below 1, the sign points away from the disease.
    Source: Simel, Samsa and Matchar, J Clin Epidemiol 1991;44:763.

    >>> round(lr_positive(TwoByTwo(tp=68, fp=7, fn=46, tn=72)).value, 3)
    6.732
    """
    return ratio(table.tp, table.target, table.fp, table.others, level=level)


def lr_negative(table: TwoByTwo, *, level: float = 0.95) -> Estimate:
    """Negative likelihood ratio: how many times likelier no sign is with the disease than without.

    Formula: (1 - sensitivity) / specificity, limits on the log scale. Where FN or TN is 0, 0.5 is
    added to all four cells and the plain ratio kept beside it. Undefined when a group is empty or
    everybody has the sign.
    Source: Simel, Samsa and Matchar, J Clin Epidemiol 1991;44:763.

    >>> round(lr_negative(TwoByTwo(tp=68, fp=7, fn=46, tn=72)).value, 3)
    0.443
    """
    return ratio(table.fn, table.target, table.tn, table.others, level=level)


def diagnostic_odds_ratio(table: TwoByTwo, *, level: float = 0.95) -> Estimate:
    """Diagnostic odds ratio: the odds of the sign with the disease over those without it.

    Formula: TP TN / (FP FN) = LR+ / LR-, limits on the log scale. Where a cell is 0, 0.5 is added
    to all four and the plain ratio kept beside it. Undefined when a row or a column is empty.
    Source: Glas et al., J Clin Epidemiol 2003;56:1129.

    >>> round(diagnostic_odds_ratio(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value, 4)
    10.1111
    """
    return odds_ratio(table.tp, table.fp, table.fn, table.tn, level=level)


def youden(table: TwoByTwo, *, level: float = 0.95) -> Estimate:
    """Youden's index: sensitivity + specificity - 1, from -1 to 1; 0 is a sign that tells nothing.

    Limits by square-and-add of Wilson's limits (Newcombe's method 10 for sensitivity less the
    false-positive rate), not by adding limits. Undefined when a group is empty.
    Source: Youden, Cancer 1950;3:32; Newcombe, Stat Med 1998;17:873.

    >>> estimate = youden(TwoByTwo(tp=28, fp=3, fn=12, tn=13))
    >>> f"{estimate.value} ({estimate.low:.4f} to {estimate.high:.4f})"
    '0.5125 (0.2250 to 0.6828)'
    """
    return difference(table.tp, table.target, table.fp, table.others, level=level)


def number_needed_to_diagnose(table: TwoByTwo, *, level: float = 0.95) -> Estimate:
    """Number needed to diagnose, n: of n ill people one more has the sign than of n others.

    Formula: 1 / Youden's index, its limits the reciprocals of the index's limits, exchanged. It
    does not depend on the prevalence; below 0 the sign points away from the disease. Undefined when
    a group is empty, and where the interval of the index holds 0: the number then runs through
    infinity, and nothing between its limits would be inside them.
    Source: Linn and Grunau, Epidemiol Perspect Innov 2006;3:11; Altman, BMJ 1998;317:1309, on
    limits through infinity.

    >>> round(number_needed_to_diagnose(TwoByTwo(tp=28, fp=3, fn=12, tn=13)).value, 4)
    1.9512
    """
    index = youden(table, level=level)
    if index.low <= 0 <= index.high:
        return undefined("Youden's interval holds 0", level, index.method)
    return Estimate(
        1 / index.value, 1 / index.high, 1 / index.low, level, index.method, reason=index.reason
    )


STATISTICS = (
    Statistic(sensitivity, "Sensitivity", "proportion"),
    Statistic(specificity, "Specificity", "proportion"),
    Statistic(ppv, "PPV", "proportion", at_prevalence=True),
    Statistic(npv, "NPV", "proportion", at_prevalence=True),
    Statistic(accuracy, "Accuracy", "proportion", at_prevalence=True),
    Statistic(prevalence, "Prevalence", "proportion"),
    Statistic(lr_positive, "LR+", "ratio"),
    Statistic(lr_negative, "LR-", "ratio"),
    Statistic(diagnostic_odds_ratio, "Diagnostic odds ratio", "ratio"),
    Statistic(youden, "Youden's index", "difference"),
    Statistic(number_needed_to_diagnose, "Number needed to diagnose", "ratio"),
)
