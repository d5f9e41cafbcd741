"""Answers of accuracy that figures are drawn of: usual ones and hard ones."""

from collections.abc import Callable
from functools import cache

import pandas as pd

import alsstats as als
from sample_data.make_cohort import FILE
from sample_data.published.rebuild import FOLDER

BOTH = ("flair_cst", "flair_swi")
CHOSEN = {"reference": {"design": "case-control"}}


def _of(**asked: object) -> als.Result:
    with als.read(FILE) as cohort:
        return als.accuracy(cohort, **asked)


def _never_assessed() -> als.Result:
    codes = {"flair_cst": [*"11100", *"00000"], "t2_cst": [""] * 10}
    frame = pd.DataFrame({"diagnosis": ["ALS"] * 5 + ["MMN"] * 5} | codes)
    return als.accuracy(als.read(frame, present={"t2_cst": "1"}, absent={"t2_cst": "0"}))


def many(signs: int = 30) -> als.Result:
    """Give many signs names that are long and one word, and one that would be a formula."""
    names = [f"hyperintensity_of_the_tract_in_the_posterior_limb_{place}" for place in range(signs)]
    names[0] = "$x_1$ & <b>bold</b>"
    columns = {
        name: [str((row * place) % 3 % 2) for row in range(20)] for place, name in enumerate(names)
    }
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN", "healthy"] * 5, **columns})
    return als.accuracy(als.read(frame, present=dict.fromkeys(names, 1)))


def _case_control(**asked: object) -> als.Result:
    with als.read(FILE, study=CHOSEN) as cohort:
        return als.accuracy(cohort, signs="flair_swi", **asked)


ANSWERS: dict[str, Callable[[], als.Result]] = {
    "all signs": _of,
    "one sign": lambda: _of(signs="flair_swi"),
    "certainty": lambda: _of(signs=BOTH, certainty=["definite", "probable"]),
    "strata": lambda: _of(signs=BOTH, strata="centre"),
    "any part": lambda: _of(signs=BOTH, parts="any", prevalence=[0.05, 0.1]),
    "worst": lambda: _of(signs="flair_swi", indeterminate="worst", compare=BOTH),
    "published": lambda: als.accuracy(als.read(FOLDER / "motor_band_2024.csv")),
    "never assessed": _never_assessed,
    "many": many,
    "case-control": _case_control,
    "case-control, projected": lambda: _case_control(prevalence=[0.0005, 0.2]),
    "table": lambda: als.calc(tp=28, fp=3, fn=12, tn=13),
    "perfect": lambda: als.calc(tp=20, fp=0, fn=0, tn=30),
    "nobody has it": lambda: als.calc(tp=0, fp=0, fn=20, tn=30),
    "as given": lambda: als.calc(sens=0.7, spec=0.81, prevalence=[0.02, 0.1]),
}


@cache
def answer(name: str) -> als.Result:
    """Return an answer, computed once."""
    return ANSWERS[name]()
