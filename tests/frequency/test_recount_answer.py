"""Every row of every answer equals a recount, person by person, and no row is missing or extra."""

import json
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsstats as als
from tests.diagnostic.drawn import BUILT_IN, SIGNS, written
from tests.diagnostic.recount_people import People
from tests.diagnostic.test_recount import same, study_of
from tests.frequency.drawn_prevalence import asked, cohorts
from tests.frequency.recount_answer import Numbers, Question, recount

PLACE = ("term", "category", "by", "group", "target", "comparison", "model", "handling", "at")
KEY = (*PLACE, "statistic", "method")
NUMBERS = [item.name for item in fields(als.Row) if item.name not in KEY]
PLAIN = {"0": "0", "1": "1"}
Rows = dict[tuple[Any, ...], Numbers]


def frame_of(people: People, codes: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(people)
    frame[SIGNS] = frame[SIGNS].map(lambda code: codes.get(code, code))
    return frame


def answer(data: Any, question: Question, codes: dict[str, str] = PLAIN) -> als.Result:
    given = {*SIGNS, *BUILT_IN}
    define = {name: written(sign) for name, sign in question.terms.items() if name not in given}
    arguments = question._asdict()
    del arguments["terms"]
    with als.read(data, study=study_of(codes), define=define) as cohort:
        return als.prevalence(cohort, **arguments)


def by_key(rows: list[Numbers]) -> Rows:
    """Return the numbers of each row by what says which number it is, which must be unique."""
    found = {}
    for row in rows:
        key = tuple(row.get(name) for name in KEY)
        assert key not in found, key
        found[key] = {name: number for name, number in row.items() if name not in KEY}
    return found


def term(key: tuple[Any, ...]) -> str:
    return str(key[0])


@pytest.mark.once
@settings(max_examples=200, derandomize=True)
@given(asked)
def test_every_row_equals_the_recount(held: tuple[Question, People]) -> None:
    question, people = held
    result = answer(frame_of(people, PLAIN), question)
    rows, expected = by_key(result.records()), by_key(recount(people, question))
    assert sorted(rows, key=term) == sorted(expected, key=term)  # of one finding, in this order
    for key, row in rows.items():
        for name in NUMBERS:
            assert same(row[name], expected[key].get(name)), (key, name, row, expected[key])
    json.loads(result.render("json"), parse_constant=pytest.fail)


@pytest.mark.once
@settings(max_examples=60, derandomize=True)
@given(asked)
def test_all_people_are_in_every_row_and_the_levels_add_up(held: tuple[Question, People]) -> None:
    question, people = held
    events: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for row in answer(frame_of(people, PLAIN), question).rows:
        assert row.left_out == sum((row.left_out_by or {}).values())
        if row.statistic == "prevalence":
            events.setdefault((row.term, row.by, row.handling), []).append((row.events, row.n))
        if row.statistic != "prevalence" or row.group == "all":
            assert row.n + row.left_out == len(people)
    for *cells, everyone in events.values():
        assert everyone == tuple(map(sum, zip(*cells, strict=True))) or not cells


@pytest.mark.once
@settings(max_examples=15, derandomize=True)
@given(asked, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_words_nor_the_kind_of_table_matter(
    held: tuple[Question, People], random: Any
) -> None:
    question, people = held
    frame = frame_of(people, PLAIN)
    expected = answer(frame, question).records()
    assert answer(frame_of(random.sample(people, len(people)), PLAIN), question).records() == (
        expected
    )
    for codes in ({"0": "nein", "1": "ja"}, {"0": "1", "1": "0"}):
        assert answer(frame_of(people, codes), question, codes).records() == expected
    assert answer(pl.from_pandas(frame), question).records() == expected
    with TemporaryDirectory() as folder:
        table, parquet = Path(folder) / "people.csv", Path(folder) / "people.parquet"
        frame.to_csv(table, index=False)
        pl.from_pandas(frame).write_parquet(parquet)
        for path in (table, parquet):
            assert answer(path, question).records() == expected


@pytest.mark.once
@settings(max_examples=25, derandomize=True)
@given(cohorts(), st.sampled_from(["stage", "centre", "diagnosis"]))
def test_merging_adds_counts(people: People, by: str) -> None:
    signs = {sign: sign for sign in SIGNS}
    found = sorted({person[by] for person in people} - {""})
    frame, merged = frame_of(people, PLAIN), {"together": tuple(found[1:])} if found[1:] else {}
    apart, joined = (
        answer(frame, Question(signs, (by,), merge=merge)) for merge in ({}, merged)
    )  # fmt: skip
    for sign in SIGNS:
        cells, sums = (
            {row.group: (row.events, row.n, row.left_out) for row in result.rows
             if row.statistic == "prevalence" and row.term == sign}
            for result in (apart, joined)
        )  # fmt: skip
        assert cells["all"] == sums["all"]
        if merged:
            parts = [cells[level] for level in found[1:]]
            assert sums["together"] == tuple(map(sum, zip(*parts, strict=True)))
