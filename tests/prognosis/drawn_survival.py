"""Small cohorts and questions of survival, drawn by a number, with all that real files lack."""

from random import Random
from typing import Any, NamedTuple

Person = dict[str, str]
COMPOSITE = {"status": {"death": ["2"], "tracheostomy": ["1"]}}


class Asked(NamedTuple):
    """A question, in the words of `als.survival`; `flags` are those that are not the usual ones."""

    group: str = "flair_swi"
    adjust: tuple[str, ...] = ()
    entry: bool = False
    composite: bool = False
    all_patients: bool = False
    among: tuple[str, ...] = ("ALS",)
    strata: str = ""
    cluster: str = ""
    against: str = ""
    parts: str = "all"
    start: float | None = None
    split: tuple[float, ...] = ()
    level: float = 0.95

    def arguments(self) -> dict[str, Any]:
        time = {"time": "months_from_onset", "entry": "onset_to_mri_months"} if self.entry else {}
        among = {} if self.all_patients else {"among": {"diagnosis": self.among}}
        return {
            **time,
            **among,
            "group": self.group,
            "adjust": self.adjust,
            "event": COMPOSITE if self.composite else None,
            "all_patients": self.all_patients,
            "strata": self.strata or None,
            "cluster": self.cluster or None,
            "against": {self.group: self.against} if self.against else None,
            "parts": self.parts,
            "from_": self.start,
            "split": self.split or None,
            "level": self.level,
        }


def cohort(draw: Random) -> list[Person]:
    """Return 25 to 60 people, some of them twice, with gaps in all columns."""
    people = [person(draw) for _ in range(draw.randint(25, 45))]
    people += [dict(draw.choice(people)) for _ in range(draw.randint(0, 15))]
    people[0]["diagnosis"], people[1]["diagnosis"] = "MMN", "ALS"  # somebody is of each group
    return [{"patient_id": f"P{place}"} | one for place, one in enumerate(people)]


def person(draw: Random) -> Person:
    delay, months = draw.randint(0, 20) / 2, draw.randint(1, 60) / draw.choice([1, 2])
    status = draw.choice("001222")

    def some(codes: list[str], weights: list[int]) -> str:
        return draw.choices(codes, weights)[0]

    reading = ["0", "1", "not assessable", ""]
    return {
        "diagnosis": some(["ALS", "MMN", "PLS", "healthy", ""], [20, 2, 1, 1, 1]),
        "el_escorial": some(["definite", "probable", "possible", ""], [5, 5, 4, 1]),
        "flair_cst": some(reading, [8, 12, 1, 1]),
        "swi_motor_cortex": some(reading, [8, 12, 1, 1]),
        "snake_eyes": some(reading, [8, 8, 1, 1]),
        "centre": some(["A", "B", "C", ""], [8, 8, 8, 1]),
        "sex": some(["female", "male", ""], [8, 8, 1]),
        "age_at_onset": "" if draw.random() < 0.05 else str(draw.randint(30, 80)),
        "bulbar_onset": some(reading, [10, 10, 0, 1]),
        "onset_to_mri_months": "" if draw.random() < 0.04 else f"{delay:g}",
        "months_from_mri": "" if draw.random() < 0.04 else f"{months:g}",
        "months_from_onset": f"{delay + months:g}",
        "status": "" if draw.random() < 0.04 else status,
        "death": "" if draw.random() < 0.04 else str(int(status == "2")),
    }


def question(draw: Random) -> Asked:
    group = draw.choice(["flair_swi", "flair_swi", "snake_eyes", "centre", "el_escorial"])
    others = [name for name in ("age_at_onset", "sex", "bulbar_onset") if draw.random() < 0.35]
    free = "" if group == "centre" else "centre"
    return Asked(
        group=group,
        adjust=tuple(others),
        entry=draw.random() < 0.4,
        composite=draw.random() < 0.4,
        all_patients=draw.random() < 0.15,
        among=draw.choice([("ALS",), ("ALS",), ("ALS", "MMN")]),
        strata=draw.choice(["", free]),
        cluster=draw.choice(["", "", free]),
        against="A" if group == "centre" and draw.random() < 0.5 else "",
        parts=draw.choice(["all", "any"]),
        start=draw.choice([None, None, 3.0]),
        split=draw.choice([(), (8.0, 16.0)]),
        level=draw.choice([0.95, 0.9]),
    )
