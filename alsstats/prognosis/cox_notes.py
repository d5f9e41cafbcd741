"""What a reader must know of a fitted Cox model, to read its numbers rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.result import NOT_COMPUTED, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.design import Design, DesignTerm
    from alsstats.prognosis.fit import CoxFit

FEW_CLUSTERS = 20  # a clustered standard error of fewer is too small more often than not


def notes_of(fit: CoxFit, design: Design, clusters: int | None = None) -> Iterator[Note]:
    """Yield the notes on a model: why it has no numbers, or what its numbers stand for."""
    if fit.infinite:
        names = ", ".join(fit.infinite)
        yield Note(
            "separation",
            f"no finite estimate of {names}: the likelihood rises without end. The limit that is "
            "finite, and p, are of the profile likelihood; Firth's likelihood has finite estimates",
        )
    elif fit.problem:
        yield Note(NOT_COMPUTED, f"the Cox model was not computed: {fit.problem}")
    if clusters is not None and clusters < FEW_CLUSTERS:
        text = f"only {clusters} clusters: the clustered standard errors are likely too small"
        yield Note("few_clusters", text)
    if clusters is not None and fit.infinite:
        yield Note(NOT_COMPUTED, "no clustered standard errors where an estimate is infinite")
    if design.empty:
        named = ", ".join(column.name for column in design.empty)
        yield Note("empty_level", f"not in the model, since nobody is in them: {named}")
    for term in design.terms:
        yield from _of_term(term, design)


def _of_term(term: DesignTerm, design: Design) -> Iterator[Note]:
    if term.kind == "spline":
        knots = ", ".join(f"{knot:g}" for knot in design.splines[term.names[0]].knots)
        yield Note("knots", f"{term.text}: knots at {knots}")
    if term.kind == "interaction":
        first, second = term.names
        yield Note(
            "interaction",
            f"{term.text}: how many times as high the hazard ratio of the one is for each step of "
            f"the other; the rows of {first} and of {second} hold where the other is 0 or at its "
            "reference",
        )
