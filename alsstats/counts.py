"""Counts with names: what the statistics are functions of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from alsstats.estimate import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """A sign against the reference diagnosis.

    ==============  ===============  ===============
    sign            target disease   all others
    ==============  ===============  ===============
    present         `tp`             `fp`
    absent          `fn`             `tn`
    ==============  ===============  ===============

    Whole numbers of people; anything else is refused.

    >>> TwoByTwo(tp=28, fp=3, fn=12, tn=13).total
    56
    """

    tp: int
    fp: int
    fn: int
    tn: int

    def __post_init__(self) -> None:
        for name in ("tp", "fp", "fn", "tn"):
            object.__setattr__(self, name, whole(getattr(self, name), name))

    @property
    def target(self) -> int:
        """People with the target disease."""
        return self.tp + self.fn

    @property
    def others(self) -> int:
        """People of the comparison group."""
        return self.fp + self.tn

    @property
    def positive(self) -> int:
        """People in whom the sign is present."""
        return self.tp + self.fp

    @property
    def negative(self) -> int:
        """People in whom the sign is absent."""
        return self.fn + self.tn

    @property
    def total(self) -> int:
        """Everyone in the table."""
        return self.target + self.others


class Codes(NamedTuple):
    """One column of `Counts`: the distinct texts, and for each row which of them it holds.

    `levels` are sorted texts as they stand in the data, the empty text for an empty cell; `codes`
    is an int32 array of positions in `levels`.
    """

    levels: tuple[str, ...]
    codes: npt.NDArray[np.int32]


class Counts(NamedTuple):
    """How many rows of a cohort hold each combination of codes.

    `columns` maps column names, in the order asked for, to their `Codes`; `n` is an int64 array,
    one entry a distinct combination, sorted by the columns' codes. A combination that does not
    occur has no entry, so every `n` is at least 1, and `n.sum()` is the number of rows.
    """

    columns: Mapping[str, Codes]
    n: npt.NDArray[np.int64]

    def of_level(self, column: str) -> dict[str, int]:
        """Return the number of rows that hold each code of one column."""
        import numpy as np

        held = self.columns[column]
        rows = np.zeros(len(held.levels), dtype=np.int64)
        np.add.at(rows, held.codes, self.n)
        return dict(zip(held.levels, rows.tolist(), strict=True))
