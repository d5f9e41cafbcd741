"""The grammar of covariates, which is parsed here and never run as a program.

::

    terms  = term { "," term }
    term   = name | name "*" name | "spline" "(" name "," knots ")"

A name is letters, digits and underscores, or any text in double quotes. `a * b` stands for both and
their interaction, whichever of the two is named elsewhere too; `spline(a, 4)` for a smooth curve of
a number, with 3 to 5 knots. Interactions of three covariates, and of a spline, are refused: they
take more coefficients than the deaths of a cohort can tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.errors import UsageError
from alsstats.signs.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KNOTS = (3, 4, 5)
EXAMPLE = 'age_at_onset, flair_swi * "bulbar onset", spline(delay, 4)'


class MainEffect(NamedTuple):
    """A covariate as it is: a number, or the levels of a category."""

    name: str

    @property
    def text(self) -> str:
        """The term as it is shown."""
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the term needs."""
        return (self.name,)


class Interaction(NamedTuple):
    """The product of two covariates."""

    first: str
    second: str

    @property
    def text(self) -> str:
        """The term as it is written."""
        return f"{_written(self.first)} * {_written(self.second)}"

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the term needs."""
        return (self.first, self.second)


class Spline(NamedTuple):
    """A restricted cubic spline of a number."""

    name: str
    knots: int

    @property
    def text(self) -> str:
        """The term as it is written."""
        return f"spline({_written(self.name)}, {self.knots})"

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the term needs."""
        return (self.name,)


Term: TypeAlias = MainEffect | Interaction | Spline


def parse_terms(written: str | Sequence[str]) -> tuple[Term, ...]:
    """Read the covariates of a model; an error points at the character.

    An interaction brings the main effects of its two covariates, each term is kept once, and a
    covariate that has a spline stands in it already.

    >>> [term.text for term in parse_terms("age, flair * bulbar, spline(age, 4)")]
    ['flair', 'bulbar', 'flair * bulbar', 'spline(age, 4)']
    """
    texts = [written] if isinstance(written, str) else written
    return model_of(term for text in texts for term in _Parser(text).whole())


def model_of(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms of a model, main effects of interactions among them, each of them once."""
    given = tuple(terms)
    splines: dict[str, Spline] = {}
    for term in given:
        if isinstance(term, Spline) and splines.setdefault(term.name, term) != term:
            raise UsageError(
                f"two splines of '{term.name}' are one too many",
                found=[f"{splines[term.name].text} and {term.text}"],
                why="each of them holds the covariate itself, and the model could not tell them",
            )
    complete: dict[tuple[type[Term], frozenset[str]], Term] = {}
    for each in given:
        for term in (*_main_effects(each), each):
            complete.setdefault((type(term), frozenset(term.names)), term)
    kept = [
        term
        for term in complete.values()
        if not (isinstance(term, MainEffect) and term.name in splines)
    ]
    if len({term.text for term in kept}) < len(kept):
        raise UsageError("a column has the name of an interaction", why="rename the column")
    return tuple(kept)


def renamed(term: Term, own: Callable[[str], str]) -> Term:
    """Return a term with other names for its columns."""
    match term:
        case MainEffect(name):
            return MainEffect(own(name))
        case Interaction(first, second):
            return Interaction(own(first), own(second))
        case Spline(name, knots):
            return Spline(own(name), knots)


def names_in(terms: Iterable[Term]) -> tuple[str, ...]:
    """Return the columns that the terms need, each once.

    >>> names_in(parse_terms("flair * bulbar, spline(age, 4)"))
    ('flair', 'bulbar', 'age')
    """
    return tuple(dict.fromkeys(name for term in terms for name in term.names))


def _main_effects(term: Term) -> tuple[MainEffect, ...]:
    return tuple(MainEffect(name) for name in term) if isinstance(term, Interaction) else ()


def _written(name: str) -> str:
    return name if re.fullmatch(r"\w+", name) else f'"{name}"'


class _Parser(Tokens):
    """One method a rule of the grammar; each takes what it reads off the tokens."""

    def __init__(self, text: str) -> None:
        why = f"covariates are separated by commas, as {EXAMPLE}"
        super().__init__(text, "the covariates", why)

    def whole(self) -> list[Term]:
        terms = [self.term()]
        while self.take(","):
            terms.append(self.term())
        if self.token.kind != "end":
            raise self.unexpected("',', '*' or the end")
        return terms

    def term(self) -> Term:
        if self.is_spline():
            return self.spline()
        first = self.name()
        if not self.take("*"):
            return MainEffect(first)
        if self.is_spline():
            raise self.error("an interaction is of two covariates as they are")
        if self.token.text == first:
            raise self.error("a covariate has no interaction with itself")
        interaction = Interaction(first, self.name())
        self.refuse_another("an interaction is of two covariates")
        return interaction

    def spline(self) -> Spline:
        self.at += 1
        self.expect("(")
        name = self.name()
        self.expect(",")
        knots = {str(number): number for number in KNOTS}.get(self.token.text)
        if knots is None:
            raise self.unexpected("3, 4 or 5, the number of knots,")
        self.at += 1
        self.expect(")")
        self.refuse_another("an interaction is of two covariates as they are")
        return Spline(name, knots)

    def refuse_another(self, why: str) -> None:
        if self.take("*"):
            self.at -= 1
            raise self.error(why)

    def name(self) -> str:
        token = self.token
        if token.kind not in {"word", "quoted"}:
            raise self.unexpected("a covariate")
        self.at += 1
        return token.text

    def is_spline(self) -> bool:
        opens = self.token.kind == "word" and self.token.text.casefold() == "spline"
        return opens and self.tokens[self.at + 1].text == "("
