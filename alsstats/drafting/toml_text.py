"""Sections of a study file as text: lines that hold, and comments beside and between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

BARE = re.compile(r"[A-Za-z0-9_-]+")
ESCAPED = {"\\": r"\\", '"': r"\""}


class Line(NamedTuple):
    """A line of a section; `to_fill` marks what somebody has to decide."""

    text: str
    to_fill: bool = False


class Section(NamedTuple):
    """A table of the file: the keys that lead to it, its lines, and a comment beside its name."""

    keys: tuple[str, ...]
    lines: tuple[Line, ...]
    evidence: str = ""

    def __str__(self) -> str:
        """Return the section as it stands in the file."""
        head = f"[{'.'.join(map(key, self.keys))}]{_beside(self.evidence)}"
        return "\n".join([head, *(line.text for line in self.lines)]) + "\n"


def holds(name: str, value: Any, evidence: str = "") -> Line:
    """Return a line that holds.

    >>> holds("present", ["1"], "109 rows").text
    'present = ["1"]  # 109 rows'
    """
    return Line(f"{key(name)} = {value_text(value)}{_beside(evidence)}")


def proposed(name: str, value: Any, evidence: str = "") -> Line:
    """Return a line that does not hold until its "#" is taken away."""
    return Line(f"# {holds(name, value, evidence).text}")


def to_fill(name: str, value: Any, question: str) -> Line:
    """Return a line that somebody has to decide on, with the question."""
    return Line(proposed(name, value, f"to fill: {question}").text, to_fill=True)


def question(text: str) -> Line:
    """Return a comment that asks about the lines below it."""
    return Line(remark(f"to fill: {text}").text, to_fill=True)


def remark(text: str) -> Line:
    """Return a comment."""
    return Line(f"# {printable(text)}")


def value_text(value: Any) -> str:
    r"""Return a text, a number, a list or a table as TOML has it.

    >>> print(value_text({"mimics": ["MMN", 'the "K"'], "n": 1}))
    { mimics = ["MMN", "the \"K\""], n = 1 }
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return (
            f"{{ {', '.join(f'{key(name)} = {value_text(one)}' for name, one in value.items())} }}"
        )
    return f"[{', '.join(map(value_text, value))}]"


def key(name: str) -> str:
    """Return a key as TOML has it: bare where it may be, else in quotes.

    >>> key("flair_cst"), key("T2 (Rückenmark)")
    ('flair_cst', '"T2 (Rückenmark)"')
    """
    return name if BARE.fullmatch(name) else _text(name)


def _text(value: str) -> str:
    return f'"{"".join(map(_character, value))}"'


def _character(character: str) -> str:
    if character in ESCAPED or character.isprintable():
        return ESCAPED.get(character, character)
    return f"\\U{ord(character):08X}"


def _beside(comment: str) -> str:
    return f"  # {printable(comment)}" if comment else ""


def count_to_fill(sections: Iterable[Section]) -> int:
    """Return how many places somebody has to decide on."""
    return sum(line.to_fill for section in sections for line in section.lines)
