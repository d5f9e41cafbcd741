"""The works that methods are cited from: one table, and their numbers in a text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CITED = re.compile(r"\[(@\w+(?:, @\w+)*)\]")  # as `by Wilson's method [@wilson, @newcombe_single]`


class Reference(NamedTuple):
    """A work in a journal, or a book, whose publisher then stands in the place of a journal."""

    author: str
    title: str
    journal: str
    year: int
    volume: str = ""
    pages: str = ""

    def __str__(self) -> str:
        place = f"{self.volume}:{self.pages}" if self.pages else self.volume
        return f"{self.author}. {self.title}. {self.journal} {self.year}{f';{place}' * bool(place)}"


@cache
def works() -> dict[str, Reference]:
    """Return all works by the names that texts cite them by."""
    text = (files("alsstats.render.methods") / "references.toml").read_text(encoding="utf-8")
    return {name: Reference(**fields) for name, fields in tomllib.loads(text).items()}


def numbered(text: str) -> str:
    """Number the works that a text cites in the order in which it does, and list them below it.

    A mark of works that nobody knows is not one of ours, and stays as it is.

    >>> print(numbered("An index [@youden]; [@nobody] stays."))
    An index [1]; [@nobody] stays.
    <BLANKLINE>
    References
    1. Youden WJ. Index for rating diagnostic tests. Cancer 1950;3:32-35.
    """
    known = works()
    places: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        keys = found[1].replace("@", "").split(", ")
        if not set(keys) <= set(known):
            return found[0]
        numbers = [places.setdefault(key, len(places) + 1) for key in keys]
        return f"[{', '.join(map(str, sorted(numbers)))}]"

    written = CITED.sub(mark, text)
    listed = [f"{place}. {known[key]}." for key, place in places.items()]
    return "\n".join([written, *(["", "References", *listed] if listed else [])])
