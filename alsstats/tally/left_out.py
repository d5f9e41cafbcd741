"""Who enters a number by what was read of a finding, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.signs import Reading, Value
from alsstats.study import MISSING, NOT_ASSESSABLE
from alsstats.tally.handling import ANY_PART, EVERY_PART, Handling

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.crossed import Crossed

    Truths = npt.NDArray[np.bool_]

REASONS = {Reading.NOT_ASSESSABLE: NOT_ASSESSABLE, Reading.MISSING: MISSING}


def is_read(crossed: Crossed, key: Any, sign: str, rule: Handling = EVERY_PART) -> Truths:
    """Tell of each combination in some counts whether the finding was read, or is decided."""
    table, role = crossed.table, crossed.table.findings.signs[sign]
    read: Truths = table.unread(key, role) == 0
    if rule.name == ANY_PART.name:
        read = read | (table.value(key, role) != Value.UNDECIDED)
    return read


def unread_of(crossed: Crossed, key: Any, sign: str, read: Truths) -> dict[str, Truths]:
    """Return the combinations in which a finding does not enter, by the reason."""
    unread = crossed.table.unread(key, crossed.table.findings.signs[sign])
    return {why: ~read & (unread == cause) for cause, why in REASONS.items()}


def people_of(n: npt.NDArray[np.int64], reasons: dict[str, Truths]) -> dict[str, int]:
    """Count the people of every reason that there is anybody for."""
    people = {why: int(n[rows].sum()) for why, rows in reasons.items()}
    return {why: count for why, count in people.items() if count}


def not_among(crossed: Crossed) -> str:
    """Name the reason of those whom the question is not among, as `diagnosis not ALS`."""
    parts = [
        (role.name, " or ".join(crossed.wanted.among[name]))
        for name, role in crossed.roles.among.items()
    ]
    if len(parts) == 1:
        return "{} not {}".format(*parts[0])
    return " or ".join(f"{column} not {levels}" for column, levels in parts)
