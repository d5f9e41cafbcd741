"""Finding a column by a name that a person gave it, or that the vocabulary has."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import RoleError, UsageError, did_you_mean
from alsstats.study import column_key, columns_shown, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Columns:
    """The columns of a table; remembers which were found under another name than their own.

    `own` maps the columns that were given their canonical name to the one that they had.
    """

    def __init__(self, names: Sequence[str], own: Mapping[str, str] | None = None) -> None:
        self.names = names
        self._own = own or {}
        self._found: dict[str, str] = {}

    def usual(self, canonical: str, aliases: Iterable[str], flag: str = "") -> str | None:
        """Return the column with a name of the vocabulary; refuse two of them.

        `flag` is the one that names the column.
        """
        wanted = {column_key(name) for name in (canonical, *aliases)}
        held = [name for name in self.names if column_key(name) in wanted]
        if len(held) > 1:
            raise RoleError(
                f"{len(held)} columns for '{canonical}'",
                found=[columns_shown(held)],
                why="they may differ, and only one can be counted",
                fix=f"{flag} COLUMN" if flag else "rename or remove all but one of them",
            )
        if held:
            self._found[canonical] = held[0]
        return held[0] if held else None

    def named(self, name: str) -> str | None:
        """Return the column that a person means: of this very name, or but for case and blanks.

        By any name that the vocabulary has for a sign or another column, its column.
        """
        if name in self.names:
            return name
        held = [column for column in self.names if column_key(column) == column_key(name)]
        if len(held) == 1:
            return held[0]
        known = vocabulary()
        if column_key(name) in {known.reference, *known.reference_aliases}:
            return self.usual(known.reference, known.reference_aliases)
        sign = vocabulary().signs.get(vocabulary().sign(name))
        if sign:
            return self.usual(sign.name, sign.aliases)
        other = vocabulary().column(name)
        return self.usual(other, vocabulary().columns[other]) if other else None

    def given(self, name: str, flag: str, value: str = "") -> str:
        """Return the column that a person named with a flag, or refuse with the nearest name.

        `value` is what stands behind the name.
        """
        if not isinstance(name, str):
            raise UsageError("a column is named by a text", found=[f"given: {name!r}"])
        column = self.named(name)
        if column is None:
            raise self.missing(name, flag, value)
        return column

    def missing(
        self, name: str, flag: str, value: str = "", known: Iterable[str] = ()
    ) -> RoleError:
        """Return the error for a name that is no column; `known` names may be meant as well.

        `flag` is what the name stood behind, and `value` what stands behind the name.
        """
        for canonical, own in self._own.items():
            if column_key(own) == column_key(name) and canonical in self.names:
                return RoleError(
                    f"no column '{name}': it is read as {canonical}, and has that name here",
                    fix=f"{flag} {quote(canonical + value)}" if flag else f"write {canonical}",
                )
        names = [*self.names, *known]
        near = get_close_matches(name, names, n=1, cutoff=0.75)
        return RoleError(
            f"no column '{name}'{did_you_mean(name, names)}",
            found=[self.listing()],
            fix=f"{flag} {quote(near[0] + value)}" if near and flag else "",
        )

    def renamed(self) -> Iterator[str]:
        """Say in words which columns were found under another name than their own."""
        for canonical, column in self._found.items():
            if column != canonical:
                yield f"column '{column}' is read as {canonical}"

    def listing(self) -> str:
        """List the columns, unless some are named as values: the first line may be a patient."""
        return columns_shown(self.names)
