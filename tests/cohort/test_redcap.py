"""A REDCap export gives the table that was counted by hand, or is refused by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import alsstats as als
from alsstats.errors import AlsstatsError, FileError, RoleError, UsageError
from tests.cohort.conftest import Write
from tests.cohort.redcap_project import Line, Opened, dictionary, export

DIAGNOSES = "1, ALS | 2, Multifocal motor neuropathy | 3, healthy"
PROJECT = [
    Line("study_no", "intake", "text", "Study number"),
    Line("diagnosis", "intake", "dropdown", "Final diagnosis", DIAGNOSES),
    Line("sex", "intake", "radio", "Sex", "2, male | 1, female"),
    Line("stage", "intake", "radio", "Stage", "3, early | 1, middle, or later | 2, late"),
    Line("mri_date", "mri", "text", "Date", validation="date_dmy"),
    Line("flair_cst", "mri", "radio", "FLAIR", "1, Yes | 2, No | 3, Not assessable"),
    Line("found", "mri", "checkbox", "Found", "1, Motor <b>band</b> | 2, Atrophy | -9, Neither"),
    Line("score", "clinic", "text", "Score", validation="number_comma_decimal"),
]
EVENTS = {
    "baseline_arm_1": ("intake", "clinic"),
    "visit_1_arm_1": ("mri", "clinic"),
    "visit_2_arm_1": ("mri", "clinic"),
}
Read = Callable[..., als.Cohort]


@pytest.fixture
def read(write: Write) -> Read:
    """Read an export of the project that patients and their forms make."""

    def read(
        patients: dict[str, list[Opened]],
        lines: list[Line] = PROJECT,
        events: dict[str, tuple[str, ...]] | None = None,
        codes: tuple[str, ...] = (),
        **how: Any,
    ) -> als.Cohort:
        path = write(dictionary(lines), "dictionary.csv")
        text = export(lines, patients, events, codes)
        return als.read(write(text, "export.csv"), dictionary=str(path), **how)

    return read


def intake(diagnosis: str, **values: str) -> Opened:
    return Opened("intake", {"diagnosis": diagnosis, **values}, event="baseline_arm_1")


def mri(visit: int, state: str = "2", **values: str) -> Opened:
    return Opened("mri", values, state, f"visit_{visit}_arm_1")


def codes(cohort: als.Cohort, column: str) -> dict[str, int]:
    return cohort.count((column,))[0].of_level(column)


def table(cohort: als.Cohort, sign: str) -> tuple[int, int, int, int]:
    [held] = als.accuracy(cohort, signs=[sign]).by("ALS against all others")
    return held


# Ten patients; what each form holds is said here, and the tables below are counted from this list.
TEN = {
    # ALS, in whom FLAIR was read: yes, yes, no at visit 1; then, at visit 2, no, yes, nothing
    "a1": [intake("1"), mri(1, flair_cst="1", found___1="1"), mri(2, flair_cst="2")],
    "a2": [intake("1"), mri(1, flair_cst="1"), mri(2, flair_cst="1", found___1="1")],
    "a3": [intake("1"), mri(1, flair_cst="2", found___2="1")],
    # one with a form that nobody called complete, one who was scanned at visit 2 only
    "a4": [intake("1"), mri(1, state="0", flair_cst="1"), mri(2, flair_cst="1")],
    "a5": [intake("1"), mri(2, flair_cst="1", found___1="1")],
    "b1": [intake("2"), mri(1, flair_cst="1"), mri(2, flair_cst="2")],
    "b2": [intake("2"), mri(1, flair_cst="2", found____9="1"), mri(2, flair_cst="3")],
    "c1": [intake("3"), mri(1, flair_cst="2"), mri(2, flair_cst="2", found___1="1")],
    "c2": [intake("3"), mri(1, flair_cst="3", state="1")],
    "c3": [intake("3")],  # never scanned: the boxes of the form are 0, and mean nothing
}
