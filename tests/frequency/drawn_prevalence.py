"""Cohorts and questions of prevalence, drawn at random for the recount."""

from typing import Any

from hypothesis import strategies as st

from tests.diagnostic.drawn import BUILT_IN, READINGS, SIGNS, expressions, several
from tests.diagnostic.recount_people import Expression, People
from tests.frequency.recount_answer import CATEGORIES, Category, Question

COLUMNS = {
    "diagnosis": ["ALS", "ALS", "ALS", "MMN", "healthy", ""],
    "el_escorial": [*CATEGORIES, ""],
    "stage": ["1", "2", "10", ""],
    "centre": ["Bern", "Graz", ""],
    "dfs": ["0.1", "0.5", "0.75", "1", "1.01", "4", ""],
} | dict.fromkeys(SIGNS, READINGS)
BY = ["diagnosis", "el_escorial", "stage", "centre", "progression"]
KNOWN = {"diagnosis", "el_escorial"}  # columns with a vocabulary, of whose levels some may be empty
INTERVALS = ["wilson", "clopper-pearson", "jeffreys", "agresti-coull"]

kinds = st.fixed_dictionaries({name: st.sampled_from(codes) for name, codes in COLUMNS.items()})


@st.composite
def cohorts(draw: st.DrawFn, kinds_of_people: int = 14) -> People:
    drawn = draw(st.integers(1, kinds_of_people))
    held = st.lists(st.tuples(kinds, st.integers(1, 4)), min_size=drawn, max_size=drawn)
    return [{**kind} for kind, often in draw(held) for _ in range(often)]


@st.composite
def levels(draw: st.DrawFn, by: str, found: list[str]) -> dict[str, Any]:
    """Draw an order of all levels and one that nobody has, mergers of some, both, or neither."""
    every = sorted({*COLUMNS[by]} - {""})
    kind = draw(st.sampled_from(["as found", "order", "merge", "merge", "both"]))
    order = draw(st.permutations([*every, "nobody's"]).map(tuple)) if kind != "merge" else ()
    order = () if kind == "as found" else order
    may = every if order or by in KNOWN else found
    if kind in {"as found", "order"} or not may:
        return {"order": order}
    first = draw(several(may, 2, 1))
    merge = {"second" if draw(st.booleans()) else "Merged": first}
    rest = [level for level in may if level not in first]
    if rest and draw(st.booleans()):
        merge["another"] = draw(several(rest, 2, 1))
    return {"order": order, "merge": merge}


@st.composite
def questions(draw: st.DrawFn, people: People) -> Question:
    defined = draw(st.dictionaries(st.sampled_from(["mixed", "other"]), expressions, max_size=2))
    terms: dict[str, Expression] = {sign: sign for sign in SIGNS} | BUILT_IN | defined
    question = Question(
        terms=terms,
        by=draw(st.one_of(several(BY, 1, 1), several(BY, 1, 1), several(BY, 2, 2))),
        findings=draw(st.one_of(st.just(()), several([*terms], 3, 1))),
        strata=draw(st.sampled_from([None, "centre", "stage"])),
        parts=draw(st.sampled_from(["all", "any"])),
        p_adjust=draw(st.sampled_from(["holm", "bh", "none"])),
        level=draw(st.sampled_from([0.95, 0.9])),
        interval=draw(st.sampled_from(INTERVALS)),
    )
    columns = draw(st.sampled_from([(), (), ("diagnosis",), ("centre",), ("diagnosis", "centre")]))
    columns = tuple(name for name in columns if occur(people, name))
    chosen = {name: draw(several(occur(people, name), 2, 1)) for name in columns}
    question = question._replace(among=chosen)
    by = question.by[0]
    if len(question.by) == 1 and by != "progression" and by not in chosen:
        inside = [person for person in people if not question.outside(person)]
        question = question._replace(**draw(levels(by, occur(inside, by))))
    held = [Category.of(people, question, name) for name in question.by]
    common = [level for level in held[0].levels if all(level in one.levels for one in held)]
    against = draw(st.sampled_from(["", "", "all-pairs", *common]))
    scores: tuple[float, ...] = ()
    if len(held) == 1 and draw(st.booleans()):
        size = len(held[0].levels)
        scores = tuple(draw(st.lists(st.integers(-3, 9).map(float), min_size=size, max_size=size)))
    return question._replace(against=against, scores=scores)


def occur(people: People, column: str) -> list[str]:
    return sorted({person[column] for person in people} - {""})


asked = cohorts().flatmap(lambda people: st.tuples(questions(people), st.just(people)))
