"""Answers of frequency that figures are tested with, asked once each, and some made by hand."""

from functools import cache
from math import nan
from pathlib import Path

import pandas as pd

import alsstats as als
from sample_data.make_cohort import FILE

ROOT = Path(__file__).parents[2]
LONG = "a diagnosis with a name as long as they come: a_b/c of it"
ENDLESS = "finding $x$ and $y$, with_underscores and a_wordthatneverendsanddoesnotbreakanywhere"


def by_phase() -> als.Result:
    """Return prevalences by merged phases, standardised too, with numbers."""
    return als.prevalence(
        als.read(FILE),
        by="el_escorial",
        findings=["t2_cst", "flair_swi"],
        merge={"definite phase": ["definite", "probable"]},
        among={"diagnosis": "ALS"},
        adjust=["age_at_onset", "sex"],
        with_=["alsfrs_r"],
    )


def of_thirteen() -> als.Result:
    """Return prevalences in thirteen people, in none of whom one finding was assessed."""
    frame = pd.DataFrame(
        {
            "diagnosis": ["ALS"] * 8 + ["MS"] * 5,
            "flair_cst": [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
            "t2_cst": [1, 0, None, 1, 0, None, 1, 0, 1, 0, 0, 1, 0],
            "snake_eyes": [None] * 13,
        }
    )
    return als.prevalence(als.read(frame), by="diagnosis", order=["ALS", "MMN", "MS"])


def of_long_names() -> als.Result:
    frame = pd.DataFrame({"arm": [LONG, "b"] * 9, ENDLESS: [1, 0, 1] * 6})
    return als.prevalence(als.read(frame), by="arm", findings=[ENDLESS])


def made(findings: int, levels: int) -> als.Result:
    """Return prevalences of many findings in many levels, one of which has nobody."""
    rows = [
        als.Row(
            statistic="prevalence",
            term=f"finding_{finding}",
            by="diagnosis",
            group="all" if level == levels else f"diagnosis {level}",
            handling="every part",
            estimate=(finding + level) % 30 / 29 if level else nan,
            conf_low=max(0.0, (finding + level) % 30 / 29 - 0.1) if level else nan,
            conf_high=min(1.0, (finding + level) % 30 / 29 + 0.1) if level else nan,
            method="wilson",
            events=(finding + level) % 30 if level else 0,
            n=29 if level else 0,
        )
        for finding in range(findings)
        for level in range(levels + 1)
    ]
    return als.Result(title="made", level=0.95, rows=tuple(rows))


def excluded() -> als.Result:
    shows = {"cord compression": "cervical myelopathy", "demyelination": "MS"}
    return als.exclusion(als.read(FILE), shows=shows)


ASKED = {
    "staff": lambda: als.prevalence(als.read(ROOT / "sample_data/staff2015.csv"), by="diagnosis"),
    "phase": by_phase,
    "thirteen": of_thirteen,
    "one": lambda: als.prevalence(als.read(FILE), findings="t2_cst", among={"diagnosis": "ALS"}),
    "two by": lambda: als.prevalence(
        als.read(FILE), by=["diagnosis", "progression"], findings=["t2_cst", "flair_cst"]
    ),
    "long": of_long_names,
    "visits": lambda: als.prevalence(als.read(ROOT / "sample_data/visits.csv"), paired="visit"),
    "exclusion": excluded,
    "described": lambda: als.describe(als.read(FILE), by="diagnosis"),
    "by sign": lambda: als.describe(als.read(FILE), by="flair_swi", mean="dfs", p_values=True),
    "everyone": lambda: als.describe(als.read(FILE)),
    "forty by twelve": lambda: made(40, 12),
}


@cache
def answer(name: str) -> als.Result:
    return ASKED[name]()


def numbers_of(answer: als.Result, *statistics: str) -> list[als.Row]:
    """Return the rows of some statistics."""
    return [row for row in answer.rows if row.statistic in statistics]
