"""Answers that figures of survival are tested on: easy ones and hard ones, each made once."""

from functools import cache
from random import Random

import pandas as pd

import alsstats as als
from sample_data import make_cohort, make_intervals

LONG = [
    "Centre of neurological rehabilitation and motor neurons A",
    "Hospital B",
    "University hospital of a town with a very long name",
    "C",
    "Clinic D, outpatient department",
    "a_name_in_one_piece_that_is_longer_than_any_column$_is$",
]


@cache
def patients() -> pd.DataFrame:
    """The ALS patients of the sample cohort, as texts."""
    frame = pd.read_csv(make_cohort.FILE, dtype=str)
    return frame[frame["diagnosis"] == "ALS"].reset_index(drop=True)


def six_groups() -> als.Result:
    place = Random(1).choices(LONG, k=len(patients()))
    return als.survival(als.read(patients().assign(place=place)), group="place")


def no_event() -> als.Result:
    frame = patients()
    both = (frame["flair_cst"] == "1") & (frame["swi_motor_cortex"] == "1")
    death = frame["death"].where(both, "0")
    return als.survival(als.read(frame.assign(death=death)), adjust="age_at_onset")


def late_entry() -> als.Result:
    frame = patients()
    columns = frame[["onset_to_mri_months", "months_from_mri"]].astype(float)
    frame = frame.assign(months_from_onset=columns.sum(axis=1).round(1))
    return als.survival(als.read(frame), time="months_from_onset", entry="onset_to_mri_months")


def sample(**asked: object) -> als.Result:
    return als.survival(als.read(make_cohort.FILE), **asked)


CASES = {
    "two": lambda: sample(adjust=["age_at_onset", "bulbar_onset"], split=[12, 24]),
    "intervals": lambda: als.survival(als.read(make_intervals.FILE)),
    "category": lambda: sample(group="el_escorial", adjust="age_at_onset", cluster="centre"),
    "six": six_groups,
    "one": lambda: als.survival(als.read(patients().assign(one="only group")), group="one"),
    "few": lambda: als.survival(als.read(patients().head(14)), parts="any"),
    "no event": no_event,
    "late": late_entry,
    "spline": lambda: sample(adjust=["spline(age_at_onset, 4)", "bulbar_onset"]),
    "from": lambda: sample(from_=6, firth=True),
}


@cache
def answer(case: str) -> als.Result:
    return CASES[case]()
