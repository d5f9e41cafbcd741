"""The signs of a question, each with its columns, and what is said of the codes in them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.columns import Columns
from alsstats.cohort.sign_roles import SignRole, Signs
from alsstats.errors import RoleError, UsageError
from alsstats.result import Note
from alsstats.study import column_key, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.study import Declared, Study


class Findings(NamedTuple):
    """The signs that a question asks for.

    `signs` holds those asked for, `compared` pairs of signs, and `inner` the other combined signs
    that these are made of; `single` lists the columns of all known signs, asked for or not.
    `declared` maps a column to what is said of its codes, `named` the name by which a sign was
    asked for to its own.
    """

    signs: dict[str, SignRole]
    compared: tuple[tuple[SignRole, SignRole], ...]
    inner: dict[str, SignRole]
    single: tuple[str, ...]
    declared: Mapping[str, Declared]
    named: Mapping[str, str] = {}

    @property
    def every(self) -> dict[str, SignRole]:
        """The signs asked for, and those that they are made of."""
        return self.signs | self.inner

    @property
    def read_columns(self) -> tuple[str, ...]:
        """The columns that hold readings, each once."""
        pairs = (sign for pair in self.compared for sign in pair)
        signs = (*self.signs.values(), *pairs, *self.inner.values())
        return tuple(dict.fromkeys(column for sign in signs for column in sign.columns))

    def absentees(self, column: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are declared for a column and are not among its codes."""
        held = {plain(code) for code in codes}
        said = self.declared[column].codes if column in self.declared else ()
        return tuple(code for code in said if plain(code) not in held)

    def assumed(self, study: Study) -> Iterator[str]:
        """Say in words how combined signs are made that the study does not define."""
        for role in self.every.values():
            said = study.signs.get(role.name)
            if role.definition and not (said and said.define):
                yield f"{role.name} is {role.definition}"


def findings_of(
    columns: Columns,
    study: Study,
    taken: set[str | None],
    signs: Iterable[str] = (),
    compare: Iterable[tuple[str, str]] = (),
    flag: str = "--sign",
) -> Findings:
    """Find the signs that are wanted, all if none is named, or refuse where there is none.

    `taken` columns hold something else; `compare` names pairs of signs; `flag` is how a sign is
    named.
    """
    known = Signs(columns, study, taken)
    wanted = tuple(signs) or known.names()
    if not wanted:
        raise RoleError(
            "no column of a known sign",
            found=[columns.listing(), f"known signs: {', '.join(vocabulary().signs)}"],
            why="a column of another name is counted once it is named as a sign",
            fix=f"{flag} COLUMN",
        )
    asked = {name: known.role(name, flag) for name in wanted}
    held = {role.name: role for role in asked.values()}
    pairs = _pairs(known, compare)
    inner = {name: known.role(name) for name in list(known.used) if name not in held}
    named = {name: role.name for name, role in asked.items()}
    single = tuple(known.single[name] for name in known.names() if name in known.single)
    return Findings(held, pairs, inner, single, known.declared, named)


def _pairs(
    known: Signs, compare: Iterable[tuple[str, str]]
) -> tuple[tuple[SignRole, SignRole], ...]:
    """Return the pairs of signs, each pair once; refuse a sign beside itself."""
    pairs = {}
    for names in compare:
        one, other = (known.role(name, "--compare") for name in names)
        if one.name == other.name:
            raise UsageError(
                "two different signs are compared",
                found=[f"both are {one.name}: {', '.join(names)}"],
                fix="--compare flair_swi,flair_cst",
            )
        pairs[one.name, other.name] = (one, other)
    return tuple(pairs.values())


def assumed_of_unused(unused: Sequence[str], study: Study) -> Iterator[str]:
    """Name the columns that play no part and are not known; a date of a duration has one."""
    known = vocabulary()
    days = {column_key(day) for one in study.durations.values() for day in (one.start, one.end)}
    elsewhere = {known.reference, *known.reference_aliases, *days}
    if other := [
        name for name in unused if known.column(name) is None and column_key(name) not in elsewhere
    ]:
        yield f"columns of other names, not used: {', '.join(other)}"


def notes_of_unused(unused: Sequence[str]) -> Iterator[Note]:
    """Ask about columns whose name is nearly that of a sign: they are not counted."""
    names = {
        name: sign for sign in vocabulary().signs.values() for name in (sign.name, *sign.aliases)
    }
    for column in (name for name in unused if vocabulary().column(name) is None):
        near = get_close_matches(column_key(column), names, n=1, cutoff=0.8)
        if near:
            yield Note(
                "unused_column",
                f"column '{column}' is not counted; if it is the sign {near[0]}, name it so",
            )
