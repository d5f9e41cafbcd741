"""All rows of one sign: against each group, in each stratum, by each handling of the unread."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.diagnostic.handling import Handling, ranges
from alsstats.diagnostic.rows import Asked, Found, findings
from alsstats.diagnostic.table import sensitivity, specificity
from alsstats.diagnostic.tables import NOT_ASSESSABLE, Comparison
from alsstats.diagnostic.tally import EVERYONE, Tally
from alsstats.estimate import Estimate, proportion
from alsstats.result import Note, Row
from alsstats.study import NO_STRATUM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        everyone = group == EVERYONE
        return {
            "term": self.name,
            "by": None if everyone else self.by,
            "group": "all" if everyone else group,
        }


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
    reasons = comparison.left_out(tally, Handling("every part"))
    reasons.pop(NOT_ASSESSABLE, None)
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
    for name, share in SHARES.items():
        shares = [share(table) for table in tables]
        events, n = [held.events or 0 for held in shares], [held.n or 0 for held in shares]
        test = homogeneity(events, n)
        everyone = sum(held.total for held in sign.everyone.values())
        row = Row(
            **sign.where(EVERYONE) | {"by": sign.by},
            category=name,
            target=comparison.target,
            comparison=comparison.name,
            handling=rule.name,
            statistic="homogeneity",
            method=test.method,
            n=sum(n),
            left_out=everyone - sum(n),
            statistic_value=test.statistic,
            df=test.df,
            p_value=test.p_value,
        )
        place = f"{name} of {sign.name} against {comparison.name}"
        yield row, Note("homogeneity", f"homogeneity, {place}: {test.note}") if test.note else None
