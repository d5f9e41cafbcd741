"""Curves as data; and the same answer whatever the order, the names or the kind of the table."""

import json
from math import inf
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import polars as pl
import pytest

import alsstats as als
from tests.prognosis import recount_curves as by_hand
from tests.prognosis.recount_survival import Recount
from tests.prognosis.test_survival_recount import answer, drawn

NUMBERS = ["age_at_onset", "onset_to_mri_months", "months_from_mri", "months_from_onset", "death"]
NAMES = {
    "diagnosis": "dx", "months_from_mri": "T", "months_from_onset": "T2", "death": "dead?",
    "onset_to_mri_months": "came in", "status": "how", "centre": "Hospital A/B", "patient_id": "no",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(0, 36, 3))
def test_curves(seed: int) -> None:
    """Survival is the recount's; the last numbers at risk have everybody who died or left."""
    people, asked = drawn(seed)
    asked = asked._replace(parts="all", adjust=())
    held = Recount(people, asked, "every part")
    patients = [
        one._replace(entry=-inf if one.entry <= held.start else one.entry)  # there when it begins
        for one in held.patients(held.sample[0], held.group)
    ]
    groups = {None: patients}
    groups |= {name: [p for p in patients if p.group == name] for name in held.groups()}
    result = answer(pd.DataFrame(people), asked)
    curves = {(c.name, c.group): c for c in result.curves if "four levels" not in c.name}
    axes = {curve.x for (name, _), curve in curves.items() if name.startswith("at risk")}
    assert len(axes) == 1  # one axis for all groups
    for name, inside in groups.items():
        if not inside:
            continue
        by = asked.group if name else "everyone"
        below = curves[f"at risk, {by}", name]
        assert len(below.x) == len(below.at_risk) == len(below.events) == len(below.censored)
        for x, at_risk, events, censored in zip(
            below.x, below.at_risk, below.events, below.censored, strict=True
        ):
            assert at_risk == by_hand.at_risk(inside, x)
            assert events == sum(one.died and one.time <= x for one in inside)
            assert censored == sum(not one.died and one.time <= x for one in inside)
        assert below.x[-1] >= max(one.time for one in patients)
        assert below.events[-1] + below.censored[-1] == len(inside)
        steps = by_hand.curve(inside)
        drawn_curve = curves.get((f"survival, {by}", name))
        assert (drawn_curve is None) == (steps is None)
        if drawn_curve is None or steps is None:
            continue
        arrays = (drawn_curve.y, drawn_curve.low, drawn_curve.high, drawn_curve.at_risk)
        assert {len(array) for array in arrays} == {len(drawn_curve.x)}
        survival = {held.start: 1.0} | {step[0]: step[1] for step in steps}
        died = [
            (x, y)
            for x, y, d in zip(drawn_curve.x, drawn_curve.y, drawn_curve.events, strict=True)
            if d
        ]
        assert dict(died) == pytest.approx({x: y for x, y in survival.items() if x > held.start})
        assert sum(drawn_curve.events) == sum(one.died for one in inside)
        assert sum(drawn_curve.censored) == sum(not one.died for one in inside)


def content(result: als.Result) -> list[Any]:
    document = json.loads(result.render("json"))
    return [document[name] for name in ("rows", "curves", "notes")]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    people, asked = drawn(seed)
    found = answer(pd.DataFrame(people), asked)
    for order in (people[::-1], Random(seed).sample(people, len(people))):
        again = answer(pd.DataFrame(order), asked)
        assert content(again) == content(found)


@pytest.mark.parametrize("seed", range(4))
def test_the_kind_of_table_changes_nothing(seed: int, tmp_path: Path) -> None:
    people, asked = drawn(seed)
    text = pd.DataFrame(people)
    found = answer(text, asked)
    typed = text.copy()
    for name in NUMBERS:
        typed[name] = pd.to_numeric(typed[name])
    text.to_csv(tmp_path / "cohort.csv", index=False)
    pl.from_pandas(typed).write_parquet(tmp_path / "cohort.parquet")
    for table in (
        typed,
        pl.from_pandas(typed),
        tmp_path / "cohort.csv",
        tmp_path / "cohort.parquet",
    ):
        again = answer(table, asked)
        assert content(again) == content(found), type(table)


@pytest.mark.parametrize("seed", range(6))
def test_names_of_columns_change_nothing(seed: int) -> None:
    people, asked = drawn(seed)
    found = answer(pd.DataFrame(people), asked)
    time, event = ("months_from_onset", "status") if asked.entry else ("months_from_mri", "status")
    event = "status" if asked.composite else "death"
    said: dict[str, Any] = asked.arguments()
    said |= {"time": NAMES[time], "unit": "months"}
    said |= {"entry": NAMES["onset_to_mri_months"]} if asked.entry else {}
    codes = asked.arguments()["event"]
    said["event"] = {NAMES[event]: codes["status"] if codes else "1"}
    said |= {key: NAMES.get(said[key], said[key]) for key in ("group", "strata", "cluster")}
    said["category"] = [NAMES["centre"]]
    if asked.against:
        said["against"] = {NAMES["centre"]: asked.against}
    frame = pd.DataFrame(people).rename(columns=NAMES)
    cohort = als.read(frame, id="no", study={"reference": {"column": "dx"}})
    again = als.survival(cohort, **said)
    assert [numbers(row) for row in again.records()] == [numbers(row) for row in found.records()]


def numbers(row: dict[str, Any]) -> list[Any]:
    """Return the numbers of a row, reasons by their count only."""
    held = [value for name, value in row.items() if isinstance(value, int | float)]
    return [*held, list((row["left_out_by"] or {}).values())]
