"""Answers about names that are long, are formulas, markup or Chinese, of all kinds of figures."""

from collections.abc import Callable
from functools import cache
from random import Random

import pandas as pd

import alsstats as als
from sample_data.make_cohort import FILE
from tests.figures.frequency_answers import answer as of_frequency
from tests.figures.survival_answers import answer as of_survival

LEVELS = [
    "a level with a name of sixty letters, which no figure likes",
    "$x_1$ & <b>bold</b> A_B \\frac{1}{2}",
    "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}\N{HEBREW LETTER VAV} 12",
    "\N{CJK UNIFIED IDEOGRAPH-808C}" * 24,
]
SIGN = "hyperintensity_of the tract on FLAIR,\nas $a$ & <b> in 'x'"
BY = "levels of a name that is far too long $ & < _ for a heading"
TIME = "months_from_the_scan_of_the_head_and_neck_in_this_hospital"
AGE = "age_at_the_onset_of_the_first_symptom_as_far_as_it_is_known"


@cache
def people() -> pd.DataFrame:
    """Return the sample cohort under hostile names."""
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    names = {"flair_cst": SIGN, "months_from_mri": TIME, "age_at_onset": AGE}
    frame[BY] = Random(3).choices(LEVELS, k=len(frame))
    return frame.rename(columns=names)


def accuracy() -> als.Result:
    return als.accuracy(als.read(people(), present={SIGN: "1"}, absent={SIGN: "0"}), signs=SIGN)


def survival() -> als.Result:
    ill = people()[people()["diagnosis"] == "ALS"]
    asked = {"group": BY, "time": TIME, "adjust": [f"spline({AGE}, 4)", "bulbar_onset"]}
    return als.survival(als.read(ill), number=AGE, **asked)


def prevalence() -> als.Result:
    read = als.read(people(), present={SIGN: "1"}, absent={SIGN: "0"})
    return als.prevalence(read, by=BY, findings=[SIGN, "t2_cst"], with_=[AGE], number=AGE)


def description() -> als.Result:
    return als.describe(als.read(people()), by=BY, number=AGE)


def exclusion() -> als.Result:
    causes = people()["other_cause"].replace({"demyelination": LEVELS[1]})
    return als.exclusion(als.read(people().assign(other_cause=causes)))


ANSWERS: dict[str, tuple[Callable[[], als.Result], tuple[str, ...]]] = {
    "accuracy": (accuracy, ("accuracy-forest", "flow", "predictive-values", "nomogram")),
    "survival": (
        survival, ("kaplan-meier", "hazard-ratios", "hazard-ratio-curve", "schoenfeld"),
    ),
    "prevalence": (prevalence, ("prevalence", "heat-map", "numbers-by-group")),
    "description": (description, ("shares-by-group", "numbers-by-group")),
    "exclusion": (exclusion, ("other-causes", "heat-map")),
    "infinite ratios": (
        lambda: of_survival("few"), ("kaplan-meier-four-levels", "hazard-ratios-four-levels"),
    ),
    "thirteen people": (lambda: of_frequency("thirteen"), ("prevalence", "heat-map", "contrasts")),
    "two long levels": (lambda: of_frequency("long"), ("contrasts",)),
}  # fmt: skip


@cache
def answer(name: str) -> als.Result:
    """Return an answer, computed once."""
    return ANSWERS[name][0]()
