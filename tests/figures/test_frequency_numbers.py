"""What is drawn of frequency is what the rows say: read back from the artists, and from words."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import alsstats as als
from alsstats import figures
from alsstats.figures.heat_map import BLACK, COLOURS, WHITE, ink_on, luminance
from alsstats.render.cells import counts, estimate
from sample_data.make_cohort import FILE
from tests.figures.frequency_answers import ENDLESS, answer, made, numbers_of
from tests.figures.readable import faults, words


def dots_of(figure: Figure) -> list[tuple[float, float]]:
    """Return each dot, from left to right column and from above: place and value."""
    return [
        (float(y), float(x))
        for axes in figure.axes
        for x, y in sorted(
            (pair for line in axes.lines for pair in zip(*line.get_data(), strict=True)),
            key=lambda pair: pair[1],
        )
    ]


def limits_of(figure: Figure) -> list[tuple[float, float]]:
    """Return the ends of each level line between two caps, from above."""
    held = []
    for axes in figure.axes:
        ends = {
            tuple(np.round(path.vertices.ravel(), 9))
            for group in axes.collections
            if isinstance(group, LineCollection)
            for path in group.get_paths()
            if path.vertices[0, 1] == path.vertices[1, 1]
        }
        held += [(x0, x1) for x0, _, x1, _ in sorted(ends, key=lambda end: end[1])]
    return held


@pytest.mark.parametrize(("asked", "name", "statistic"), [
    ("staff", "prevalence", "prevalence"),
    ("visits", "prevalence", "prevalence"),
    ("two by", "prevalence", "prevalence"),
    ("exclusion", "other-causes", "other_cause shown"),
    ("staff", "contrasts", "prevalence_difference"),
    ("visits", "contrasts", "prevalence_difference"),
])  # fmt: skip
def test_each_dot_and_its_limits_are_those_of_a_row(asked: str, name: str, statistic: str) -> None:
    rows = numbers_of(answer(asked), *statistic.split())
    figure = figures.draw(answer(asked), name, width=85)
    assert [x for _, x in dots_of(figure)] == pytest.approx([row.estimate for row in rows])
    expected = [end for row in rows for end in (row.conf_low, row.conf_high)]
    assert [end for pair in limits_of(figure) for end in pair] == pytest.approx(expected, abs=1e-8)


def test_counts_stand_beside_each_dot_and_in_the_words() -> None:
    rows = numbers_of(answer("staff"), "prevalence")
    texts = words(figures.draw(answer("staff"), "prevalence", width=85))
    said = figures.describe(answer("staff"), "prevalence")
    for row in rows:
        assert f"{counts(row)}  {estimate(row)}" in texts
        assert f"{row.events} of {row.n}" in said
    assert "left out: 2 sign not assessable" in said
    assert "MMN 33 % (10 to 70 %; 2 of 6)" in said


def test_a_standardised_prevalence_is_hollow_and_named() -> None:
    result = answer("phase")
    figure = figures.draw(result, "prevalence", width=85)
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    values = sorted(x for line in hollow for x in line.get_xdata())
    rows = [row for row in numbers_of(result, "prevalence") if row.model]
    assert values == pytest.approx(sorted(row.estimate or 0 for row in rows))
    assert "Hollow marks: adjusted for age_at_onset, sex" in " ".join(words(figure))
    assert "definite phase, standardised" in figures.describe(result, "prevalence")


def test_levels_of_nobody_stay_and_are_said_in_words() -> None:
    result = answer("thirteen")
    assert words(figures.draw(result, "prevalence")).count("nobody assessed") == 6
    cells = words(figures.draw(result, "heat-map", width=174))
    assert cells.count("assessed") == 6
    assert "MMN" in cells
    assert "MMN nobody assessed" in figures.describe(result, "prevalence")
    assert "MMN not assessed (0/0)" in figures.describe(result, "heat-map")


def test_a_cell_has_the_colour_of_its_share_from_none_to_all() -> None:
    result = answer("forty by twelve")
    figure = figures.draw(result, "heat-map")
    [mesh] = [held for held in figure.axes[0].collections if isinstance(held, QuadMesh)]
    rows = numbers_of(result, "prevalence")
    values = np.array([row.estimate for row in rows], dtype=float)
    np.testing.assert_allclose(np.ma.filled(mesh.get_array(), np.nan).ravel(), values)
    assert mesh.get_clim() == (0.0, 1.0)
    assert mesh.get_cmap().name == COLOURS
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == int(np.isnan(values).sum()) == 40
    written = [pair for pair in pairwise(words(figure)) if "/" in pair[1]]
    assert written == [(estimate(row), counts(row)) for row in rows if row.n]


def test_text_in_a_cell_has_a_contrast_of_four_and_a_half() -> None:
    from matplotlib import colormaps

    for share in np.linspace(0, 1, 101):
        colour = colormaps[COLOURS](share)[:3]
        ink = {BLACK: 0.0, WHITE: 1.0}[ink_on(colour)]
        low, high = sorted([luminance(colour), luminance((ink, ink, ink))])
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_map_is_darker_for_more_when_it_is_printed_in_grey() -> None:
    from matplotlib import colormaps

    greys = [luminance(colormaps[COLOURS](share)[:3]) for share in np.linspace(0, 1, 101)]
    assert greys == sorted(greys, reverse=True)


def test_boxes_are_the_quantiles_of_pandas() -> None:
    frame = pd.read_csv(FILE)
    figure = figures.draw(answer("by sign"), "numbers-by-group", width=85)
    read = frame[["flair_cst", "swi_motor_cortex"]].isin([0, 1, "0", "1"]).all(axis=1)
    both = (frame["flair_cst"].astype(str) == "1") & (frame["swi_motor_cortex"].astype(str) == "1")
    groups = [read & both, read & ~both, read]
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert len(boxes) == 3
    for box, group, pair in zip(boxes, groups, limits_of(figure)[:3], strict=True):
        known = frame["age_at_onset"][group].dropna()
        lower, upper = known.quantile([0.25, 0.75])
        assert (box.get_x(), box.get_x() + box.get_width()) == pytest.approx((lower, upper))
        assert pair == pytest.approx(tuple(known.quantile([0.05, 0.95])))
        assert f"n {len(known)}" in "\n".join(words(figure))


def test_a_mean_is_a_dot_with_a_deviation_and_tests_are_in_words() -> None:
    result = answer("by sign")
    said = figures.describe(result, "numbers-by-group")
    assert "Dot: mean" in said
    for mean, deviation in zip(
        numbers_of(result, "mean"), numbers_of(result, "standard_deviation"), strict=True
    ):
        assert f"{estimate(mean)} (SD {estimate(deviation)}), n {mean.n}" in said
    [test] = numbers_of(result, "welch_anova")
    assert "Welch's test p < 0.001" in said
    assert (test.p_value or 1) < 0.001
    assert "age_at_onset, years" in words(figures.draw(result, "numbers-by-group"))


@pytest.mark.parametrize("width", [60, 85])
def test_few_people_and_huge_numbers_can_be_read(width: float) -> None:
    frame = pd.DataFrame(
        {"arm": ["a", "b"] * 2, "age_at_onset": [50, 60, None, None], "dfs": [5.0] * 4}
        | {"huge": [1e8, 2e8, 3e13, 4e13], "below 0": [-1, -2.5, 0, 3]}
    )
    result = als.describe(als.read(frame), by="arm", number=["huge", "below 0"])
    figure = figures.draw(result, "numbers-by-group", width=width)
    assert faults(figure) == []


def test_an_area_under_the_curve_stands_below_its_boxes() -> None:
    result = answer("phase")
    [row] = [row for row in numbers_of(result, "auc") if row.term == "flair_swi"]
    text = "\n".join(words(figures.draw(result, "numbers-by-group")))
    assert f"AUC {estimate(row)} (" in text
    assert f"AUC {estimate(row)} (" in figures.describe(result, "numbers-by-group")


def test_bars_are_the_shares_of_a_table_one() -> None:
    result = answer("by sign")
    figure = figures.draw(result, "shares-by-group")
    drawn = [bar.get_width() for axes in figure.axes for bar in axes.patches]
    missing = {row.term for row in numbers_of(result, "missing") if row.events}
    shares = numbers_of(result, "share")
    terms = {row.term for row in shares}
    unknown = [r for r in numbers_of(result, "missing") if r.term in missing & terms]
    assert sorted(drawn) == pytest.approx(sorted(row.estimate or 0 for row in shares + unknown))
    assert "sex, female: present 45 (48), absent 33 (44), everyone 78 (46)." in figures.describe(
        result, "shares-by-group"
    )


def test_a_difference_is_said_with_the_p_value_of_its_test() -> None:
    said = figures.describe(answer("visits"), "contrasts")
    [difference, *_] = [
        row for row in numbers_of(answer("visits"), "prevalence_difference") if row.term == "t2_cst"
    ]
    assert estimate(difference) == "-0.387"
    assert "baseline against follow-up -0.387 (-0.582 to -0.150), p = 0.004, adj. 0.025" in said


def test_names_are_never_taken_for_formulas() -> None:
    svg = figures.file_of(answer("long"), ".svg", "prevalence", width=174).decode()
    assert ENDLESS.split(",")[0] in svg


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([60, 85, 174]))
def test_any_size_draws(findings: int, levels: int, width: float) -> None:
    result: als.Result = made(findings, levels)
    for name in figures.names(result):
        assert figures.draw(result, name, width=width).get_figheight() > 0
        assert figures.describe(result, name)
