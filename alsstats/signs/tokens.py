"""A text taken apart into words and marks, for the small grammars that are parsed and never run."""

from __future__ import annotations

import re
from typing import NamedTuple

from alsstats.errors import UsageError, printable

TOKEN = re.compile(r'\s*(?:(?P<word>\w+)|"(?P<quoted>[^"]+)"|(?P<mark>[(),*])|(?P<other>\S))')


class Token(NamedTuple):
    """A word, a quoted name or a mark, and the place in the text where it stands."""

    kind: str
    text: str
    place: int


class Tokens:
    """What a parser takes off a text, one token after another; an error points at the character.

    `what` is what cannot be read then, and `why` how it is written.
    """

    def __init__(self, text: str, what: str, why: str) -> None:
        self.text = text
        self.what = what
        self.why = why
        self.tokens = _tokens(text)
        self.at = 0

    @property
    def token(self) -> Token:
        """The token that is next."""
        return self.tokens[self.at]

    def take(self, text: str) -> bool:
        """Take the next token if it is this keyword or mark, and tell whether it was."""
        if self.token.kind not in {"word", "mark"} or self.token.text.casefold() != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        """Take the next token, which must be this keyword or mark."""
        if not self.take(text):
            raise self.unexpected(f"'{text}'")

    def unexpected(self, wanted: str) -> UsageError:
        """Return the error that something else should stand where the next token is."""
        found = "the end" if self.token.kind == "end" else f"'{self.token.text}'"
        return self.error(f"{found} where {wanted} should be")

    def error(self, what: str) -> UsageError:
        """Return the error that points at the next token."""
        place = self.token.place
        return UsageError(
            f"{self.what} cannot be read: {what}",
            found=[
                f"character {place + 1}: {self.text}",
                " " * (len(f"character {place + 1}: ") + len(printable(self.text[:place]))) + "^",
            ],
            why=self.why,
        )


def _tokens(text: str) -> list[Token]:
    found = [
        Token(match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0))
        for match in TOKEN.finditer(text)
    ]
    return [*found, Token("end", "", len(text.rstrip()))]
