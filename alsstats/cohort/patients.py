"""One row a patient: what is said where it is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.redcap_rows import EVENT, INSTRUMENT, named
from alsstats.errors import RoleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.cohort.cohort import Cohort
    from alsstats.cohort.durations import WithDurations
    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame
    from alsstats.cohort.identifiers import Identifiers
    from alsstats.counts import Counts


def refuse_unnamed(where: str, held: Identifiers) -> None:
    """Refuse rows without an identifier."""
    if held.empty:
        raise RoleError(
            "patients without an identifier",
            found=[f"{where}: empty in {held.empty} of {held.rows} rows"],
            why="whether such a row is a patient already counted cannot be seen",
            fix="give each row its patient, or remove the column to take each row as one patient",
        )


def refuse_rows(cohort: Cohort) -> None:
    """Refuse rows that are not patients, where each is to be one."""
    if cohort.study.rows != "patient":
        return
    if cohort.patient is None:
        refuse_events(cohort)
        return
    where, held = cohort.where(cohort.patient), cohort.source.identifiers(cohort.patient)
    refuse_unnamed(where, held)
    if held.repeated:
        refuse_events(cohort, f"{where}: {held.rows} rows, {held.distinct} patients")
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


def refuse_events(cohort: Cohort, patients: str = "") -> None:
    """Refuse the rows of a REDCap export, where they are events and repeats and not patients."""
    source = cohort.source
    names = [name for name in (EVENT, INSTRUMENT) if name in source.columns]
    codes = [counts.of_level(name) for name, counts in _counted(source, names)]
    if codes and (patients or any(len(held) > 1 for held in codes)):
        of_places = (f"{name}: {named(held)}" for name, held in zip(names, codes, strict=True))
        raise RoleError(
            "the rows of a REDCap export are not patients",
            found=[patients or f"{source.name}: {source.rows} rows", *of_places],
            why="a patient counted twice makes every interval too narrow; one row a patient is the "
            "first or the last of each form, or that of one event by its name",
            fix=f"--pick first{'' if source.says else ' --dictionary FILE'}",
        )


def _counted(
    source: Table | Frame | WithDurations, names: Sequence[str]
) -> Iterable[tuple[str, Counts]]:
    return zip(names, source.count([(name,) for name in names]), strict=True) if names else ()
