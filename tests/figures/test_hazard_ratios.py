"""Forests and curves of hazard ratios, and residuals, drawn where the answer's numbers are."""

from dataclasses import replace
from math import inf, isfinite, isnan, log

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

import alsstats as als
from alsstats import figures
from alsstats.figures import hazard_ratio_curve, hazard_ratios, schoenfeld
from alsstats.figures.page import ONE_COLUMN, TWO_COLUMNS, Page, style
from alsstats.figures.ratio_rows import blocks_of
from alsstats.figures.survival_words import in_words, with_infinity
from alsstats.render.numbers import p_value
from alsstats.result import Row
from tests.figures.readable import words
from tests.figures.survival_answers import CASES, answer

FOREST = pytest.mark.parametrize("four_levels", [False, True])


def rows_of(case: str, *, four_levels: bool) -> list[Row]:
    blocks = blocks_of(answer(case), four_levels=four_levels)
    return [line.row for block in blocks for line in block.lines]


def rank(row: Row) -> int:
    return 2 * ("clustered" in (row.method or "")) + ("profile" in (row.method or ""))


@FOREST
@pytest.mark.parametrize("case", CASES)
def test_every_ratio_has_a_line(case: str, *, four_levels: bool) -> None:
    """By the clusters, or the profile likelihood, or Wald's limits, in this order."""
    expected: dict[tuple[str | None, ...], Row] = {}
    first = answer(case).rows[0].handling
    for row in answer(case).rows:
        of_four = (row.model or "").startswith("four-level")
        if row.statistic != "hazard_ratio" or row.handling != first or of_four != four_levels:
            continue
        key = (row.term, row.category, row.comparison, row.model, row.by, row.group)
        if key not in expected or rank(row) > rank(expected[key]):
            expected[key] = row
    shown = rows_of(case, four_levels=four_levels)
    assert sorted(map(repr, shown)) == sorted(map(repr, expected.values()))


@FOREST
@pytest.mark.parametrize("width", [ONE_COLUMN, TWO_COLUMNS])
@pytest.mark.parametrize("case", ["two", "category", "few", "no event", "from"])
def test_marks_and_intervals_are_at_the_numbers(
    case: str, width: float, *, four_levels: bool
) -> None:
    rows = rows_of(case, four_levels=four_levels)
    if not rows:
        return
    with style():
        figure = hazard_ratios.drawn(answer(case), Page(width), four_levels=four_levels)
    [axes] = figure.axes
    low, high = axes.get_xlim()
    heights = sorted(
        {line.get_ydata()[0] for line in axes.lines if len(set(line.get_ydata())) == 1}
    )
    assert len(heights) == len(rows)
    texts = [text.get_text() for text in figure.findobj(Text)]
    for y, row in zip(heights, rows, strict=True):
        assert_drawn(axes, y, row, low, high)
        assert texts.count(with_infinity(row)) == [with_infinity(r) for r in rows].count(
            with_infinity(row)
        )
        assert p_value(row.p_value) in texts


def assert_drawn(axes: Axes, y: float, row: Row, low: float, high: float) -> None:
    here = [line for line in axes.lines if set(line.get_ydata()) == {y}]
    points = {
        (line.get_marker(), line.get_xdata()[0]) for line in here if len(line.get_xdata()) == 1
    }
    value, *limits = row.estimate, row.conf_low, row.conf_high
    if value is not None and low <= value <= high:
        assert value in {x for marker, x in points if marker not in "<>"}
    elif value == inf:
        assert (">", high) in points
    if None in limits or any(map(isnan, limits)):
        return
    [ends] = [tuple(line.get_xdata()) for line in here if len(line.get_xdata()) == 2]
    assert ends == (max(limits[0], low), min(limits[1], high))
    assert ((">", high) in points) == (limits[1] > high)
    assert (("<", low) in points) == (limits[0] < low)


def test_an_interval_that_leaves_the_axis_ends_in_an_arrow() -> None:
    held = answer("two")
    rows = [replace(row, conf_low=row.estimate / 99, conf_high=row.estimate * 15.9)
            if row.statistic == "hazard_ratio" else row for row in held.rows]  # fmt: skip
    wide = replace(held, rows=tuple(rows))
    with style():
        [axes] = hazard_ratios.drawn(wide, Page(ONE_COLUMN)).axes
    low, high = axes.get_xlim()
    arrows = [line.get_marker() for line in axes.lines if line.get_marker() in tuple("<>")]
    shown = [line.row for block in blocks_of(wide) for line in block.lines]
    assert arrows.count("<") == sum((row.conf_low or 0) < low for row in shown) > 0
    assert arrows.count(">") == sum((row.conf_high or 0) > high for row in shown)
    shown = [line.row for block in blocks_of(held) for line in block.lines]
    far = replace(held, rows=(replace(shown[0], conf_high=shown[0].estimate * 25),))
    with style():
        [axes] = hazard_ratios.drawn(far, Page(ONE_COLUMN)).axes
    assert [line.get_marker() for line in axes.lines].count(">") == 1
    assert axes.get_xlim()[1] < far.rows[0].conf_high


@FOREST
def test_ratios_in_words(*, four_levels: bool) -> None:
    name = f"hazard-ratios{'-four-levels' * four_levels}"
    for case in ("two", "few", "no event"):
        text = figures.describe(answer(case), name)
        assert "\N{INFINITY}" not in text
        for row in rows_of(case, four_levels=four_levels):
            assert f"{in_words(row)}, {p_value(row.p_value)}" in text
    assert ("undefined (0 to infinite)" in figures.describe(answer("few"), name)) == four_levels


def test_a_model_of_columns_has_a_forest() -> None:
    held = answer("two")
    assert "spline(age_at_onset, 4), adjusted: a curve" in figures.describe(
        answer("spline"), "hazard-ratios"
    )
    fit = als.cox(time=[1, 1, 6, 6, 8, 9], event=[1, 0, 1, 1, 0, 1], covariates=[1, 1, 1, 0, 0, 0])
    assert figures.names(fit.summary()) == ["hazard-ratios"]
    figures.file_of(fit.summary(), ".svg")
    assert figures.names(replace(held, rows=(), curves=())) == []


def test_curves_of_splines() -> None:
    with style():
        figure = hazard_ratio_curve.drawn(answer("spline"), Page(ONE_COLUMN))
    [axes] = figure.axes
    drawn = [tuple(map(tuple, line.get_data())) for line in axes.lines]
    curves = [c for c in answer("spline").curves if c.name.startswith("hazard ratio, ")]
    assert [curve.group for curve in curves] == ["univariable", "adjusted"]
    for curve in curves:
        assert {(curve.x, values) for values in (curve.y, curve.low, curve.high)} <= set(drawn)
    assert axes.get_yscale() == "log"
    assert "Hazard ratio against 64" in words(figure)
    text = figures.describe(answer("spline"), "hazard-ratio-curve")
    tests = [row for row in answer("spline").rows if row.category in {"overall", "non-linear"}]
    for row in tests:
        if row.term == "spline(age_at_onset, 4)":
            assert f"{row.category} {p_value(row.p_value)}" in text


@pytest.mark.parametrize("case", ["two", "category", "intervals", "few"])
def test_residuals_and_their_smooth_curve(case: str) -> None:
    result = answer(case)
    with style():
        figure = schoenfeld.drawn(result, Page(TWO_COLUMNS))
    panels, written = figure.axes, words(figure)
    points = [c for c in result.curves if c.name.startswith("scaled residuals, ")]
    smooth = {c.name.partition(", ")[2]: c for c in result.curves if c.name.startswith("smoothed")}
    points = [c for c in points if not c.name.endswith(", any part")]
    tests = {row.term: row for row in result.rows if row.statistic == "proportional_hazards"}
    ratios = [row for row in result.rows if row.statistic == "hazard_ratio" and row.by is None]
    text = figures.describe(result, "schoenfeld")
    for axes, curve in zip(panels, points, strict=True):
        name = curve.name.partition(", ")[2]
        drawn = {tuple(map(tuple, line.get_data())) for line in axes.lines}
        assert (curve.x, curve.y) in drawn
        if name in smooth:
            assert (smooth[name].x, smooth[name].y) in drawn
        row = next(
            row
            for row in ratios
            if row.model == curve.group and name.startswith(row.term or "-") and level(row) in name
        )
        assert ((0, 1), (log(row.estimate),) * 2) in drawn
        p = p_value(tests[row.term].p_value)
        assert any(p in line for line in written)
        assert f"{name}: Proportional hazards" in text
        assert p in text
    assert len(panels) == len(points)


def level(row: Row) -> str:
    return f"{row.category} against {row.comparison}" if row.comparison else ""


def test_nothing_is_drawn_of_a_model_without_estimates() -> None:
    assert "schoenfeld" not in figures.names(answer("no event"))
    finite = [row.estimate for row in rows_of("two", four_levels=False)]
    assert all(value is not None and isfinite(value) for value in finite)
