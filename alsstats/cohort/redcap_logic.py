"""Branching logic of REDCap, in SQL: whether a field was shown to whoever filled in the form.

Understood are comparisons of a field of the same row, `[mri_done] = '1'` or `[signs(2)] = '1'`,
with a text or a number, joined by `and`, `or` and parentheses. A field that is empty is the empty
text. Fields of other events, functions and sums are not understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alsstats.cohort.sql import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = re.compile(
    r"\s*(?:(?P<field>\[[a-z0-9_]+(?:\([^()\[\]]+\))?\])|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign><>|!=|<=|>=|=|<|>)|(?P<word>and\b|or\b|[()]))",
    re.IGNORECASE,
)
MOST = 150  # parts of a condition: what is longer would be too deep for the database


class _NotUnderstoodError(Exception):
    """A condition of another kind."""


def shown(condition: str, cells: Mapping[str, str]) -> str | None:
    """Return the SQL of whether a condition holds, or nothing where it is not understood.

    `cells` maps a field, or a box as `field(code)`, to the SQL of its cell.

    >>> shown("[mri] = '1' or [age] > 50", {"mri": "c1"}) is None
    True
    >>> shown("[mri] <> ''", {"mri": "c1"}).endswith("coalesce(c1, '') <> '')))")
    True
    """
    try:
        return _Parser(_tokens(condition), cells).whole()
    except _NotUnderstoodError:
        return None


def _tokens(condition: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place, text = 0, condition.strip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None or len(tokens) == MOST:
            raise _NotUnderstoodError
        tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
        place = found.end()
    return tokens


class _Parser:
    """Reads tokens from the left; `or` binds less than `and`."""

    def __init__(self, tokens: list[tuple[str, str]], cells: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.cells = cells

    def whole(self) -> str:
        held = self._joined("or")
        if self.tokens:
            raise _NotUnderstoodError
        return held

    def _joined(self, word: str) -> str:
        parts = [self._part(word)]
        while self.tokens and self.tokens[0][1].lower() == word:
            self._next()
            parts.append(self._part(word))
        return f"({f' {word} '.join(parts)})"

    def _part(self, word: str) -> str:
        if word == "or":
            return self._joined("and")
        if self.tokens and self.tokens[0][1] == "(":
            self._next()
            held = self._joined("or")
            if self._next()[1] != ")":
                raise _NotUnderstoodError
            return held
        return self._comparison()

    def _comparison(self) -> str:
        one, (kind, sign), other = self._operand(), self._next(), self._operand()
        if kind != "sign":
            raise _NotUnderstoodError
        numbers = [f"TRY_CAST({side} AS DOUBLE)" for side in (one, other)]
        texts = f"{one} {sign} {other}"
        if sign in ("<", "<=", ">", ">="):
            texts = f"({one} <> '' AND {other} <> '' AND {texts})"
        return f"coalesce({numbers[0]} {sign} {numbers[1]}, {texts})"

    def _operand(self) -> str:
        kind, text = self._next()
        if kind == "field" and text[1:-1] in self.cells:
            return f"coalesce({self.cells[text[1:-1]]}, '')"
        if kind == "text":
            return literal(text[1:-1])
        if kind == "number":
            return literal(text)
        raise _NotUnderstoodError

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _NotUnderstoodError
        return self.tokens.pop(0)
