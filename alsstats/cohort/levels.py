"""The levels of a category: declared or found, merged, in order; and those that nobody named."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.level_refusals import (
    absent_of,
    refuse_codes_of_missing,
    refuse_merger_twice,
    refuse_taken_names,
    refuse_what_is_no_name,
)
from alsstats.cohort.unknown import is_short, listed
from alsstats.errors import CodingError
from alsstats.study import (
    NO_LEVEL,
    Variable,
    column_key,
    folded,
    levels_shown,
    plain,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from alsstats.study import Study


class Levels(NamedTuple):
    """The levels of a category.

    `names` maps each code to its level, `NO_LEVEL` where it is missing. `order` holds all levels,
    those that nobody has too; `ordered` says whether they go from one end to the other. `absent`
    lists levels that were declared for a merger and nobody has.
    """

    names: Mapping[str, str]
    order: tuple[str, ...]
    ordered: bool
    absent: tuple[str, ...] = ()


def levels_of(
    column: str,
    codes: Mapping[str, int],
    said: Variable,
    study: Study,
    where: str,
    *,
    with_names: bool = True,
) -> Levels:
    """Return the levels of a column: merged and in order, as declared, or as found and sorted.

    With a declared order, a level that it does not name is refused. A level that a merger names and
    nobody has is refused unless the order or the vocabulary knows it. Without one the levels are
    mergers, then those found, sorted; those that are said to be `listed` come as they are, and
    those of El Escorial are in the order of certainty. Only levels `with_names` must be few, and
    short.
    """
    spelt = spelling(column, study)
    held = {code: NO_LEVEL if study.is_missing(code) else spelt(code) for code in codes}
    rows = {code: codes[code] for code, level in held.items() if level != NO_LEVEL}
    named = {*said.order, *(level for levels in said.merge.values() for level in levels)}
    refuse_codes_of_missing(column, rows, set(map(plain, named)), where)
    if with_names:
        refuse_what_is_no_name(held, where)
    merged = {spelt(level): name for name, levels in said.merge.items() for level in levels}
    refuse_merger_twice(column, said, spelt)
    declared = tuple(level if level in said.merge else spelt(level) for level in said.order)
    found = set(held.values()) - {NO_LEVEL}
    first = _first(column, said, spelt)
    known = {*declared, *_known(column, study), *first}
    absent = absent_of(merged, found, known, column, where)
    final = {code: merged.get(level, level) for code, level in held.items()}
    refuse_taken_names(said, {*(found - merged.keys()), *(set(declared) - set(said.merge))})
    occurring = {level for code, level in final.items() if codes[code]} - {NO_LEVEL}
    order = _once(merged.get(level, level) for level in declared)
    if not declared:
        levels = (*said.merge, *sorted(occurring - set(said.merge), key=_natural(first)))
        grades = _grades(column, merged, levels)
        graded = tuple(sorted(levels, key=lambda level: grades.get(level, ())))
        turned = levels == tuple(said.merge) == graded[::-1]  # as the mergers were named
        levels = graded if grades and not turned else levels
        return Levels(final, levels, bool(grades), absent)
    if left := sorted(occurring - set(order), key=_natural(first)):
        rows = {level: _rows(level, final, codes) for level in left}
        raise CodingError(
            f"'{column}' holds levels that its order does not name",
            found=[f"{where}: {listed(rows)}", f"the order: {levels_shown(order)}"],
            why="people of a level that is not known would be lost, or stand in the wrong place",
            fix=f"--order {pasted(_with_left(order, left))}"
            if all(map(is_short, left))
            else "correct the codes, or name all levels in --order",
        )
    return Levels(final, order, ordered=True, absent=absent)


def spelling(column: str, study: Study) -> Callable[[str], str]:
    """Return how a code of a column is written as a level: by the vocabulary where it knows it."""
    if is_diagnosis(column, study):
        return vocabulary().diagnosis
    return vocabulary().category if is_certainty(column, study) else plain


def is_diagnosis(column: str, study: Study) -> bool:
    """Tell whether a column holds the reference diagnosis."""
    known = vocabulary()
    usual = {known.reference, *known.reference_aliases, column_key(study.reference.column)}
    return column_key(column) in usual


def is_certainty(column: str, study: Study) -> bool:
    """Tell whether a column holds the certainty of the diagnosis."""
    known = vocabulary()
    said = column_key(study.reference.certainty)
    return known.column(column) == known.certainty or column_key(column) == said


def _known(column: str, study: Study) -> set[str]:
    """Return the levels that the vocabulary knows of a column."""
    if is_diagnosis(column, study):
        return set(vocabulary().diagnoses.values())
    return set(vocabulary().categories.values()) if is_certainty(column, study) else set()


def _grades(
    column: str, merged: Mapping[str, str], levels: Iterable[str]
) -> dict[str, tuple[int, ...]]:
    """Return the places of El Escorial levels in the order of certainty, nothing for others.

    The levels are in order only where the categories that each is made of are neighbours.
    """
    known = list(dict.fromkeys(vocabulary().categories.values()))
    made_of = {level: [level] for level in levels}
    made_of |= {
        name: [one for one, other in merged.items() if other == name]
        for name in set(merged.values())
    }
    if vocabulary().column(column) != vocabulary().certainty or not all(
        one in known for held in made_of.values() for one in held
    ):
        return {}
    grades = {
        level: tuple(sorted(known.index(one) for one in held)) for level, held in made_of.items()
    }
    places = [place for held in sorted(grades.values()) for place in held]
    return grades if places == sorted(places) else {}


def _first(column: str, said: Variable, spelt: Callable[[str], str]) -> tuple[str, ...]:
    """Return the levels that come first, in their order: by certainty, or as they are listed."""
    if vocabulary().column(column) == vocabulary().certainty:
        return _once(vocabulary().categories.values())
    return _once(map(spelt, said.listed))


def _natural(first: Sequence[str]) -> Callable[[str], tuple[int, float, str]]:
    """Return the order of levels as found: as listed, then numbers, then the alphabet."""

    def key(level: str) -> tuple[int, float, str]:
        if level in first:
            return 0, first.index(level), level
        try:
            return 1, float(level), level
        except ValueError:
            return 2, 0.0, level.casefold()

    return key


def pasted(levels: Iterable[str]) -> str:
    """Write levels as a flag takes them at the terminal.

    >>> print(pasted(["possible", "yes, left"]))
    'possible,"yes, left"'
    """
    return quote(",".join(f'"{level}"' if "," in level else level for level in levels))


def _with_left(order: tuple[str, ...], left: Iterable[str]) -> tuple[str, ...]:
    """Return an order with the levels that it lacks, in the place of those that differ in case."""
    missing = {folded(level): level for level in left}
    held = tuple(missing.pop(folded(level), level) for level in order)
    return (*held, *missing.values())


def _once(levels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(levels))


def _rows(level: str, names: Mapping[str, str], codes: Mapping[str, int]) -> int:
    return sum(codes[code] for code, name in names.items() if name == level)
