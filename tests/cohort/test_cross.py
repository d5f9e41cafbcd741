"""All that a question counts is counted in one pass over a file."""

from collections.abc import Callable
from typing import Any

import pytest

import alsstats as als
from alsstats.cohort.engine import Table
from sample_data.make_cohort import FILE

ALS_ONLY = {"diagnosis": "ALS"}
QUESTIONS: dict[str, Callable[[als.Cohort], als.Result]] = {
    "by": lambda cohort: als.prevalence(cohort, by=["diagnosis", "centre", "progression"]),
    "all": lambda cohort: als.prevalence(
        cohort, by="el_escorial", strata="centre", adjust=["age_at_onset", "sex"],
        with_=["alsfrs_r", "dfs"], among=ALS_ONLY, findings=["flair_swi", "t2_cst"],
    ),
    "describe": lambda cohort: als.describe(cohort, by="diagnosis"),
    "exclusion": als.exclusion,
    "accuracy": lambda cohort: als.accuracy(cohort, strata="centre"),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_pass(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []
    once = Table._count_once

    def counted(table: Table, groupings: Any, cells: Any) -> Any:
        passes.append(len(groupings))
        return once(table, groupings, cells)

    monkeypatch.setattr(Table, "_count_once", counted)
    with als.read(FILE) as cohort:
        assert QUESTIONS[question](cohort).rows
    assert len(passes) == 1
