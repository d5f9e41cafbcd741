"""Every kind of figure, under hostile names and numbers: legible, told in words, the same again."""

import re
from xml.etree import ElementTree as ET

import pytest

import alsstats as als
from alsstats import figures
from alsstats.errors import printable
from alsstats.figures.lettering import LEADING, SIZE
from alsstats.figures.page import MILLIMETRES, ONE_COLUMN, TWO_COLUMNS, Page, new_figure, style
from alsstats.figures.placing import write, write_upright
from alsstats.render.numbers import interval, number, significant
from tests.figures.hostile_answers import ANSWERS, answer
from tests.figures.readable import faults, texts, words

DRAWN = [(asked, name) for asked, (_, names) in ANSWERS.items() for name in names]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.filterwarnings("ignore:Glyph")  # no font here has Chinese letters


def test_every_kind_is_drawn_here() -> None:
    assert {name for _, name in DRAWN} == set(figures.FIGURES)


@pytest.mark.once
@pytest.mark.parametrize("width", [ONE_COLUMN, TWO_COLUMNS])
@pytest.mark.parametrize(("asked", "name"), DRAWN)
def test_no_text_leaves_the_figure_or_covers_another(asked: str, name: str, width: float) -> None:
    figure = figures.draw(answer(asked), name, width=width)
    assert figure.get_figwidth() * MILLIMETRES == pytest.approx(width)
    assert faults(figure) == []
    assert not [text for text in texts(figure) if "\n" in text.get_text() or text.get_parse_math()]
    assert not any(r"\x" in line for line in words(figure))  # no name here has such a letter


@pytest.mark.parametrize(("asked", "name"), DRAWN)
def test_its_file_is_told_in_words_and_the_same_again(asked: str, name: str) -> None:
    result = answer(asked)
    svg = figures.file_of(result, ".svg", name, width=ONE_COLUMN)
    root = ET.fromstring(svg)
    title, description = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert title.text == result.title
    assert description.text == printable(figures.describe(result, name))
    assert figures.file_of(result, ".svg", name, width=ONE_COLUMN) == svg


@pytest.mark.parametrize(("asked", "name"), DRAWN)
def test_each_number_in_its_words_is_one_of_the_answer(asked: str, name: str) -> None:
    said = numbers_in(figures.describe(answer(asked), name))
    assert said
    assert said - numbers_of(answer(asked)) == set()


def numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def numbers_of(result: als.Result) -> set[str]:
    """Return the numbers of a result as they are printed, as a table, in rows or along curves."""
    said = [result.title, result.render(), "0 to 100 %", f"{100 * result.level:g}"]
    for row in result.rows:
        said += [f"{100 * row.at:g}"] if row.at is not None else []
        said += [number(row.estimate, "number"), str((row.n or 0) - (row.events or 0))]
        if row.statistic == "npv" and row.estimate is not None:  # after a negative result: 1 - NPV
            rest = (1 - value for value in (row.estimate, row.conf_high or 0, row.conf_low or 0))
            value, *limits = rest
            said += [number(value, "proportion"), interval(*limits, "proportion")]
    for curve in result.curves:
        said += [curve.name]  # against which value a ratio is
        said += [f"{value:g}" for value in (*curve.x, *curve.at_risk, *curve.events)]
        ends = (
            values[at] for values in (curve.y, curve.low, curve.high) if values for at in (0, -1)
        )
        said += [significant(value) for value in ends]
    return numbers_in(" ".join(said))


def test_lines_are_apart_by_more_than_their_size() -> None:
    assert LEADING >= 1.3
    with style():
        figure = new_figure(Page(ONE_COLUMN), 40)
        for size in (5.5, SIZE):
            figure.texts.clear()
            write(figure, ["one", "two", "three"], 5, 20, va="center", size=size)
            places = [text.get_position()[1] * 40 for text in figure.texts]
            assert places[1] == pytest.approx(20)
            step = (places[0] - places[1]) / MILLIMETRES * 72 / size
            assert step == pytest.approx((places[1] - places[2]) / MILLIMETRES * 72 / size)
            assert step == pytest.approx(LEADING)
        figure.texts.clear()
        write_upright(figure, ["one", "two"], 40, 20)
        left, right = (text.get_position()[0] * ONE_COLUMN for text in figure.texts)
        assert (right - left) / MILLIMETRES * 72 / SIZE == pytest.approx(LEADING)
        assert (left + right) / 2 == pytest.approx(40)
