"""The arguments of a question as users give them: one name or several, words out of a few."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import UsageError, did_you_mean
from alsstats.study.durations import date_as_variable
from alsstats.study.variables import kind_of, variable_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study.declared import Study


def one_of(flag: str, given: str, known: tuple[str, ...]) -> str:
    """Return a word that a flag takes; refuse another."""
    if given not in known:
        raise UsageError(
            f"{flag} does not take '{given}'{did_you_mean(str(given), known)}",
            found=[f"known: {', '.join(known)}"],
        )
    return given


def names_of(given: str | Iterable[str] | None, what: str) -> tuple[str, ...]:
    """Return one name, or several, each once; refuse what is no text.

    >>> names_of("el_escorial", "a column"), names_of(["a", "b", "a"], "a column")
    (('el_escorial',), ('a', 'b'))
    """
    several = (given,) if isinstance(given, str) else tuple(given or ())
    for name in several:
        if not isinstance(name, str) or not name.strip():
            raise UsageError(f"{what} is named by a text", found=[f"given: {name!r}"])
    return tuple(dict.fromkeys(several))


def levels_by_column(
    given: Mapping[str, str | Iterable[str]] | None,
) -> dict[str, tuple[str, ...]]:
    """Return columns with the levels that are wanted of each."""
    return {column: names_of(levels, "a level") for column, levels in dict(given or {}).items()}


def covariates_of(
    names: tuple[str, ...],
    columns: tuple[str, ...],
    study: Study,
    category: str | Iterable[str] | None,
    number: str | Iterable[str] | None,
) -> dict[str, str]:
    """Return the kind of each covariate, number or category: as said, or as the vocabulary has."""
    kinds = {name: said.kind for name, said in study.variables.items() if said.kind}
    said = {"category": names_of(category, "a column"), "number": names_of(number, "a column")}
    keys = {kind: set(map(variable_key, held)) for kind, held in said.items()}
    if twice := sorted(keys["category"] & keys["number"]):
        raise UsageError(
            f"'{twice[0]}' is named as a category and as a number", fix="name it as one of them"
        )
    kinds |= {name: kind for kind, held in keys.items() for name in held}
    held = {name: kinds.get(variable_key(name)) or kind_of(name) for name in names}
    known = set(map(variable_key, columns))
    for name, kind in held.items():
        if kind == "date":
            raise date_as_variable(name)
        if not kind and variable_key(name) in known:
            raise UsageError(
                f"whether '{name}' is a number or a category is not known",
                why="the one makes a slope of it, the other a group of each code",
                fix=f"say --number {quote(name)}, or --category {quote(name)}",
            )
    return held
