"""Who is in an answer of survival, and who is not, for which reason: person by person."""

from collections import Counter
from collections.abc import Callable
from math import inf
from typing import Any

from tests.prognosis.drawn_survival import Asked, Person
from tests.prognosis.recount_curves import Patient, People

PARTS = ("flair_cst", "swi_motor_cortex")
FOUR = {"00": "neither", "10": "FLAIR only", "01": "SWI only", "11": "both"}
Row = dict[str, Any]
Sample = tuple[list[Person], Counter[str]]


def unread(codes: list[str]) -> str:
    """Why not every part was read: not assessable if that holds of all parts that were not."""
    bad = {code for code in codes if code not in {"0", "1"}}
    return "" if not bad else "not assessable" if bad == {"not assessable"} else "missing"


def group_of(person: Person, asked: Asked, rule: str) -> tuple[str, str]:
    """Return the group of a person, and why there is none."""
    name = asked.group
    if name in {"centre", "el_escorial"}:
        return person[name], "" if person[name] else f"{name} missing"
    codes = [person[part] for part in (PARTS if name == "flair_swi" else (name,))]
    why = unread(codes)
    words = ("not both", "both") if name == "flair_swi" else ("absent", "present")
    if why and rule == "any part" and "0" in codes:
        return words[0], ""
    return words[all(code == "1" for code in codes)], f"{name} {why}" if why else ""


def four_of(person: Person) -> str:
    return FOUR.get("".join(person[part] for part in PARTS), "")


class Recount:
    """Those who are in one answer under one rule, from people that are dictionaries of texts."""

    def __init__(self, people: list[Person], asked: Asked, rule: str) -> None:
        self.asked, self.rule, self.everybody = asked, rule, people
        self.time, self.entry = "months_from_mri", ""
        if asked.entry:
            self.time, self.entry = "months_from_onset", "onset_to_mri_months"
        self.event = "status" if asked.composite else "death"
        self.start = asked.start or 0.0
        self.inside = [p for p in people if asked.all_patients or p["diagnosis"] in asked.among]
        self.known = [p for p in self.inside if group_of(p, asked, rule)[0]]
        self.sample = self.without((people, Counter()), self.why_out)
        self.complete = self.without(self.sample, self.why_incomplete)

    def without(self, sample: Sample, why: Callable[[Person], str]) -> Sample:
        reasons = [why(person) for person in sample[0]]
        kept = [p for p, reason in zip(sample[0], reasons, strict=True) if not reason]
        return kept, sample[1] + Counter(filter(None, reasons))

    def why_out(self, person: Person) -> str:
        """Return the first reason for which a person is in no group."""
        asked = self.asked
        if not asked.all_patients and person["diagnosis"] not in asked.among:
            return f"diagnosis not {' or '.join(asked.among)}"
        for column in filter(None, (self.time, self.entry, self.event)):
            if not person[column]:
                return f"{column} missing"
        if asked.start is not None and float(person[self.time]) <= asked.start:
            return f"not followed beyond {asked.start:g}"
        if why := group_of(person, asked, self.rule)[1]:
            return why
        lacking = (name for name in (asked.strata, asked.cluster) if name and not person[name])
        return next((f"{name} missing" for name in lacking), "")

    def why_incomplete(self, person: Person) -> str:
        return next((f"{name} missing" for name in self.asked.adjust if not person[name]), "")

    def why_no_level(self, person: Person) -> str:
        return f"flair_swi {unread([person[part] for part in PARTS])}" * (not four_of(person))

    def patients(self, people: list[Person], group: Callable[[Person], str]) -> People:
        begin = -inf if self.asked.start is None else self.asked.start
        return [
            Patient(
                max(float(p[self.entry]) if self.entry else -inf, begin),
                float(p[self.time]),
                p[self.event] in ({"1", "2"} if self.asked.composite else {"1"}),
                group(p),
                p[self.asked.strata] if self.asked.strata else "",
            )
            for p in people
        ]

    def group(self, person: Person) -> str:
        return group_of(person, self.asked, self.rule)[0]

    def levels(self, name: str) -> list[str]:
        """Return the levels of a category in order, the reference first."""
        held = {p[name] for p in self.inside} - {""}
        if name == "el_escorial":
            return [one for one in ("possible", "probable", "definite") if one in held]
        often = Counter(p[name] for p in self.inside if p[name])
        said = self.asked.against if name == self.asked.group else ""
        first = said or min(held, key=lambda level: (-often[level], level))
        return [first, *sorted(held - {first})]

    def groups(self) -> list[str]:
        if self.asked.group in {"centre", "el_escorial"}:
            return self.levels(self.asked.group)
        return ["not both", "both"] if self.asked.group == "flair_swi" else ["absent", "present"]

    @property
    def without_entry(self) -> bool:
        return not self.entry and self.asked.start is None

    def column(self, people: list[Person], name: str) -> object:
        """Return a covariate: numbers, or words with their levels, the reference first."""
        if name == "age_at_onset":
            return [float(person[name]) for person in people]
        if name == "sex":
            return [person[name] for person in people], self.levels(name)
        if name == "bulbar_onset":
            words = {"0": "absent", "1": "present"}
            return [words[person[name]] for person in people], ["absent", "present"]
        return [self.group(person) for person in people], self.groups()
