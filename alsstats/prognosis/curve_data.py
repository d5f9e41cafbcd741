"""Curves as data, for figures: survival at each time, and the numbers below the axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.risk_table import at_times, tabulate
from alsstats.prognosis.spline_curve import relative_hazard
from alsstats.result import Curve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.curve_rows import GroupCurve
    from alsstats.prognosis.follow_up import FollowUp
    from alsstats.prognosis.models import Model
    from alsstats.prognosis.risk_table import RiskTable
    from alsstats.prognosis.times import Floats

MOST = 10  # times at which the numbers below the axis are given
STEPS = {  # between them; otherwise 1, 2, 5, 10, 20, 50 and so on
    "days": (1, 7, 14, 30, 60, 90, 180, 365, 730, 1825),
    "weeks": (1, 2, 4, 13, 26, 52, 104, 260),
    "months": (1, 2, 3, 6, 12, 24, 60, 120),
}


def curves_of(held: FollowUp, made: GroupCurve, last: float, unit: str) -> Iterator[Curve]:
    """Yield the curve of a group, and its numbers at risk at regular times up to a last one.

    `survival` starts with everybody alive and has all times at which somebody died, left or came;
    its events and censored are those of each time. `at_risk` has those who were at risk at each
    time, and all events and censored up to it; its last time is not before the last of anybody.
    """
    import numpy as np

    table = made.table
    lasts = _of_patients(held, made)
    group = None if made.group.by is None else made.group.name
    name = made.group.by or "everyone"
    if made.curve is not None:
        times = np.append(table.start, table.time)
        seen = at_times(table, times)
        yield Curve(
            name=f"survival, {name}",
            group=group,
            x=_floats(times),
            y=(1.0, *_floats(made.curve.survival)),
            low=(1.0, *_floats(made.curve.low)),
            high=(1.0, *_floats(made.curve.high)),
            at_risk=_whole(seen.at_risk),
            events=(0, *_whole(table.events)),
            censored=_whole(np.diff(at_times(lasts, times).censored, prepend=0.0)),
        )
    times = _regular(table.start, last, unit)
    seen = at_times(table, times)
    yield Curve(
        name=f"at risk, {name}",
        group=group,
        x=_floats(times),
        at_risk=_whole(seen.at_risk),
        events=_whole(seen.events),
        censored=_whole(at_times(lasts, times).censored),
    )


def spline_curves(model: Model, level: float) -> Iterator[Curve]:
    """Yield the hazard ratio along each spline of a model, against the median of its covariate."""
    import numpy as np

    fit, design = model.fit, model.design
    if fit is None or design is None or fit.problem:
        return
    for term in design.terms:
        if term.kind == "spline":
            found = relative_hazard(fit, design, term.names[0], level=level)
            logs = found.log_hazard_ratio, found.low, found.high
            y, low, high = (_floats(np.exp(one)) for one in logs)
            name = f"hazard ratio, {term.text} against {found.reference:g}"
            yield Curve(name=name, group=model.name, x=_floats(found.x), y=y, low=low, high=high)


def _of_patients(held: FollowUp, made: GroupCurve) -> RiskTable:
    """Return the ends of patients: an interval that another one follows ends nobody's follow-up."""
    if held.last is None:
        return made.table
    used = made.group.used
    return tabulate(held.time[used], held.died[used], frequency=held.n[used] * held.last[used])


def _regular(start: float, last: float, unit: str) -> Floats:
    """Return regular times, the last of them not before the end of follow-up."""
    import numpy as np

    least = (last - start) / (MOST - 1)
    power = 10.0 ** np.floor(np.log10(least)) if least > 0 else 1.0
    decimal = (power, 2 * power, 5 * power, 10 * power)
    step = next(one for one in (*STEPS.get(unit, ()), *decimal) if one >= least)
    first = np.floor(start / step)
    times = step * np.arange(first, np.ceil(last / step) + 1)
    return np.asarray(np.maximum(times, start))


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(values.tolist())


def _whole(values: Floats) -> tuple[int, ...]:
    return tuple(int(value) for value in values.tolist())
