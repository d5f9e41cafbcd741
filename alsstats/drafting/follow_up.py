"""Survival, exclusion and prevalence in a study file, by the columns that have known names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.drafting.seen import codes_as, in_short, written
from alsstats.drafting.toml_text import Section, holds, proposed, to_fill
from alsstats.frequency.scanned import NOTHING
from alsstats.prognosis.time_origin import DEATH, DELAY, FROM_MRI, FROM_ONSET
from alsstats.signs import Reading
from alsstats.study import folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.drafting.seen import Seen
    from alsstats.drafting.toml_text import Line

CAUSE, FOUND = "other_cause", "other_cause_found"


def sections_of_questions(seen: Seen) -> Iterator[Section]:
    """Yield the sections of the questions that the table has columns for."""
    if by := seen.column(vocabulary().reference):
        yield Section(("prevalence",), (holds("by", by),))
    for name, lines in (("survival", [*_time(seen), *_event(seen)]), ("exclusion", _causes(seen))):
        if held := tuple(lines):
            yield Section((name,), held)


def _time(seen: Seen) -> Iterator[Line]:
    """Yield the time from the MRI, or that from onset of people at risk from their MRI on."""
    mri, onset, delay = map(seen.column, (FROM_MRI, FROM_ONSET, DELAY))
    if mri:
        yield holds("time", mri, seen.place(mri))
    elif onset and delay:
        yield holds("time", onset, seen.place(onset))
        yield holds("entry", delay, f"{seen.place(delay)}: at risk from the MRI on")
    elif onset:
        yield proposed("time", onset, f"{seen.place(onset)}: without the time of the MRI")
        return
    else:
        return
    yield holds("unit", "months")


def _event(seen: Seen) -> Iterator[Line]:
    if not (column := seen.column(DEATH)):
        return
    coding = seen.coding(column, DEATH)
    occurred, censored = codes_as(coding, Reading.PRESENT), codes_as(coding, Reading.ABSENT)
    if coding.unknown:
        codes = seen.codes[column]
        shown, listing = in_short({code: codes[code] for code in coding.unknown})
        event = {"column": column, "occurred": shown[-1:]}
        yield to_fill("event", event, f"{listing}: which code means that they died?")
    elif occurred:
        codes_of = {
            "occurred": written(occurred),
            "censored": written(censored),
        }
        held = seen.rows_of(column, [*occurred, *censored])
        yield holds("event", {"column": column} | codes_of, f"{seen.place(column)}: {held}")


def _causes(seen: Seen) -> Iterator[Line]:
    cause, found = seen.column(CAUSE), seen.column(FOUND)
    if cause:
        yield holds("cause", cause, seen.place(cause))
    if found:
        yield holds("found", found, seen.place(found))
    if cause:
        words = {*NOTHING, *(absent for absent, _ in vocabulary().pairs)}
        nothing = [code for code in seen.codes[cause] if folded(code) in words]
        if nothing:
            listing = seen.rows_of(cause, nothing)
            yield to_fill("none", nothing, f"{listing}: do they mean that no cause was found?")
