"""Accuracy counted again, person by person, from the rules and with none of the package's counting.

Only the numbers made of finished counts (limits, ratios) are the package's own functions: they have
witnesses of their own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from scipy.stats import binomtest, chi2_contingency

from alsstats.association import paired_difference
from alsstats.counts import TwoByTwo
from alsstats.diagnostic import STATISTICS, npv_at, ppv_at
from alsstats.estimate import Estimate, proportion
from tests.diagnostic.recount_people import (
    MISSING,
    NOT_ASSESSABLE,
    SIGNS,
    Expression,
    Group,
    People,
    Person,
    Question,
    Side,
    groups_of,
    sides,
    unread,
    value,
)

Numbers = dict[str, Any]
Fields = Iterator[Numbers]  # the fields of each row, and no others than those that apply

SHARES = (("sensitivity", True), ("specificity", False))
FILLED = {  # what an open reading counts as in the target diagnosis, and in others
    "positive": (True, True),
    "negative": (False, False),
    "worst": (False, True),
    "best": (True, False),
}


def recount(people: People, question: Question) -> Fields:
    """Return the fields of every row that the answer must have."""
    yield scanned(people, people)
    for side in sides(people, question):
        against = {"target": side.target, "comparison": side.comparison}
        compared = [person for person in people if not side.why_not(person)]
        yield against | scanned(compared, people, side.why_not)
        for term in question.signs or question.terms:
            for fields in of_term(side, question.terms[term], people):
                yield {"term": term, **against, **fields}
        for pair in question.compare:
            for group in groups_of(people, question.strata):
                for fields in paired(side, pair, group):
                    place = {"by": group.by, "group": group.name}
                    yield {"term": " - ".join(pair), **place, **against, **fields}


def scanned(held: People, people: People, why: Callable[[Person], str] = lambda _: "") -> Numbers:
    """Count those who have anything recorded of a sign, and why others are not asked about."""
    events = sum(any(person[sign] for sign in SIGNS) for person in held)
    counts = {"estimate": events / len(held), "events": events, "n": len(held)}
    reasons = Counter(filter(None, map(why, people)))
    out = {"left_out": reasons.total(), "left_out_by": dict(reasons)}
    return {"statistic": "scanned", "group": "all", "method": "counted", **counts, **out}


def of_term(side: Side, sign: Expression, people: People) -> Fields:
    strata = side.question.strata
    for group in groups_of(people, strata):
        for fields in OfSign(side, sign, group).rows():
            yield {"by": group.by, "group": group.name, **fields}
    for fields in OfSign(side, sign, Group(strata, "all", people)).homogeneity() if strata else ():
        yield {"by": strata, "group": "all", **fields}


def numbers(estimate: Estimate) -> Numbers:
    names = ("std_error", "method", "events", "n")
    limits = {"estimate": estimate.value, "conf_low": estimate.low, "conf_high": estimate.high}
    return limits | {name: getattr(estimate, name) for name in names}


class OfSign(NamedTuple):
    """One sign in one group, of one target against one comparison group."""

    side: Side
    sign: Expression
    group: Group

    @property
    def first(self) -> str:
        policy = self.side.question.indeterminate
        return "every part" if policy == "exclude" else policy

    def unread(self, person: Person) -> str:
        return unread(self.sign, person)

    def rows(self) -> Fields:
        question, compared = self.side.question, self.group.compared(self.side)
        reasons = [self.unread(person) for person in compared]
        yield self.assessable(reasons)
        yield from self.table(self.first)
        decided = [value(self.sign, person) is not None for person in compared]
        if question.parts == "any" and any(map(all, zip(reasons, decided, strict=True))):
            excluded = question.indeterminate == "exclude"
            handling = "any part" if excluded else f"any part, {question.indeterminate}"
            yield from self.table(handling, decided_too=True)
        if NOT_ASSESSABLE in reasons:
            yield from self.range("", {MISSING})
            if MISSING in reasons:
                yield from self.range(", missing too", set())

    def assessable(self, reasons: list[str]) -> Numbers:
        question, n = self.side.question, len(reasons) - reasons.count(MISSING)
        options = {"level": question.level, "interval": question.interval}
        share = numbers(proportion(reasons.count(""), n, **options))
        out = self.group.left_out(
            self.side, lambda person: MISSING if self.unread(person) == MISSING else ""
        )
        return {"statistic": "assessable", "handling": self.first, **share, **out}

    def taken(self, person: Person, *, decided_too: bool = False) -> bool | None:
        """Return present or absent as somebody enters the table; None where they do not."""
        policy, known = self.side.question.indeterminate, value(self.sign, person)
        why = self.unread(person)
        if not why or (decided_too and known is not None):
            return known
        if why == MISSING or policy == "exclude":
            return None
        ill, other = FILLED[policy]
        return known if known is not None else (ill if self.side.ill(person) else other)

    def table(self, handling: str, *, decided_too: bool = False) -> Fields:
        question, cells, entering = self.side.question, Counter[str](), dict[int, bool]()
        for person in self.group.compared(self.side):
            held = self.taken(person, decided_too=decided_too)
            if held is not None:
                entering[id(person)] = held
                right = "t" if held == self.side.ill(person) else "f"
                cells[right + ("p" if held else "n")] += 1
        out = self.group.left_out(
            self.side, lambda person: "" if id(person) in entering else self.unread(person)
        )
        table = TwoByTwo(**{cell: cells[cell] for cell in ("tp", "fp", "fn", "tn")})
        level, here = question.level, None
        if table.total:
            here = (table.tp + table.fn) / table.total
        for held in STATISTICS:
            share = {"interval": question.interval} if held.scale == "proportion" else {}
            estimate = held.compute(table, level=level, **share)
            where = {"statistic": held.name, "handling": handling, **out}
            yield where | numbers(estimate) | ({"at": here} if held.at_prevalence else {})
            if estimate.uncorrected is not None:
                yield where | {"estimate": estimate.uncorrected, "method": "as counted"}
        for at in question.prevalence:
            for name, projected in (("ppv", ppv_at), ("npv", npv_at)):
                where = {"statistic": name, "handling": handling, "at": at, **out}
                yield where | numbers(projected(table, at, level=level))

    def range(self, suffix: str, outside: set[str]) -> Fields:
        """Least and greatest share that is right, whatever the open readings were."""
        out = self.group.left_out(
            self.side, lambda person: self.unread(person) if self.unread(person) in outside else ""
        )
        for statistic, ill in SHARES:
            values = [
                value(self.sign, person) for person in self.group.compared(self.side)
                if self.side.ill(person) == ill and self.unread(person) not in outside
            ]  # fmt: skip
            right = values.count(ill)
            for end, events in (("low", right), ("high", right + values.count(None))):
                yield {
                    "statistic": statistic,
                    "handling": f"range {end}{suffix}",
                    "estimate": events / len(values) if values else None,
                    "method": "range",
                    "events": events,
                    "n": len(values),
                    **out,
                }

    def homogeneity(self) -> Fields:
        """Pearson's chi-squared of those rightly read, over the strata with a name."""
        strata = self.side.question.strata or ""
        for category, ill in SHARES:
            counts: dict[str, list[int]] = {}
            for person in self.group.compared(self.side):
                held = self.taken(person)
                if held is not None and self.side.ill(person) == ill and person[strata]:
                    counts.setdefault(person[strata], [0, 0])[held] += 1
            tables, test = list(counts.values()), {}
            if len(tables) > 1 and all(map(sum, zip(*tables, strict=True))):
                found = chi2_contingency(tables, correction=False)
                test = {"statistic_value": found.statistic, "df": found.dof}
                test |= {"p_value": found.pvalue}
            n = sum(map(sum, tables))
            where = {"statistic": "homogeneity", "category": category, "handling": self.first}
            yield {**where, "method": "pearson", **test, "n": n, **self.outside_strata(strata)}

    def outside_strata(self, strata: str) -> Numbers:
        """Count who is in no table of a stratum with a name."""
        named = [person for person in self.group.people if person[strata]]
        out = Group(strata, "all", named).left_out(
            self.side, lambda person: "" if self.taken(person) is not None else self.unread(person)
        )
        nowhere = len(self.group.people) - len(named)
        reasons = out["left_out_by"] | ({f"{strata} missing": nowhere} if nowhere else {})
        return {"left_out": sum(reasons.values()), "left_out_by": reasons}


def paired(side: Side, pair: tuple[str, str], group: Group) -> Fields:
    """Compare two signs in the people in whom both were read in full."""
    question = side.question
    signs = [question.terms[name] for name in pair]

    def why(person: Person) -> str:
        read = not any(unread(sign, person) for sign in signs)
        return "" if read else "one of the signs unread"

    out = {"handling": "both read", **group.left_out(side, why)}
    options = {"level": question.level, "interval": question.interval}
    for statistic, ill in SHARES:
        held = [
            person for person in group.compared(side)
            if side.ill(person) == ill and not why(person)
        ]  # fmt: skip
        right = [[value(sign, person) == ill for person in held] for sign in signs]
        for name, ones in zip(pair, right, strict=True):
            share = numbers(proportion(sum(ones), len(held), **options))
            yield {"statistic": statistic, "category": name, **share, **out}
        both = list(zip(*right, strict=True))
        b, c = both.count((True, False)), both.count((False, True))
        yield {
            "statistic": f"{statistic}_difference",
            **numbers(paired_difference(b, c, len(held), level=question.level)),
            "method": "tango, mcnemar exact",
            "p_value": (binomtest(b, b + c).pvalue if b + c else 1.0) if held else None,
            **out,
        }
