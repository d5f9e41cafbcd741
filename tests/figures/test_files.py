"""A figure as a file: its alternative text inside, no clock, and nobody's words changed."""

import io
import re
from xml.etree import ElementTree as ET

import pytest

from alsstats.errors import UsageError
from alsstats.figures.files import figure_bytes
from alsstats.figures.page import Page, new_figure, style

TITLE = "Signs & <causes>"
DESCRIPTION = "A line from 1 to 2; p < 0.001, 'as seen' in 3.14159265 \u00b1 0.1."
NAME = 'pi is 3.14159265 x="0.123456789" $a$ & <b> font-size: 7px'
SVG = "{http://www.w3.org/2000/svg}"


def made(
    extension: str, name: str = NAME, title: str = TITLE, description: str = DESCRIPTION
) -> bytes:
    with style():
        figure = new_figure(Page(85), 40)
        axes = figure.subplots()
        axes.plot([1, 2], [1 / 3, 2 / 3])
        axes.set_xlabel(name)
        return figure_bytes(figure, extension, title, description)


def test_svg_says_what_it_shows_and_leaves_words_as_they_are() -> None:
    root = ET.fromstring(made(".svg"))
    assert (root.get("role"), root.get("width")) == ("img", "240.944882pt")  # 85 mm
    assert [root[0].text, root[1].text] == [TITLE, DESCRIPTION]
    assert NAME in [element.text for element in root.iter(f"{SVG}text")]


def test_what_no_file_may_hold_is_written_out() -> None:
    root = ET.fromstring(made(".svg", title="by a\x00b", description="a\x0bc"))
    assert [root[0].text, root[1].text] == ["by a\\x00b", "a\\x0bc"]


def test_svg_keeps_places_and_names_fonts_once() -> None:
    with style():
        figure = new_figure(Page(85), 40)
        figure.subplots().plot([1, 2], [1 / 3, 2 / 3], gid="line")
        plain = io.BytesIO()
        figure.savefig(plain, format="svg")
        ours = figure_bytes(figure, ".svg", TITLE, DESCRIPTION)
    places = [
        [float(number) for number in re.findall(r"[\d.]+", line(svg))]
        for svg in (plain.getvalue(), ours)
    ]
    assert places[1] == pytest.approx(places[0], abs=0.001)
    assert ours.count(b"font-family") == 1
    assert len(ours) < 0.75 * len(plain.getvalue())


def line(svg: bytes) -> str:
    """Return the places of the line that was drawn."""
    [group] = [held for held in ET.fromstring(svg).iter(f"{SVG}g") if held.get("id") == "line"]
    return str(next(group.iter(f"{SVG}path")).get("d"))


def test_pdf_and_png_hold_the_text() -> None:
    from PIL import Image

    with Image.open(io.BytesIO(made(".png"))) as image:
        assert (image.info["Title"], image.info["Description"]) == (TITLE, DESCRIPTION)
        assert image.size == (int(85 / 25.4 * 300), int(40 / 25.4 * 300))
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert b"/Subject" in made(".pdf")


@pytest.mark.parametrize("extension", [".svg", ".pdf", ".png", ".SVG"])
def test_no_clock(extension: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(extension)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert made(extension) == first
    assert not re.search(rb"20\d\d-\d\d-\d\d|D:20\d\d", first)


def test_a_readers_own_settings_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import rcParams

    first = made(".svg")
    monkeypatch.setitem(rcParams, "lines.linewidth", 7)
    monkeypatch.setitem(rcParams, "font.size", 20)
    assert made(".svg") == first


def test_an_unknown_extension_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no figure is made as '\.gif'"):
        made(".gif")


def test_letters_that_the_font_lacks_stay_in_an_svg_and_are_refused_elsewhere() -> None:
    name = "\u7b4b\u840e\u7e2e"
    assert name in made(".svg", name).decode()
    for extension in (".pdf", ".png"):
        with pytest.raises(UsageError, match="letters that cannot be printed"):
            made(extension, name)
