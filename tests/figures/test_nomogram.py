"""Fagan's nomogram: straight lines through the numbers of the rows."""

from dataclasses import replace
from math import exp, log

import pytest

from alsstats import figures
from alsstats.figures.nomogram_scales import RATIOS, reach_of, ticks_after, ticks_before
from alsstats.figures.nomogram_ways import start_of
from alsstats.figures.one_sign import main_sign
from tests.figures.accuracy_answers import ANSWERS, answer
from tests.figures.readable import faults, texts

NAME = "nomogram"
DRAWN = [
    name for name in ANSWERS if name not in {"all signs", "strata", "many", "case-control"}
]  # fmt: skip


@pytest.mark.parametrize("width", [85, 174])
@pytest.mark.parametrize("name", DRAWN)
def test_it_can_be_read(name: str, width: float) -> None:
    assert faults(answer(name).plot(NAME, width=width)) == []


@pytest.mark.parametrize("name", ["one sign", "published", "table", "case-control, projected"])
def test_each_line_is_bayes_rule(name: str) -> None:
    """From the counts alone: posterior odds are prior odds times the ratio."""
    result = answer(name)
    sign = main_sign(result)
    sens, spec = (row.estimate for row in sign.accuracy)
    before = start_of(sign)
    assert before is not None
    [axes] = result.plot(NAME).axes
    ways = [line for line in axes.lines if len(line.get_xdata()) == 3]
    for line, ratio in zip(ways, (sens / (1 - spec), (1 - sens) / spec), strict=True):
        x, y = line.get_xdata(), line.get_ydata()
        assert x[1] == (x[0] + x[2]) / 2
        assert 1 / (1 + exp(y[0])) == pytest.approx(before)
        assert exp(2 * y[1]) == pytest.approx(ratio)
        assert exp(y[2]) == pytest.approx(before / (1 - before) * ratio)


@pytest.mark.parametrize("name", ["one sign", "case-control, projected"])
def test_every_label_is_where_its_number_is(name: str) -> None:
    figure = answer(name).plot(NAME, width=85)
    [axes] = figure.axes
    left, middle, right = (0.0, axes.get_xlim()[1] / 2, axes.get_xlim()[1])
    found = 0
    for text in texts(figure):
        x, y = text.get_position()
        if not text.get_text().replace(".", "").isdigit() or text.axes is None:
            continue
        number, found = float(text.get_text()), found + 1
        if x < left:
            assert y == pytest.approx(-log(number / (100 - number)))
        elif x > right:
            assert y == pytest.approx(log(number / (100 - number)))
        else:
            assert x < middle
            assert (number in RATIOS, y) == (True, pytest.approx(log(number) / 2))
    assert found > 30


def test_the_scales_reach_what_is_rare() -> None:
    reach = reach_of([0.00002, 1.0])
    assert reach > log(0.99998 / 0.00002)
    numbers = {tick.label for tick in ticks_before(reach, 5.0)}
    assert {"0.01", "99.99", "50"} <= numbers
    assert [tick.y for tick in ticks_after(reach, 5.0)] == [
        -tick.y for tick in ticks_before(reach, 5.0)
    ]


def test_words_hold_both_ways_and_what_has_no_line() -> None:
    assert figures.describe(answer("one sign"), NAME) == (
        "Fagan's nomogram. Combined FLAIR/SWI sign, ALS against all others, TP 85, FP 9, FN "
        "37, TN 38. Before the scan 72.2 %, the table's own prevalence. After a positive result "
        "90.4 % (82.8 to 94.9 %): LR+ 3.64 (2.00 to 6.62). After a negative result 49.3 % (38.3 to "
        "60.4 %; NPV 50.7 %): LR- 0.375 (0.277 to 0.508)."
    )
    perfect = figures.describe(answer("perfect"), NAME)
    assert "LR+ is infinite, nobody without the disease has the sign" in perfect
    assert "LR- is 0, nobody with the disease is without the sign" in perfect
    [start] = answer("perfect").plot(NAME).axes[0].lines
    assert (start.get_xdata()[0], start.get_ydata()[0]) == (0, pytest.approx(log(0.6 / 0.4)))
    assert "No result was positive." in figures.describe(answer("nobody has it"), NAME)
    assert NAME not in figures.names(answer("case-control"))
    assert "5 %" in figures.describe(answer("any part"), "predictive-values")


@pytest.mark.parametrize("gone", ["ppv", "npv", "lr_negative", "sensitivity", "specificity"])
def test_a_result_of_chosen_rows_has_the_figures_of_what_is_left(gone: str) -> None:
    held = answer("table")
    left = replace(held, rows=tuple(row for row in held.rows if row.statistic != gone))
    assert "nomogram" in figures.names(held)
    assert "nomogram" not in figures.names(left)
    for name in figures.names(left):
        assert figures.describe(left, name)
