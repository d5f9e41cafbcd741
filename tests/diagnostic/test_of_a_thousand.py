"""Natural frequencies: whole people that add up, near to what they stand for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from alsstats.diagnostic import natural_frequencies, ppv_at
from alsstats.render.sentences import natural_frequencies_in_words

SHARES = st.floats(0, 1)


@given(SHARES, SHARES, SHARES, st.integers(1, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_counts_add_up_and_none_is_more_than_a_person_off(
    sensitivity: float, specificity: float, prevalence: float, of: int
) -> None:
    people = natural_frequencies(sensitivity, specificity, prevalence, of)
    assert people.total == of
    ill, well = of * prevalence, of * (1 - prevalence)
    assert abs(people.tp + people.fn - ill) <= 0.5 + 1e-6  # 1e-6: a half, as the computer holds it
    for count, exact in [
        (people.tp, ill * sensitivity),
        (people.fn, ill * (1 - sensitivity)),
        (people.fp, well * (1 - specificity)),
        (people.tn, well * specificity),
    ]:
        assert abs(count - exact) <= 1 + 1e-6


def test_by_hand() -> None:
    """At 10 %: 100 of 1,000; 70 of these; 19 % of 900 is 171. At 2 %: 14 of 20 and 186 of 980."""
    assert natural_frequencies(0.70, 0.81, 0.10) == als.TwoByTwo(tp=70, fp=171, fn=30, tn=729)
    assert natural_frequencies(0.70, 0.81, 0.02) == als.TwoByTwo(tp=14, fp=186, fn=6, tn=794)
    assert natural_frequencies(0.285, 1, 0.1) == als.TwoByTwo(tp=29, fp=0, fn=71, tn=900)  # 28.5


def test_whole_counts_give_bayes_rule_again() -> None:
    """Where no count is rounded, those with the sign hold the projected PPV: 70 of 241."""
    people = natural_frequencies(0.7, 0.81, 0.1)
    table = als.TwoByTwo(tp=70, fp=19, fn=30, tn=81)
    assert people.tp / (people.tp + people.fp) == pytest.approx(ppv_at(table, 0.1).value, rel=1e-12)


@pytest.mark.parametrize(
    ("shares", "of", "words"),
    [
        ((1.2, 0.8, 0.1), 1000, "sensitivity must be a number from 0 to 1"),
        ((0.7, 0.8, -0.1), 1000, "prevalence must be a number from 0 to 1"),
        ((0.7, float("nan"), 0.1), 1000, "specificity must be a number from 0 to 1"),
        ((0.7, 0.8, 0.1), 0, "a whole number from 1 on"),
        ((0.7, 0.8, 0.1), 10.5, "a whole number from 1 on"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    shares: tuple[float, float, float], of: int, words: str
) -> None:
    with pytest.raises(als.UsageError, match=words):
        natural_frequencies(*shares, of)


def test_in_words() -> None:
    words = natural_frequencies_in_words(natural_frequencies(0.7, 0.81, 0.1, 10_000))
    assert "Of 10,000 people like these, 1,000 have ALS: 700 of them have the sign" in words
    assert words.endswith("So of the 2,410 with the sign 700 have ALS.")
    nobody = natural_frequencies_in_words(natural_frequencies(0, 1, 0.1), "PLS\x1b")
    assert nobody.endswith("So nobody has the sign.")
    assert "100 have PLS\\x1b" in nobody
