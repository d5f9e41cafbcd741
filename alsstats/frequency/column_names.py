"""Columns by any name that a person or the vocabulary has for them, before they are counted."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import RoleError, did_you_mean
from alsstats.study import column_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence


def column_of(name: str, names: Sequence[str]) -> str:
    """Return the column that a person means; a name that leads to none, or to several, as it is.

    >>> column_of("motor band", ["Motor_Band", "dx"]), column_of("diagnosis", ["a", "dx"])
    ('Motor_Band', 'dx')
    """
    if name in names:
        return name
    same = [held for held in names if column_key(held) == column_key(name)]
    same = same or [held for held in names if usual_name(held) == usual_name(name)]
    return same[0] if len(same) == 1 else name


def usual_name(name: str) -> str:
    """Return what the vocabulary calls a column, or else its name as names are compared.

    >>> usual_name("dx"), usual_name("Motor band"), usual_name("My column")
    ('diagnosis', 'swi_motor_cortex', 'my_column')
    """
    known, key = vocabulary(), column_key(name)
    if key in known.reference_aliases:
        return known.reference
    sign = known.sign(name)
    return known.column(name) or (sign if sign in known.signs else key)


def no_column(name: str, flag: str, names: Sequence[str]) -> RoleError:
    """Return the error for a name that is no column, given with this flag."""
    near = get_close_matches(name, names, n=1, cutoff=0.75)
    return RoleError(
        f"no column '{name}'{did_you_mean(name, names)}",
        why="a column that is not there cannot be described",
        fix=f"{flag} {quoted(near[0])}" if near else "name a column that 'alsstats check' lists",
    )


def quoted(name: str) -> str:
    """Return a name for a flag that takes several, as a shell reads it.

    >>> print(quoted("age"), quoted("age, years"))
    age '"age, years"'
    """
    return quote('"' + name.replace('"', '""') + '"' if set(name) & set(',"') else name)
