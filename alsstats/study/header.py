"""How messages list the columns of a table, whose first line may be no header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.study.built_in import vocabulary
from alsstats.study.codes import folded

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_value(name: str) -> bool:
    """Tell whether the name of a column is what a cell holds: a number, a diagnosis, a reading.

    The name of a known column is none, though cells may hold it, too.

    >>> [is_value(name) for name in ("ALS", "1.5", "yes", "dead", "centre")]
    [True, True, True, False, False]
    """
    known = vocabulary()
    if known.canonical(name):
        return False
    words = {word for pair in known.pairs for word in pair}
    values = known.diagnoses.keys() | known.missing | known.not_assessable | words
    return folded(name) in values or any(map(str.isdigit, name[:1]))


def columns_shown(columns: Iterable[str]) -> str:
    """List columns, unless some are named as values: the first line may be a patient.

    >>> columns_shown(["patient_id", "diagnosis"])
    'columns: patient_id, diagnosis'
    >>> columns_shown(["p17", "ALS"])
    '2 columns, some named as values: is the first line a header?'
    """
    names = list(columns)
    if any(map(is_value, names)):
        return f"{len(names)} columns, some named as values: is the first line a header?"
    return f"columns: {', '.join(names)}"
