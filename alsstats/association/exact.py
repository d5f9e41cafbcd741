"""Fisher's exact test of a 2x2 table, with the odds ratio that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.estimate import Estimate, undefined, whole
from alsstats.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

METHOD = "conditional exact"
MOST_TABLES = 10_000_000  # tables with the same margins that are looked at
TOLERANCE = 1e-7  # tables that are so nearly as probable count as equally so, as in R
WIDEST = 100.0  # of a log odds ratio


@dataclass(frozen=True, slots=True)
class Fisher:
    """Fisher's exact test: two-sided p, and the conditional odds ratio with exact limits.

    `note` is set where p and the limits disagree: p adds up all tables that are no more probable,
    the limits cut off equal tails.
    """

    p_value: float
    odds_ratio: Estimate
    note: str = ""


def fisher_exact(a: int, b: int, c: int, d: int, *, level: float = 0.95) -> Fisher:
    """Test whether rows and columns of the table [[a, b], [c, d]] are independent.

    Given the margins, the upper left cell X is hypergeometric. p is the probability of all tables
    that are no more probable than this one. The odds ratio is the value at which a is expected
    (0 or infinite at the ends of the range of X), its limits those at which P(X >= a), or
    P(X <= a), is (1 - level) / 2. With an empty row or column p is 1 and the odds ratio undefined.
    Source: Fisher, J R Stat Soc 1935;98:39; Cornfield, Proc 3rd Berkeley Symp 1956;4:135.

    >>> test = fisher_exact(34, 26, 2, 4)
    >>> round(test.p_value, 7), round(test.odds_ratio.value, 4)
    (0.3989345, 2.5777)
    """
    for name, count in zip("abcd", (a, b, c, d), strict=True):
        whole(count, name)
    normal_quantile(level)
    if not ((a + b) and (c + d) and (a + c) and (b + d)):
        return Fisher(1.0, undefined("a row or a column of the table is empty", level, METHOD))
    tables = _Tables(a, b, c, d)
    p_value, odds_ratio = tables.p_value(), tables.odds_ratio(level)
    outside = not odds_ratio.low <= 1 <= odds_ratio.high
    disagree = outside != (p_value < 1 - level)
    note = "p and the limits disagree: they weigh the two tails differently" if disagree else ""
    return Fisher(p_value, odds_ratio, note)


class _Tables:
    """All tables with the margins of one, by their upper left cell."""

    def __init__(self, a: int, b: int, c: int, d: int) -> None:
        import numpy as np

        low, high = max(0, a - d), min(a + b, a + c)
        if high - low >= MOST_TABLES:
            raise UsageError(
                f"Fisher's test would look at {high - low + 1} tables",
                why=f"more than {MOST_TABLES}; with such counts chi_squared() is as good",
            )
        self.cell = np.arange(low, high + 1, dtype=float)
        self.place = a - low
        self.log_weight = self._log_weights(a, b, c, d)

    def _log_weights(self, a: int, b: int, c: int, d: int) -> npt.NDArray[np.float64]:
        """Log hypergeometric weights, added up outwards from the mode, where they matter most."""
        import numpy as np

        row, column = a + b, a + c
        x = self.cell[:-1]
        steps = np.log((row - x) * (column - x)) - np.log((x + 1) * (d - a + x + 1))
        mode = int(np.searchsorted(-steps, 0.0))
        up, down = np.cumsum(steps[mode:]), -np.cumsum(steps[:mode][::-1])[::-1]
        return np.concatenate([down, [0.0], up])

    def probabilities(self, log_odds: float = 0.0) -> npt.NDArray[np.float64]:
        """Probability of each table at an odds ratio."""
        import numpy as np

        tilted = self.log_weight + log_odds * self.cell
        weight = np.exp(tilted - tilted.max())
        chances: npt.NDArray[np.float64] = weight / weight.sum()
        return chances

    def p_value(self) -> float:
        """Return the probability of all tables that are no more probable than the one seen."""
        as_rare = self.log_weight <= self.log_weight[self.place] + log(1 + TOLERANCE)
        return min(1.0, float(self.probabilities()[as_rare].sum()))

    def odds_ratio(self, level: float) -> Estimate:
        """Return the conditional estimate and the central exact limits."""
        tail, seen = (1 - level) / 2, self.cell[self.place]
        at_low, at_high = self.place == 0, self.place == len(self.cell) - 1
        value = (
            0.0
            if at_low
            else inf
            if at_high
            else self._solve(lambda chances: float(chances @ self.cell) - seen)
        )
        low = (
            0.0
            if at_low
            else self._solve(lambda chances: float(chances[self.place :].sum()) - tail)
        )
        high = (
            inf
            if at_high
            else self._solve(lambda chances: tail - float(chances[: self.place + 1].sum()))
        )
        return Estimate(value, low, high, level, METHOD)

    def _solve(self, excess: Callable[[npt.NDArray[np.float64]], float]) -> float:
        """Return the odds ratio at which `excess`, which grows with it, is 0."""
        from math import exp

        from scipy.optimize import brentq

        root = brentq(
            lambda log_odds: excess(self.probabilities(log_odds)), -WIDEST, WIDEST, xtol=1e-14
        )
        return exp(root)
