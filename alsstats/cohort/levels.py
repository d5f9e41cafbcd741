"""The levels of a category: declared or found, merged, in order; and those that nobody named."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.unknown import is_short, listed
from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.study import EVERYONE, Variable, column_key, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from alsstats.study import Study

NO_LEVEL = ""  # the level of those in whom none is recorded
MOST = 100
LONGEST = 60  # characters


class Levels(NamedTuple):
    """The levels of a category.

    `names` maps each code to its level, `NO_LEVEL` where it is missing. `order` holds all levels,
    those that nobody has too; `ordered` says whether that order was declared. `absent` lists levels
    that were declared for a merger and nobody has.
    """

    names: Mapping[str, str]
    order: tuple[str, ...]
    ordered: bool
    absent: tuple[str, ...] = ()


def levels_of(
    column: str, codes: Mapping[str, int], said: Variable, study: Study, where: str
) -> Levels:
    """Return the levels of a column: merged and in order, as declared, or as found and sorted.

    With a declared order, a level that it does not name is refused. A level that a merger names and
    nobody has is refused unless the order or the vocabulary knows it.
    """
    spelt = spelling(column, study)
    held = {code: NO_LEVEL if study.is_missing(code) else spelt(code) for code in codes}
    _refuse_what_is_no_name(held, where)
    merged = {spelt(level): name for name, levels in said.merge.items() for level in levels}
    _refuse_merger_twice(column, said, spelt)
    declared = tuple(map(spelt, said.order))
    found = {level for code, level in held.items() if codes[code]} - {NO_LEVEL}
    absent = _absent(merged, found, declared, column, f"{where}: {listed(codes)}")
    final = {code: merged.get(level, level) for code, level in held.items()}
    _refuse_taken_names(said, found - merged.keys())
    occurring = {level for code, level in final.items() if codes[code]} - {NO_LEVEL}
    order = _once(merged.get(level, level) for level in declared) or tuple(said.merge)
    left = sorted(occurring - set(order), key=_natural(column))
    if declared and left:
        rows = {level: _rows(level, final, codes) for level in left}
        raise CodingError(
            f"'{column}' holds levels that its order does not name",
            found=[f"{where}: {listed(rows)}", f"the order: {', '.join(order)}"],
            why="people of a level that is not known would be lost, or stand in the wrong place",
            fix=f"--order {pasted((*order, *left))}"
            if all(map(is_short, left))
            else "correct the codes, or name all levels in --order",
        )
    return Levels(final, (*order, *left), bool(order) and not left, absent)


def spelling(column: str, study: Study) -> Callable[[str], str]:
    """Return how a code of a column is written as a level: by the vocabulary where it knows it."""
    known, key = vocabulary(), column_key(column)
    if column == study.reference.column or key in {known.reference, *known.reference_aliases}:
        return known.diagnosis
    if column == study.reference.certainty or known.column(column) == known.certainty:
        return known.category
    return plain


def _natural(column: str) -> Callable[[str], tuple[int, float, str]]:
    """Return the order of levels as found: the vocabulary's, then numbers, then the alphabet."""
    known = list(dict.fromkeys(vocabulary().categories.values()))
    certainty = vocabulary().column(column) == vocabulary().certainty

    def key(level: str) -> tuple[int, float, str]:
        if certainty and level in known:
            return 0, known.index(level), level
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


def _once(levels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(levels))


def _rows(level: str, names: Mapping[str, str], codes: Mapping[str, int]) -> int:
    return sum(codes[code] for code, name in names.items() if name == level)


def _absent(
    merged: Mapping[str, str],
    found: set[str],
    declared: Sequence[str],
    column: str,
    evidence: str,
) -> tuple[str, ...]:
    """Return the levels of mergers that nobody has; refuse those that nothing knows."""
    absent = [level for level in merged if level not in found]
    known = {*declared, *(vocabulary().categories.values()), *(vocabulary().diagnoses.values())}
    for level in absent:
        if level not in known:
            raise RoleError(
                f"nobody has level '{level}' of '{column}'{did_you_mean(level, found)}",
                found=[evidence],
                why="a level that is misspelt would be left out of its merger",
                fix="correct its name, or declare it with --order if it may be empty",
            )
    return tuple(absent)


def _refuse_merger_twice(column: str, said: Variable, spelt: Callable[[str], str]) -> None:
    owners: dict[str, str] = {}
    for name, levels in said.merge.items():
        for level in map(spelt, levels):
            if owners.setdefault(level, name) != name:
                raise RoleError(
                    f"level '{level}' of '{column}' is merged twice",
                    found=[f"into '{owners[level]}' and into '{name}'"],
                    why="its people would have to be counted in both",
                )


def _refuse_taken_names(said: Variable, unmerged: set[str]) -> None:
    """Refuse a merger with the name of a level that it does not hold, and reserved names."""
    for name in {*said.merge, *unmerged}:
        if name == EVERYONE or (name in said.merge and name in unmerged):
            raise RoleError(
                f"no level can be called '{name}'",
                found=["the name is that of everybody" if name == EVERYONE else "it is a level"],
                why="two groups of people would have one name",
                fix=f"give it another name, or merge '{name}' itself into it"
                if name in said.merge
                else f"--merge 'another name={name}'",
            )


def _refuse_what_is_no_name(names: Mapping[str, str], where: str) -> None:
    levels = set(names.values())
    if any(len(level) > LONGEST for level in levels):
        raise RoleError(
            "levels with names as long as sentences",
            found=[f"{where}: texts of more than {LONGEST} characters"],
            why="such texts are not names of groups, and may tell of a patient",
        )
    if len(levels) > MOST:
        raise RoleError(
            f"more than {MOST} levels",
            found=[f"{where}: {len(levels)} codes"],
            why="a column of numbers, or of patients, makes groups of hardly anybody",
        )
