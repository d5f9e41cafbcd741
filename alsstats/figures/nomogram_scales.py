"""The scales of a nomogram: where numbers stand on them, and which have room for a label."""

from __future__ import annotations

from math import isinf, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEAST = 0.001  # the probability that a scale begins with, if none is smaller
CLOSE = 2.9  # mm from one label to the next
FIRST = (50, 10, 90, 1, 99, 5, 95, 20, 80, 2, 98, 30, 70, 0.1, 99.9, 0.5, 99.5, 40, 60, 0.2, 99.8)
RARE = (0.01, 99.99, 0.001, 99.999, 0.0001, 99.9999)
RATIOS = (1, 10, 0.1, 100, 0.01, 1000, 0.001, 5, 0.2, 2, 0.5, 50, 0.02, 20, 0.05, 500, 0.002)


class Tick(NamedTuple):
    """A number on a scale, its height in logits, and its label, empty where there is no room."""

    y: float
    label: str


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds: infinite at 0 and at 1.

    >>> log_odds(0.5), round(log_odds(0.9), 3), log_odds(1)
    (0.0, 2.197, inf)
    """
    if probability in {0, 1}:
        return float("inf") if probability else float("-inf")
    return log(probability / (1 - probability))


def reach_of(probabilities: Iterable[float]) -> float:
    """Return how far from 0 the scales reach, in logits, so that all finite points are on them."""
    held = [abs(log_odds(one)) for one in (LEAST, *probabilities)]
    return 1.03 * max(one for one in held if not isinf(one))


def ticks_before(reach: float, unit: float) -> list[Tick]:
    """Return the scale at the left, the greatest probability at its lower end."""
    return _ticks((*FIRST, *RARE), lambda percent: -log_odds(percent / 100), reach, unit)


def ticks_after(reach: float, unit: float) -> list[Tick]:
    """Return the scale at the right, the greatest probability at its upper end."""
    return _ticks((*FIRST, *RARE), lambda percent: log_odds(percent / 100), reach, unit)


def ticks_of_ratios(reach: float, unit: float) -> list[Tick]:
    """Return the scale in the middle: half the logarithm of a likelihood ratio."""
    return _ticks(RATIOS, lambda ratio: log(ratio) / 2, reach, unit)


def _ticks(
    numbers: Iterable[float], height: Callable[[float], float], reach: float, unit: float
) -> list[Tick]:
    """Label numbers in their order while there is room; `unit` is how many mm a logit is high."""
    ticks: list[Tick] = []
    for number in numbers:
        y = height(number)
        if abs(y) > reach:
            continue
        close = any(tick.label and abs(tick.y - y) * unit < CLOSE for tick in ticks)
        ticks.append(Tick(y, "" if close else f"{number:.10g}"))
    return ticks
