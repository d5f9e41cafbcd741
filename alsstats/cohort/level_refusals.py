"""What is refused of levels: names that are none, that are taken, or that nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.date_numbers import refuse_dates_as_names
from alsstats.cohort.unknown import listed
from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.study import EVERYONE, Variable, is_code_of_missing, levels_shown, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST = 100
LONGEST = 60  # characters


def refuse_codes_of_missing(
    column: str, codes: Mapping[str, int], declared: set[str], where: str
) -> None:
    """Refuse codes such as -9 and -99 as levels, unless they are declared to be."""
    held = {c: n for c, n in codes.items() if is_code_of_missing(c) and plain(c) not in declared}
    if held:
        raise CodingError(
            f"'{column}' holds codes that usually stand for missing",
            found=[f"{where}: {listed(held)}"],
            why="as a level they would be a group of people of their own",
            fix=f"--missing={','.join(map(plain, held))}",
        )


def absent_of(
    merged: Mapping[str, str], found: set[str], known: set[str], column: str, where: str
) -> tuple[str, ...]:
    """Return the levels of mergers that nobody has; refuse those that nothing knows."""
    absent = [level for level in merged if level not in found]
    for level in absent:
        if level not in known:
            raise RoleError(
                f"nobody has level '{level}' of '{column}'{did_you_mean(level, found)}",
                found=[f"{where}: {levels_shown(sorted(found))}"],
                why="a level that is misspelt would be left out of its merger",
                fix="correct its name, or declare it with --order if it may be empty",
            )
    return tuple(absent)


def refuse_merger_twice(column: str, said: Variable, spelt: Callable[[str], str]) -> None:
    """Refuse a level that two mergers hold."""
    owners: dict[str, str] = {}
    for name, levels in said.merge.items():
        for level in map(spelt, levels):
            if owners.setdefault(level, name) != name:
                raise RoleError(
                    f"level '{level}' of '{column}' is merged twice",
                    found=[f"into '{owners[level]}' and into '{name}'"],
                    why="its people would have to be counted in both",
                )


def refuse_taken_names(said: Variable, unmerged: set[str]) -> None:
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


def refuse_what_is_no_name(names: Mapping[str, str], where: str) -> None:
    """Refuse dates, texts as long as sentences, and as many levels as only numbers have."""
    levels = set(names.values())
    refuse_dates_as_names(levels, where)
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
