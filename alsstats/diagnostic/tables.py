"""The 2x2 tables of a tally: the target against a comparison group, and who is in no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.counts import TwoByTwo
from alsstats.study import ALL_OTHERS, MISSING, NOT_ASSESSABLE
from alsstats.tally.handling import Handling, sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.tally.people import Tally


class Comparison(NamedTuple):
    """Whom a table compares: the diagnoses that are the target, and those of the other group.

    `group_of` names the comparison group of every diagnosis that has one, in this comparison or
    not.
    """

    target: str
    ill: frozenset[str]
    name: str
    others: frozenset[str]
    group_of: Mapping[str, str]

    def table(self, tally: Tally, handling: Handling) -> TwoByTwo:
        """Count the four cells."""
        ill = [sort(tally[name], handling, ill=True) for name in self.ill & tally.keys()]
        others = [sort(tally[name], handling, ill=False) for name in self.others & tally.keys()]
        return TwoByTwo(
            tp=sum(people.present for people in ill),
            fp=sum(people.present for people in others),
            fn=sum(people.absent for people in ill),
            tn=sum(people.absent for people in others),
        )

    def left_out(self, tally: Tally, handling: Handling) -> dict[str, int]:
        """Count everyone who is in no cell, by reason: first the diagnosis, then the reading.

        With the cells this makes up everyone in the tally.
        """
        reasons = self.outside({name: people.total for name, people in tally.items()})
        here = [
            sort(people, handling, ill=name in self.ill)
            for name, people in tally.items()
            if name in self.ill or name in self.others
        ]
        for reason, unread in (
            (NOT_ASSESSABLE, sum(people.not_assessable for people in here)),
            (MISSING, sum(people.missing for people in here)),
        ):
            reasons[reason] = reasons.get(reason, 0) + unread
        return {reason: people for reason, people in reasons.items() if people}

    def outside(self, people: Mapping[str, int]) -> dict[str, int]:
        """Count those whose diagnosis is not compared, by their group or else their diagnosis."""
        reasons: dict[str, int] = {}
        for name in sorted(people.keys() - self.ill - self.others):
            reason = self.group_of.get(name, name)
            reasons[reason] = reasons.get(reason, 0) + people[name]
        return reasons

    def unread(self, tally: Tally) -> tuple[int, int]:
        """Count those compared in whom the sign is not assessable, and in whom it is missing."""
        here = [tally[name] for name in (self.ill | self.others) & tally.keys()]
        return (
            sum(sum(people.not_assessable) for people in here),
            sum(sum(people.missing) for people in here),
        )

    def decided(self, tally: Tally) -> int:
        """Count those compared who are not read in full, and whom the read parts decide."""
        here = [tally[name] for name in (self.ill | self.others) & tally.keys()]
        splits = (split for people in here for split in people[1:])
        return sum(split.present + split.absent for split in splits)


def comparisons(
    targets: Mapping[str, frozenset[str]], groups: Mapping[str, frozenset[str]]
) -> list[Comparison]:
    """Compare each target with each group, and with all of them where there are several.

    >>> groups = {"mimics": frozenset({"MMN"}), "healthy": frozenset({"healthy"})}
    >>> [held.name for held in comparisons({"ALS": frozenset({"ALS"})}, groups)]
    ['mimics', 'healthy', 'all others']
    """
    union = frozenset[str]().union(*groups.values())
    against = dict(groups) if len(groups) == 1 else {**groups, ALL_OTHERS: union}
    group_of: dict[str, str] = {}
    for group, members in groups.items():
        for name in members:
            group_of.setdefault(name, group)
    return [
        Comparison(target, ill, name, others, group_of)
        for target, ill in targets.items()
        for name, others in against.items()
    ]
