"""Every figure of frequency: its texts can be read, its bytes are the same, its names in order."""

import pytest

from alsstats import figures
from tests.figures.frequency_answers import ASKED, answer, made
from tests.figures.readable import faults

NAMES = {
    "staff": ["prevalence", "heat-map", "contrasts"],
    "phase": ["prevalence", "heat-map", "contrasts", "numbers-by-group"],
    "thirteen": ["prevalence", "heat-map", "contrasts"],
    "one": ["prevalence", "heat-map"],
    "two by": ["prevalence", "heat-map", "contrasts"],
    "long": ["prevalence", "heat-map", "contrasts"],
    "visits": ["prevalence", "contrasts"],
    "exclusion": ["other-causes", "heat-map"],
    "described": ["shares-by-group", "numbers-by-group"],
    "by sign": ["shares-by-group", "numbers-by-group"],
    "everyone": ["shares-by-group", "numbers-by-group"],
    "forty by twelve": ["prevalence", "heat-map"],
}
DRAWN = [(asked, name) for asked, held in NAMES.items() for name in held]


@pytest.mark.parametrize("asked", ASKED)
def test_which_figures_an_answer_has(asked: str) -> None:
    assert figures.names(answer(asked)) == NAMES[asked]


@pytest.mark.once
@pytest.mark.parametrize(("asked", "name"), DRAWN)
@pytest.mark.parametrize("width", [85, 174])
def test_no_text_leaves_the_figure_or_covers_another(asked: str, name: str, width: float) -> None:
    figure = figures.draw(answer(asked), name, width=width)
    assert figure.get_figwidth() * 25.4 == pytest.approx(width)
    assert faults(figure) == []


@pytest.mark.parametrize(("asked", "name"), [("phase", held) for held in NAMES["phase"]])
@pytest.mark.parametrize("extension", [".svg", ".pdf", ".png"])
def test_the_same_answer_gives_the_same_bytes(asked: str, name: str, extension: str) -> None:
    first, second = (figures.file_of(answer(asked), extension, name) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["prevalence", "heat-map"])
def test_two_hundred_findings_are_drawn(name: str) -> None:
    svg = figures.file_of(made(200, 1), ".svg", name, width=85).decode()
    assert all(svg.count(f">finding_{place}<") == 1 for place in range(200))
