"""What counted codes mean in a question: levels, numbers, readings, events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.cross_roles import SPEEDS, ColumnRole
from alsstats.cohort.numbers import cut_at, looks_missing, progression_rate, values
from alsstats.cohort.outcome import said_of_outcome
from alsstats.counts import Codes
from alsstats.result import Note
from alsstats.study import BLANKS, NO_LEVEL, TOGETHER, folded, levels_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.cross_roles import CrossRoles
    from alsstats.cohort.levels import Levels
    from alsstats.cohort.tabulated import Tabulated
    from alsstats.study import Study, Wanted


class Crossed(NamedTuple):
    """The meaning of every code in the counts of a question of frequency or of survival.

    A key of `table` is the name of a sign, or None, with the names of the columns counted with it.
    `levels` maps the name of a category to its levels, `parsed` a column to the number that each of
    its codes is, `outcome` each code of the event to what it means.
    """

    roles: CrossRoles
    study: Study
    table: Tabulated
    levels: Mapping[str, Levels]
    parsed: Mapping[str, Mapping[str, float]]
    inside: Mapping[str, frozenset[str]]  # column -> codes of those whom the question is among
    wanted: Wanted
    outcome: Mapping[str, str] = {}

    def event(self, key: Any) -> Codes:
        """Return the component of the event that occurred, `censored`, or `NO_LEVEL`."""
        return self.table.named(key, self.roles.event or "", self.outcome)

    def level(self, key: Any, name: str) -> Codes:
        """Return the level of each combination; `NO_LEVEL` where there is none."""
        role = self.roles.categories[name]
        if role.cut:
            speeds = cut_at(self._number(key, role), self.study.progression.cut)
            names = self.levels[name].names
            return Codes((*(names[speed] for speed in SPEEDS), NO_LEVEL), speeds)
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
        return is_inside(self.table, key, self.inside)

    def patients(self, key: Any) -> npt.NDArray[np.int32]:
        """Return a number for the patient of each combination, told apart by trimmed texts."""
        import numpy as np

        held = self.table.counts[key].columns[self.roles.patient or ""]
        texts = np.array([code.strip(BLANKS) for code in held.levels])
        numbers = np.unique(texts, return_inverse=True)[1].astype(np.int32)
        patients: npt.NDArray[np.int32] = numbers[held.codes]
        return patients

    def _named(self) -> Iterator[tuple[str, Levels]]:
        """Yield the categories whose levels have names that matter."""
        for name, levels in self.levels.items():
            if name not in self.wanted.unnamed:
                yield name, levels

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was understood without being told, in words."""
        said = []
        for name, levels in self._named():
            role = self.roles.categories[name]
            if not role.said.order and not role.said.merge and not role.cut:
                listing = ", ".join(levels.order) or "none"
                said.append(f"levels of {role.name} as found: {listing}")
        if self.roles.event:
            codes = self.table.codes[self.roles.event]
            said.append(said_of_outcome(self.roles.event, self.outcome, codes))
        return (*self.roles.assumed, *said, *self.table.assumed)

    @property
    def notes(self) -> Iterator[Note]:
        """What a reader of the numbers must know of how the data were understood."""
        yield from self.roles.notes
        for name, levels in self._named():
            by, once = self.roles.categories[name].name, Counter(map(folded, levels.order))
            if levels.absent:
                listing = ", ".join(levels.absent)
                yield Note("absent_level", f"levels of {by} that nobody has: {listing}")
            if alike := [level for level in levels.order if once[folded(level)] > 1]:
                listing = levels_shown(alike)
                yield Note(
                    "alike",
                    f"levels of {by} that differ only in case: {listing}; --merge joins them",
                )
        for column, numbers in self.parsed.items():
            far = looks_missing(numbers.values())
            if far is not None:
                yield Note(
                    "looks_missing",
                    f"{column} has {far:g}, far above every other number: where it means missing, "
                    f"--missing {far:g}",
                )
        key_of: dict[str, Any] = dict.fromkeys(self.roles.findings.every, TOGETHER)
        key_of |= {key[0]: key for key in self.table.counts if key[0] is not None}
        yield from self.table.notes_of_stated(key_of)

    def provenance(self) -> dict[str, Any]:
        """Return the study as it was understood, for the record."""
        roles, progression = self.roles, self.study.progression
        cut = any(role.cut for role in roles.categories.values())
        event = {"event": {"column": roles.event, "codes": dict(self.outcome)}}
        return (
            {
                "file": self.study.name or None,
                "data": {
                    "id": roles.patient,
                    "rows": self.study.rows,
                    "missing": self.study.missing,
                },
                "among": {name: sorted(codes) for name, codes in self.inside.items()} or None,
                "categories": {
                    roles.categories[name].name: {
                        "order": levels.order,
                        "codes": dict(levels.names),
                    }
                    for name, levels in self._named()
                },
                "progression": {"cut": progression.cut} if cut else None,
                "numbers": {role.name: role.columns for role in roles.numbers.values()},
            }
            | (event if roles.event else {})
            | self.table.provenance()
        )


def is_inside(
    table: Tabulated, key: Any, inside: Mapping[str, frozenset[str]]
) -> npt.NDArray[np.bool_]:
    """Tell of each combination whether its codes are all among those of `inside`, by column."""
    import numpy as np

    counts = table.counts[key]
    held = np.ones(len(counts.n), dtype=bool)
    for column, codes in inside.items():
        of_column = counts.columns[column]
        held &= np.array([code in codes for code in of_column.levels], dtype=bool)[of_column.codes]
    return held
