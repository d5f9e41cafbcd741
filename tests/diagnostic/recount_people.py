"""Who is asked about: readings, diagnoses, comparisons and strata, one person at a time.

Written from the rules, and with none of the package's code. A person is a dictionary of texts, as
the frame has them; an expression is a name, or a tuple of "not", "and", "or" or a number (at least
so many) and its parts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Person = dict[str, str]
People = list[Person]
Expression = str | tuple[Any, ...]

SIGNS = ["flair_cst", "swi_motor_cortex", "t2_cst"]
DEFAULT_GROUPS = {"mimics": ["MMN", "stroke"], "healthy": ["healthy"]}
NOT_ASSESSABLE, MISSING = "sign not assessable", "sign missing"


class Question(NamedTuple):
    """The signs there are, and what is asked of `accuracy` by the names of its arguments."""

    terms: dict[str, Expression]
    reference: str = "diagnosis"
    target: tuple[str, ...] = ("ALS",)
    versus: Mapping[str, list[str]] = {}
    leave_out: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    compare: tuple[tuple[str, str], ...] = ()
    strata: str | None = None
    indeterminate: str = "exclude"
    parts: str = "all"
    prevalence: tuple[float, ...] = ()
    level: float = 0.95
    interval: str = "wilson"


def leaves(expression: Expression) -> set[str]:
    if isinstance(expression, str):
        return {expression}
    return set().union(*map(leaves, expression[1:]))


def value(expression: Expression, person: Person) -> bool | None:
    """True, False, or None where the parts that were read leave it open."""
    if isinstance(expression, str):
        return {"1": True, "0": False}.get(person[expression])
    values = [value(part, person) for part in expression[1:]]
    if expression[0] == "not":
        return None if values[0] is None else not values[0]
    least = {"and": len(values), "or": 1}.get(expression[0], expression[0])
    if values.count(True) >= least:
        return True
    return False if values.count(False) > len(values) - least else None


def unread(expression: Expression, person: Person) -> str:
    """Why a sign was not read in full; nothing where it was."""
    codes = {person[leaf] for leaf in leaves(expression)} - {"0", "1"}
    return (NOT_ASSESSABLE if codes == {"not done"} else MISSING) if codes else ""


class Side(NamedTuple):
    """One target against one comparison group: who is compared, and why others are not."""

    question: Question
    categories: tuple[str, ...]
    groups: dict[str, list[str]]
    comparison: str

    @property
    def target(self) -> str:
        name = " + ".join(self.question.target)
        return f"{name}: {' + '.join(self.categories)}" if self.categories else name

    def ill(self, person: Person) -> bool:
        held = person[self.question.reference] in self.question.target
        return held and (not self.categories or person["el_escorial"] in self.categories)

    def why_not(self, person: Person) -> str:
        """Why somebody is not compared; nothing where they are."""
        diagnosis = person[self.question.reference]
        if diagnosis in self.question.target:
            category = person["el_escorial"] or "certainty missing"
            return "" if self.ill(person) else f"{diagnosis} ({category})"
        own = [name for name, members in self.groups.items() if diagnosis in members]
        if self.comparison in own or (own and self.comparison == "all others"):
            return ""
        return own[0] if own else diagnosis or "diagnosis missing"


class Group(NamedTuple):
    """Everybody, or the people of one stratum, of whom some are compared."""

    by: str | None
    name: str
    people: People

    def compared(self, side: Side) -> People:
        return [person for person in self.people if not side.why_not(person)]

    def left_out(self, side: Side, why: Callable[[Person], str]) -> dict[str, Any]:
        """Count those not compared, and those compared for whom there is a reason `why` not."""
        reasons = [side.why_not(person) or why(person) for person in self.people]
        held = [reason for reason in reasons if reason]
        return {"left_out": len(held), "left_out_by": dict(Counter(held))}


def sides(people: People, question: Question) -> Iterator[Side]:
    """Return each target against each comparison group that occurs, and against all of them."""
    outside = {*question.target, *question.leave_out}
    occur = {person[question.reference] for person in people} - outside
    groups = {
        name: [one for one in members if one not in outside]
        for name, members in (question.versus or DEFAULT_GROUPS).items()
        if occur & set(members)
    }
    nested = [question.certainty[: k + 1] for k in range(len(question.certainty))]
    for categories in nested or [()]:
        for name in [*groups, "all others"] if len(groups) > 1 else groups:
            yield Side(question, categories, groups, name)


def groups_of(people: People, strata: str | None) -> Iterator[Group]:
    yield Group(None, "all", people)
    for level in {person[strata] for person in people} if strata else ():
        held = [person for person in people if person[strata] == level]
        yield Group(strata, level or "missing", held)
