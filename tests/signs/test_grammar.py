"""Definitions of combined signs: what is understood, and where an error points."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.signs import AtLeast, Name, Not, leaves, parse

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("a", A),
        ("a and b", AtLeast(2, (A, B))),
        ("a or b and c", AtLeast(1, (A, AtLeast(2, (B, C))))),
        ("(a or b) and c", AtLeast(2, (AtLeast(1, (A, B)), C))),
        ("not a and b", AtLeast(2, (Not(A), B))),
        ("not (a and b)", Not(AtLeast(2, (A, B)))),
        ("not not a", Not(Not(A))),
        ("a AND Not b", AtLeast(2, (A, Not(B)))),
        ("at_least(2, a, b, c)", AtLeast(2, (A, B, C))),
        ("at_least ( 1 , a or b , c )", AtLeast(1, (AtLeast(1, (A, B)), C))),
        ('"T2 / CST" or a', AtLeast(1, (Name("T2 / CST"), A))),
        ("\n a\tand\n(b) ", AtLeast(2, (A, B))),
        ("zeichen_ü", Name("zeichen_ü")),
        ("android or notable", AtLeast(1, (Name("android"), Name("notable")))),
        ('"and"', Name("and")),
    ],
)
def test_what_is_understood(text: str, expression: object) -> None:
    assert parse(text, "x") == expression


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("__import__('os')", 11, "'('"),
        ("", 1, "the end"),
        ("a and", 6, "the end"),
        ("a b", 3, "'b'"),
        ("a & b", 3, "'&'"),
        ("a == 1", 3, "'='"),
        ("(a or b", 8, "the end where ')'"),
        ("a)", 2, "')'"),
        ("and a", 1, "'and'"),
        ("at_least(a, b)", 10, "whole number"),
        ("at_least(3, a, b)", 10, "1 to 2 of 2"),
        ("at_least(0, a, b)", 10, "1 to 2 of 2"),
        (f"at_least({'1' * 5000}, a, b)", 10, "1 to 2 of 2"),
        ("at_least(2 a, b)", 12, "','"),
        ("at_least(1)", 11, "','"),
        ("at_least(1,)", 12, "')'"),
        ("at_least 2", 10, "'('"),
        ('a or "', 6, "'\"'"),
        ("lambda: a", 7, "':'"),
        ("a.b", 2, "'.'"),
    ],
)
def test_an_error_points_at_the_character(text: str, place: int, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, "x")
    message = str(caught.value)
    assert "the definition of 'x' cannot be read" in message
    assert says in message
    first, second = message.splitlines()[1:3]
    assert first.startswith(f"  character {place}: {text}".rstrip())
    assert second.index("^") == first.index(":") + 2 + place - 1


def test_a_definition_that_is_too_deep_is_refused_and_not_a_crash() -> None:
    for text in ("(" * 10_000 + "a", "not " * 10_000 + "a"):
        with pytest.raises(UsageError, match="levels deep"):
            parse(text, "x")


@given(st.text(alphabet="ab ()_,not2and\"'\\\n\x00é=", max_size=40))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(UsageError):
        assert list(leaves(parse(text, "x")))
