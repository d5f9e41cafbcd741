"""Everybody who was scanned: the diagnosis in the end, and another cause that MRI found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.frequency.column_names import column_of, quoted, usual_name
from alsstats.signs import Reading
from alsstats.study import NO_LEVEL, Wanted, columns_shown, folded, levels_shown, vocabulary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort import Cohort
    from alsstats.cohort.crossed import Crossed
    from alsstats.study import Study

NOTHING = ("none", "nil", "normal", "nothing", "-", "keine", "aucune", "nessuna", "ninguna")


class Columns(NamedTuple):
    """The columns of the question: the diagnosis, which cause was found, and whether one was."""

    diagnosis: str
    cause: str | None
    found: str | None


class Scanned(NamedTuple):
    """Everybody who was scanned, one entry a combination: diagnosis, cause, reading, how many.

    `reading` is present where another cause was found, absent where none was.
    """

    diagnosis: npt.NDArray[np.object_]
    cause: npt.NDArray[np.object_]
    reading: npt.NDArray[np.int8]
    n: npt.NDArray[np.int64]


def records_other_causes(names: tuple[str, ...], study: Study) -> bool:
    """Tell whether a table, or what is said of it, has a column of other causes."""
    usual = {"other_cause", "other_cause_found"} & set(map(usual_name, names))
    return bool(usual or any(study.exclusion))


def columns_of(names: tuple[str, ...], study: Study) -> Columns:
    """Return the columns as the study names them, or by their usual names."""

    def usual(said: str, canonical: str) -> str | None:
        held = [name for name in names if usual_name(name) == canonical]
        if len(held) > 1 and not said:
            raise RoleError(
                f"{len(held)} columns for '{canonical}'",
                found=[f"columns: {', '.join(held)}"],
                why="they may differ, and only one can be counted",
                fix="rename or remove all but one of them",
            )
        return column_of(said, names) if said else next(iter(held), None)

    cause = usual(study.exclusion.cause, "other_cause")
    found = usual(study.exclusion.found, "other_cause_found")
    if cause is None and found is None:
        raise RoleError(
            "no column 'other_cause' or 'other_cause_found'",
            found=[columns_shown(names)],
            why="which other cause MRI found, or whether it found one, is not recorded",
            fix="--cause COLUMN, or --found COLUMN",
        )
    diagnosis = column_of(study.reference.column or vocabulary().reference, names)
    return Columns(diagnosis, cause, found)


def wanted(columns: Columns) -> Wanted:
    """Return what is counted: the diagnosis with the cause, and with whether one was found."""
    categories = {columns.diagnosis: "--reference"}
    names: tuple[str, ...] = (columns.diagnosis,)
    if columns.cause:
        categories[columns.cause] = "--cause"
        names = (*names, columns.cause)
    if columns.found:
        return Wanted((columns.found,), categories, groupings=(names,), sign_flag="--found")
    return Wanted(None, categories, alone=(names,), sign_flag="--found")


def scanned_people(cohort: Cohort, crossed: Crossed, columns: Columns) -> Scanned:
    """Return everybody who was scanned; refuse what contradicts itself, or a map of causes."""
    study, where = crossed.study, cohort.where(columns.cause) if columns.cause else ""
    _refuse_map_without_causes(columns, study)
    scanned = scanned_of(crossed, columns, where)
    _refuse_unknown_diagnoses(scanned, study)
    if columns.cause:
        _refuse_nearly_mapped(scanned, study, where)
    return scanned


def scanned_of(crossed: Crossed, columns: Columns, where: str) -> Scanned:
    """Bring both columns together, or refuse what they contradict each other in."""
    import numpy as np

    key = next(iter(crossed.table.counts))
    n = crossed.table.n(key)

    def named(column: str) -> npt.NDArray[np.object_]:
        held = crossed.level(key, column)
        return np.array(held.levels, dtype=object)[held.codes]

    cause = named(columns.cause) if columns.cause else np.full(len(n), NO_LEVEL, dtype=object)
    reading = np.full(len(n), Reading.MISSING, dtype=np.int8)
    if columns.found:
        sign = next(iter(crossed.roles.findings.signs.values()))
        reading = crossed.table.unread(key, sign) + 0
        reading = np.where(reading == 0, crossed.table.value(key, sign), reading)
    _refuse_nothing(set(cause.tolist()), crossed.study, where)
    nothing = {folded(code) for code in crossed.study.exclusion.none}
    is_none = np.array(
        [bool(name) and folded(name) in nothing for name in cause.tolist()], dtype=bool
    )
    is_named = (cause != NO_LEVEL) & ~is_none
    against = (is_named & (reading == Reading.ABSENT)) | (is_none & (reading == Reading.PRESENT))
    if rows := int(n[against].sum()):
        raise CodingError(
            f"'{columns.cause}' and '{columns.found}' contradict each other",
            found=[f"{where}: {rows} rows name a cause where none was found, or the reverse"],
            why="one of the columns is wrong, and nothing says which",
            fix="correct those rows",
        )
    reading = np.where(is_named, Reading.PRESENT, np.where(is_none, Reading.ABSENT, reading))
    cause = np.where(is_none, NO_LEVEL, cause)
    return Scanned(named(columns.diagnosis), cause, reading.astype(np.int8), n)


def _refuse_nothing(causes: set[str], study: Study, where: str) -> None:
    """Refuse a word that may mean that nothing was found, where it was not declared so."""
    declared = {folded(code) for code in study.exclusion.none}
    nothing = {*NOTHING, *(absent for absent, _ in vocabulary().pairs)}
    for name in sorted(causes):
        if folded(name) in nothing and folded(name) not in declared:
            raise CodingError(
                f"'{name}' may be a cause, or mean that none was found",
                found=[where],
                why="as a cause it would be counted as one",
                fix=f"--none {quoted(name)}",
            )


def _refuse_map_without_causes(columns: Columns, study: Study) -> None:
    """Refuse a map of causes where no column says which cause was found."""
    if study.exclusion.shows and columns.cause is None:
        raise RoleError(
            "no column says which cause was found, and causes are mapped to diagnoses",
            why="whether MRI showed the diagnosis, or something else, is not recorded",
            fix="name the column with --cause, or leave out --shows",
        )


def _refuse_unknown_diagnoses(scanned: Scanned, study: Study) -> None:
    """Refuse a diagnosis of the map that nobody has, and that the vocabulary does not know."""
    known = vocabulary()
    held = {name for name in scanned.diagnosis.tolist() if name}
    for level in (level for levels in study.exclusion.shows.values() for level in levels):
        if known.diagnosis(level) not in held and folded(level) not in known.diagnoses:
            raise RoleError(
                f"nobody has the diagnosis '{level}'{did_you_mean(level, held)}",
                found=[f"diagnoses: {levels_shown(sorted(held))}"],
                why="a diagnosis that is misspelt would have nobody in it",
                fix="write it as the data have it, in --shows",
            )


def _is_near(name: str, other: str) -> bool:
    return name in other or other in name or bool(did_you_mean(name, [other]))


def _refuse_nearly_mapped(scanned: Scanned, study: Study, where: str) -> None:
    """Refuse a cause that is not mapped, and that holds one that is, or is nearly spelt so."""
    mapped = {folded(cause): cause for cause in study.exclusion.shows}
    for name in sorted({name for name in scanned.cause.tolist() if name}):
        near = [cause for key, cause in mapped.items() if _is_near(folded(name), key)]
        near = near if folded(name) not in mapped else []
        if near:
            raise CodingError(
                f"'{levels_shown([name])}' is found, and '{near[0]}' is mapped to a diagnosis",
                found=[where],
                why="if they are one, those who have it would be counted as not shown",
                fix=f"--shows {quoted(f'{name}=DIAGNOSIS')} with the diagnosis that it is the sign "
                "of, or write both alike",
            )
