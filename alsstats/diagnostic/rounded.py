"""From published percentages back to the counts that they can be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.projection import share
from alsstats.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def tables_that_round_to(
    sensitivity: float,
    specificity: float,
    *,
    ppv: float | None = None,
    npv: float | None = None,
    accuracy: float | None = None,
    up_to: int = 300,
) -> tuple[TwoByTwo, ...]:
    """Return the 2x2 tables of up to so many people that give these shares, in whole percent.

    All of them, the smallest first: a percentage of few people leaves few counts to choose from,
    and what was not published can be read from those. A share k/n rounds to p % where 100 k/n is
    within 0.5 of p; exactly half way it may have been rounded up or down. A table without anybody
    with the sign (or without it) has no PPV (or NPV), and is none of these where that was given.

    Shares are given as whole percent, 0.70; anything finer is refused. Source: counting, as in
    Brown and Heathers, Soc Psychol Personal Sci 2017;8:363 (the GRIM test), of shares.

    >>> [table, *more] = tables_that_round_to(0.70, 0.81, ppv=0.90, accuracy=0.73, up_to=75)
    >>> table, [one.total for one in more]
    (TwoByTwo(tp=28, fp=3, fn=12, tn=13), [71, 74, 75])
    """
    given: dict[str, float | None] = {"sensitivity": sensitivity, "specificity": specificity}
    given |= {"ppv": ppv, "npv": npv, "accuracy": accuracy}
    wanted = {name: _percent(name, value) for name, value in given.items() if value is not None}
    with_disease = list(_shares(wanted.pop("sensitivity"), up_to))
    without = list(_shares(wanted.pop("specificity"), up_to))
    tables = (
        TwoByTwo(tp=tp, fp=well - tn, fn=ill - tp, tn=tn)
        for tp, ill in with_disease
        for tn, well in without
        if ill + well <= up_to and _fits(tp, ill - tp, well - tn, tn, wanted)
    )
    return tuple(sorted(tables, key=lambda table: (table.total, table.tp, table.tn)))


def _percent(name: str, value: float) -> int:
    percent = round(100 * share(value, name))
    if abs(100 * value - percent) > 1e-9:
        raise UsageError(
            f"{name} is not of whole percent",
            found=[f"{name}: {value}"],
            fix="give the published percent, as 0.71",
        )
    return percent


def _shares(percent: int, up_to: int) -> Iterator[tuple[int, int]]:
    """Yield every k of n that rounds to the percentage."""
    for n in range(1, up_to + 1):
        first = max(0, -(-n * (2 * percent - 1) // 200))
        last = min(n, n * (2 * percent + 1) // 200)
        yield from ((k, n) for k in range(first, last + 1))


def _fits(tp: int, fn: int, fp: int, tn: int, wanted: dict[str, int]) -> bool:
    shares = {"ppv": (tp, tp + fp), "npv": (tn, tn + fn), "accuracy": (tp + tn, tp + fn + fp + tn)}
    return all(_rounds_to(*shares[name], percent) for name, percent in wanted.items())


def _rounds_to(k: int, n: int, percent: int) -> bool:
    return n > 0 and abs(200 * k - 2 * percent * n) <= n
