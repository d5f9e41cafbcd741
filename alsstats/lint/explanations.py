"""What each finding and each kind of error means, in a few lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

from alsstats.errors import UsageError, did_you_mean

FILE = Path(__file__).with_name("explanations.toml")
WIDTH = 80


class Explanation(NamedTuple):
    """A finding or a kind of error: its name, title, what it is, why it matters, what to do.

    `example` is a small file that has it, or a command that ends in it; `str()` of it is a page.
    """

    name: str
    title: str
    what: str
    why: str
    do: str
    example: str = ""

    def __str__(self) -> str:
        """Return the page."""
        lines = [f"{self.name}: {self.title}", ""]
        for text in (self.what, self.why, self.do):
            lines += [fill(text, WIDTH), ""]
        lines += ["For example:", ""]
        lines += [f"  {line}" for line in self.example.strip().splitlines()]
        return "\n".join(lines) + "\n"


@cache
def every_explanation() -> dict[str, Explanation]:
    """Return every explanation by its name: kinds of errors first, then findings."""
    import tomllib

    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Explanation(name, **said) for name, said in document.items()}


def explain(name: str) -> Explanation:
    """What a finding of `check`, or a kind of error, means and what to do about it.

    Raises `UsageError` where there is no such name.

    >>> explain("constant-sign").title
    'a sign that is present in all, or in none'
    """
    known = every_explanation()
    if name not in known:
        raise UsageError(
            f"nothing is called '{name}'{did_you_mean(name, known)}",
            found=[f"known: {', '.join(known)}"],
            fix="alsstats explain",
        )
    return known[name]
