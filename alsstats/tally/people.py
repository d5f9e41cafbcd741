"""How many people of each group hold each state of a sign: all that tables are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.signs import Reading
from alsstats.study import NO_STRATUM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.counts import Codes

EVERYONE = ""  # the group of a tally that is not of one stratum


class Split(NamedTuple):
    """People by the value of the sign that its read parts decide."""

    absent: int = 0
    present: int = 0
    undecided: int = 0


class People(NamedTuple):
    """People of one group: those in whom every part was read, and the others by the reason.

    The reason is *not assessable* if all unread parts are, else *missing*.
    """

    read: Split = Split()
    not_assessable: Split = Split()
    missing: Split = Split()

    @property
    def total(self) -> int:
        """Everyone of the group."""
        return sum(map(sum, self))


Tally: TypeAlias = "Mapping[str, People]"  # a diagnosis, or another group -> its people


def tallies(
    group: Codes,
    unread: npt.NDArray[np.int8],
    value: npt.NDArray[np.int8],
    n: npt.NDArray[np.int64],
    stratum: Codes | None = None,
) -> dict[str, Tally]:
    """Add up combinations of codes: of everyone, and of each stratum by its name.

    All arrays have one entry a combination, and `n` says how many people hold it.

    >>> import numpy as np
    >>> from alsstats.counts import Codes
    >>> codes = Codes(("ALS", "MMN"), np.array([0, 0, 1], dtype=np.int32))
    >>> unread, value = np.array([0, 2, 0]), np.array([1, 2, 0])
    >>> tallies(codes, unread, value, np.array([30, 2, 40]))[EVERYONE]["ALS"].read.present
    30
    """
    import numpy as np

    causes, values, people = len(People._fields), len(Split._fields), len(group.levels)
    cause = np.maximum(unread.astype(np.int64) - Reading.PRESENT, 0)
    place = (group.codes.astype(np.int64) * causes + cause) * values + value
    names = (EVERYONE,) if stratum is None else stratum.levels
    if stratum is not None:
        place = place + stratum.codes.astype(np.int64) * (people * causes * values)
    total = np.bincount(place, weights=n, minlength=len(names) * people * causes * values)
    rows = total.astype(np.int64).reshape(-1, causes, values).tolist()
    held: dict[str, Tally] = {EVERYONE: _added(group.levels * len(names), rows)}
    if stratum is not None:
        owners = [name for name in names for _ in group.levels]
        for name in in_order(names):
            mine = [row for owner, row in zip(owners, rows, strict=True) if owner == name]
            held[name] = _added(group.levels * names.count(name), mine)
    return held


def in_order(strata: Iterable[str]) -> list[str]:
    """Return the strata, each once, those without one last.

    >>> in_order(["missing", "A", "B", "A"])
    ['A', 'B', 'missing']
    """
    return sorted(dict.fromkeys(strata), key=lambda name: name == NO_STRATUM)


def _added(names: tuple[str, ...], rows: list[list[list[int]]]) -> dict[str, People]:
    """Add up what stands under the same name; a group that nobody is in is left away."""
    sums: dict[str, list[list[int]]] = {}
    for name, row in zip(names, rows, strict=True):
        held = sums.setdefault(name, [[0] * len(Split._fields) for _ in row])
        for so_far, more in zip(held, row, strict=True):
            so_far[:] = [one + other for one, other in zip(so_far, more, strict=True)]
    people = {name: People(*(Split(*split) for split in row)) for name, row in sums.items()}
    return {name: held for name, held in people.items() if held.total}
