"""A finding in the levels of a category: who has it, who was read, and who was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.study import EVERYONE, MISSING, NO_LEVEL, NOT_ASSESSABLE
from alsstats.tally.handling import Handling, sort
from alsstats.tally.left_out import not_among
from alsstats.tally.people import EVERYONE as ALL_STRATA
from alsstats.tally.people import People, Tally, tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.crossed import Crossed

NOBODY = People()


class Cell(NamedTuple):
    """A finding in one group: in how many it is present and absent, and who was left out."""

    present: int
    absent: int
    left_out: Mapping[str, int]

    @property
    def n(self) -> int:
        """Those in whom the finding was assessed."""
        return self.present + self.absent

    @property
    def fields(self) -> dict[str, Any]:
        """What a row says of those who were left out."""
        return {"left_out": sum(self.left_out.values()), "left_out_by": dict(self.left_out)}


class FindingTable(NamedTuple):
    """A finding in the levels of the category `by`.

    `levels` are in order, and `ordered` says whether that order was declared. `strata` holds the
    tallies by stratum, everyone's under an empty name; `outside` how many people of each level the
    question is not among, for the reason `not_among`.
    """

    finding: str
    by: str
    levels: tuple[str, ...]
    ordered: bool
    strata: Mapping[str, Tally]
    outside: Mapping[str, int]
    not_among: str

    def cell(self, level: str, rule: Handling, stratum: str = ALL_STRATA) -> Cell:
        """Return the people of one level, or of all levels together."""
        if level == EVERYONE:
            return self._everyone(rule)
        people = self.strata.get(stratum, {}).get(level, NOBODY)
        held = sort(people, rule, ill=False)
        reasons = {
            NOT_ASSESSABLE: held.not_assessable,
            MISSING: held.missing,
            self.not_among: self.outside.get(level, 0) if stratum == ALL_STRATA else 0,
        }
        return Cell(held.present, held.absent, {why: n for why, n in reasons.items() if n})

    def pair_fields(self, level: str, other: str, rule: Handling) -> dict[str, Any]:
        """Return what a row says that compares two levels: how many in them, and who is not."""
        cells = [self.cell(name, rule) for name in (level, other)]
        reasons = {
            why: sum(cell.left_out.get(why, 0) for cell in cells)
            for why in (NOT_ASSESSABLE, MISSING)
        }
        tally = self.strata[ALL_STRATA]
        more = {f"{self.by} missing": tally.get(NO_LEVEL, NOBODY).total}
        more |= {self.not_among: sum(self.outside.values())} if self.not_among else {}
        for name in self.levels:
            if name not in {level, other}:
                why = f"{self.by} {name}"
                more[why] = more.get(why, 0) + tally.get(name, NOBODY).total
        reasons |= more
        held = Cell(0, 0, {why: people for why, people in reasons.items() if people})
        return held.fields | {"n": sum(cell.n for cell in cells)}

    def _everyone(self, rule: Handling) -> Cell:
        cells = [self.cell(level, rule) for level in self.levels]
        reasons: dict[str, int] = {}
        for why in (NOT_ASSESSABLE, MISSING):
            reasons[why] = sum(cell.left_out.get(why, 0) for cell in cells)
        nowhere = self.strata[ALL_STRATA].get(NO_LEVEL, NOBODY).total
        reasons[f"{self.by} missing"] = nowhere
        reasons[self.not_among] = sum(self.outside.values())
        return Cell(
            sum(cell.present for cell in cells),
            sum(cell.absent for cell in cells),
            {why: n for why, n in reasons.items() if n},
        )

    def decided(self) -> int:
        """Count those who are not read in full, and whom the read parts decide."""
        tally = self.strata[ALL_STRATA]
        held = (tally.get(level, NOBODY) for level in self.levels)
        return sum(
            split.present + split.absent
            for people in held
            for split in (people.not_assessable, people.missing)
        )

    @property
    def occupied(self) -> tuple[str, ...]:
        """The levels that anybody holds."""
        tally = self.strata[ALL_STRATA]
        return tuple(level for level in self.levels if tally.get(level, NOBODY).total)


def tabulate(
    crossed: Crossed, finding: str, by: str, strata: str | None, names: tuple[str, ...]
) -> FindingTable:
    """Add up the counts of a finding and the columns `names`, by level, and by stratum."""
    import numpy as np

    key, table = (finding, names), crossed.table
    sign, n, inside = table.findings.signs[finding], table.n(key), crossed.among(key)
    level = crossed.level(key, by)
    stratum = crossed.level(key, strata) if strata else None
    unread, value = table.unread(key, sign), table.value(key, sign)
    inner = np.where(inside, n, 0)
    by_stratum = tallies(level, unread, value, inner, stratum) if stratum else {}
    everyone = tallies(level, unread, value, inner)  # also in the place of those without a stratum
    out = tallies(level, unread, value, np.where(inside, 0, n))[ALL_STRATA]
    levels = crossed.levels[by]
    return FindingTable(
        finding,
        crossed.roles.categories[by].name,
        levels.order,
        levels.ordered,
        by_stratum | everyone,
        {name: people.total for name, people in out.items()},
        not_among(crossed),
    )
