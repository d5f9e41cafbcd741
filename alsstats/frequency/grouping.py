"""Variables of a table one in the groups of a category or a sign, or in those read and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.counts import Codes
from alsstats.frequency.described import CATEGORY, FINDING, MEDIAN, Described
from alsstats.frequency.summaries import Numbers, Shares
from alsstats.signs import Value
from alsstats.study import EVERYONE, NO_LEVEL, vocabulary
from alsstats.tally.left_out import is_read, not_among, people_of, unread_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.crossed import Crossed

ASSESSED, LEFT_OUT = "assessed", "left out"
PRESENT, ABSENT = "present", "absent"


class Groups(NamedTuple):
    """The groups that variables are described in.

    `by` names a category and `split` a sign; with neither there is everyone alone. The groups of a
    sign are those with and without it if `read`, or else those in whom it was read and the others.
    """

    crossed: Crossed
    by: str | None
    split: str | None
    read: bool = False

    @property
    def name(self) -> str | None:
        """What rows call the groups' column."""
        return self.crossed.roles.categories[self.by].name if self.by else self.split

    @property
    def levels(self) -> tuple[str, ...]:
        """The groups in order, without everyone."""
        if self.split:
            return (PRESENT, ABSENT) if self.read else (ASSESSED, LEFT_OUT)
        return self.crossed.levels[self.by].order if self.by else ()

    def of(self, key: Any) -> Codes:
        """Return the group of each combination in some counts."""
        import numpy as np

        if self.split:
            sign = self.crossed.roles.findings.signs[self.split]
            unread = self.crossed.table.unread(key, sign) > 0
            if not self.read:
                return Codes((ASSESSED, LEFT_OUT), unread.astype(np.int32))
            absent = self.crossed.table.value(key, sign) == Value.ABSENT
            place = np.where(unread, 2, np.where(absent, 1, 0)).astype(np.int32)
            return Codes((PRESENT, ABSENT, NO_LEVEL), place)
        if self.by:
            return self.crossed.level(key, self.by)
        n = self.crossed.table.n(key)
        return Codes((EVERYONE,), np.zeros(len(n), dtype=np.int32))

    def masks(self, key: Any) -> dict[str, npt.NDArray[np.bool_]]:
        """Return which combinations are of each group, and of everyone in any group."""
        import numpy as np

        held = self.of(key)
        inside = self.crossed.among(key)
        names = np.array(held.levels, dtype=object)[held.codes]
        masks = {level: inside & (names == level) for level in self.levels}
        return masks | {EVERYONE: inside & (names != NO_LEVEL)}


def described_in(groups: Groups, variable: Described, beside: tuple[str, ...]) -> Shares | Numbers:
    """Add up a variable in every group; `beside` names what is counted with it."""
    if variable.kind == FINDING:
        return _finding(groups, variable.name, beside)
    key = (None, tuple(dict.fromkeys((*beside, variable.name))))
    if variable.kind == CATEGORY:
        return _category(groups, variable.name, key)
    return _number(groups, variable, key)


def _finding(groups: Groups, name: str, beside: tuple[str, ...]) -> Shares:
    table = groups.crossed.table
    signs = table.findings.signs
    sign = signs.get(vocabulary().sign(name)) or signs[name]
    key = (sign.name, beside)
    value, n, read = table.value(key, sign), table.n(key), is_read(groups.crossed, key, key[0])
    unread = unread_of(groups.crossed, key, key[0], read)
    people, left_out = {}, {}
    for group, mask in groups.masks(key).items():
        people[group] = tuple(int(n[mask & read & (value == side)].sum()) for side in (1, 0))
        left_out[group] = people_of(n, {why: mask & rows for why, rows in unread.items()})
    return Shares(sign.name, (PRESENT, ABSENT), people, left_out, finding=True)


def _category(groups: Groups, name: str, key: Any) -> Shares:
    import numpy as np

    crossed = groups.crossed
    held, levels, n = crossed.level(key, name), crossed.levels[name].order, crossed.table.n(key)
    names = np.array(held.levels, dtype=object)[held.codes]
    label = crossed.roles.categories[name].name
    people, left_out = {}, {}
    for group, mask in groups.masks(key).items():
        people[group] = tuple(int(n[mask & (names == level)].sum()) for level in levels)
        left_out[group] = people_of(n, {f"{label} missing": mask & (names == NO_LEVEL)})
    return Shares(label, levels, people, left_out, finding=False)


def _number(groups: Groups, variable: Described, key: Any) -> Numbers:
    import numpy as np

    crossed = groups.crossed
    number, n = crossed.number(key, variable.name), crossed.table.n(key)
    known = ~np.isnan(number)
    label = crossed.roles.numbers[variable.name].name
    people, left_out = {}, {}
    for group, mask in groups.masks(key).items():
        people[group] = np.where(mask, n, 0)[known]
        left_out[group] = people_of(n, {f"{label} missing": mask & ~known})
    return Numbers(label, number[known], people, left_out, variable.kind or MEDIAN)


def outside_of(groups: Groups, key: Any) -> dict[str, int]:
    """Count those in no group, by reason."""
    crossed = groups.crossed
    n, inside = crossed.table.n(key), crossed.among(key)
    everyone = groups.masks(key)[EVERYONE]
    outside = {f"{groups.name} missing": inside & ~everyone}
    if groups.split:
        unread = unread_of(crossed, key, groups.split, everyone | ~inside)
        outside = {why.replace("sign", groups.split, 1): rows for why, rows in unread.items()}
    return people_of(n, outside | {not_among(crossed): ~inside})
