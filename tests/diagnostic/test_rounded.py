"""Counts that published percentages allow: against every table there is, one by one."""

from fractions import Fraction
from itertools import product

import pytest

import alsstats as als
from alsstats.diagnostic import tables_that_round_to

MOST = 24


def all_tables(most: int) -> list[tuple[int, int, int, int]]:
    """Return every (tp, fp, fn, tn) of up to so many people."""
    cells = product(range(most + 1), repeat=4)
    return [held for held in cells if sum(held) <= most]


TABLES = all_tables(MOST)


def rounds_to(k: int, n: int, share: float) -> bool:
    """Tell by fractions whether k/n is, in percent, within a half of the share."""
    return n > 0 and abs(Fraction(100 * k, n) - round(100 * share)) <= Fraction(1, 2)


@pytest.mark.parametrize(
    "shares",
    [
        {"sensitivity": 0.70, "specificity": 0.80},
        {"sensitivity": 0.67, "specificity": 0.75, "ppv": 0.73},
        {"sensitivity": 0.50, "specificity": 0.88, "npv": 0.64, "accuracy": 0.69},
        {"sensitivity": 1.0, "specificity": 0.0, "npv": 1.0},
        {"sensitivity": 0.0, "specificity": 1.0},
        {"sensitivity": 0.13, "specificity": 0.38, "accuracy": 0.25},  # 1/8 and 3/8 are half way
        {"sensitivity": 0.12, "specificity": 0.38, "accuracy": 0.25},
    ],
)
def test_they_are_those_that_counting_finds(shares: dict[str, float]) -> None:
    found = {(t.tp, t.fp, t.fn, t.tn) for t in tables_that_round_to(**shares, up_to=MOST)}
    expected = set()
    for tp, fp, fn, tn in TABLES:
        of = {"sensitivity": (tp, tp + fn), "specificity": (tn, tn + fp), "ppv": (tp, tp + fp)}
        of |= {"npv": (tn, tn + fn), "accuracy": (tp + tn, tp + fp + fn + tn)}
        if all(rounds_to(*of[name], share) for name, share in shares.items()):
            expected.add((tp, fp, fn, tn))
    assert found == expected


def test_the_published_four_percentages() -> None:
    """Sensitivity 70, specificity 81, PPV 90, accuracy 73 %: 56 people at the least."""
    tables = tables_that_round_to(0.70, 0.81, ppv=0.90, accuracy=0.73, up_to=100)
    assert tables[0] == als.TwoByTwo(tp=28, fp=3, fn=12, tn=13)
    assert list(dict.fromkeys(table.total for table in tables))[:5] == [56, 71, 74, 75, 89]
    assert [table.total for table in tables] == sorted(table.total for table in tables)


def test_none_may_be_there() -> None:
    """No share of fewer than three people is 33 %; sensitivity 100 % leaves no FN, so NPV 100 %."""
    assert tables_that_round_to(0.33, 0.50, up_to=4) == ()
    assert tables_that_round_to(1.0, 0.9, npv=0.5, up_to=60) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sensitivity": 70, "specificity": 0.8}, "sensitivity must be a number from 0 to 1"),
        ({"sensitivity": 0.7, "specificity": 0.8, "npv": 0.512}, "npv is not of whole percent"),
    ],
)
def test_what_is_no_whole_percent_is_refused(given: dict[str, float], words: str) -> None:
    with pytest.raises(als.UsageError, match=words):
        tables_that_round_to(**given)
