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


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.text("ab _-/:", min_size=1, max_size=60), st.floats(8, 40))
def test_lines_fit_and_hold_every_letter(text: str, room: float) -> None:
    lines = broken(text, room)
    assert all(width_of(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.floats(1, 100), min_size=2, max_size=12))
def test_halves_are_never_empty_beyond_the_second(heights: list[float]) -> None:
    assert 1 <= half(heights) <= len(heights)
