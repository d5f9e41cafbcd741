"""Make cohort.csv: 178 synthetic people, 128 of them with ALS. None of them exists.

The readings of FLAIR and SWI, and of T2 in ALS, are given out in fixed numbers that show published
figures; all else is drawn at random. README.md, beside this, says which figures and how.
Run `python -m sample_data.make_cohort` to write the file again; a test compares it.
"""

import csv
import math
from io import StringIO
from pathlib import Path
from random import Random
from statistics import NormalDist
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "cohort.csv"
SEED = 4337  # chosen, out of thousands, for a hazard ratio of 6.56 of the combined sign

COLUMNS = [
    "patient_id", "diagnosis", "el_escorial", "centre", "field_strength", "sex", "age_at_onset",
    "bulbar_onset", "onset_to_mri_months", "alsfrs_r", "dfs", "umn_score", "flair_cst",
    "swi_motor_cortex", "t2_cst", "t1_cst", "motor_cortex_atrophy", "snake_eyes",
    "muscle_abnormal", "muscle_atrophy", "other_cause_found", "other_cause", "months_from_mri",
    "death",
]  # fmt: skip


class Diagnosis(NamedTuple):
    """The people of one diagnosis: how many, and what they are like."""

    people: int
    age: int = 0  # at onset, on average
    men: float = 0.5  # share; Kennedy disease is X-linked
    umn_score: int = 0  # on average
    other_cause: str = ""  # what else MRI may show,
    caused: float = 0  # and in which share it does


DIAGNOSES = {
    "ALS": Diagnosis(128, 62, 0.58, 8, "cord compression", 0.01),
    "MMN": Diagnosis(8, 48, 0.7),
    "cervical myelopathy": Diagnosis(8, 59, 0.6, 7, "cord compression", 0.9),
    "Kennedy disease": Diagnosis(4, 46, 1.0),
    "inclusion-body myositis": Diagnosis(4, 64, 0.6),
    "MS": Diagnosis(4, 40, 0.3, 7, "demyelination", 0.9),
    "myasthenia gravis": Diagnosis(3, 57),
    "healthy": Diagnosis(19),
}
EL_ESCORIAL = {"definite": 30, "probable": 34, "probable laboratory-supported": 36, "possible": 28}
DEFINITE_PHASE = {"definite", "probable"}
NA = "not assessable"
FLAIR_AND_SWI = {
    "ALS": {(1, 1): 85, (1, 0): 16, (0, 1): 10, (0, 0): 11, (1, NA): 5, (0, NA): 1},
    "mimic": {(1, 1): 8, (1, 0): 4, (0, 1): 4, (0, 0): 13, (1, NA): 1, (0, NA): 1},
    "healthy": {(1, 1): 1, (1, 0): 2, (0, 1): 1, (0, 0): 14, (0, NA): 1},
}
T2_BY_DEFINITE_PHASE = {True: {1: 48, 0: 16}, False: {1: 14, 0: 50}}
CENTRES = {"A": 80, "B": 62, "C": 36}
THREE_TESLA = {"A": 0.9, "B": 0.7, "C": 0.3}  # share of the people there

# Shares: of a diagnosis, where it has one of its own, or of its group.
BULBAR = {"ALS": 0.28, "mimic": 0.1, "myasthenia gravis": 0.7, "MMN": 0, "cervical myelopathy": 0}
SIGNS = {
    "t2_cst": {"mimic": 0.15, "healthy": 0.05},
    "t1_cst": {"ALS": 0.18, "mimic": 0.04, "healthy": 0},
    "motor_cortex_atrophy": {"ALS": 0.3, "mimic": 0.1, "healthy": 0.05},
    "snake_eyes": {"ALS": 0.03, "mimic": 0.1, "cervical myelopathy": 0.3, "healthy": 0},
    "muscle_abnormal": {"ALS": 0.57, "mimic": 0.35, "inclusion-body myositis": 1, "healthy": 0.03},
    "muscle_atrophy": {"ALS": 0.4, "mimic": 0.25, "MMN": 0, "healthy": 0.02},
}
MISSING = 0.08  # of the columns below, and of t2_cst outside ALS
INCOMPLETE = ["alsfrs_r", "umn_score", *list(SIGNS)[1:]]

DELAY = {"ALS": 13, "mimic": 26}  # median months from onset to MRI
DFS = {"both signs": 0.85, "ALS": 0.42, "mimic": 0.2}  # median points of the ALSFRS-R a month
HAZARD_RATIOS = {"both signs": 6.5, "ten years": 1.25, "bulbar onset": 1.4}
SCALE, SHAPE = 110, 1.3  # Weibull, months: onset at 62, not bulbar, not both signs
FOLLOW_UP = (24, 84)  # months from MRI to the closing date, in between at random

Person = dict[str, Any]  # by column; a column that is not there is an empty cell


def group(person: Person) -> str:
    """Return "ALS", "healthy" or "mimic"."""
    return person["diagnosis"] if person["diagnosis"] in FLAIR_AND_SWI else "mimic"


def both(person: Person) -> bool:
    """Return whether both signs are there: as read, or with an SWI that could not be read."""
    return person["flair_cst"] == 1 and person["swi_motor_cortex"] != 0


def share(shares: dict[str, float], person: Person) -> float:
    """Return the share of a person's diagnosis or group."""
    return shares.get(person["diagnosis"], shares.get(group(person), 0))


def normal(draw: Random, mean: float, deviation: float, low: float, high: float) -> float:
    """Return a normal draw, held within limits."""
    return min(max(NormalDist(mean, deviation).inv_cdf(draw.random()), low), high)


def give(
    people: list[Person], column: str, counts: dict[Any, int], draw: Random, flair: float = 0
) -> None:
    """Give every value to as many people as its count says; the FLAIR sign brings some forward."""
    values = [value for value, number in counts.items() for _ in range(number)]
    order = sorted(people, key=lambda p: draw.random() - flair * p.get("flair_cst", 0))
    for person, value in zip(order, values, strict=True):
        person[column] = value


def give_readings(people: list[Person], draw: Random) -> None:
    """Give out what has fixed numbers; the T2 sign mostly to people with the FLAIR sign."""
    give(people, "centre", CENTRES, draw)
    for name, counts in FLAIR_AND_SWI.items():
        give([p for p in people if group(p) == name], "readings", counts, draw)
    for person in people:
        person["flair_cst"], person["swi_motor_cortex"] = person.pop("readings")
    patients = [p for p in people if group(p) == "ALS"]
    give(patients, "el_escorial", EL_ESCORIAL, draw)
    for definite, counts in T2_BY_DEFINITE_PHASE.items():
        phase = [p for p in patients if (p["el_escorial"] in DEFINITE_PHASE) == definite]
        give(phase, "t2_cst", counts, draw, flair=0.5)


def draw_findings(person: Person, draw: Random) -> None:
    """Draw scanner, sex, the other signs, and other causes that were found."""
    kind = DIAGNOSES[person["diagnosis"]]
    person["field_strength"] = 3 if draw.random() < THREE_TESLA[person["centre"]] else 1.5
    person["sex"] = "male" if draw.random() < kind.men else "female"
    for sign, shares in SIGNS.items():
        person.setdefault(sign, int(draw.random() < share(shares, person)))
    person["other_cause_found"] = int(draw.random() < kind.caused)
    person["other_cause"] = kind.other_cause if person["other_cause_found"] else ""


def draw_illness(person: Person, draw: Random) -> None:
    """Draw onset, progression and upper-motor-neuron score."""
    kind, name = DIAGNOSES[person["diagnosis"]], group(person)
    months = round(DELAY[name] * math.exp(normal(draw, 0, 0.5, -2, 2)), 1)
    dfs = DFS["both signs" if name == "ALS" and both(person) else name]
    lost = min(round(months * dfs * math.exp(normal(draw, 0, 0.6, -2, 2))), 36)
    umn = kind.umn_score + 2 * (person.get("el_escorial") in DEFINITE_PHASE)
    person["age_at_onset"] = round(normal(draw, kind.age, 10, 20, 84))
    person["bulbar_onset"] = int(draw.random() < share(BULBAR, person))
    person["onset_to_mri_months"] = months
    person["alsfrs_r"] = 48 - lost
    person["dfs"] = round(lost / months, 2)
    person["umn_score"] = round(normal(draw, umn, 1 + umn / 4, name == "ALS", 16))


def draw_survival(person: Person, draw: Random) -> None:
    """Draw months from MRI to death or to the closing date, whichever is first."""
    hazard = (
        HAZARD_RATIOS["both signs"] ** both(person)
        * HAZARD_RATIOS["ten years"] ** ((person["age_at_onset"] - 62) / 10)
        * HAZARD_RATIOS["bulbar onset"] ** person["bulbar_onset"]
    )
    dies = SCALE * (-math.log(draw.random()) / hazard) ** (1 / SHAPE)
    closes = FOLLOW_UP[0] + (FOLLOW_UP[1] - FOLLOW_UP[0]) * draw.random()
    person["months_from_mri"] = max(round(min(dies, closes), 1), 0.1)
    person["death"] = int(dies <= closes)


def lose(person: Person, draw: Random) -> None:
    """Empty a few cells; the rate of progression goes with the score that it is made of."""
    for column in INCOMPLETE if group(person) == "ALS" else [*INCOMPLETE, "t2_cst"]:
        if draw.random() < MISSING:
            person.pop(column, None)
    if "alsfrs_r" not in person:
        person.pop("dfs", None)


def cohort(draw: Random) -> str:
    """Return the whole cohort as CSV, its rows in random order."""
    people = [{"diagnosis": name} for name, kind in DIAGNOSES.items() for _ in range(kind.people)]
    give_readings(people, draw)
    for person in people:
        draw_findings(person, draw)
        if group(person) != "healthy":
            draw_illness(person, draw)
        if group(person) == "ALS":
            draw_survival(person, draw)
        lose(person, draw)
    people.sort(key=lambda _: draw.random())
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"patient_id": f"S{n:03}"} | person for n, person in enumerate(people, 1))
    return out.getvalue()


if __name__ == "__main__":
    made = cohort(Random(SEED))  # noqa: S311 - nothing here is a secret
    FILE.write_text(made, encoding="utf-8", newline="\n")
