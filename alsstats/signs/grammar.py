"""The grammar of combined signs, which is parsed here and never run as a program.

::

    expression  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" expression ")" | name
                | "at_least" "(" number "," expression { "," expression } ")"

A name is letters, digits and underscores, or any text in double quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.signs.tokens import Token, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS = {"and", "or", "not", "at_least"}
DEEPEST = 40  # parentheses inside parentheses
DIGITS = 4  # of a number of signs
EXAMPLE = 'at_least(2, flair_cst, swi_motor_cortex, not "T2 CST")'


class Name(NamedTuple):
    """A sign."""

    name: str


class Not(NamedTuple):
    """The opposite of an expression."""

    part: Expression


class AtLeast(NamedTuple):
    """At least so many of several: all of them is `and`, one of them is `or`."""

    least: int
    parts: tuple[Expression, ...]


Expression: TypeAlias = Name | Not | AtLeast


def parse(text: str, name: str) -> Expression:
    """Read the definition of a combined sign; an error points at the character.

    >>> parse("flair_cst and not swi_motor_cortex", "flair_only")
    AtLeast(least=2, parts=(Name(name='flair_cst'), Not(part=Name(name='swi_motor_cortex'))))
    """
    return _Parser(text, name).whole()


def leaves(expression: Expression) -> Iterator[str]:
    """Return the names in an expression, in their order, as often as they stand there.

    >>> list(leaves(parse("at_least(2, a, b, not a)", "x")))
    ['a', 'b', 'a']
    """
    match expression:
        case Name(name):
            yield name
        case Not(part):
            yield from leaves(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)


class _Parser(Tokens):
    """One method a rule of the grammar; each takes what it reads off the tokens."""

    def __init__(self, text: str, name: str) -> None:
        why = f"a definition is made of signs with and, or, not, as {EXAMPLE}"
        super().__init__(text, f"the definition of '{name}'", why)
        self.depth = 0

    def whole(self) -> Expression:
        expression = self.expression()
        if self.token.kind != "end":
            raise self.unexpected("'and', 'or' or the end")
        return expression

    def expression(self) -> Expression:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AtLeast(1, tuple(parts))

    def conjunction(self) -> Expression:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))

    def negation(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"more than {DEEPEST} levels deep")
        found = self.operand()
        self.depth -= 1
        return found

    def operand(self) -> Expression:
        if self.take("not"):
            return Not(self.negation())
        if self.take("at_least"):
            return self.at_least()
        if self.take("("):
            expression = self.expression()
            self.expect(")")
            return expression
        token = self.token
        if token.kind not in {"word", "quoted"} or self.is_keyword(token):
            raise self.unexpected("a sign, 'not', 'at_least' or '('")
        self.at += 1
        return Name(token.text)

    def at_least(self) -> AtLeast:
        self.expect("(")
        number = self.token
        if not (number.kind == "word" and number.text.isdecimal()):
            raise self.unexpected("how many, a whole number")
        self.at += 1
        parts: list[Expression] = []
        while self.take(",") or not parts:
            if not parts and self.tokens[self.at - 1].text != ",":
                raise self.unexpected("','")
            parts.append(self.expression())
        self.expect(")")
        least = int(number.text[:DIGITS])
        if not 1 <= least <= len(parts) or len(number.text) > DIGITS:
            self.at = self.tokens.index(number)
            raise self.error(f"at_least takes 1 to {len(parts)} of {len(parts)} signs")
        return AtLeast(least, tuple(parts))

    @staticmethod
    def is_keyword(token: Token) -> bool:
        return token.kind == "word" and token.text.casefold() in KEYWORDS
