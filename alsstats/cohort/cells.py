"""Who has nothing recorded in any of several columns: their cells, counted as one text a row."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.coding import known_reading
from alsstats.signs import Reading
from alsstats.study import pointed, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.findings import Findings
    from alsstats.counts import Codes
    from alsstats.study import Study

CELLS = "\x1f"  # a column of this name is made of the cells; no file has one, its name is blank
BETWEEN = "\x1f"
RECORDED = "recorded"


class Cells(NamedTuple):
    """Columns to count as one, and for each the codes that are plainly readings.

    The text of a row is RECORDED where some cell holds such a code, else all its cells. So there
    are few texts, however many columns and rows there are, and what a cell means is said by
    `is_recorded` alone. They are counted with the columns `beside`.
    """

    beside: tuple[str, ...]
    columns: tuple[str, ...]
    readings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, beside: tuple[str, ...], findings: Findings, study: Study) -> Cells:
        """Take the columns of all signs that are asked for or known."""
        columns = columns_of_signs(findings)
        return cls(beside, columns, tuple(_readings(name, findings, study) for name in columns))


def columns_of_signs(findings: Findings) -> tuple[str, ...]:
    """Return the columns of all signs that are asked for, or known, each once."""
    return tuple(dict.fromkeys((*findings.read_columns, *findings.single)))


def _readings(column: str, findings: Findings, study: Study) -> tuple[str, ...]:
    said = findings.declared.get(column)
    words = [word for pair in vocabulary().pairs for word in pair]
    spelt = (f"{word}.0" if word.isdigit() else word.title() for word in words)
    codes = dict.fromkeys((*(said.codes if said else ()), *words, *spelt))
    return tuple(code for code in codes if known_reading(code, said, study) is not Reading.MISSING)


def together(row: Iterable[str]) -> str:
    r"""Return the cells of a row as one text, which is never RECORDED.

    >>> together(["NA", ""])
    '\x1fNA\x1f'
    """
    return "".join(BETWEEN + cell.replace(BETWEEN, " ") for cell in row)


def is_recorded(cells: Codes, findings: Findings, study: Study) -> npt.NDArray[np.bool_]:
    """Tell of each combination in some counts whether one of its cells is not missing."""
    import numpy as np

    columns = columns_of_signs(findings)

    @cache
    def is_missing(column: str, code: str) -> bool:
        said = findings.declared.get(column)
        return known_reading(pointed(code), said, study) is Reading.MISSING

    recorded = [
        text == RECORDED or not all(map(is_missing, columns, text.split(BETWEEN)[1:]))
        for text in cells.levels
    ]
    return np.array(recorded, dtype=bool)[cells.codes]
