"""The page of survival: no line is too long, and no number of the rows is lost."""

import csv
import json
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from math import isnan
from typing import Any

import pandas as pd
import pytest

import alsstats as als
from alsstats.render import render
from alsstats.render.hazards import limits, ratio
from alsstats.render.numbers import number, p_value
from sample_data.make_cohort import FILE
from tests.prognosis.test_survival_recount import answer, drawn

SEEDS = range(0, 30, 3)
LONG = "a sign that somebody read at the second visit of the third centre"
QUESTIONS: list[dict[str, Any]] = [
    {},
    {"adjust": ["age_at_onset", "bulbar_onset", "flair_swi * sex"], "split": [12, 24]},
    {"group": "el_escorial", "adjust": "spline(age_at_onset, 4)", "strata": "centre"},
    {"group": "centre", "cluster": "field_strength", "parametric": True},
    {"time": "months_from_mri", "parts": "any", "from_": 6, "firth": True},
]  # fmt: skip


@pytest.fixture(scope="module", params=range(len(QUESTIONS)))
def result(request: pytest.FixtureRequest) -> als.Result:
    with als.read(FILE) as cohort:
        return als.survival(cohort, **QUESTIONS[request.param])


def page(result: als.Result, width: int) -> str:
    return render(result, "text", width)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_longer(result: als.Result, width: int) -> None:
    lines = page(result, width).splitlines()
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def named(long: str) -> als.Result:
    """Return an answer of which sign, strata, covariate, levels and event have long names."""
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    frame = frame.rename(columns={
        "t2_cst": long, "sex": f"{long}, sex", "centre": f"{long}, centre",
        "months_from_mri": f"{long}, months", "death": f"{long}, death",
    })  # fmt: skip
    frame[f"{long}, sex"] = frame[f"{long}, sex"].map(lambda word: f"{word} {long}"[:60].strip())
    cohort = als.read(frame, present={long: "1"}, absent={long: "0"})
    return als.survival(
        cohort, group=long, adjust=[f'"{long}, sex"', "age_at_onset"], strata=f"{long}, centre",
        cluster="field_strength", time=f"{long}, months", event={f"{long}, death": "1"},
        category=[f"{long}, sex", f"{long}, centre", "field_strength"], split=[12],
    )  # fmt: skip


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("long", [LONG, "x" * 90, "word " * 30])
def test_long_names_make_no_long_line(long: str, width: int) -> None:
    found = named(long.strip())
    lines = page(found, width).splitlines()
    assert max(map(len, lines)) <= width
    ratios = [row for row in found.rows if row.statistic == "hazard_ratio"]
    text = squeezed(page(found, width))
    assert all(ratio(row.estimate) in text for row in ratios)


def test_every_ratio_stands_on_the_page_with_limits_and_p(result: als.Result) -> None:
    text = squeezed(page(result, 120))
    ratios = [row for row in result.rows if row.statistic == "hazard_ratio"]
    assert ratios or result.rows[0].statistic == "events"
    for row in ratios:
        value = ratio(row.estimate)
        ends = limits(row)
        assert f"{value} ({ends})" in text if ends != "-" else value in text
        assert ends == "-" or p_value(row.p_value) in text
    for row in result.rows:
        tested = row.p_value is not None and not isnan(row.p_value)
        if tested and row.statistic in {"proportional_hazards", "log_rank", "likelihood_ratio"}:
            assert p_value(row.p_value) in text


def test_as_many_ratios_as_rows(result: als.Result) -> None:
    """No cell of the tables of ratios replaces another: all are counted."""
    blocks = page(result, 120).split("\nNotes\n")[0]
    ratios = [row for row in result.rows if row.statistic in {"hazard_ratio", "time_ratio"}]
    shown = [held for held in map(limits, ratios) if held != "-"]
    joined = squeezed(blocks)
    for text in set(shown):
        assert joined.count(f"({text})") >= shown.count(text), text


@pytest.mark.parametrize("seed", SEEDS)
def test_random_answers(seed: int) -> None:
    people, asked = drawn(seed)
    result = answer(pd.DataFrame(people), asked)
    for width in (80, 120):
        assert max(map(len, page(result, width).splitlines())) <= width
    text = squeezed(page(result, 120))
    for row in result.rows:
        if row.statistic == "hazard_ratio" and row.conf_low is not None:
            assert ratio(row.estimate) in text
        if row.statistic in {"median_survival", "restricted_mean"}:
            assert number(row.estimate, "number") in text
    counts = next(row for row in result.rows if row.statistic == "events")
    assert f"{counts.n} patients; {counts.events} events" in text
    for why, people_out in (counts.left_out_by or {}).items():
        assert f"{people_out} {why}" in text


def test_json_csv_markdown_and_html_hold_all_rows(result: als.Result) -> None:
    document = json.loads(result.render("json"), parse_constant=pytest.fail)
    assert document["rows"] == json.loads(json.dumps(document["rows"]))
    assert len(document["rows"]) == len(result.rows)
    assert len(document["curves"]) == len(result.curves)
    assert [note["code"] for note in document["notes"]] == [note.code for note in result.notes]
    for curve in document["curves"]:
        arrays = [curve[name] for name in ("y", "low", "high", "at_risk", "events", "censored")]
        assert {len(array) for array in arrays if array} == {len(curve["x"])}
    table = list(csv.DictReader(StringIO(result.render("csv"))))
    assert [row["statistic"] for row in table] == [row.statistic for row in result.rows]
    for found, row in zip(table, result.records(), strict=True):
        assert found["estimate"] == ("" if row["estimate"] is None else str(row["estimate"]))
        reasons = "; ".join(f"{why}={n}" for why, n in (row["left_out_by"] or {}).items())
        assert found["left_out_by"] == reasons
    for shown in (result.render("markdown"), result._repr_html_()):
        text = unescape(shown).replace("\\", "")
        for row in result.rows:
            if row.statistic == "hazard_ratio":
                assert number(row.estimate, "ratio") in text
                assert p_value(row.p_value) in text
        assert all(note.text in text for note in result.notes)


def test_names_are_no_markup() -> None:
    found = named("<script>alert(1)</script> | *x*")
    html, markdown = found._repr_html_(), found.render("markdown")
    assert "<script>" not in html
    widths = {
        len(re.findall(r"(?<!\\)\|", line)) for line in markdown.splitlines() if line[:1] == "|"
    }
    assert len(widths) <= 2


def test_a_frame_of_the_answer(result: als.Result) -> None:
    frame = result.to_pandas()
    assert frame.shape == (len(result.rows), 23)
    assert str(frame["n"].dtype) == "Int64"
    assert replace(result).records() == result.records()


def test_limits_have_as_many_decimals_as_their_ratio() -> None:
    """A year of age needs three; a limit that happens to be near 1 does not."""
    of_age = als.Row(statistic="hazard_ratio", estimate=1.0255, conf_low=1.002, conf_high=1.0496)
    of_onset = als.Row(statistic="hazard_ratio", estimate=1.636, conf_low=1.0405, conf_high=2.573)
    assert (ratio(of_age.estimate), limits(of_age)) == ("1.026", "1.002 to 1.050")
    assert (ratio(of_onset.estimate), limits(of_onset)) == ("1.64", "1.04 to 2.57")
