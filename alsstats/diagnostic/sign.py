"""All rows of one sign: against each group, in each stratum, by each handling of the unread."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.diagnostic.rows import Asked, Found, findings
from alsstats.diagnostic.table import sensitivity, specificity
from alsstats.diagnostic.tables import Comparison
from alsstats.estimate import Estimate, proportion
from alsstats.result import Note, Row
from alsstats.study import NO_STRATUM
from alsstats.tally.handling import Entry, Handling, ranges
from alsstats.tally.people import EVERYONE, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TRIED = Handling("tried", not_assessable=Entry.EVERYBODY)
SHARES = {"sensitivity": sensitivity, "specificity": specificity}


class SignTallies(NamedTuple):
    """A sign, and its tallies: of everyone, and of each stratum of the column `by`."""

    name: str
    groups: Mapping[str, Tally]
    by: str | None

    @property
    def everyone(self) -> Tally:
        """The tally of the whole cohort."""
        return self.groups[EVERYONE]

    def where(self, group: str) -> dict[str, Any]:
        """Return what names the sign and the group in a row."""
        return {"term": self.name} | group_fields(group, self.by)


def group_fields(group: str, by: str | None) -> dict[str, Any]:
    """Return what names a stratum of the column `by`, or everyone, in a row.

    >>> group_fields("A", "centre"), group_fields(EVERYONE, "centre")
    ({'by': 'centre', 'group': 'A'}, {'by': None, 'group': 'all'})
    """
    return {"by": by, "group": group} if group != EVERYONE else {"by": None, "group": "all"}


def rows_of_sign(
    sign: SignTallies, comparison: Comparison, rules: tuple[Handling, ...], asked: Asked
) -> Iterator[Found]:
    """Compute what there is to say of a sign in one comparison: of everyone, then by stratum."""
    for group, tally in sign.groups.items():
        place = sign.where(group) | {"target": comparison.target, "comparison": comparison.name}
        for rule in rules:
            if rule is not rules[0] and not comparison.decided(tally):
                continue  # nobody is decided by some parts only: it would be the same table
            reasons = comparison.left_out(tally, rule)
            where = place | {"handling": rule.name} | _left_out(reasons)
            if rule is rules[0]:
                yield _assessable(comparison, tally, asked, where)
            yield from findings(comparison.table(tally, rule), asked, **where)
        yield from _ranges(comparison, tally, asked, place)


def _left_out(reasons: Mapping[str, int]) -> dict[str, Any]:
    return {"left_out": sum(reasons.values()), "left_out_by": dict(reasons)}


def _assessable(
    comparison: Comparison, tally: Tally, asked: Asked, where: Mapping[str, Any]
) -> Found:
    """Share of readings that could be made, of those that were tried: missing ones are left out."""
    not_assessable, _ = comparison.unread(tally)
    reasons = comparison.left_out(tally, TRIED)
    people = sum(held.total for held in tally.values())
    tried = people - sum(reasons.values())
    share = proportion(tried - not_assessable, tried, level=asked.level, interval=asked.interval)
    return Found("assessable", None, share, dict(where) | _left_out(reasons))


def _ranges(
    comparison: Comparison, tally: Tally, asked: Asked, place: Mapping[str, Any]
) -> Iterator[Found]:
    """Sensitivity and specificity over all codings of what could not be read."""
    not_assessable, missing = comparison.unread(tally)
    if not not_assessable:
        return
    for with_missing in (False, True) if missing else (False,):
        for name, share in SHARES.items():
            for rule in ranges(missing=with_missing):
                held = share(comparison.table(tally, rule), level=asked.level)
                bound = Estimate(held.value, nan, nan, asked.level, "range", held.events, held.n)
                where = dict(place) | {"handling": rule.name}
                yield Found(name, None, bound, where | _left_out(comparison.left_out(tally, rule)))


def homogeneity_rows(
    sign: SignTallies, comparison: Comparison, rule: Handling
) -> Iterator[tuple[Row, Note | None]]:
    """Test whether sensitivity, and specificity, are the same in all strata that have a name."""
    from alsstats.association import homogeneity

    strata = {
        name: held for name, held in sign.groups.items() if name not in {EVERYONE, NO_STRATUM}
    }
    tables = [comparison.table(tally, rule) for tally in strata.values()]
    reasons = _reasons_over(strata, sign, comparison, rule)
    for name, share in SHARES.items():
        shares = [share(table) for table in tables]
        events, n = [held.events or 0 for held in shares], [held.n or 0 for held in shares]
        test = homogeneity(events, n)
        row = Row(
            **sign.where(EVERYONE) | {"by": sign.by} | _left_out(reasons),
            category=name,
            target=comparison.target,
            comparison=comparison.name,
            handling=rule.name,
            statistic="homogeneity",
            method=test.method,
            n=sum(n),
            statistic_value=test.statistic,
            df=test.df,
            p_value=test.p_value,
        )
        place = f"{name} of {sign.name} against {comparison.name}"
        yield row, Note("homogeneity", f"homogeneity, {place}: {test.note}") if test.note else None


def _reasons_over(
    strata: Mapping[str, Tally], sign: SignTallies, comparison: Comparison, rule: Handling
) -> dict[str, int]:
    """Count who is in no cell of any stratum, by reason, and those who have no stratum."""
    reasons: dict[str, int] = {}
    for tally in strata.values():
        for reason, people in comparison.left_out(tally, rule).items():
            reasons[reason] = reasons.get(reason, 0) + people
    nowhere = sum(held.total for held in sign.groups.get(NO_STRATUM, {}).values())
    return reasons | ({f"{sign.by} missing": nowhere} if nowhere else {})
