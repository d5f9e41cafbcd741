"""A combined sign that the table holds ready made, against its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import CodingError
from alsstats.result import Note
from alsstats.signs import Reading, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.sign_roles import SignRole
    from alsstats.signs.logic import Readings


def note_of_stated(
    sign: SignRole, stated: Readings, decided: Readings, n: npt.NDArray[np.int64]
) -> Iterator[Note]:
    """Refuse a column that its parts contradict; note the rows in which it says more than they do.

    `decided` is what the read parts make of the sign; where they decide, the column has to agree.
    Elsewhere the definition is used, so that everyone is judged by the same rule.
    """
    says, read = stated <= Reading.PRESENT, decided != Value.UNDECIDED
    if against := int(n[says & read & (stated != decided)].sum()):
        raise CodingError(
            f"column '{sign.stated}' is not what its parts say",
            found=[f"{against} of {n.sum()} rows differ from {sign.definition}"],
            why="one of the columns is wrong, and nothing says which",
            fix=f"correct those rows, or remove column '{sign.stated}'",
        )
    if alone := int(n[says & ~read].sum()):
        yield Note(
            "stated_sign",
            f"column '{sign.stated}' holds a value in {alone} rows that its parts leave open: "
            f"{sign.name} is {sign.definition} in everyone, and the column is not used",
        )
