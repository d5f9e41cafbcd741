"""Columns that hold nothing, or the same in every row; and those nearly named as a known one."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.lint.finding import NOTE, WARNING, Finding
from alsstats.study import column_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.lint.overview import Overview

MOST = 8  # columns that are named
NEAR = 0.8  # of the letters of two names


def odd_columns(held: Overview) -> Iterator[Finding]:
    """Yield empty and constant columns, and names that are nearly known."""
    empty = [name for name in held.cohort.source.columns if _is_empty(held, name)]
    signs = [name for name in empty if name in held.signs]
    apart = {*empty, *held.signs, held.reference}
    yield from (_never_read(held, name) for name in signs)
    yield from _each(
        held,
        [name for name in empty if name not in signs],
        "empty-column",
        ("is empty in every row", "are empty in every row"),
        "a column that nothing was written into answers no question",
        "nothing, unless the export lost it",
    )
    yield from _each(
        held,
        [name for name in held.codes if name not in apart and _is_one(held, name)],
        "constant-column",
        ("is the same in every row", "are the same in every row"),
        "a column that is the same in everybody tells no groups apart",
        "nothing, unless people should differ in it",
    )
    yield from _near_names(held)


def _is_empty(held: Overview, name: str) -> bool:
    codes = held.codes.get(name)
    return codes is not None and all(map(held.study.is_missing, codes))


def _is_one(held: Overview, name: str) -> bool:
    """Tell whether everybody has one value, and there are several who could differ."""
    codes = held.codes[name]
    return len(codes) == 1 and held.cohort.source.rows > 1


def _never_read(held: Overview, name: str) -> Finding:
    return held.finding(
        "sign-never-read",
        name,
        f"sign '{name}' is empty in every row",
        rows=held.cohort.source.rows,
        why="nothing can be said of a sign that was never read",
        fix="leave it out, or see whether the export lost it",
    )


def _each(
    held: Overview,
    names: Sequence[str],
    name: str,
    says: tuple[str, str],
    why: str,
    fix: str,
) -> Iterator[Finding]:
    """Yield a finding of each column, or one of all where they are several."""
    if len(names) > 1:
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        shown = f"{', '.join(names[:MOST])}{more}"
        what = f"{len(names)} columns {says[1]}"
        yield Finding(name, NOTE, what, evidence=(shown,), why=why, fix=fix)
        return
    for column in names:
        yield held.finding(name, column, f"'{column}' {says[0]}", severity=NOTE, why=why, fix=fix)


@cache
def _known_names() -> dict[str, str]:
    """Return every name of a sign, or of another column, with the canonical one."""
    known = vocabulary()
    signs = {name: s.name for s in known.signs.values() for name in (s.name, *s.aliases)}
    others = {name: one for one, names in known.columns.items() for name in (one, *names)}
    return others | signs | {known.reference: known.reference}


def _near_names(held: Overview) -> Iterator[Finding]:
    """Yield columns without a part whose name is nearly that of a known one that is not there."""
    here = {column_key(name) for name in held.cohort.source.columns}
    names = _known_names()
    for column in held.cohort.source.columns:
        if column in held.parts or column_key(column) in names or column == held.cohort.patient:
            continue
        near = get_close_matches(column_key(column), names, n=1, cutoff=NEAR)
        if near and near[0] not in here:
            sign = names[near[0]] in vocabulary().signs
            yield held.finding(
                "near-name",
                column,
                f"column '{column}' is not counted; is it {near[0]}?",
                severity=WARNING if sign else NOTE,
                why="a column whose name is misspelt is passed over",
                fix=f"--column-of {quote(f'{names[near[0]]}={column}')}",
            )
