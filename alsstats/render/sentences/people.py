"""The answer on people in words: other causes that were found, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE
from alsstats.render.sentences.parts import (
    known,
    limits_named,
    listed,
    people_of,
    rows_of,
    share_of,
)

if TYPE_CHECKING:
    from alsstats.result import Result, Row


def of_exclusion(result: Result) -> str:
    """Say in how many another cause was found, and in how many MRI showed what they had."""
    found = (rows_of(result, "other_cause", group=EVERYONE) or rows_of(result, "other_cause"))[0]
    said = [f"{printable(found.term or '')} was found in {_share(result, found)}"]
    said += [
        f"MRI showed {printable(row.term or '')} in {_share(result, row)}"
        for row in rows_of(result, "shown")[-1:]
    ]
    return f"{', and '.join(said)}."


def _share(result: Result, row: Row) -> str:
    everyone = row.group in {EVERYONE, None}
    whom = "all people" if everyone else people_of(row.group)
    if not known(row.estimate):
        return f"an unknown share of {whom} (nobody was assessed)"
    return share_of(row, whom, limits_named(result) * (row.statistic == "other_cause"))


def of_description(result: Result) -> str:
    """Say how many people there are in each group."""
    rows = rows_of(result, "missing")
    sizes = {row.group: row.n for row in rows}
    everyone = next((n for group, n in sizes.items() if group in {EVERYONE, None}), None)
    if not rows:
        return "Nobody is described."
    groups = [
        f"{n} in {printable(group)}" for group, n in sizes.items() if group not in {EVERYONE, None}
    ]
    terms = len(dict.fromkeys(row.term for row in rows))
    said = f"{everyone} people are described by {terms} characteristic{'s' * (terms != 1)}"
    return f"{said}: {listed(groups)}." if groups else f"{said}."
