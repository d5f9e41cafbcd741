"""PPV and NPV against the prevalence: curves of Bayes' rule through the numbers of the rows."""

from math import isnan

import pytest

from alsstats import figures
from alsstats.counts import TwoByTwo
from alsstats.diagnostic import npv_at, ppv_at
from alsstats.figures.one_sign import main_sign
from alsstats.figures.predictive_curves import bands_of, points_of
from alsstats.render.cells import estimate, limits
from tests.figures.accuracy_answers import ANSWERS, answer
from tests.figures.readable import faults

NAME = "predictive-values"
DRAWN = [name for name in ANSWERS if name not in {"all signs", "strata", "many"}]


@pytest.mark.parametrize("width", [85, 174])
@pytest.mark.parametrize("name", DRAWN)
def test_it_can_be_read(name: str, width: float) -> None:
    result = answer(name)
    assert faults(result.plot(NAME, width=width)) == []


@pytest.mark.parametrize("name", ["one sign", "table", "worst", "published"])
def test_curves_and_bands_are_bayes_rule_on_the_counts(name: str) -> None:
    """By the formula of PPV and NPV from sensitivity and specificity, and the limits' own."""
    result = answer(name)
    sign = main_sign(result)
    sens, spec = (row.estimate for row in sign.accuracy)
    bands = bands_of(result, sign)
    for place, p in enumerate(bands["ppv"].prevalence):
        ppv = p * sens / (p * sens + (1 - p) * (1 - spec))
        npv = (1 - p) * spec / ((1 - p) * spec + p * (1 - sens))
        assert bands["ppv"].value[place] == pytest.approx(ppv, rel=1e-9)
        assert bands["npv"].value[place] == pytest.approx(npv, rel=1e-9)
    for project, band in ((ppv_at, bands["ppv"]), (npv_at, bands["npv"])):
        found = project(sign.table, band.prevalence[200])
        assert (band.low[200], band.high[200]) == (found.low, found.high)
    figure = result.plot(NAME)
    [axes] = figure.axes
    assert list(axes.lines[0].get_ydata()) == [100 * value for value in bands["ppv"].value]


@pytest.mark.parametrize("name", ["one sign", "any part", "perfect", "nobody has it"])
def test_marks_are_the_rows_and_on_the_curves(name: str) -> None:
    result = answer(name)
    sign = main_sign(result)
    [axes] = result.plot(NAME).axes
    marks = {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() not in {"None", ""} and len(line.get_xdata())
    }
    expected = {
        (100 * point.at, 100 * row.estimate)
        for point in points_of(sign) for row in point.rows.values() if not isnan(row.estimate)
    }  # fmt: skip
    assert marks == expected
    table = sign.table
    for point in points_of(sign):
        for name_of, project in (("ppv", ppv_at), ("npv", npv_at)):
            held, projected = point.rows[name_of].estimate, project(table, point.at).value
            assert held == pytest.approx(projected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", ANSWERS)
def test_words_hold_the_numbers_of_the_rows(name: str) -> None:
    result = answer(name)
    said = figures.describe(result, NAME)
    for point in points_of(main_sign(result)):
        for label, row in point.rows.items():
            if isnan(row.estimate):
                assert f"{label.upper()} not defined" in said
                continue
            assert f"{label.upper()} {estimate(row)}" in said
            assert limits(row) in said or limits(row) == "-"


def test_what_is_not_defined_or_chosen_is_said() -> None:
    assert "no prevalence of the study's own is marked" in figures.describe(
        answer("case-control"), NAME
    )
    assert points_of(main_sign(answer("case-control"))) == []
    assert [point.at for point in points_of(main_sign(answer("case-control, projected")))] == [
        0.0005, 0.2,
    ]  # fmt: skip
    said = figures.describe(answer("nobody has it"), NAME)
    assert "PPV not defined" in said
    assert "PPV: both shares are 0 (0/0)." in said
    assert ppv_at(TwoByTwo(tp=0, fp=0, fn=20, tn=30), 0.4).reason == "both shares are 0 (0/0)"
