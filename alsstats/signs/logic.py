"""Readings, and what is known of a combined sign where some of its parts are not read."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from alsstats.signs.grammar import AtLeast, Expression, Name, Not

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    Readings = npt.NDArray[np.int8]


class Reading(IntEnum):
    """What is known of a sign in one person."""

    ABSENT = 0
    PRESENT = 1
    NOT_ASSESSABLE = 2  # looked for and not readable, or the sequence was not acquired
    MISSING = 3  # nothing recorded


class Value(IntEnum):
    """What the parts that were read make of a combined sign."""

    ABSENT = 0
    PRESENT = 1
    UNDECIDED = 2


def value(expression: Expression, parts: Mapping[str, Readings]) -> Readings:
    """Value of a combined sign, by what its read parts decide (Kleene's three-valued logic).

    Absent AND unknown is absent, present AND unknown is unknown; present OR unknown is present.
    `at_least(k, ...)` is present once k of its parts are, absent once fewer than k can be. Where
    a part stands twice, as in `a or not a`, the whole may stay open though no reading could change
    it.
    Source: Kleene, Introduction to Metamathematics, 1952, section 64.

    >>> import numpy as np
    >>> both = AtLeast(2, (Name("flair"), Name("swi")))
    >>> parts = {"flair": np.array([1, 1, 0]), "swi": np.array([1, 2, 3])}
    >>> [Value(code).name for code in value(both, parts)]
    ['PRESENT', 'UNDECIDED', 'ABSENT']
    """
    import numpy as np

    match expression:
        case Name(name):
            return np.minimum(parts[name], Value.UNDECIDED)
        case Not(part):
            opposite = np.array([Value.PRESENT, Value.ABSENT, Value.UNDECIDED], dtype=np.int8)
            return opposite[value(part, parts)]
        case AtLeast(least, several):
            values = np.stack([value(part, parts) for part in several])
            sure = (values == Value.PRESENT).sum(axis=0) >= least
            possible = (values != Value.ABSENT).sum(axis=0) >= least
            found = np.where(sure, Value.PRESENT, Value.UNDECIDED)
            return np.where(possible, found, Value.ABSENT).astype(np.int8)


def unread(parts: Mapping[str, Readings]) -> Readings:
    """Why a combined sign was not read in full: 0 where every part was.

    Else *not assessable* if that is why every unread part is unread, and *missing* otherwise.

    >>> import numpy as np
    >>> unread({"flair": np.array([1, 0, 2, 3]), "swi": np.array([0, 2, 2, 2])}).tolist()
    [0, 2, 2, 3]
    """
    import numpy as np

    worst = np.stack(list(parts.values())).max(axis=0)
    causes: Readings = np.where(worst <= Reading.PRESENT, 0, worst).astype(np.int8)
    return causes
