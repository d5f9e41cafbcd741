"""The forest of sensitivity and specificity shows the rows, and can be read."""

from itertools import pairwise

import pandas as pd
import pytest

import alsstats as als
from alsstats import figures
from alsstats.figures.accuracy_lines import sheet_of
from alsstats.figures.lettering import LINE
from alsstats.figures.page import Page, new_figure
from alsstats.render.cells import counts, estimate, limits
from tests.figures.accuracy_answers import ANSWERS, answer, many
from tests.figures.readable import faults, words

NAME = "accuracy-forest"


def shares(result: als.Result, statistic: str) -> list[als.Row]:
    """Return the rows of a share, without those of pairs and of the codings of the unread."""
    return [
        row for row in result.rows
        if row.statistic == statistic and row.category is None
        and not (row.handling or "").startswith("range")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_marks_and_limits_are_those_of_the_rows(name: str) -> None:
    result = answer(name)
    figure = result.plot(NAME, width=85)
    for axes, statistic in zip(figure.axes, ("sensitivity", "specificity"), strict=True):
        rows = shares(result, statistic)
        known = [row for row in rows if row.n != 0]
        lines = [line for line in axes.lines if line.get_marker() not in {"None", ""}]
        drawn = [float(line.get_xdata()[0]) for line in lines]
        assert drawn == [pytest.approx(100 * row.estimate) for row in known]
        ends = [
            tuple(map(float, line.get_xdata())) for line in axes.lines if len(line.get_xdata()) == 2
        ]
        held = [
            (100 * row.conf_low, 100 * row.conf_high) for row in known if row.conf_low is not None
        ]
        assert ends == held
        said = [text.get_text() for text in axes.texts]
        assert said == ["not assessed"] * (len(rows) - len(known))
    heights = [
        [float(line.get_ydata()[0]) for line in axes.lines if line.get_marker() != "None"]
        for axes in figure.axes
    ]
    assert heights[0] == sorted(heights[0]) or name == "never assessed"
    assert heights[0] == heights[1] or name == "never assessed"


@pytest.mark.parametrize("width", [85, 174])
@pytest.mark.parametrize("name", ANSWERS)
def test_it_can_be_read(name: str, width: float) -> None:
    result = answer(name)
    figure = result.plot(NAME, width=width)
    assert faults(figure) == []
    written = words(figure)
    for statistic in ("sensitivity", "specificity"):
        for row in shares(result, statistic):
            assert row.n is None or counts(row) in written


@pytest.mark.parametrize("name", ANSWERS)
def test_the_words_hold_the_numbers_of_the_rows(name: str) -> None:
    said = figures.describe(answer(name), NAME)
    for statistic in ("sensitivity", "specificity"):
        for row in shares(answer(name), statistic):
            if row.n == 0:
                assert f"{statistic} not assessed (0/0)" in said
                continue
            ends = f" ({limits(row)}, {counts(row)})" if row.n else ""
            assert f"{statistic} {estimate(row)}{ends}" in said


def test_words_over_each_other_and_off_the_page_are_found() -> None:
    figure = new_figure(Page(85), 20)
    for x, text in ((0.2, "one"), (0.21, "two"), (0.97, "off the page")):
        figure.text(x, 0.5, text)
    assert faults(figure) == ["leaves the page: off the page", "one over two"]


def test_it_is_the_main_figure_and_the_same_bytes_again() -> None:
    result = answer("one sign")
    assert figures.names(result) == [NAME, "flow", "predictive-values", "nomogram"]
    for name in figures.names(result):
        first = figures.file_of(result, ".svg", name)
        assert first == figures.file_of(result, ".svg", name)
        assert b"<desc>" in first


def test_names_are_no_formulas_and_no_markup() -> None:
    svg = figures.file_of(answer("many"), ".svg", NAME, width=85).decode()
    assert "$x_1$ &amp; &lt;b&gt;bold&lt;/b&gt;" in svg


def test_a_sign_without_words_is_called_by_its_name() -> None:
    frame = pd.DataFrame({"diagnosis": ["ALS", "MMN"] * 5, "own": [1, 0, 1, 1, 0] * 2})
    result = als.accuracy(als.read(frame.assign(flair_cst=frame["own"]), present={"own": 1}))
    assert "own" in words(result.plot(NAME))
    assert "own: sensitivity" in figures.describe(result, NAME)


def test_two_hundred_signs_are_one_tall_figure() -> None:
    sheet = sheet_of(many(200), Page(174))
    assert len(sheet.lines) == 600
    assert sheet.height > 600 * LINE
    assert sheet.height / 25.4 * 300 < 2**16  # more points than a PNG can have
    middles = [line.middle for line in sheet.lines]
    assert min(b - a for a, b in pairwise(middles)) >= LINE


def test_of_very_many_lines_those_of_everyone_are_drawn_and_it_is_said() -> None:
    result = many(201)
    assert len(sheet_of(result, Page(85)).lines) == 201
    said = figures.describe(result, NAME)
    assert "ALS against all others." in said
    assert "201 of 603 lines are drawn." in said


@pytest.mark.parametrize("signs", [["flair_cst", "tongue"], ["tongue", "flair_cst"]])
def test_a_sign_without_words_stands_under_its_own_name(signs: list[str]) -> None:
    """Else the numbers of one sign would stand under the name of the one before."""
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    cohort = als.read(frame.assign(tongue=[1, 1, 0]))
    result = als.accuracy(cohort, signs=signs)
    shown = [text for text in words(result.plot(NAME))]
    assert [text for text in shown if text == "tongue" or text.startswith("Cortico")] == [
        "tongue" if sign == "tongue" else "Corticospinal tract hyperintensity" for sign in signs
    ]
    assert "tongue" in figures.describe(result, NAME)
