"""Every row of every answer equals a recount, person by person, and no row is missing or extra."""

from dataclasses import fields
from itertools import product
from math import isclose
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import alsstats as als
from tests.diagnostic.drawn import BUILT_IN, asked, cohorts, questions, written
from tests.diagnostic.recount import SHARES, Numbers, recount
from tests.diagnostic.recount_people import (
    MISSING,
    SIGNS,
    Expression,
    People,
    Person,
    Question,
    Side,
    leaves,
    sides,
    unread,
    value,
)

PLACE = ("term", "by", "group", "target", "comparison", "handling")
KEY = (*PLACE, "category", "at", "statistic", "method")
UNSAID = {"versus", "certainty", "leave_out"}  # where they are empty
Rows = dict[tuple[Any, ...], Numbers]


def study_of(codes: dict[str, str]) -> dict[str, Any]:
    declared = {"present": codes["1"], "absent": codes["0"], "not_assessable": "not done"}
    return {"signs": dict.fromkeys(SIGNS, declared)}


def answer(people: People, question: Question, codes: dict[str, str] | None = None) -> als.Result:
    codes = codes or {"0": "0", "1": "1"}
    frame = pd.DataFrame(people)
    frame[SIGNS] = frame[SIGNS].map(lambda code: codes.get(code, code))
    given = {*SIGNS, *BUILT_IN}
    define = {name: written(sign) for name, sign in question.terms.items() if name not in given}
    cohort = als.read(frame, study=study_of(codes), define=define)
    arguments = {name: held or None for name, held in question._asdict().items() if name in UNSAID}
    arguments = question._asdict() | arguments
    del arguments["terms"]
    return als.accuracy(cohort, **arguments)


def by_key(rows: list[Numbers]) -> Rows:
    """Return the numbers of each row by what says which number it is, which must be unique."""
    found = {}
    for row in rows:
        key = tuple(row.get(name) for name in KEY)
        assert key not in found, key
        found[key] = {name: number for name, number in row.items() if name not in KEY}
    return found


def same(found: object, expected: object) -> bool:
    """Equal: counts exactly; p values and chi-squared, from two routes, to 12 digits."""
    if isinstance(found, float) and isinstance(expected, float):
        return isclose(found, expected, rel_tol=1e-12, abs_tol=1e-13)
    undefined = isinstance(expected, float) and expected != expected  # noqa: PLR0124  # nan
    return found is None if undefined else found == expected


@pytest.mark.once
@settings(max_examples=120)
@given(asked)
def test_every_row_equals_the_recount(held: tuple[Question, People]) -> None:
    question, people = held
    rows = by_key(answer(people, question).records())
    expected = by_key(list(recount(people, question)))
    assert rows.keys() == expected.keys(), rows.keys() ^ expected.keys()
    numbers = [item.name for item in fields(als.Row) if item.name not in KEY]
    for key, row in rows.items():
        for name in numbers:
            assert same(row[name], expected[key].get(name)), (key, name, row, expected[key])


@pytest.mark.once
@settings(max_examples=50)
@given(asked)
def test_cells_and_left_out_are_all_rows_of_the_group(held: tuple[Question, People]) -> None:
    question, people = held
    size = {(None, "all"): len(people), ("centre", "all"): len(people)}
    for person in people:
        centre = ("centre", person["centre"] or "missing")
        size[centre] = size.get(centre, 0) + 1
    tables: dict[tuple[Any, ...], dict[str, als.Row]] = {}
    homogeneous: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for row in answer(people, question).rows:
        if row.left_out_by is not None:
            assert row.left_out == sum(row.left_out_by.values())
        if row.statistic in {"assessable", "scanned"}:
            assert row.n + row.left_out == size[row.by, row.group]
        elif row.statistic == "homogeneity":
            share = homogeneous.setdefault((*(getattr(row, name) for name in PLACE),), [])
            share.append((row.n, row.left_out))
        else:
            place = tuple(getattr(row, name) for name in (*PLACE, "left_out"))
            tables.setdefault(place, {})[row.statistic] = row
    for place, shown in tables.items():
        cells = shown["sensitivity"].n + shown["specificity"].n
        assert cells + place[-1] == size[place[1:3]]
    for (ill, left_out), (others, as_many) in homogeneous.values():
        assert ill + others + left_out == len(people)
        assert as_many == left_out


@pytest.mark.once
@settings(max_examples=30)
@given(asked, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_words_of_codes_do_not_matter(
    held: tuple[Question, People], random: Any
) -> None:
    question, people = held
    expected = answer(people, question).records()
    shuffled = random.sample(people, len(people))
    assert answer(shuffled, question).records() == expected
    assert answer(people, question, {"0": "nein", "1": "ja"}).records() == expected
    assert answer(people, question, {"0": "1", "1": "0"}).records() == expected


@pytest.mark.once
@settings(max_examples=30)
@given(st.data())
def test_the_counts_of_two_halves_add_up(data: st.DataObject) -> None:
    question = data.draw(questions())._replace(prevalence=())
    halves = [data.draw(cohorts(question, 7)) for _ in range(2)]
    counted = []
    for people in (*halves, halves[0] + halves[1]):
        rows = [row | {"at": None} for row in answer(people, question).records()]
        counted.append(by_key(rows))
    first, second, whole = counted
    for key in first.keys() & second.keys() & whole.keys():
        for name in ("events", "n", "left_out"):
            one, other = first[key][name], second[key][name]
            assert (one is None) == (other is None)
            assert one is None or one + other == whole[key][name], (key, name)


SIMPLE: dict[str, Expression] = {
    "either": ("or", "flair_cst", ("not", "t2_cst")),
    "two": (2, "flair_cst", "swi_motor_cortex", "t2_cst"),
} | BUILT_IN | {sign: sign for sign in SIGNS}  # fmt: skip


def attainable(sign: Expression, person: Person) -> set[bool]:
    """Return what a sign can be, over all that the unread parts could have been."""
    parts = sorted(leaves(sign))
    codes = [person[part] if person[part] in {"0", "1"} else "01" for part in parts]
    return {
        value(sign, person | dict(zip(parts, filled, strict=True))) is True
        for filled in product(*codes)
    }


def shares(side: Side, sign: Expression, people: People, *, ill: bool) -> list[float]:
    """Return the share that is right, in every world that agrees with what was read."""
    worlds = [attainable(sign, person) for person in people if side.ill(person) == ill]
    return [world.count(ill) / len(worlds) for world in product(*worlds)] if worlds else []


@settings(max_examples=60)
@given(st.data())
def test_ranges_are_the_least_and_the_greatest_of_all_fillings(data: st.DataObject) -> None:
    """By trying every filling of every unread part; the expressions name each part once."""
    question = Question(terms=SIMPLE)
    people = data.draw(cohorts(question, 4))
    assume(len(people) <= 12)
    rows = by_key(answer(people, question).records())
    for side, (term, sign) in product(sides(people, question), SIMPLE.items()):
        compared = [person for person in people if not side.why_not(person)]
        done = [person for person in compared if unread(sign, person) != MISSING]
        for (statistic, ill), (end, extreme) in product(SHARES, (("low", min), ("high", max))):
            for suffix, held in (("", done), (", missing too", compared)):
                handling = f"range {end}{suffix}"
                place = (term, None, "all", side.target, side.comparison, handling)
                key = (*place, None, None, statistic, "range")
                if key in rows:
                    expected = extreme(shares(side, sign, held, ill=ill), default=None)
                    assert same(rows[key]["estimate"], expected), key
