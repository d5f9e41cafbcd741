"""Survival on the page: the tables of the terminal, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.matrix import Matrix
from alsstats.render.survival import survival_tables
from alsstats.report.parts import Heading, Words
from alsstats.report.tables import table_of

if TYPE_CHECKING:
    from alsstats.report.parts import Part
    from alsstats.result import Result


def survival_parts(result: Result) -> list[Part]:
    """Return who is in it, the groups, those at risk, the models and their checks."""
    pages = survival_tables(result)
    parts: list[Part] = []
    for rule, held in pages.items():
        parts += [Heading(f"Readings: {rule}")] if len(pages) > 1 else []
        parts += [_part(one) for one in held]
    return parts


def _part(one: Matrix | str) -> Part:
    return table_of(one) if isinstance(one, Matrix) else Words(one.strip())
