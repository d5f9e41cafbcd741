"""The axis of a number: its name, where it ends, and as many ticks as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.figures.lettering import width_of
from alsstats.study import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axis import Axis

MOST = 5  # ticks, or one more
APART = 2.0  # mm, the least between two numbers


def name_of(variable: str) -> str:
    """Return a variable's name, with its unit where that is known.

    >>> name_of("age_at_onset"), name_of("volume")
    ('age_at_onset, years', 'volume')
    """
    unit = vocabulary().units.get(vocabulary().column(variable) or "", "")
    return f"{variable}, {unit}" if unit else variable


def ends_of(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis: a little beyond the lowest and the highest value.

    >>> ends_of([10, 30]), ends_of([5, 5]), ends_of([])
    ((9.0, 31.0), (4.0, 6.0), (0.0, 1.0))
    """
    if not values:
        return 0.0, 1.0
    beyond = 0.05 * (max(values) - min(values)) or 1.0
    return min(values) - beyond, max(values) + beyond


def ticks_of(low: float, high: float, room: float) -> dict[float, str]:
    """Return round numbers between two ends, with their words, that fit on an axis of `room` mm.

    >>> list(ticks_of(9, 31, 60).values()), list(ticks_of(9, 31, 9).values())
    (['10', '15', '20', '25', '30'], ['10'])
    """
    from matplotlib.ticker import MaxNLocator

    held: dict[float, str] = {}
    for most in range(MOST, 0, -1):
        places = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        inside = [float(place) for place in places if low <= place <= high]
        held = {place: f"{place + 0.0:.6g}" for place in inside}
        taken = sum(width_of(word) + APART for word in held.values())
        if taken <= room:
            return held
    return dict(list(held.items())[:1])


def set_number_ticks(axis: Axis, ticks: Mapping[float, str]) -> None:
    """Give an axis its ticks with their words."""
    axis.set_ticks(list(ticks), labels=list(ticks.values()))
