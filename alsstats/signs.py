"""Readings of a sign, and signs made of several, in three-valued logic."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Readings = npt.NDArray[np.int8]


class Reading(IntEnum):
    """What is known of a sign in one person."""

    ABSENT = 0
    PRESENT = 1
    NOT_ASSESSABLE = 2  # looked for and not readable, or the sequence was not acquired
    MISSING = 3  # nothing recorded


def all_present(parts: Sequence[Readings]) -> Readings:
    """Reading of a sign that is present when all its parts are, and read only when all are.

    Where a part is unread the whole is: *not assessable* if that is why every unread part is,
    else *missing*. So one absent part does not make the whole absent while another is unread:
    people would then stay with a part absent and leave with a part present, which biases accuracy.

    >>> import numpy as np
    >>> flair = np.array([1, 1, 0, 0], dtype=np.int8)
    >>> swi = np.array([1, 0, 2, 3], dtype=np.int8)
    >>> [Reading(code).name for code in all_present([flair, swi])]
    ['PRESENT', 'ABSENT', 'NOT_ASSESSABLE', 'MISSING']
    """
    import numpy as np

    stacked = np.stack(parts)
    worst = stacked.max(axis=0)
    read = worst <= Reading.PRESENT
    readings: Readings = np.where(read, stacked.min(axis=0), worst).astype(np.int8)
    return readings


def all_present_so_far(parts: Sequence[Readings]) -> Readings:
    """What the parts that were read decide: one absent part makes the whole absent.

    Undecided where every read part is present and one is unread; the result is then the unread
    code, as in `all_present`.

    >>> import numpy as np
    >>> flair = np.array([0, 1], dtype=np.int8)
    >>> swi = np.array([3, 3], dtype=np.int8)
    >>> [Reading(code).name for code in all_present_so_far([flair, swi])]
    ['ABSENT', 'MISSING']
    """
    import numpy as np

    readings: Readings = all_present(parts).copy()
    readings[(np.stack(parts) == Reading.ABSENT).any(axis=0)] = Reading.ABSENT
    return readings
