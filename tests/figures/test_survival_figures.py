"""Every figure of survival in easy and hard cases: legible, the same each time, told in words."""

import pandas as pd
import pytest

from alsstats import figures
from alsstats.figures.page import ONE_COLUMN, TWO_COLUMNS
from tests.figures.readable import faults
from tests.figures.survival_answers import CASES, answer
from tests.prognosis.test_survival_recount import answer as survival_of
from tests.prognosis.test_survival_recount import drawn

NAMES = (
    "kaplan-meier",
    "kaplan-meier-four-levels",
    "hazard-ratios",
    "hazard-ratios-four-levels",
    "hazard-ratio-curve",
    "schoenfeld",
)


@pytest.mark.parametrize("width", [ONE_COLUMN, TWO_COLUMNS])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_clipped_and_nothing_overlaps(case: str, width: float) -> None:
    found = figures.names(answer(case))
    assert set(found) <= set(NAMES)
    for name in found:
        assert faults(figures.draw(answer(case), name, width=width)) == []


def test_which_figures_an_answer_has() -> None:
    assert set(figures.names(answer("two"))) == set(NAMES) - {"hazard-ratio-curve"}
    assert set(figures.names(answer("spline"))) == set(NAMES)
    assert figures.names(answer("six")) == ["kaplan-meier", "hazard-ratios", "schoenfeld"]
    assert figures.names(answer("two"))[0] == "kaplan-meier"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    once, again = (figures.file_of(answer("spline"), ".svg", name) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("seed", range(6))
def test_random_answers_are_drawn(seed: int) -> None:
    """Strata, entries, ties, few people, several rules for readings."""
    people, asked = drawn(seed)
    result = survival_of(pd.DataFrame(people), asked)
    for name in figures.names(result):
        assert faults(figures.draw(result, name, width=ONE_COLUMN)) == []
        assert figures.describe(result, name)
