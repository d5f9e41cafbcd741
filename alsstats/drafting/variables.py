"""Columns in a study file that are no signs: their kinds, and those that may be known ones."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from alsstats.drafting.candidates import may_be_signs
from alsstats.drafting.toml_text import Line, Section, holds, proposed, to_fill
from alsstats.prognosis.time_origin import FROM_MRI, FROM_ONSET
from alsstats.study import column_key, folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.drafting.seen import Seen

NEAR = 0.8  # how like a known name another is that is proposed


def sections_of_variables(seen: Seen) -> Iterator[Section]:
    """Yield what is said of columns, and the kinds of those that are known by name.

    Outcomes are left out: naming the kind of one would put it into descriptions.
    """
    known, said = vocabulary(), seen.cohort.study.document.get("variables", {})
    kinds = {name: kind for name, kind in known.kinds.items() if _is_described(seen, name)}
    for name in dict.fromkeys((*kinds, *said)):
        column = seen.column(name)
        lines = [holds("kind", kinds[name])] if name in kinds else []
        lines += _order(seen, column) if name == known.certainty and name in kinds else ()
        lines += [holds(word, value) for word, value in said.get(name, {}).items()]
        yield Section(("variables", name), tuple(lines), seen.place(column, name) if column else "")


def _is_described(seen: Seen, name: str) -> bool:
    known = vocabulary()
    return name != known.reference and bool(seen.column(name)) and not known.is_outcome(name)


def section_of_durations(seen: Seen) -> Iterator[Section]:
    """Yield the durations that are declared, or propose the time from the MRI."""
    if said := seen.cohort.study.document.get("durations"):
        lines = (holds(name, duration) for name, duration in said.items())
        yield Section(("durations",), tuple(lines))
    elif (mri := seen.column("mri_date")) and not {FROM_MRI, FROM_ONSET} & seen.columns.keys():
        last = seen.column("last_seen_date")
        ends = {"from": mri, "to": last or "COLUMN", "unit": "months"}
        why = "for survival: from the MRI to the day last seen, or of death"
        yield Section(("durations",), (proposed(FROM_MRI, ends, why),))


def _order(seen: Seen, column: str) -> Iterator[Line]:
    """Give the categories of certainty their order, where all that occur are known."""
    known = vocabulary()
    codes = [code for code in seen.codes[column] if not seen.cohort.study.is_missing(code)]
    held = {known.category(code) for code in codes}
    order = [name for name in dict.fromkeys(known.categories.values()) if name in held]
    if order and all(folded(code) in known.categories for code in codes):
        yield holds("order", order, "from the most certain to the least")


def section_of_columns(seen: Seen) -> Iterator[Section]:
    """Yield what was said of columns, and which may be known ones under names of their own."""
    said = [holds(name, column) for name, column in seen.cohort.study.columns.items()]
    near = [*_near(seen)]
    known = vocabulary()
    any_sign = any(name in known.signs for name in seen.columns) or seen.cohort.study.signs
    asked = [] if any_sign else [*_which_signs(seen)]
    if lines := (*said, *asked, *near):
        yield Section(("columns",), lines)


def _which_signs(seen: Seen) -> Iterator[Line]:
    yield to_fill("flair_cst", "COLUMN", "which columns hold signs?")
    yield from may_be_signs(seen)


def _near(seen: Seen) -> Iterator[Line]:
    """Propose columns whose name is nearly a known one that no column has."""
    known = vocabulary()
    names = {
        column_key(name): canonical
        for canonical, others in _names()
        if canonical not in seen.columns
        for name in (canonical, *others)
    }
    used = {column for held in seen.columns.values() for column in held} | {seen.cohort.patient}
    for column in seen.cohort.source.columns:
        near = get_close_matches(column_key(column), names, n=1, cutoff=NEAR)
        if near and column not in used and known.canonical(column) == "":
            yield to_fill(names[near[0]], column, f"is it {seen.place(column)}?")


def _names() -> Iterator[tuple[str, tuple[str, ...]]]:
    known = vocabulary()
    yield known.reference, known.reference_aliases
    for sign in known.signs.values():
        yield sign.name, sign.aliases
    yield from known.columns.items()
