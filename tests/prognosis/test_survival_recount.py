"""Every row of many answers of survival equals a recount, and no row is missing or extra."""

from dataclasses import fields
from itertools import pairwise
from math import inf, isnan
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

import alsstats as als
from tests.prognosis import recount_curves as by_hand
from tests.prognosis.drawn_survival import Asked, Person, cohort, question
from tests.prognosis.recount_survival import Recount
from tests.prognosis.recount_survival_rows import rows_of

NUMBERS = (
    "estimate", "conf_low", "conf_high", "std_error", "events", "n", "left_out", "left_out_by",
    "statistic_value", "df", "p_value", "p_adjusted",
)  # fmt: skip
KEY = [item.name for item in fields(als.Row) if item.name not in NUMBERS]
Rows = dict[tuple[Any, ...], dict[str, Any]]


def drawn(seed: int) -> tuple[list[Person], Asked]:
    draw = Random(seed)
    return cohort(draw), question(draw)


def answer(people: Any, asked: Asked) -> als.Result:
    with als.read(people) as held:
        return als.survival(held, **asked.arguments())


def by_key(rows: Any) -> Rows:
    """Return the numbers of each row by what says which number it is, which must be unique."""
    found: Rows = {}
    for row in rows:
        key = tuple(row.get(name) for name in KEY)
        assert key not in found, key
        found[key] = {name: row.get(name) for name in NUMBERS}
    return found


def expected(people: list[Person], asked: Asked) -> Rows:
    sign = asked.group in {"flair_swi", "snake_eyes"}
    strict = Recount(people, asked, "every part")
    rules = [strict]
    if sign and asked.parts == "any":
        wide = Recount(people, asked, "any part")
        rules += [wide] * (len(wide.sample[0]) > len(strict.sample[0]))
    rows = [
        row | {"handling": held.rule if sign else None} for held in rules for row in rows_of(held)
    ]
    return by_key(rows)


def same(found: Any, wanted: Any) -> bool:
    """Compare numbers; the estimates of the recount are as exact as its last step, 1e-11."""
    if isinstance(wanted, dict):
        return bool(found == wanted)
    if wanted is None or isnan(wanted):
        return found is None
    return found == pytest.approx(wanted, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("seed", range(32))
def test_every_row(seed: int) -> None:
    people, asked = drawn(seed)
    result = answer(pd.DataFrame(people), asked)
    found = by_key(result.records())
    wanted = expected(people, asked)
    plain = {key: row for key, row in found.items() if key[KEY.index("by")] != "period"}
    assert sorted(map(str, plain)) == sorted(map(str, wanted))
    for key, row in wanted.items():
        for name in NUMBERS:
            assert same(found[key][name], row[name]), (key, name, found[key][name], row[name])


def by_period(held: Recount, cuts: tuple[float, ...]) -> Rows:
    """Return by their beginning who was at risk in each period, who died, and the estimate."""
    edges = [held.start, *cuts, inf]
    patients = held.patients(held.complete[0], held.group)
    return {
        begin: {
            "n": sum(one.entry < end and one.time > begin for one in patients),
            "events": sum(one.died and begin < one.time <= end for one in patients),
        }
        for begin, end in pairwise(edges)
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(0, 36, 4))
def test_periods(seed: int) -> None:
    people, asked = drawn(seed)
    asked = asked._replace(split=(8.0, 16.0), parts="all", adjust=(), level=0.95)
    rows = answer(pd.DataFrame(people), asked).rows
    held = Recount(people, asked, "every part")
    wanted = by_period(held, asked.split)
    found = [row for row in rows if row.by == "period" and row.statistic == "hazard_ratio"]
    assert {row.at for row in found} == {held.start, 8.0, 16.0}
    for row in found:
        assert {"n": row.n, "events": row.events} == wanted[row.at]
    test = next(row for row in rows if row.statistic == "constant_hazard_ratio")
    assert (test.n, test.events) == (
        len(held.complete[0]),
        sum(one["events"] for one in wanted.values()),
    )


@pytest.mark.parametrize("seed", range(0, 36, 4))
def test_a_period_is_a_model_of_its_own(seed: int) -> None:
    """Without other covariates, the ratio of a period is that of those followed in it."""
    people, asked = drawn(seed)
    asked = asked._replace(split=(8.0, 16.0), parts="all", adjust=(), cluster="")
    held = Recount(people, asked, "every part")
    patients = held.patients(held.complete[0], held.group)
    names = [name for name in held.groups() if any(one.group == name for one in patients)]
    rows = answer(pd.DataFrame(people), asked).rows
    found = [row for row in rows if row.by == "period" and row.statistic == "hazard_ratio"]
    for begin, end in pairwise([held.start, 8.0, 16.0, inf]):
        inside = [
            one._replace(
                entry=max(one.entry, begin or -inf), time=min(one.time, end),
                died=one.died and one.time <= end,
            )
            for one in patients
            if one.time > begin and one.entry < end
        ]  # fmt: skip
        x = np.array([[float(one.group == name) for name in names[1:]] for one in inside])
        b = by_hand.efron(inside, x) if any(one.died for one in inside) else None
        mine = {row.category: row.estimate for row in found if row.at == begin}
        assert set(mine) == set(names[1:])
        if b is None:  # some groups were not at risk when somebody died
            assert any(isnan(mine[name]) for name in names[1:])
        else:
            estimates = [mine[name] for name in names[1:]]
            assert estimates == pytest.approx(np.exp(b), rel=1e-6, nan_ok=True)


def test_a_likelihood_that_rises_out_of_reach_gives_no_limit_and_no_p() -> None:
    """18 people, 12 events, 6 coefficients: -2.5 at hundreds, and it still rises by 0.4."""
    people, asked = drawn(104)
    result = answer(pd.DataFrame(people), asked)
    rows = [row for row in result.rows if row.model == "four-level patients, adjusted"]
    ratios = [row for row in rows if row.comparison == "neither"]
    assert [row.estimate for row in ratios] == [0.0, 0.0, 0.0]
    assert all(isnan(row.conf_high) and isnan(row.p_value) for row in ratios)
    assert [isnan(row.p_value) for row in rows if row.statistic == "likelihood_ratio"] == [True]
    assert any("still rises" in note.text for note in result.notes if note.code == "separation")
