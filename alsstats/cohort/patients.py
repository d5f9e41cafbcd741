"""One row a patient: what is said where it is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import RoleError

if TYPE_CHECKING:
    from alsstats.cohort.engine import Identifiers


def refuse_unnamed(where: str, held: Identifiers) -> None:
    """Refuse rows without an identifier."""
    if held.empty:
        raise RoleError(
            "patients without an identifier",
            found=[f"{where}: empty in {held.empty} of {held.rows} rows"],
            why="whether such a row is a patient already counted cannot be seen",
            fix="give each row its patient, or remove the column to take each row as one patient",
        )


def refuse_repeated(where: str, held: Identifiers) -> None:
    """Refuse rows without an identifier, and patients that stand in more than one row."""
    refuse_unnamed(where, held)
    if held.repeated:
        rows = "; ".join(", ".join(map(str, places[:5])) for places in held.repeated)
        raise RoleError(
            "patients that stand in more than one row",
            found=[
                f"{where}: {held.rows} rows, {held.distinct} patients",
                f"the same patient in rows (the first below the header is 1): {rows}",
            ],
            why="a patient counted twice makes every interval too narrow",
            fix="keep one row a patient; or say that a row is a visit or an interval, with --rows",
        )
