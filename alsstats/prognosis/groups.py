"""Groups whose survival is compared: those with a sign and those without, or levels of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.signs import AtLeast, Name
from alsstats.study import NO_LEVEL, TOGETHER, vocabulary
from alsstats.tally.left_out import is_read, unread_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.cohort.sign_roles import SignRole
    from alsstats.prognosis.times import Integers, Truths
    from alsstats.tally.handling import Handling

ABSENT, PRESENT = "absent", "present"
NEITHER, BOTH, NOT_BOTH = "neither", "both", "not both"


class Groups(NamedTuple):
    """The group of each row: a place in `names`, -1 for none.

    `by` is the column or the sign; `reference` the group that the others are compared with;
    `ordered` says whether the groups go from one end to the other. `unknown` holds the rows without
    a group, by the reason.
    """

    by: str
    names: tuple[str, ...]
    place: Integers
    reference: str
    ordered: bool
    unknown: Mapping[str, Truths]


def groups_of_sign(crossed: Crossed, sign: str, rule: Handling) -> Groups:
    """Return those in whom a sign is present and those in whom it is absent.

    Of a sign that is two together they are called both, and not both.
    """
    import numpy as np

    role = crossed.table.findings.signs[sign]
    read = is_read(crossed, TOGETHER, sign, rule)
    place = np.where(read, crossed.table.value(TOGETHER, role), -1).astype(np.int64)
    reasons = unread_of(crossed, TOGETHER, sign, read)
    unknown = {why.replace("sign", sign, 1): rows for why, rows in reasons.items()}
    names = (NOT_BOTH, BOTH) if _two_parts(role) else (ABSENT, PRESENT)
    return Groups(sign, names, place, names[0], ordered=False, unknown=unknown)


def groups_of_category(crossed: Crossed, name: str, reference: str) -> Groups:
    """Return the levels of a category in their order, those that nobody has left away."""
    import numpy as np

    level = crossed.level(TOGETHER, name)
    inside = crossed.among(TOGETHER)
    held = {level.levels[place] for place in np.unique(level.codes[inside])}
    order = tuple(one for one in crossed.levels[name].order if one in held)
    places = [order.index(one) if one in order else -1 for one in level.levels]
    place = np.array(places, dtype=np.int64)[level.codes]
    by = crossed.roles.categories[name].name
    unknown = {f"{by} missing": np.array([o == NO_LEVEL for o in level.levels])[level.codes]}
    return Groups(by, order, place, reference, crossed.levels[name].ordered, unknown)


def four_levels(crossed: Crossed, sign: str) -> Groups | None:
    """Return neither, the one only, the other only, and both, of a sign that is two together.

    Only those in whom both parts were read have a level. None for any other sign.
    """
    import numpy as np

    parts = _two_parts(crossed.table.findings.signs[sign])
    if not parts:
        return None
    read = is_read(crossed, TOGETHER, sign)
    first, second = (crossed.table.reading(TOGETHER, column).astype(np.int64) for column in parts)
    names = (NEITHER, *(f"{_short(column)} only" for column in parts), BOTH)
    place = np.where(read, first + 2 * second, -1)
    unknown = {
        why.replace("sign", sign, 1): rows
        for why, rows in unread_of(crossed, TOGETHER, sign, read).items()
    }
    return Groups(f"{sign}, four levels", names, place, NEITHER, ordered=False, unknown=unknown)


def _two_parts(role: SignRole) -> tuple[str, ...]:
    """Return the columns of a sign that is two together, and nothing for any other."""
    match role.expression:
        case AtLeast(2, (Name(first), Name(second))) if first != second:
            return first, second
    return ()


def _short(column: str) -> str:
    """Return the short name of a sign, as FLAIR, or that of its column."""
    known = vocabulary().signs.get(vocabulary().sign(column))
    return known.short or column if known else column
