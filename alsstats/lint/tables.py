"""Tables with an empty cell, and groups of a few people, before accuracy is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.lint.finding import NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.cohort import Interpretation
    from alsstats.counts import TwoByTwo
    from alsstats.lint.finding import Finding
    from alsstats.lint.overview import Overview

FEWEST = 5  # people of a group: with fewer, limits are as wide as the scale


def findings_of_tables(held: Overview, meaning: Interpretation) -> Iterator[Finding]:
    """Yield what is to be known of each sign, and of each group that is compared."""
    from alsstats.diagnostic.tables import comparisons
    from alsstats.tally.handling import EVERY_PART
    from alsstats.tally.people import EVERYONE, tallies

    empty: dict[str, list[str]] = {}
    against = comparisons(meaning.targets, meaning.diagnoses.groups)
    for name, sign in meaning.roles.findings.signs.items():
        unread, value = meaning.table.unread(name, sign), meaning.table.value(name, sign)
        tally = tallies(meaning.people(name), unread, value, meaning.table.n(name))[EVERYONE]
        tables = {(one.target, one.name): one.table(tally, EVERY_PART) for one in against}
        if odd := _one_sided(held, sign.stated or sign.parts[0], name, tables):
            yield odd
        elif cells := [_cells(*key, one) for key, one in tables.items() if _has_empty_cell(one)]:
            empty[name] = cells
    yield from _empty_cells(held, empty)
    yield from _small_groups(held, meaning)


def _one_sided(
    held: Overview, column: str, name: str, tables: dict[tuple[str, str], TwoByTwo]
) -> Finding | None:
    """Return what is odd of a sign that was never read, or is present in all, or in none."""
    *_, whole = tables.values()
    if not whole.total:
        what = f"'{name}' was read in nobody who is compared"
        why = "nothing can be said of a sign that was never read"
        fix = "check what its codes mean"
        return held.finding("sign-never-read", column, what, why=why, fix=fix)
    if not whole.positive or not whole.negative:
        side = "present" if whole.positive else "absent"
        what = f"'{name}' is {side} in all {whole.total} in whom it was read"
        why = "a sign that everybody has, or nobody, tells nothing apart; its codes may be reversed"
        fix = "check what its codes mean"
        return held.finding("constant-sign", column, what, rows=whole.total, why=why, fix=fix)
    return None


def _empty_cells(held: Overview, empty: dict[str, list[str]]) -> Iterator[Finding]:
    """Yield one note of all signs that make a table with an empty cell."""
    if empty:
        signs = f"{len(empty)} signs make" if len(empty) > 1 else "a sign makes"
        yield held.finding(
            "empty-cell",
            "",
            f"{signs} a table with an empty cell",
            severity=NOTE,
            evidence=tuple(f"{name}: {'; '.join(cells)}" for name, cells in empty.items()),
            why="ratios with that cell are 0 or infinite, and 0.5 is added for some of them",
            fix="read the limits and not the estimate alone",
        )


def _has_empty_cell(table: TwoByTwo) -> bool:
    return bool(table.total) and 0 in (table.tp, table.fp, table.fn, table.tn)


def _cells(target: str, other: str, table: TwoByTwo) -> str:
    return (
        f"present in {table.tp} of {table.target} with {target}, "
        f"in {table.fp} of {table.others} {other}"
    )


def _small_groups(held: Overview, meaning: Interpretation) -> Iterator[Finding]:
    """Yield the target or a comparison group where it is of fewer people than FEWEST."""
    people = {name: one.people for name, one in meaning.enrolled().items()}
    groups = {**meaning.targets, **meaning.diagnoses.groups}
    rows = {name: sum(people.get(one, 0) for one in members) for name, members in groups.items()}
    if few := {name: n for name, n in rows.items() if n < FEWEST}:
        yield held.finding(
            "small-group",
            meaning.roles.reference,
            f"groups of fewer than {FEWEST} people",
            severity=WARNING,
            rows=sum(few.values()),
            evidence=tuple(
                f"{name}: {n} {'person' if n == 1 else 'people'}" for name, n in few.items()
            ),
            why="one person more or less moves the share by a fifth or more",
            fix="compare with 'all others', or join groups with --versus",
        )
