"""Pieces of SQL. Nothing that a file holds gets into them: columns go by position."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alsstats.cohort.cells import RECORDED
from alsstats.study import BLANKS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

GROUPING_BITS = 60
TEXTS, FLOATS = {"varchar", "enum"}, {"float", "double"}


def literal(text: str) -> str:
    """Return a text as SQL writes it.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def path_literal(path: Path) -> str:
    """Return a path as SQL text, with glob characters and quotes made plain.

    Not a parameter of the query: for those, duckdb loads pandas.
    """
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path.resolve())))


def trimmed(name: str) -> str:
    """Return the SQL of a cell without the blanks around it."""
    return f"trim({name}, {literal(BLANKS)})"


def count_of(condition: str) -> str:
    """Return the SQL that counts the rows in which a condition holds.

    Not by FILTER, whose time grows with the square of the number of such counts.
    """
    return f"count(CASE WHEN {condition} THEN 1 END)"


def identifier(name: str, kind: str) -> str:
    """Return the SQL of what a cell identifies: nothing if it is empty or means missing."""
    if kind in FLOATS:
        return f"CASE WHEN NOT isnan({name}) THEN {name} END"
    if kind not in TEXTS:
        return name
    words = ", ".join(map(literal, sorted(vocabulary().missing)))
    return f"CASE WHEN lower({trimmed(name)}) NOT IN ({words}) THEN {trimmed(name)} END"


def together(columns: Sequence[str], readings: Sequence[Sequence[str]]) -> str:
    """Return the SQL of the cells of a row as one text, as `cells.Cells` has it."""
    texts = [f"CAST({name} AS VARCHAR)" for name in columns]
    plainly = " OR ".join(
        f"list_contains([{', '.join(map(literal, codes))}], {text})"
        for text, codes in zip(texts, readings, strict=True)
    )
    cells = ", ".join(f"chr(31), replace({text}, chr(31), ' ')" for text in texts)
    return f"CASE WHEN {plainly} THEN {literal(RECORDED)} ELSE concat({cells}) END"


def passes(groupings: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Split groupings so that a pass has no more columns than GROUPING() has bits."""
    some: list[tuple[str, ...]] = []
    for columns in groupings:
        if some and len({name for held in [*some, columns] for name in held}) > GROUPING_BITS:
            yield some
            some = []
        some.append(columns)
    yield some
