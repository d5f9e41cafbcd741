"""Columns that the study says are known ones: from here on they have the canonical name."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING, Any

from alsstats.cohort.columns import Columns
from alsstats.errors import RoleError, did_you_mean
from alsstats.study import column_key, columns_shown, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.cohort.engine import Table
    from alsstats.cohort.frame import Frame


def with_canonical_names(
    source: Table | Frame, said: Mapping[str, str]
) -> tuple[Table | Frame, dict[str, str]]:
    """Give columns the canonical names that are said to be theirs; return those they had, too.

    Refuses a column that is not there, and one that another column could be taken for.
    """
    own = {name: _column(source.columns, name, column) for name, column in said.items()}
    canonical = {column: name for name, column in own.items()}
    for name, column in own.items():
        if others := list(_others(source.columns, name, canonical)):
            raise RoleError(
                f"{1 + len(others)} columns for '{name}'",
                found=[columns_shown([column, *others]), f"said: {name} is '{column}'"],
                why="they may differ, and only one can be counted",
                fix="rename or remove all but one of them",
            )
    held = {name: column for name, column in own.items() if name != column}
    renamed = source.renamed({column: name for name, column in held.items()}) if held else source
    return renamed, held


def with_canonical_keys(says: Mapping[str, Any], own: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what a file says of its variables, by the canonical names that they were given.

    >>> with_canonical_keys({"variables": {"gender_x": {"order": ["m"]}}}, {"sex": "Gender x"})
    {'variables': {'sex': {'order': ['m']}}}
    """
    keys = {variable_key(column): name for name, column in own.items()}
    held = {keys.get(name, name): said for name, said in says.get("variables", {}).items()}
    return {**says, "variables": held} if held else says


def _column(columns: tuple[str, ...], name: str, said: str) -> str:
    """Return the column of this very name, or but for case and blanks."""
    held = [column for column in columns if column_key(column) == column_key(said)]
    if said in columns or len(held) == 1:
        return said if said in columns else held[0]
    near = get_close_matches(said, columns, n=1, cutoff=0.75)
    raise RoleError(
        f"no column '{said}', which is said to be {name}{did_you_mean(said, columns)}",
        found=[Columns(columns).listing()],
        fix=f"--column-of {quote(f'{name}={near[0]}')}" if near else "",
    )


def _others(columns: tuple[str, ...], name: str, canonical: Mapping[str, str]) -> Iterator[str]:
    """Find the other columns that have a name of the same sign or column, and are none other."""
    for column in columns:
        if column not in canonical and vocabulary().canonical(column) == name:
            yield column


def said_of_names(own: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words which columns were given their canonical names.

    >>> said_of_names({"flair_cst": "FLAIR Pyramidenbahn"})
    ("column 'FLAIR Pyramidenbahn' is read as flair_cst",)
    """
    return tuple(f"column '{column}' is read as {name}" for name, column in own.items())
