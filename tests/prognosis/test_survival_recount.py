"""Every row of many answers of survival equals a recount, and no row is missing or extra."""

from dataclasses import fields
from math import isnan
from random import Random
from typing import Any

import pandas as pd
import pytest

import alsstats as als
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


@pytest.mark.parametrize("seed", range(60))
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
