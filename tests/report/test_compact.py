"""Figures in few bytes: the same texts at the same places."""

import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import alsstats as als
from alsstats.report.compact import compacted

NUMBER = re.compile(r"-?\d+\.\d+")


@pytest.fixture(scope="module")
def drawn() -> tuple[bytes, bytes]:
    frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    result = als.prevalence(
        als.read(frame, study={"signs": {"flair_cst": {"label": "a > 0.12345"}}})
    )
    svg = als.figures.file_of(result, ".svg", "prevalence")
    return svg, compacted(svg)


def elements(svg: bytes) -> list[ET.Element]:
    held = (
        one for one in ET.fromstring(svg).iter() if one.tag.startswith("{http://www.w3.org/2000")
    )
    return [one for one in held if one.tag.rpartition("}")[2] not in {"desc", "metadata"}]


def test_elements_texts_and_places_are_the_same(drawn: tuple[bytes, bytes]) -> None:
    whole, small = map(elements, drawn)
    assert [one.tag for one in whole] == [one.tag for one in small]
    for before, after in zip(whole, small, strict=True):
        assert (before.text or "").strip() == (after.text or "").strip()
        for name in before.attrib.keys() & {"d", "x", "y", "width", "height", "viewBox"}:
            old, new = (
                list(map(float, NUMBER.findall(one.attrib[name]))) for one in (before, after)
            )
            assert new == pytest.approx(old, abs=0.001)  # three decimals, the rest cut off


def test_it_is_smaller_and_names_no_other_place(drawn: tuple[bytes, bytes]) -> None:
    whole, small = drawn
    assert len(small) < 0.75 * len(whole)
    assert set(re.findall(rb"https?://[^\"]*", small)) <= {
        b"http://www.w3.org/2000/svg",  # names of the languages, which nothing is loaded from
        b"http://www.w3.org/1999/xlink",
    }
