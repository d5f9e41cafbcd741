"""A survival curve as steps with its band and censor marks, pale where few are at risk."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from alsstats.figures.page import FADED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from alsstats.figures.page import Look
    from alsstats.result import Curve

BAND, FADED_BAND = 0.16, 0.10  # how opaque
MARKS = 200  # times of censoring at most that are marked on a curve
MANY, THIN = 3, 0.5  # more curves than these have bands of this share of that


class Run(NamedTuple):
    """Points of a curve from `first` to `last` between which few are at risk, or enough."""

    first: int
    last: int
    few: bool


def runs(curve: Curve, grey_below: int) -> list[Run]:
    """Return the parts of a curve, from when the first patient is at risk.

    Between two times of a curve those are at risk who are at risk at the later one.
    """
    observed = next((at for at, n in enumerate(curve.at_risk) if at and n), len(curve.x)) - 1
    steps = range(max(observed, 0), len(curve.x) - 1)
    made = []
    for few, held in groupby(steps, key=lambda at: curve.at_risk[at + 1] < grey_below):
        places = list(held)
        made.append(Run(places[0], places[-1] + 1, few))
    return made


def draw_steps(axes: Axes, curve: Curve, look: Look, grey_below: int, *, of: int = 1) -> None:
    """Draw a curve in percent, one `of` several."""
    opaque = THIN if of > MANY else 1.0
    for run in runs(curve, grey_below):
        of_run = slice(run.first, run.last + 1)
        x, y, low, high = (list(values) for values in (curve.x[of_run], *_percent(curve, of_run)))
        colour = FADED if run.few else look.colour
        axes.fill_between(
            x,
            low,
            high,
            step="post",
            color=colour,
            alpha=opaque * (FADED_BAND if run.few else BAND),
            linewidth=0,
        )
        axes.plot(
            x,
            y,
            drawstyle="steps-post",
            color=colour,
            linestyle=look.line,
            linewidth=0.9 if run.few else 1.2,
            clip_on=False,
            solid_capstyle="butt",
            dash_capstyle="butt",
        )
    for few in (False, True):
        marks = [at for at in censored(curve) if (curve.at_risk[at] < grey_below) == few]
        axes.plot(
            [curve.x[at] for at in marks],
            [100 * curve.y[at] for at in marks],
            linestyle="none",
            marker="|",
            markersize=4.0,
            markeredgewidth=0.7,
            color=FADED if few else look.colour,
            clip_on=False,
        )


def censored(curve: Curve) -> list[int]:
    """Return the points of a curve that are marked; none where marks would cover it."""
    held = [at for at, n in enumerate(curve.censored) if n]
    return held if len(held) <= MARKS else []


def few_at_risk(curve: Curve, grey_below: int) -> bool:
    """Tell whether some of a curve is pale."""
    return any(run.few for run in runs(curve, grey_below))


def _percent(curve: Curve, of_run: slice) -> Iterator[list[float]]:
    for values in (curve.y, curve.low, curve.high):
        yield [100 * value for value in values[of_run]]
