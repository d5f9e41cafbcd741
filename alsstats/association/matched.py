"""Two readings of the same people: McNemar's tests."""

from __future__ import annotations

from math import nan
from typing import NamedTuple

from alsstats.association.pearson import SignificanceTest, upper_tail
from alsstats.estimate import whole

MOST_PAIRS = 10**8  # beyond it the binomial distribution is not computed to the last digits


class McNemar(NamedTuple):
    """McNemar's test three ways; the exact one never errs on the side of a finding."""

    exact: SignificanceTest
    mid_p: SignificanceTest
    chi_squared: SignificanceTest


def mcnemar(first_only: int, second_only: int) -> McNemar:
    """Test whether two readings of the same people are positive equally often.

    `first_only` and `second_only` count those in whom only the first, or only the second, is
    positive; the others tell nothing. Formula: with b and c those counts and m the smaller,
    exact p = min(1, 2 P(X <= m)), X binomial (b + c, 1/2); mid-p = P(X <= m) + P(X < m);
    chi-squared = (b - c)^2 / (b + c) without continuity correction, df 1. Without a discordant
    pair the exact and mid-p values are 1 and chi-squared is undefined (nan); beyond 10^8
    such pairs the exact values are.
    Source: McNemar, Psychometrika 1947;12:153; Fagerland et al., BMC Med Res Methodol 2013;13:91.

    >>> test = mcnemar(1, 9)
    >>> round(test.exact.p_value, 6), round(test.mid_p.p_value, 6)
    (0.021484, 0.011719)
    """
    b, c = whole(first_only, "first_only"), whole(second_only, "second_only")
    n, m = b + c, min(b, c)
    below, up_to = _at_most(m - 1, n), _at_most(m, n)
    return McNemar(
        _exact(2 * up_to, n, "mcnemar exact"), _exact(up_to + below, n, "mcnemar mid-p"), _chi(b, c)
    )


def _at_most(events: int, n: int) -> float:
    """Return P(X <= events) of a fair coin thrown n times."""
    from scipy.special import betainc

    if events < 0 or events >= n:
        return float(events >= n)
    return float(betainc(n - events, events + 1, 0.5))


def _exact(p_value: float, n: int, method: str) -> SignificanceTest:
    note = f"not computed for more than {MOST_PAIRS} discordant pairs" if n > MOST_PAIRS else ""
    return SignificanceTest(nan, nan, nan if note else min(1.0, p_value), method, note)


def _chi(b: int, c: int) -> SignificanceTest:
    if b + c == 0:
        return SignificanceTest(nan, nan, nan, "mcnemar", "no pair is discordant")
    statistic = (b - c) ** 2 / (b + c)
    return SignificanceTest(statistic, 1, upper_tail(statistic, 1), "mcnemar")
