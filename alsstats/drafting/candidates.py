"""Columns without a known name, whose codes show what they may be: a diagnosis, or a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.coding import coding_of
from alsstats.cohort.unknown import listed
from alsstats.drafting.toml_text import remark, value_text
from alsstats.signs import Reading
from alsstats.study import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.drafting.seen import Seen
    from alsstats.drafting.toml_text import Line

MOST_CODES = 40  # of a column that may hold diagnoses
MOST_SHOWN = 12  # columns that are listed


def may_be_diagnosis(seen: Seen) -> tuple[str, ...]:
    """Return the columns in which somebody has the disease that is the usual target."""
    known = vocabulary()
    return tuple(
        name
        for name, codes in _codes_of_others(seen).items()
        if any(known.diagnosis(code) == known.target for code in codes)
    )


def may_be_signs(seen: Seen) -> Iterator[Line]:
    """List in comments the columns whose codes are known to mean present and absent."""
    lines = []
    for name, codes in _codes_of_others(seen).items():
        coding = coding_of(name, codes, None, seen.cohort.study)
        if not coding.unknown and {Reading.PRESENT, Reading.ABSENT} <= {*coding.readings.values()}:
            lines.append(remark(f"{value_text(name)}: {seen.place(name)}: {listed(codes)}"))
    if lines:
        yield remark("these hold present and absent:")
    yield from lines[:MOST_SHOWN]
    if len(lines) > MOST_SHOWN:
        yield remark(f"and {len(lines) - MOST_SHOWN} more")


def _codes_of_others(seen: Seen) -> Mapping[str, Mapping[str, int]]:
    """Count the codes of columns that have few, and no known name."""
    cohort = seen.cohort
    known = {name for held in seen.columns.values() for name in held} | {cohort.patient}
    about = cohort.source.distinct()
    names = [name for name in about if name not in known and about[name] <= MOST_CODES]
    counts = cohort.count(*((name,) for name in names))
    return {name: one.of_level(name) for name, one in zip(names, counts, strict=True)}
