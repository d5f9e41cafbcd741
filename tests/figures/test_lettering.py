"""Words are never wider than they are measured, and lines never wider than their room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from alsstats.figures.blocks import half
from alsstats.figures.lettering import broken, width_of
from alsstats.figures.page import MILLIMETRES, Page, new_figure, style

WORDS = ["snake_eyes: Anterior-horn hyperintensity (T2/STIR)", "ALS", "-0.246 (-0.442 to -0.039)"]


@pytest.mark.parametrize("dpi", [100, 300])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_words_are_as_wide_as_they_are_drawn(dpi: int, weight: str) -> None:
    """Within 8 %: letters are fitted to pixels, and measured for the widest fit."""
    with style():
        figure = new_figure(Page(), 20)
        figure.set_dpi(dpi)
        renderer = FigureCanvasAgg(figure).get_renderer()
        for words in WORDS:
            drawn = figure.text(0, 0, words, weight=weight).get_window_extent(renderer).width
            measured = width_of(words, weight=weight)
            assert 0.92 * measured <= drawn / dpi * MILLIMETRES <= 1.005 * measured


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text("ab _-/:;=<%059.", min_size=1, max_size=60), st.floats(4, 40))
def test_lines_fit_and_hold_every_letter(text: str, room: float) -> None:
    lines = broken(text, room)
    assert all(width_of(line) <= room or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_number_stays_with_its_sign() -> None:
    assert broken("overall p = 0.137, 95 % limits", 15) == ["overall", "p = 0.137,", "95 % limits"]
    assert broken("-0.246 (-0.442 to -0.039)", 14) == ["-0.246", "(-0.442 to", "-0.039)"]


def test_a_word_is_broken_where_it_does_not_fit_a_line() -> None:
    assert broken("by a_name_in_one_piece", 30) == ["by", "a_name_in_one_piece"]
    assert broken("a_name_in_one_piece", 14) == ["a_name_", "in_one_", "piece"]
    assert broken("mmmmmmmmmm", 5.2) == ["mm"] * 5


def test_breaks_and_controls_within_a_name_are_written_out() -> None:
    assert broken("one\ntwo\x1b[31m", 40) == [r"one\ntwo\x1b[31m"]


@given(st.lists(st.floats(1, 100), min_size=2, max_size=12))
def test_halves_are_never_empty_beyond_the_second(heights: list[float]) -> None:
    assert 1 <= half(heights) <= len(heights)
