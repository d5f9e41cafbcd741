"""What survival curves show is what the answer's curves and rows hold, at its place."""

import re
from dataclasses import replace
from itertools import pairwise
from math import isnan
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

import alsstats as als
from alsstats import figures
from alsstats.figures import kaplan_meier
from alsstats.figures.page import FADED, LOOKS, ONE_COLUMN, TWO_COLUMNS, Page, style
from alsstats.figures.step_lines import censored, runs
from alsstats.figures.survival_groups import groups_of, notes_of
from alsstats.render.numbers import number, p_value
from alsstats.result import Curve
from sample_data.make_cohort import FILE
from tests.figures.survival_answers import CASES, answer, patients

SVG = "{http://www.w3.org/2000/svg}"


def curves(case: str, kind: str, by: str = "") -> list[Curve]:
    held = answer(case)
    by = by or held.provenance["study"]["survival"]["group"]
    return [curve for curve in held.curves if curve.name == f"{kind}, {by}"]


def axes_of(case: str, grey_below: int = 10) -> Axes:
    with style():
        [axes] = kaplan_meier.drawn(answer(case), Page(TWO_COLUMNS, grey_below)).axes
    return axes


def centred(svg: bytes) -> dict[str, list[tuple[float, str]]]:
    """Return the texts anchored at their middle, by their height: where they are and what."""
    found: dict[str, list[tuple[float, str]]] = {}
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        if "text-anchor: middle" in text.get("style", ""):
            turn = re.match(r"(?:rotate\(([^)]*)\))?", text.get("transform", ""))
            if turn and (turn[1] or "0").startswith(("-0", "0")):
                place = (float(text.get("x", "nan")), text.text or "")
                found.setdefault(text.get("y", ""), []).append(place)
    return found


@pytest.mark.parametrize("width", [ONE_COLUMN, TWO_COLUMNS])
@pytest.mark.parametrize("case", CASES)
def test_numbers_stand_under_the_ticks_of_their_times(case: str, width: float) -> None:
    """Read from the file: the counts of each group have exactly the x of the ticks."""
    below = curves(case, "at risk")
    svg = figures.file_of(answer(case), ".svg", "kaplan-meier", width=width)
    lines = list(centred(svg).values())
    times = {f"{time:g}": place for place, time in enumerate(below[0].x)}
    ticks = next(line for line in lines if len(line) > 1)  # the axis is drawn before the table
    assert all(text in times for _, text in ticks)
    shown = [times[text] for _, text in ticks]
    assert (shown[0], shown[-1]) == (0, len(below[0].x) - 1)
    table = [line for line in lines if len(line) > 1][1:]
    each = 2 if width == ONE_COLUMN else 1
    assert len(table) == each * len(below)
    for curve, rows in zip(below, zip(*[iter(table)] * each, strict=True), strict=True):
        for row in rows:
            assert [x for x, _ in row] == [x for x, _ in ticks]
        printed = [
            " ".join(texts) for texts in zip(*([t for _, t in r] for r in rows), strict=True)
        ]
        assert printed == [f"{curve.at_risk[at]} ({curve.events[at]})" for at in shown]
        assert f"({sum_of_events(case, curve)})" in printed[-1]  # the last event is not hidden


def sum_of_events(case: str, below: Curve) -> int:
    group = below.group
    return next(
        row.events
        for row in answer(case).rows
        if row.statistic == "events" and row.group == group and row.category is None
    )


@pytest.mark.parametrize("case", CASES)
def test_lines_and_marks_are_the_curves(case: str) -> None:
    axes = axes_of(case)
    for place, curve in enumerate(curves(case, "survival")):
        style_of = LOOKS[place % len(LOOKS)].line
        parts = [
            line
            for line in axes.lines
            if line.get_drawstyle() == "steps-post"
            and line._unscaled_dash_pattern == dashes(style_of)
        ]
        points = {pair for line in parts for pair in zip(*line.get_data(), strict=True)}
        held = runs(curve, 10)
        expected = zip(curve.x[held[0].first :], curve.y[held[0].first :], strict=True)
        assert points == {(x, 100 * y) for x, y in expected}
        marks = {
            pair
            for line in axes.lines
            if line.get_marker() == "|"
            for pair in zip(*line.get_data(), strict=True)
        }
        lost = {(x, 100 * y) for x, y, n in zip(curve.x, curve.y, curve.censored, strict=True) if n}
        assert lost <= marks


def dashes(line: object) -> object:
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle=line)._unscaled_dash_pattern


def test_bands_are_the_limits() -> None:
    axes = axes_of("two")
    drawn = {
        tuple(np.round(v, 9)) for band in axes.collections for v in band.get_paths()[0].vertices
    }
    for curve in curves("two", "survival"):
        for values in (curve.low, curve.high):
            for (x, after), value in zip(pairwise(curve.x), values, strict=False):
                if not isnan(value):  # each limit holds until the next time
                    corners = {(round(end, 9), round(100 * value, 9)) for end in (x, after)}
                    assert corners <= drawn


@pytest.mark.parametrize("case", ["two", "intervals", "late", "few"])
@pytest.mark.parametrize("grey_below", [0, 10, 10_000])
def test_grey_is_where_few_are_at_risk(case: str, grey_below: int) -> None:
    axes = axes_of(case, grey_below)
    few = {
        (here, there)
        for curve in curves(case, "survival")
        for here, there, n, before in zip(
            curve.x, curve.x[1:], curve.at_risk[1:], curve.at_risk, strict=False
        )
        if n < grey_below and (n or before)
    }
    grey = {
        step
        for line in axes.lines
        if line.get_drawstyle() == "steps-post" and to_hex(line.get_color()) == FADED
        for step in pairwise(line.get_xdata())
    }
    assert grey <= few
    assert bool(grey) == bool(few)
    said = " ".join(notes_of(answer(case), groups_of(answer(case), four_levels=False), grey_below))
    assert (f"fewer than {grey_below} at risk" in said) == bool(few)


def test_a_curve_begins_where_people_are_observed() -> None:
    first = {curve.group: runs(curve, 10)[0].first for curve in curves("late", "survival")}
    for curve in curves("late", "survival"):
        start = first[curve.group]
        assert not any(curve.at_risk[: start + 1])
        assert curve.at_risk[start + 1] > 0
        assert curve.y[start] == 1


def test_words() -> None:
    text = figures.describe(answer("two"), "kaplan-meier")
    for row in answer("two").rows:
        if row.statistic == "median_survival" and row.by == "flair_swi":
            assert f"{row.group}: {row.events} events in {row.n} patients" in text
            assert isnan(row.estimate) or number(row.estimate, "number") in text
        if row.statistic == "log_rank" and row.by == "flair_swi":
            assert f"Log-rank test: {p_value(row.p_value)}." in text
    assert "6.56 (3.67 to 12.8); 95 % limits, profile likelihood" in text
    assert "\N{INFINITY} (39.0 to \N{INFINITY})" in figures.describe(
        answer("no event"), "kaplan-meier"
    )
    assert "Log-rank" not in figures.describe(answer("one"), "kaplan-meier")
    for case, words in (("late", "Months from onset"), ("intervals", "stop (months)")):
        assert words in figures.describe(answer(case), "kaplan-meier")


def test_a_group_without_a_curve_is_named() -> None:
    held = answer("two")
    short = replace(
        held,
        curves=tuple(
            c for c in held.curves if (c.name, c.group) != ("survival, flair_swi", "both")
        ),
    )
    groups = groups_of(short, four_levels=False)
    assert groups.curves[1] is None
    assert "No curve of both" in " ".join(notes_of(short, groups, 10))
    with style():
        kaplan_meier.drawn(short, Page())


def test_everyone_where_there_are_no_groups() -> None:
    held = answer("two")
    whole = replace(held, curves=tuple(c for c in held.curves if c.group is None))
    assert figures.names(whole)[0] == "kaplan-meier"
    assert "everyone: 90 events in 122 patients" in figures.describe(whole, "kaplan-meier")


def test_marks_that_would_cover_the_line_are_left_out() -> None:
    held = answer("two")
    [curve] = [c for c in held.curves if (c.name, c.group) == ("survival, flair_swi", "both")]
    times = tuple(curve.x[-1] * place / 300 for place in range(301))
    many = replace(
        curve,
        x=times,
        **dict.fromkeys(("y", "low", "high"), (1.0,) * 301),
        **dict.fromkeys(("at_risk", "events", "censored"), (1,) * 301),
    )
    assert censored(curve) == [at for at, n in enumerate(curve.censored) if n]
    assert censored(many) == []
    other = replace(held, curves=tuple(many if c is curve else c for c in held.curves))
    groups = groups_of(other, four_levels=False)
    assert "too many to mark" in " ".join(notes_of(other, groups, 10))


def test_survival_is_only_what_ends_with_death() -> None:
    """In a column named death, too, another event may be coded."""
    frame = patients()
    later = frame["death"].where(frame.index % 3 > 0, frame["death"].replace("1", "2"))
    codes = {"occurred": {"death": ["1"], "tracheostomy": ["2"]}, "censored": ["0"]}
    study = {"schema": 1, "survival": {"event": {"column": "death", **codes}}}
    result = als.survival(als.read(frame.assign(death=later), study=study))
    svg = figures.file_of(result, name="kaplan-meier").decode()
    assert "Free of the event (%)" in svg
    assert "Event: death or tracheostomy." in svg
    assert "; event: death or tracheostomy; " in figures.describe(result, "kaplan-meier")
    assert "Survival (%)" not in svg


def test_curves_without_rows_have_no_counts_beside_their_names() -> None:
    bare = replace(answer("two"), rows=())
    assert figures.names(bare)[0] == "kaplan-meier"
    assert "(n" not in figures.file_of(bare).decode()


def test_the_ratio_beside_the_curves_names_its_model() -> None:
    """The curves are of no adjusters; an adjusted ratio elsewhere is another number."""
    with als.read(FILE) as cohort:
        result = als.survival(cohort, adjust="age_at_onset")
    words = "Hazard ratio (univariable) of both against not both: 6.56 (3.67 to 12.8)"
    assert words in figures.describe(result, "kaplan-meier")
    assert words in figures.file_of(result, name="kaplan-meier").decode()
