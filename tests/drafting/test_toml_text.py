"""Lines of a study file: whatever a table holds in names and codes, TOML reads it back."""

import tomllib
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from alsstats.drafting.toml_text import Section, holds, proposed, question, remark, to_fill

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ODD = '"a\n[b] = \t"""\\u0041 \x7f\u2028 # \U0001f9e0 \r\n'


@given(st.lists(TEXTS, min_size=1), TEXTS, st.lists(TEXTS), TEXTS)
@example([ODD], ODD, [ODD, "1"], ODD)
@example(["", "flair_cst"], "", [], "")
def test_every_text_comes_back(keys: list[str], name: str, codes: list[str], said: str) -> None:
    lines = (
        holds(name, codes, said),
        remark(said),
        question(said),
        proposed(name, codes, said),
        to_fill(name, codes, said),
    )
    read: Any = tomllib.loads(str(Section(tuple(keys), lines, said)))
    for key in keys:
        read = read[key]
    assert read == {name: codes}


@given(st.dictionaries(TEXTS, st.one_of(TEXTS, st.integers(0, 99), st.lists(TEXTS))), TEXTS)
@example({ODD: ODD}, ODD)
def test_a_table_in_a_line_comes_back(table: dict[str, Any], said: str) -> None:
    section = Section(("survival",), (holds("event", table, said),))
    assert tomllib.loads(str(section)) == {"survival": {"event": table}}


def test_a_proposal_holds_once_its_mark_is_taken_away() -> None:
    for line in (proposed("present", ["1"], "one"), to_fill("present", ["1"], "which?")):
        assert tomllib.loads(line.text) == {}
        assert tomllib.loads(line.text.removeprefix("# ")) == {"present": ["1"]}
