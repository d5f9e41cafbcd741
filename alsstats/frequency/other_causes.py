"""MRI's first job: in how many of those scanned another cause was found, and whether rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.estimate import proportion
from alsstats.frequency.answer import provenance, refuse_other
from alsstats.frequency.notes import notes_of_shares
from alsstats.frequency.scanned import (
    Scanned,
    columns_of,
    scanned_people,
    wanted,
)
from alsstats.intervals import known_interval, normal_quantile
from alsstats.result import Note, Result, Row
from alsstats.signs import Reading
from alsstats.study import EVERYONE, NO_LEVEL, folded, names_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alsstats.cohort import Cohort
    from alsstats.study import Study

ANY_CAUSE, NOT_NAMED = "any other cause", "cause not named"
UNREAD = {
    Reading.NOT_ASSESSABLE: "other cause not assessable",
    Reading.MISSING: "other cause missing",
}


def exclusion(
    cohort: Cohort,
    *,
    reference: str | None = None,
    cause: str | None = None,
    found: str | None = None,
    none: str | Iterable[str] | None = None,
    shows: Mapping[str, str | Iterable[str]] | None = None,
    level: float = 0.95,
    interval: str = "wilson",
) -> Result:
    """In how many of those scanned MRI found another cause, by cause and by final diagnosis.

    `reference` is the column of the final diagnosis, `cause` that of the cause found, `found` that
    of whether one was. An empty cause is missing, unless `found` says no; `none` lists codes of
    `cause` that mean that there was none. `shows` maps a cause to the diagnoses that it is the sign
    of: then of those with such a diagnosis, the share in whom MRI showed it. With ALS, any cause
    found is one that suggested something else.

    Raises `CodingError` where the two columns contradict each other.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "MS"], "other_cause": ["none", "demyelination"]})
    >>> rows = exclusion(read(frame), none="none", shows={"demyelination": "MS"}).rows
    >>> [(row.term, row.group, row.events, row.n) for row in rows if row.statistic == "shown"]
    [('demyelination', 'MS', 1, 1)]
    """
    refuse_other(cohort, "exclusion")
    normal_quantile(level)
    known_interval(interval)
    said = {"cause": cause, "found": found}
    about: dict[str, Any] = {key: held for key, held in said.items() if held is not None}
    about |= {"none": names_of(none, "a code")} if none is not None else {}
    about |= {"shows": shows} if shows is not None else {}
    study = cohort.study.with_(
        {"exclusion": about, "reference": {"column": reference} if reference is not None else {}}
    )
    columns = columns_of(cohort.source.columns, study)
    crossed = cohort.cross(study, wanted(columns))
    scanned = scanned_people(cohort, crossed, columns)
    options: dict[str, Any] = {"level": level, "interval": interval}
    rows = [*_found_rows(scanned, columns.diagnosis, options)]
    rows += _shown_rows(scanned, columns.diagnosis, study, options)
    whole = [row for row in rows if row.term == ANY_CAUSE or row.statistic == "shown"]
    return Result(
        title=f"Other causes found by MRI: {cohort.title}",
        level=level,
        rows=tuple(rows),
        notes=(*_notes(scanned, study), *notes_of_shares(whole), *crossed.notes),
        provenance=provenance(cohort, crossed),
    )


def _found_rows(scanned: Scanned, by: str, options: dict[str, Any]) -> Iterator[Row]:
    """Give the share with another cause, any and each, in every diagnosis and in everyone."""
    present = scanned.reading == Reading.PRESENT
    named = sorted({name for name in scanned.cause[present].tolist() if name}, key=str.casefold)
    unnamed = [NOT_NAMED] if named and (present & (scanned.cause == NO_LEVEL)).any() else []
    for term in (ANY_CAUSE, *named, *unnamed):
        is_it = present & _is_cause(scanned, term)
        for group, inside in _groups(scanned).items():
            yield _row("other_cause", term, by, group, inside, is_it, scanned, options)


def _is_cause(scanned: Scanned, term: str) -> Any:
    if term == ANY_CAUSE:
        return scanned.reading == Reading.PRESENT
    return scanned.cause == (NO_LEVEL if term == NOT_NAMED else term)


def _groups(scanned: Scanned) -> dict[str, Any]:
    import numpy as np

    names = sorted({name for name in scanned.diagnosis.tolist() if name}, key=str.casefold)
    groups: dict[str, Any] = {name: scanned.diagnosis == name for name in names}
    return groups | {EVERYONE: np.ones(len(scanned.n), dtype=bool)}


def _row(
    statistic: str,
    term: str,
    by: str,
    group: str,
    inside: Any,
    is_it: Any,
    scanned: Scanned,
    options: dict[str, Any],
) -> Row:
    read = inside & (scanned.reading <= Reading.PRESENT)
    share = proportion(int(scanned.n[read & is_it].sum()), int(scanned.n[read].sum()), **options)
    reasons = {
        why: int(scanned.n[inside & (scanned.reading == reading)].sum())
        for reading, why in UNREAD.items()
    }
    left_out = {why: people for why, people in reasons.items() if people}
    return Row.of(
        statistic,
        share,
        term=term,
        by=by,
        group=group,
        left_out=sum(left_out.values()),
        left_out_by=left_out,
    )


def _shown_rows(scanned: Scanned, by: str, study: Study, options: dict[str, Any]) -> Iterator[Row]:
    """Of those with a diagnosis that MRI can show, give the share in whom it did."""
    import numpy as np

    known = vocabulary()
    causes_of: dict[str, list[str]] = {}
    for cause, diagnoses in study.exclusion.shows.items():
        for diagnosis in diagnoses:
            causes_of.setdefault(known.diagnosis(diagnosis), []).append(cause)
    found = np.array([folded(name) for name in scanned.cause.tolist()], dtype=object)
    named = _with_named_causes(scanned)
    is_shown = np.zeros(len(scanned.n), dtype=bool)
    for diagnosis, causes in causes_of.items():
        inside = scanned.diagnosis == diagnosis
        is_shown |= inside & np.isin(found, [folded(cause) for cause in causes])
        term = " or ".join(causes)
        yield _row("shown", term, by, diagnosis, inside, is_shown, named, options)
    if len(causes_of) > 1:
        inside, group = np.isin(scanned.diagnosis, list(causes_of)), " or ".join(causes_of)
        yield _row("shown", "what shows the diagnosis", by, group, inside, is_shown, named, options)


def _with_named_causes(scanned: Scanned) -> Scanned:
    """Take a cause that was found and not named as missing: it may show the diagnosis."""
    import numpy as np

    unnamed = (scanned.reading == Reading.PRESENT) & (scanned.cause == NO_LEVEL)
    return scanned._replace(reading=np.where(unnamed, Reading.MISSING, scanned.reading))


def _notes(scanned: Scanned, study: Study) -> Iterator[Note]:
    known = vocabulary()
    target = {known.diagnosis(level) for level in study.reference.target or (known.target,)}
    yield Note(
        "exclusion",
        f"with {' or '.join(sorted(target))} as the final diagnosis, a cause that was found is one "
        "that suggested something else",
    )
    mapped = {known.diagnosis(level) for held in study.exclusion.shows.values() for level in held}
    diagnoses = {name for name in scanned.diagnosis.tolist() if name}
    others = {known.diagnosis(level) for level in study.reference.versus.get("mimics", ())}
    mimics = diagnoses & (known.groups["mimics"] | others) | mapped
    if not mapped:
        yield Note(
            "no_map",
            "in how many mimics MRI showed the diagnosis is not given: nothing says which cause is "
            "the sign of which diagnosis; --shows 'cord compression=cervical myelopathy'",
        )
    elif unmapped := sorted(mimics - mapped):
        yield Note("unmapped", f"mimics that no cause is the sign of: {', '.join(unmapped)}")
    if absent := sorted(mapped - diagnoses):
        yield Note("absent_diagnosis", f"mapped, and nobody has it: {', '.join(absent)}")
    causes = {folded(name): name for name in scanned.cause.tolist() if name}
    if unseen := sorted(cause for cause in study.exclusion.shows if folded(cause) not in causes):
        yield Note("absent_cause", f"mapped, and found in nobody: {', '.join(unseen)}")
    if nowhere := int(scanned.n[scanned.diagnosis == NO_LEVEL].sum()):
        yield Note("no_diagnosis", f"{nowhere} without a diagnosis are counted in everyone alone")
