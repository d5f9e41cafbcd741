"""Three-valued logic: by definition, by De Morgan, and by filling in what is unknown."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.signs import AtLeast, Expression, Name, Not, Reading, Value, parse, unread, value

NAMES = ("a", "b", "c")
readings = st.lists(st.sampled_from(list(Reading)), min_size=3, max_size=3)
expressions = st.recursive(
    st.sampled_from([Name(name) for name in NAMES]),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.builds(AtLeast, st.integers(1, len(parts)), st.just(tuple(parts)))
        ),
    ),
    max_leaves=6,
)


def of(expression: Expression, codes: list[int]) -> int:
    parts = {name: np.array([code], dtype=np.int8) for name, code in zip(NAMES, codes, strict=True)}
    return int(value(expression, parts)[0])


def plainly(expression: Expression, present: dict[str, bool]) -> bool:
    """Ordinary logic, where everything is known."""
    match expression:
        case Name(name):
            return present[name]
        case Not(part):
            return not plainly(part, present)
        case AtLeast(least, parts):
            return sum(plainly(part, present) for part in parts) >= least


@pytest.mark.parametrize(
    ("text", "table"),
    [  # rows: a absent, present, unknown; columns: b absent, present, unknown
        ("a and b", [[0, 0, 0], [0, 1, 2], [0, 2, 2]]),
        ("a or b", [[0, 1, 2], [1, 1, 1], [2, 1, 2]]),
        ("not a", [[1, 1, 1], [0, 0, 0], [2, 2, 2]]),
    ],
)
@pytest.mark.parametrize("unknown", [Reading.NOT_ASSESSABLE, Reading.MISSING])
def test_the_tables_of_kleene(text: str, table: list[list[int]], unknown: Reading) -> None:
    codes = (Reading.ABSENT, Reading.PRESENT, unknown)
    found = [[of(parse(text, "x"), [a, b, 0]) for b in codes] for a in codes]
    assert found == table


@given(expressions, readings)
def test_with_everything_read_it_is_ordinary_logic(
    expression: Expression, codes: list[Reading]
) -> None:
    known = [min(code, Reading.PRESENT) for code in codes]
    present = dict(zip(NAMES, map(bool, known), strict=True))
    assert of(expression, known) == plainly(expression, present)


@given(expressions, readings)
def test_what_is_decided_stands_however_the_unread_parts_are_filled(
    expression: Expression, codes: list[Reading]
) -> None:
    found = of(expression, codes)
    filled = product(*[[code] if code <= 1 else [0, 1] for code in codes])
    if found != Value.UNDECIDED:
        assert {of(expression, list(one)) for one in filled} == {found}


@given(st.lists(expressions, min_size=1, max_size=4), readings)
def test_de_morgan(parts: list[Expression], codes: list[Reading]) -> None:
    conjunction, disjunction = AtLeast(len(parts), tuple(parts)), AtLeast(1, tuple(parts))
    opposites = tuple(Not(part) for part in parts)
    assert of(Not(conjunction), codes) == of(AtLeast(1, opposites), codes)
    assert of(Not(disjunction), codes) == of(AtLeast(len(parts), opposites), codes)


@given(readings)
def test_missing_outweighs_not_assessable(codes: list[Reading]) -> None:
    parts = {name: np.array([code]) for name, code in zip(NAMES, codes, strict=True)}
    worst = max(codes)
    assert unread(parts)[0] == (worst if worst > Reading.PRESENT else 0)
