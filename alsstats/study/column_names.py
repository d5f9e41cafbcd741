"""Columns that are known ones under names of their own, as the user says in [columns]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError, did_you_mean
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import column_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from alsstats.study.document import Document


def own_names(documents: Iterable[Document]) -> dict[str, str]:
    """Return the canonical names that are said to have a column, with its name in the file.

    >>> own_names([{"columns": {"flair_cst": "FLAIR Pyramidenbahn"}}])
    {'flair_cst': 'FLAIR Pyramidenbahn'}
    """
    own: dict[str, str] = {}
    for document in documents:
        own |= document.get("columns", {})
    for name in own:
        if name not in vocabulary().names:
            raise _no_known_name(name)
    _refuse_twice(own)
    return own


def _no_known_name(name: str) -> UsageError:
    known = vocabulary()
    canonical = known.canonical(name)
    hint = f"; did you mean '{canonical}'?" if canonical else did_you_mean(name, known.names)
    return UsageError(
        f"no sign and no other column is known as '{name}'{hint}",
        found=[f"known: {', '.join(known.names)}"],
        why="in [columns], or behind --column-of, a known name is given the column that it has",
        fix="--column-of 'flair_cst=COLUMN'; a sign of another kind needs no more than --sign",
    )


def _refuse_twice(own: Mapping[str, str]) -> None:
    names: dict[str, str] = {}
    for canonical, column in own.items():
        other = names.setdefault(column_key(column), canonical)
        if other != canonical:
            raise UsageError(
                f"column '{column}' is said to be both {other} and {canonical}",
                why="it can only be one of them",
            )


def with_canonical_names(document: Document, own: Mapping[str, str]) -> Document:
    """Name signs and variables by their canonical names; two names of one are laid together."""
    known = {column_key(column): name for name, column in own.items()}
    usual: Mapping[str, Callable[[str], str]] = {"signs": vocabulary().sign, "variables": str}
    return document | {
        section: _laid_together(
            document[section],
            {
                name: known.get(column_key(name)) or usual[section](name)
                for name in document[section]
            },
        )
        for section in usual
        if section in document
    }


def _laid_together(section: Document, names: Mapping[str, str]) -> dict[str, Document]:
    """Give what is said of each name to its canonical one; refuse what is said of one twice."""
    together: dict[str, Document] = {}
    for name, said in section.items():
        held = together.setdefault(names[name], {})
        if twice := sorted(set(held) & set(said)):
            raise UsageError(
                f"'{name}' is declared under two names",
                found=[f"{twice[0]} of both"],
                why="its codes can mean one thing only",
                fix="keep one of the names",
            )
        held.update(said)
    return together
