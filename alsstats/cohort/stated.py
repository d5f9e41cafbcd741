"""A combined sign that the table holds ready made, against its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import CodingError
from alsstats.result import Note
from alsstats.signs import Reading, all_present_so_far

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort.interpretation import Interpretation


def notes_of_stated(meaning: Interpretation) -> Iterator[Note]:
    """Refuse a column that its parts contradict; note the rows in which it says more than they do.

    Where the parts that were read decide, the column has to agree. Elsewhere the definition is
    used, so that everyone is judged by the same rule.
    """
    roles = meaning.roles
    for sign, column in roles.stated.items():
        n, stated = meaning.counts[sign].n, meaning.column(sign, column)
        parts = roles.parts(sign)
        decided = all_present_so_far([meaning.column(sign, part) for part in parts])
        says, read = stated <= Reading.PRESENT, decided <= Reading.PRESENT
        if against := int(n[says & read & (stated != decided)].sum()):
            raise CodingError(
                f"column '{column}' is not what its parts say",
                found=[f"{against} of {n.sum()} rows differ from {' and '.join(parts)}"],
                why="one of the columns is wrong, and nothing says which",
                fix=f"correct those rows, or remove column '{column}'",
            )
        if alone := int(n[says & ~read].sum()):
            yield Note(
                "stated_sign",
                f"column '{column}' holds a value in {alone} rows in which a part is unread: "
                f"{sign} is {' and '.join(parts)} in everyone, and those rows are left out",
            )
