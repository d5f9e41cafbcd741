"""Cohorts and questions drawn at random for the recount."""

from itertools import product
from typing import Any

from hypothesis import strategies as st

from alsstats.intervals import INTERVALS
from tests.diagnostic.recount_people import DEFAULT_GROUPS, SIGNS, Expression, People, Question

DIAGNOSES = ["ALS", "ALS", "ALS", "MMN", "stroke", "healthy", "PLS", "suspected", ""]
CATEGORIES = ["definite", "probable", "probable laboratory-supported", "possible"]
SURER = CATEGORIES.index
READINGS = ["0", "1", "", "not done"]
BUILT_IN: dict[str, Expression] = {"flair_swi": ("and", "flair_cst", "swi_motor_cortex")}
COLUMNS = {
    "diagnosis": DIAGNOSES,
    "first_diagnosis": DIAGNOSES,
    "el_escorial": [*CATEGORIES, ""],
    "centre": ["Bern", "Graz", "Ulm", ""],
} | dict.fromkeys(SIGNS, READINGS)

kinds = st.fixed_dictionaries({name: st.sampled_from(codes) for name, codes in COLUMNS.items()})
expressions = st.recursive(
    st.sampled_from(SIGNS),
    lambda part: st.one_of(
        st.tuples(st.just("not"), part),
        st.tuples(st.sampled_from(["and", "or"]), part, part),
        st.tuples(st.sampled_from([1, 2, 3]), part, part, part).filter(
            lambda held: len({*held[1:]}) == len(held[1:])  # a sign that counts twice is refused
        ),
    ),
    max_leaves=5,
)


def written(expression: Expression) -> str:
    """Return an expression as the user writes it.

    >>> written((2, "a", ("not", "b"), ("or", "c", "a")))
    'at_least(2, a, not (b), (c or a))'
    """
    if isinstance(expression, str):
        return expression
    word, *parts = expression[0], *map(written, expression[1:])
    if word == "not":
        return f"not ({parts[0]})"
    if isinstance(word, int):
        return f"at_least({word}, {', '.join(parts)})"
    return f"({f' {word} '.join(parts)})"


def several(choices: list[Any], most: int, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(
        st.sampled_from(choices), min_size=least, max_size=most, unique=True
    ).map(tuple)  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> Question:
    defined = draw(st.dictionaries(st.sampled_from(["mixed", "other"]), expressions, max_size=2))
    terms = {sign: sign for sign in SIGNS} | BUILT_IN | defined
    target = draw(st.sampled_from([("ALS",)] * 5 + [("PLS",), ("MMN",), ("ALS", "PLS")]))
    rest = sorted({*DIAGNOSES} - {*target, ""})
    groups = st.dictionaries(
        st.sampled_from(["near", "far", "mimics"]), several(rest, 3, 1).map(list), max_size=3
    )
    versus = draw(groups)
    outside = sorted({*rest} - set().union(*versus.values())) or ["tumour"]
    policies = ["exclude", "positive", "negative", "worst", "best"]
    return Question(
        terms=terms,
        reference=draw(st.sampled_from(["diagnosis", "diagnosis", "first_diagnosis"])),
        target=target,
        versus=versus,
        leave_out=draw(several(outside, 1)),
        certainty=tuple(sorted(draw(st.one_of(st.just(()), several(CATEGORIES, 3, 1))), key=SURER)),
        signs=draw(st.one_of(st.just(()), several([*terms], 2, 1))),
        compare=draw(several([(a, b) for a, b in product(terms, terms) if a != b], 2)),
        strata=draw(st.sampled_from([None, "centre", "centre"])),
        indeterminate=draw(st.sampled_from(policies)),
        parts=draw(st.sampled_from(["all", "any", "any"])),
        prevalence=draw(several([0.05, 0.5], 2)),
        level=draw(st.sampled_from([0.95, 0.9])),
        interval=draw(st.sampled_from(sorted(INTERVALS))),
    )


@st.composite
def cohorts(draw: st.DrawFn, question: Question, kinds_of_people: int = 14) -> People:
    """Draw people, one at least ill and one compared, without whom there is no answer."""
    drawn = draw(st.sampled_from(range(kinds_of_people + 1)))
    people = [
        {**kind}
        for kind, often in draw(
            st.lists(st.tuples(kinds, st.integers(1, 4)), min_size=drawn, max_size=drawn)
        )
        for _ in range(often)
    ]
    groups = (question.versus or DEFAULT_GROUPS).values()
    compared = sorted(set().union(*groups) - {*question.target, *question.leave_out})
    needed = (question.target[0], draw(st.sampled_from(compared)))
    return people + [{**draw(kinds), question.reference: diagnosis} for diagnosis in needed]


asked = questions().flatmap(lambda question: st.tuples(st.just(question), cohorts(question)))
