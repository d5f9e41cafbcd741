"""Every error has the design's shape: what is wrong, what was found, why it matters, what to do."""

import re

from alsstats import errors
from tests.errors_page import PAGE, page, refusals, tree

# A message that says itself what is wanted: "x must be ...", "did you mean ...".
WANTED = re.compile(
    r"\b(must|needs?|takes?|is needed|is named by|is a|is the path|is no|is of whole|no sheet|"
    r"no unit|no encoding|no flag|no argument|are no|does not take|leave these|none negative)\b|"
    r"not \{wanted\}"
)


def test_the_page_of_all_errors_is_that_of_the_source() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert len(refusals()) > 300


def test_the_drawing_names_every_class_with_its_exit_code() -> None:
    for kind in errors.AlsstatsError.__subclasses__():
        assert re.search(rf"{kind.__name__} +exit {kind.exit_code} ", tree()), kind


def test_every_error_says_why_or_what_to_do() -> None:
    bare = [one for one in refusals() if not (one.why or one.fix or WANTED.search(one.what))]
    assert bare == []


def test_no_message_is_left_to_be_guessed() -> None:
    assert [one for one in refusals() if one.what in {"", "{...}"}] == []


def test_messages_are_one_line_without_a_full_stop() -> None:
    for one in refusals():
        assert not one.what.endswith("."), one
        assert "\n" not in one.what + one.why + one.fix, one
