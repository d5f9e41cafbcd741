"""The grammar of covariates: what is understood, and where an error points."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsstats.errors import UsageError
from alsstats.prognosis.terms import Interaction, MainEffect, Spline, names_in, parse_terms

A, B, C = MainEffect("a"), MainEffect("b"), MainEffect("c")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", (A,)),
        ("a, b", (A, B)),
        (["a", "b, c"], (A, B, C)),
        ("a,a , a", (A,)),
        ("a * b", (A, B, Interaction("a", "b"))),
        ("b, a * b", (B, A, Interaction("a", "b"))),
        ("a * b, b * a, a", (A, B, Interaction("a", "b"))),
        ("a*b,b*c", (A, B, Interaction("a", "b"), C, Interaction("b", "c"))),
        ("spline(a, 4)", (Spline("a", 4),)),
        ("Spline ( a ,3 ), b", (Spline("a", 3), B)),
        ("spline(a, 5), spline(a, 5)", (Spline("a", 5),)),
        ("a, spline(a, 4)", (Spline("a", 4),)),
        ("a, b * c, spline(a, 4)", (B, C, Interaction("b", "c"), Spline("a", 4))),
        ("a * b, spline(a, 4)", (B, Interaction("a", "b"), Spline("a", 4))),
        ("spline", (MainEffect("spline"),)),
        ("spline * a", (MainEffect("spline"), A, Interaction("spline", "a"))),
        ('"spline" , "T2 / CST"', (MainEffect("spline"), MainEffect("T2 / CST"))),
        ('spline("a, b", 4)', (Spline("a, b", 4),)),
        ("größe", (MainEffect("größe"),)),
    ],
)
def test_what_is_understood(text: str | list[str], terms: tuple[object, ...]) -> None:
    found = parse_terms(text)
    assert found == terms
    assert list(map(type, found)) == list(map(type, terms))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("", 1, "the end where a covariate"),
        ("a,", 3, "the end where a covariate"),
        (",a", 1, "','"),
        ("a b", 3, "'b' where ','"),
        ("a + b", 3, "'+'"),
        ("a-b", 2, "'-'"),
        ("a *", 4, "the end"),
        ("a * a", 5, "no interaction with itself"),
        ('a * "a"', 6, "no interaction with itself"),
        ("a * b * c", 7, "of two covariates"),
        ("a * spline(b, 4)", 5, "as they are"),
        ("spline(a, 4) * b", 14, "as they are"),
        ("spline(a)", 9, "','"),
        ("spline(a, 2)", 11, "3, 4 or 5"),
        ("spline(a, 6)", 11, "3, 4 or 5"),
        ("spline(a, four)", 11, "3, 4 or 5"),
        ("spline(a * b, 4)", 10, "'*' where ','"),
        ("spline(a, 4", 12, "')'"),
        ("log(a)", 4, "'('"),
        ("__import__('os')", 11, "'('"),
        ('"a', 1, "'\"'"),
        ("x, y z", 6, "'z'"),
    ],
)
def test_an_error_points_at_the_character(text: str, place: int, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_terms(text)
    message = str(caught.value)
    assert "the covariates cannot be read" in message
    assert says in message
    first, second = message.splitlines()[1:3]
    assert first.startswith(f"  character {place}: {text}".rstrip())
    assert second.index("^") == first.index(":") + 2 + place - 1


def test_two_splines_of_a_covariate_are_refused_by_name() -> None:
    with pytest.raises(UsageError, match="two splines of 'a'") as caught:
        parse_terms("spline(a, 3), spline(a, 4)")
    assert "spline(a, 3) and spline(a, 4)" in str(caught.value)


def test_a_column_with_the_name_of_an_interaction_is_refused() -> None:
    with pytest.raises(UsageError, match="the name of an interaction"):
        parse_terms('a * b, "a * b"')


def test_terms_are_written_so_that_they_can_be_read_again() -> None:
    terms = parse_terms('"T2 CST" * b, spline("age at onset", 4)')
    shown = [term.text for term in terms if not isinstance(term, MainEffect)]
    assert shown == ['"T2 CST" * b', 'spline("age at onset", 4)']
    assert parse_terms(shown) == terms
    assert names_in(terms) == ("T2 CST", "b", "age at onset")


@given(st.text(alphabet="ab ,*()345spline\"'\\\n\x00é", max_size=40))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(UsageError):
        assert names_in(parse_terms(text))
