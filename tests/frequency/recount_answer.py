"""Every row of a prevalence answer counted again, person by person, from the rules.

None of the package's counting is used. Only the numbers made of finished counts (limits, tests) are
the package's own functions: they have witnesses of their own.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import isnan, nan
from typing import Any, NamedTuple

from alsstats.association import (
    SignificanceTest,
    chi_squared,
    difference,
    fisher_exact,
    fisher_freeman_halton,
    mantel_haenszel,
    ratio,
    trend,
    trend_exact,
)
from alsstats.counts import TwoByTwo
from alsstats.estimate import Estimate, proportion
from tests.diagnostic.recount_people import Expression, People, Person, unread, value

Numbers = dict[str, Any]
Fields = Iterator[Numbers]  # the fields of each row, and no others than those that apply

CATEGORIES = ["definite", "probable", "probable laboratory-supported", "possible"]
SPEEDS = ("slow", "average", "rapid")
SORTED: dict[str, Callable[[str], Any]] = {"el_escorial": CATEGORIES.index, "stage": int}


class Question(NamedTuple):
    """The findings there are, and what is asked of `prevalence` by the names of its arguments."""

    terms: dict[str, Expression]
    by: tuple[str, ...]
    findings: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    merge: Mapping[str, tuple[str, ...]] = {}
    among: Mapping[str, tuple[str, ...]] = {}
    against: str = ""
    scores: tuple[float, ...] = ()
    strata: str | None = None
    parts: str = "all"
    p_adjust: str = "holm"
    level: float = 0.95
    interval: str = "wilson"

    def merged(self, level: str) -> str:
        return next((new for new, old in self.merge.items() if level in old), level)

    def outside(self, person: Person) -> str:
        """Why the question is not among a person; nothing where it is."""
        away = any(person[column] not in levels for column, levels in self.among.items())
        reasons = [f"{column} not {' or '.join(held)}" for column, held in self.among.items()]
        return " or ".join(reasons) if away else ""


class Category(NamedTuple):
    """A category of a question: its levels in order, and whether that order was declared."""

    question: Question
    by: str
    levels: tuple[str, ...]
    ordered: bool
    occupied: tuple[str, ...]

    @classmethod
    def of(cls, people: People, question: Question, by: str) -> "Category":
        inside = [person for person in people if not question.outside(person)]
        found = {level_of(person, question, by) for person in inside} - {""}
        declared = tuple(dict.fromkeys(map(question.merged, question.order)))
        declared = SPEEDS if by == "progression" else declared
        named = declared or tuple(question.merge)
        levels = (*named, *sorted(found - {*named}, key=SORTED.get(by, str.casefold)))
        grades = {level: grades_of(level, question) for level in levels} if not declared else {}
        if graded := by == "el_escorial" and bool(grades) and neighbours(grades):
            upwards = tuple(sorted(levels, key=lambda level: grades[level]))
            levels = levels if levels == upwards[::-1] == tuple(question.merge) else upwards
        occupied = tuple(level for level in levels if level in found)
        return cls(question, by, levels, bool(declared) or graded, occupied)

    def level(self, person: Person) -> str:
        return level_of(person, self.question, self.by)

    def pairs(self) -> list[tuple[str, str]]:
        """Return each level that is compared, and with which."""
        against, held = self.question.against, self.occupied
        if against == "all-pairs":
            return list(combinations(held, 2))
        if not against and (self.ordered or len(held) == 2):
            against = held[-1] if held else ""
        return [(level, against) for level in held if level != against and against in held]


def grades_of(level: str, question: Question) -> list[int]:
    """Return the places that a level has in the order of certainty, with all that it is made of."""
    made_of = question.merge.get(level, (level,))
    return sorted(CATEGORIES.index(one) for one in made_of if one in CATEGORIES)


def neighbours(grades: Mapping[str, list[int]]) -> bool:
    """Tell whether levels lie one behind the other, none between the parts of another."""
    places = [place for held in sorted(grades.values()) for place in held]
    return all(grades.values()) and places == sorted(places)


def level_of(person: Person, question: Question, by: str) -> str:
    """Return the level of a person, nothing where none is recorded."""
    if by == "progression":
        rate = float(person["dfs"] or nan)
        return "" if isnan(rate) else SPEEDS[(rate >= 0.5) + (rate > 1)]
    return question.merged(person[by]) if person[by] else ""


def recount(people: People, question: Question) -> list[Numbers]:
    """Return the fields of every row that the answer must have."""
    rows = []
    for by in question.by:
        category = Category.of(people, question, by)
        for term in question.findings or question.terms:
            sign = question.terms[term]
            for handling in handlings(people, category, sign):
                place = {"term": term, "by": by, "handling": handling}
                table = Table(people, category, sign, handling)
                rows += [place | fields for fields in table.rows()]
    if question.p_adjust != "none":
        adjust(rows, {"holm": holm, "bh": benjamini_hochberg}[question.p_adjust])
    return rows


def handlings(people: People, category: Category, sign: Expression) -> list[str]:
    """Return `any part`, too, where it is asked for and parts decide somebody."""
    decided = [
        person
        for person in people
        if unread(sign, person) and value(sign, person) is not None
        if category.level(person) and not category.question.outside(person)
    ]
    wanted = category.question.parts == "any" and decided
    return ["every part", *(["any part"] if wanted else [])]


def numbers(estimate: Estimate) -> Numbers:
    names = ("std_error", "method", "events", "n")
    limits = {"estimate": estimate.value, "conf_low": estimate.low, "conf_high": estimate.high}
    return limits | {name: getattr(estimate, name) for name in names}


def test_numbers(statistic: str, test: SignificanceTest) -> Numbers:
    return {
        "statistic": statistic,
        "method": test.method,
        "statistic_value": test.statistic,
        "df": test.df,
        "p_value": test.p_value,
    }


class Table(NamedTuple):
    """One finding in the levels of one category, by one rule for those not read in full."""

    people: People
    category: Category
    sign: Expression
    handling: str

    def why_not(self, person: Person) -> str:
        """Why a person is in no denominator; nothing where they are in one."""
        question, by = self.category.question, self.category.by
        decided = self.handling == "any part" and value(self.sign, person) is not None
        nowhere = "" if self.category.level(person) else f"{by} missing"
        reading = "" if decided else unread(self.sign, person)
        return question.outside(person) or nowhere or reading

    def counted(self, level: str) -> People:
        """Return those of a level, or of all, in whom the finding was assessed."""
        return [
            person for person in self.people
            if level in {"all", self.category.level(person)} and not self.why_not(person)
        ]  # fmt: skip

    def cell(self, level: str) -> tuple[int, int]:
        """Return in how many of a level the finding is present, and assessed."""
        held = self.counted(level)
        return sum(value(self.sign, person) is True for person in held), len(held)

    def table(self, levels: tuple[str, ...]) -> list[list[int]]:
        cells = map(self.cell, levels)
        return [[present, n - present] for present, n in cells]

    def rows(self) -> Fields:
        question = self.category.question
        for level in (*self.category.levels, "all"):
            options = {"level": question.level, "interval": question.interval}
            share = numbers(proportion(*self.cell(level), **options))
            held = self.people if level == "all" else self.of(level)
            out = left_out(self.why_not(person) for person in held)
            yield {"statistic": "prevalence", "group": level, **share, **out}
        for pair in self.category.pairs():
            yield from self.contrast(*pair)
        yield from self.over_levels()

    def of(self, level: str) -> People:
        return [person for person in self.people if self.category.level(person) == level]

    def contrast(self, one: str, other: str) -> Fields:
        """One level against another; all the other people are left out, by their level."""

        def why(person: Person) -> str:
            level = self.category.level(person)
            named = f"{self.category.by} {level}" if level else ""
            beside = named if level not in {one, other} else ""
            return self.category.question.outside(person) or beside or self.why_not(person)

        level = self.category.question.level
        counts = (*self.cell(one), *self.cell(other))
        n = {"n": counts[1] + counts[3]}
        where = {"group": one, "comparison": other}
        out = where | left_out(map(why, self.people))
        found = difference(*counts, level=level)
        yield {"statistic": "prevalence_difference", **numbers(found), **out, **n}
        found = ratio(*counts, level=level)
        yield {"statistic": "prevalence_ratio", **numbers(found), **out, **n}
        if found.uncorrected is not None:
            plain = {"estimate": found.uncorrected, "method": "as counted"}
            yield {"statistic": "prevalence_ratio", **plain, **out, **n}
        exact = fisher_exact(
            counts[0], counts[1] - counts[0], counts[2], counts[3] - counts[2], level=level
        )
        yield {"statistic": "odds_ratio", **numbers(exact.odds_ratio), **out, **n}
        p_value = exact.p_value if counts[1] and counts[3] else None
        yield {
            "statistic": "fisher_exact",
            "method": "fisher exact",
            "p_value": p_value,
            **out,
            **n,
        }
        if strata := self.category.question.strata:
            reasons = (
                why(person) or ("" if person[strata] else f"{strata} missing")
                for person in self.people
            )
            yield from self.pooled(strata, one, other, where | left_out(reasons))

    def pooled(self, strata: str, one: str, other: str, place: Numbers) -> Fields:
        """Mantel and Haenszel over the strata with a name."""
        cells: dict[str, Counter[tuple[bool, bool]]] = {}
        for person in self.counted("all"):
            level = self.category.level(person)
            if level in {one, other} and person[strata]:
                held = cells.setdefault(person[strata], Counter())
                held[level == one, value(self.sign, person) is True] += 1
        tables = [
            TwoByTwo(tp=c[True, True], fp=c[False, True], fn=c[True, False], tn=c[False, False])
            for _, c in sorted(cells.items())
        ]
        found = mantel_haenszel(tables, level=self.category.question.level)
        place |= {"model": f"stratified by {strata}"}
        test = test_numbers("mantel_haenszel", found.association)
        n = {"n": sum(sum(held.values()) for held in cells.values())}
        yield numbers(found.odds_ratio) | test | place | n | {"events": None}
        yield test_numbers("homogeneity", found.tarone) | place | n

    def over_levels(self) -> Fields:
        """Chi-squared, Fisher's test of more than two levels, and trend along a declared order."""
        levels = self.category.occupied
        if len(levels) < 2:
            return
        table, n = self.table(levels), len(self.counted("all"))
        place = {"group": "all", "n": n} | left_out(map(self.why_not, self.people))
        yield test_numbers("chi_squared", chi_squared(table)) | place
        if len(levels) > 2:
            numbers_of = test_numbers("fisher_exact", fisher_freeman_halton(table).test)
            nothing = {} if sum(map(any, table)) > 1 else {"p_value": nan}  # is compared
            yield numbers_of | nothing | place
        if self.category.ordered:
            every = self.category.question.scores or range(len(self.category.levels))
            scores = [float(every[self.category.levels.index(level)]) for level in levels]
            cells = [sum(row) for row in table]
            found = trend([row[0] for row in table], cells, scores)
            yield test_numbers("trend", found.test) | {"estimate": found.z} | place
            if not isnan(found.z):
                exact = trend_exact([row[0] for row in table], cells, scores)
                yield test_numbers("trend", exact) | place


def left_out(reasons: Iterator[str]) -> Numbers:
    held = Counter(reason for reason in reasons if reason)
    return {"left_out": held.total(), "left_out_by": dict(held)}


def adjust(rows: list[Numbers], how: Callable[[list[float]], list[float]]) -> None:
    """Adjust p within families: one statistic of one category, over all findings.

    A trend is given in two forms, which are two families.
    """
    families: dict[tuple[object, ...], list[Numbers]] = {}
    for row in rows:
        p_value = row.get("p_value")
        if p_value is not None and not isnan(p_value) and row["statistic"] != "homogeneity":
            overall = row["group"] == "all"
            form = row["method"] if row["statistic"] == "trend" else ""
            family = (row["by"], row["statistic"], form, row["handling"], overall)
            families.setdefault(family, []).append(row)
    for family in families.values():
        for row, p_value in zip(family, how([row["p_value"] for row in family]), strict=True):
            row["p_adjusted"] = p_value


def holm(p_values: list[float]) -> list[float]:
    """Return each p times how many are not smaller, at least that of every smaller p, at most 1.

    >>> holm([0.04, 0.01, 0.03])
    [0.06, 0.03, 0.06]
    """
    ranked, held, least = sorted(range(len(p_values)), key=p_values.__getitem__), {}, 0.0
    for rank, place in enumerate(ranked):
        least = max(least, min(1.0, p_values[place] * (len(p_values) - rank)))
        held[place] = least
    return [held[place] for place in range(len(p_values))]


def benjamini_hochberg(p_values: list[float]) -> list[float]:
    """Return each p times all over how many are not greater, at most that of every greater p.

    >>> benjamini_hochberg([0.01, 0.5, 0.04])
    [0.03, 0.5, 0.06]
    """
    ranked = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    held, most, size = {}, 1.0, len(p_values)
    for rank, place in enumerate(ranked):
        most = min(most, p_values[place] * size / (size - rank))
        held[place] = most
    return [held[place] for place in range(size)]
