"""Which column plays which part, by the names of the vocabulary."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import RoleError, did_you_mean
from alsstats.result import Note
from alsstats.study import column_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.study import Sign, Study, Vocabulary


FLAGS = ("--present", "--absent", "--not-assessable")


class Roles(NamedTuple):
    """The columns of one table by what they are.

    `signs` maps the canonical name of each single sign to its column; `combined` holds the signs
    whose parts are all there, and `stated` the column, if the table has one, that claims to hold
    such a sign ready made. `assumed` says in words what was taken from the names alone.
    """

    reference: str
    patient: str | None
    signs: Mapping[str, str]
    combined: tuple[Sign, ...]
    stated: Mapping[str, str]
    assumed: tuple[str, ...]
    notes: tuple[Note, ...]

    def names(self) -> tuple[str, ...]:
        """Return the canonical names of all signs, combined ones last."""
        return (*self.signs, *(sign.name for sign in self.combined))

    def parts(self, sign: str) -> tuple[str, ...]:
        """Return the columns that a sign is read from: one, or one a part."""
        whole = next((held.parts for held in self.combined if held.name == sign), (sign,))
        return tuple(self.signs[part] for part in whole)

    def columns(self, sign: str) -> tuple[str, ...]:
        """Return the columns to count for a sign: its parts, and the one that states it."""
        return (*self.parts(sign), *([self.stated[sign]] if sign in self.stated else []))


def assign(columns: Sequence[str], study: Study, vocabulary: Vocabulary) -> Roles:
    """Give each column its role, or refuse: no reference, no sign, two columns for one role."""
    find = _Finder(columns)
    reference = find(vocabulary.reference, vocabulary.reference_aliases)
    if reference is None:
        raise RoleError(
            f"no column '{vocabulary.reference}': the reference diagnosis",
            found=[_listing_of_header(columns, vocabulary)],
            why="without it nobody is known to have the disease, or not to have it",
            fix=f"name that column '{vocabulary.reference}'",
        )
    patient = find("patient_id", vocabulary.columns["patient_id"])
    signs = _signs(find, study, vocabulary, {reference, patient})
    combined = tuple(
        sign for sign in vocabulary.signs.values() if sign.parts and set(sign.parts) <= set(signs)
    )
    stated = {sign.name: signs.pop(sign.name) for sign in combined if sign.name in signs}
    known = {reference, patient, *signs.values(), *stated.values()}
    unused = [name for name in columns if name not in known]
    assumed = (*find.renamed(), *_assumed(patient, unused, vocabulary))
    notes = tuple(_notes(unused, vocabulary))
    return Roles(reference, patient, signs, combined, stated, assumed, notes)


def resolved(study: Study, columns: Sequence[str], vocabulary: Vocabulary) -> Study:
    """Return the declarations under the columns' own names, or refuse a column that is not there.

    A column may be declared as it is named, in any case, or by the name of the sign it holds.
    """
    find = _Finder(columns)
    held: dict[str, str] = {}
    for name in sorted(study.declared_columns()):
        column = name if name in columns else find(name, _other_names(name, vocabulary))
        if column is None:
            near = get_close_matches(name, columns, n=1, cutoff=0.75)
            flag = next(flag for flag, said in zip(FLAGS, study[:3], strict=True) if name in said)
            raise RoleError(
                f"no column '{name}'{did_you_mean(name, columns)}",
                found=[_listing_of_header(columns, vocabulary)],
                fix=f"{flag} {quote(f'{near[0]}=CODE')}" if near else "",
            )
        if column in held.values():
            raise RoleError(f"column '{column}' is declared under two names")
        held[name] = column
    return study.renamed(held)


class _Finder:
    """Finds the column that bears a canonical name or an alias, and remembers the renamed."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.found: dict[str, str] = {}

    def __call__(self, canonical: str, aliases: Iterable[str]) -> str | None:
        wanted = {column_key(name) for name in (canonical, *aliases)}
        held = [name for name in self.columns if column_key(name) in wanted]
        if len(held) > 1:
            raise RoleError(
                f"{len(held)} columns for '{canonical}'",
                found=[_listing(held)],
                why="they may differ, and only one can be counted",
                fix="rename or remove all but one of them",
            )
        if held:
            self.found[canonical] = held[0]
        return held[0] if held else None

    def renamed(self) -> Iterator[str]:
        for canonical, column in self.found.items():
            if column != canonical:
                yield f"column '{column}' is read as {canonical}"


def _signs(
    find: _Finder, study: Study, vocabulary: Vocabulary, taken: set[str | None]
) -> dict[str, str]:
    """Return canonical name -> column, in the vocabulary's order, declared columns after that."""
    held = {sign.name: find(sign.name, sign.aliases) for sign in vocabulary.signs.values()}
    signs = {name: column for name, column in held.items() if column is not None}
    declared = study.declared_columns() - set(signs.values())
    if role := sorted(declared & {name for name in taken if name}):
        raise RoleError(
            f"column '{role[0]}' is not a sign",
            found=["it holds the diagnosis or the patient, and its codes cannot be declared"],
        )
    signs |= {name: name for name in find.columns if name in declared}
    if not signs:
        raise RoleError(
            "no column of a known sign",
            found=[_listing(find.columns), f"known signs: {', '.join(vocabulary.signs)}"],
            why="a column of another name is counted once its codes are declared",
            fix="--present COLUMN=CODE",
        )
    return signs


def _other_names(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the canonical name and the aliases of the sign that has this name, if there is one."""
    for sign in vocabulary.signs.values():
        if column_key(name) in (sign.name, *sign.aliases):
            return (sign.name, *sign.aliases)
    return ()


def _listing_of_header(columns: Sequence[str], vocabulary: Vocabulary) -> str:
    """List the columns, unless none is known: then the first line may be a patient."""
    usual = {vocabulary.reference, *vocabulary.signs, *vocabulary.columns}
    by_key = {column_key(name): name for name in columns}
    near = get_close_matches(vocabulary.reference, by_key, n=1, cutoff=0.75)
    if near or usual & set(by_key):
        return _listing(columns) + (f"; is it '{by_key[near[0]]}'?" if near else "")
    return f"{len(columns)} columns, of names not known: is the first line a header?"


def _listing(columns: Sequence[str]) -> str:
    return f"columns: {', '.join(columns)}"


def _assumed(patient: str | None, unused: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    if patient is None:
        yield "no column 'patient_id': each row is taken as one patient"
    if other := [name for name in unused if column_key(name) not in _usual(vocabulary)]:
        yield f"columns of other names, not used: {', '.join(other)}"


def _notes(unused: Sequence[str], vocabulary: Vocabulary) -> Iterator[Note]:
    """Ask about columns whose name is nearly that of a sign: they are not counted."""
    names = {
        name: sign for sign in vocabulary.signs.values() for name in (sign.name, *sign.aliases)
    }
    for column in unused:
        near = get_close_matches(column_key(column), names, n=1, cutoff=0.8)
        if near and column_key(column) not in _usual(vocabulary):
            yield Note(
                "unused_column",
                f"column '{column}' is not counted; if it is the sign {near[0]}, name it so",
            )


def _usual(vocabulary: Vocabulary) -> set[str]:
    """Return the names of all other canonical columns, which nobody misses here."""
    return {
        column_key(name)
        for canonical, aliases in vocabulary.columns.items()
        for name in (canonical, *aliases)
    }
