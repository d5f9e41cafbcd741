"""What counted codes mean in a question of frequency: levels, numbers, readings."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.cross_roles import SPEEDS, ColumnRole
from alsstats.cohort.levels import NO_LEVEL, Levels, levels_of, spelling
from alsstats.cohort.numbers import (
    HIGHEST_SCORE,
    cut_at,
    numbers_of,
    progression_rate,
    values,
)
from alsstats.counts import Codes
from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.result import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.cross_roles import CrossRoles
    from alsstats.cohort.tabulated import Tabulated
    from alsstats.study import Study, Wanted

    Where = Callable[[str], str]


class Crossed(NamedTuple):
    """The meaning of every code in the counts of a question of frequency.

    A key of `table` is the name of a sign, or None, with the names of the columns counted with it.
    `levels` maps the name of a category to its levels, `parsed` a column to the number that each of
    its codes is.
    """

    roles: CrossRoles
    study: Study
    table: Tabulated
    levels: Mapping[str, Levels]
    parsed: Mapping[str, Mapping[str, float]]
    inside: Mapping[str, frozenset[str]]  # column -> codes of those whom the question is among
    wanted: Wanted

    def level(self, key: Any, name: str) -> Codes:
        """Return the level of each combination; `NO_LEVEL` where there is none."""
        role = self.roles.categories[name]
        if role.cut:
            speeds = cut_at(self._number(key, role), self.study.progression.cut)
            return Codes((*SPEEDS, NO_LEVEL), speeds)
        return self.table.named(key, role.columns[0], self.levels[name].names)

    def number(self, key: Any, name: str) -> npt.NDArray[np.float64]:
        """Return the number of each combination, nan where there is none."""
        return self._number(key, self.roles.numbers[name])

    def _number(self, key: Any, role: ColumnRole) -> npt.NDArray[np.float64]:
        counts = self.table.counts[key]
        held = [values(counts, column, self.parsed[column]) for column in role.columns]
        return held[0] if len(held) == 1 else progression_rate(*held)

    def among(self, key: Any) -> npt.NDArray[np.bool_]:
        """Tell of each combination whether the question is among the people who hold it."""
        return _inside(self.table, key, self.inside)

    def patients(self, key: Any) -> npt.NDArray[np.int32]:
        """Return a number for the patient of each combination."""
        return self.table.counts[key].columns[self.roles.patient or ""].codes

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was understood without being told, in words."""
        said = []
        for name, levels in self.levels.items():
            role = self.roles.categories[name]
            if not role.said.order and not role.said.merge and not role.cut:
                listing = ", ".join(levels.order) or "none"
                said.append(f"levels of {role.name} as found: {listing}")
        return (*self.roles.assumed, *said, *self.table.assumed)

    @property
    def notes(self) -> Iterator[Note]:
        """What a reader of the numbers must know of how the data were understood."""
        yield from self.roles.notes
        for name, levels in self.levels.items():
            if levels.absent:
                listing = ", ".join(levels.absent)
                by = self.roles.categories[name].name
                yield Note("absent_level", f"levels of {by} that nobody has: {listing}")
        key_of = {key[0]: key for key in self.table.counts if key[0] is not None}
        yield from self.table.notes_of_stated(key_of)

    def provenance(self) -> dict[str, Any]:
        """Return the study as it was understood, for the record."""
        roles, progression = self.roles, self.study.progression
        cut = any(role.cut for role in roles.categories.values())
        return {
            "file": self.study.name or None,
            "data": {
                "id": roles.patient,
                "rows": self.study.rows,
                "missing": self.study.missing,
            },
            "among": {name: sorted(codes) for name, codes in self.inside.items()} or None,
            "categories": {
                roles.categories[name].name: {"order": levels.order, "codes": dict(levels.names)}
                for name, levels in self.levels.items()
            },
            "progression": {"cut": progression.cut} if cut else None,
            "numbers": {role.name: role.columns for role in roles.numbers.values()},
        } | self.table.provenance()


def cross(
    table: Tabulated, roles: CrossRoles, wanted: Wanted, study: Study, where: Where
) -> Crossed:
    """Understand every code in the counts, or refuse: with the codes, their rows, what to add."""
    codes = table.codes
    inside = {
        role.columns[0]: _codes_among(role, wanted.among[name], codes, study, where)
        for name, role in roles.among.items()
    }
    cut = [role for role in roles.categories.values() if role.cut]
    numeric = {column for role in (*roles.numbers.values(), *cut) for column in role.columns}
    parsed = {column: numbers_of(codes[column], study, where(column)) for column in sorted(numeric)}
    for role in (*roles.numbers.values(), *cut):
        if len(role.columns) > 1:
            _refuse_scores(parsed[role.columns[0]], where(role.columns[0]))
    levels = {
        name: Levels({}, SPEEDS, ordered=True)
        if role.cut
        else levels_of(
            role.columns[0],
            _codes_inside(table, role.columns[0], inside),
            role.said,
            study,
            where(role.columns[0]),
        )
        for name, role in roles.categories.items()
    }
    return Crossed(roles, study, table, levels, parsed, inside, wanted)


def _codes_among(
    role: ColumnRole,
    wanted: tuple[str, ...],
    codes: Mapping[str, Mapping[str, int]],
    study: Study,
    where: Where,
) -> frozenset[str]:
    """Return the codes of the levels that the question is among; refuse one that is not there."""
    column = role.columns[0]
    if role.cut:
        raise RoleError("--among takes a column of the table, not the speed of progression")
    held = levels_of(column, codes[column], role.said, study, where(column))
    levels = set(map(spelling(column, study), wanted))
    for level in levels:
        if level not in held.order:
            near = get_close_matches(level, held.order, n=1, cutoff=0.75)
            raise RoleError(
                f"'{column}' has no level '{level}'{did_you_mean(level, held.order)}",
                found=[f"levels: {', '.join(held.order)}"],
                fix=f"--among {quote(f'{column}={near[0]}')}" if near else "",
            )
    return frozenset(code for code, name in held.names.items() if name in levels)


def _inside(
    table: Tabulated, key: Any, inside: Mapping[str, frozenset[str]]
) -> npt.NDArray[np.bool_]:
    import numpy as np

    counts = table.counts[key]
    held = np.ones(len(counts.n), dtype=bool)
    for column, codes in inside.items():
        of_column = counts.columns[column]
        held &= np.array([code in codes for code in of_column.levels], dtype=bool)[of_column.codes]
    return held


def _codes_inside(
    table: Tabulated, column: str, inside: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Return the rows that hold each code of a column, among those whom the question is among."""
    import numpy as np

    key = next(key for key, counts in table.counts.items() if column in counts.columns)
    counts = table.counts[key]
    n = np.where(_inside(table, key, inside), counts.n, 0)
    return counts._replace(n=n).of_level(column)


def _refuse_scores(numbers: Mapping[str, float], where: str) -> None:
    outside = [value for value in numbers.values() if not 0 <= value <= HIGHEST_SCORE]
    if any(value == value for value in outside):  # noqa: PLR0124  # nan is missing
        raise CodingError(
            f"scores of the ALSFRS-R outside 0 to {HIGHEST_SCORE}",
            found=[where],
            why="the rate of progression would be wrong",
            fix="correct them, or --missing CODE if they stand for missing",
        )
