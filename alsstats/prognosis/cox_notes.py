"""What a reader must know of a fitted Cox model, to read its numbers rightly."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from alsstats.result import NOT_COMPUTED, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.design import Design, DesignTerm
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.times import Integers, SurvivalTimes

FEW_CLUSTERS = 20  # a clustered standard error of fewer is too small more often than not


def notes_of_fit(
    fit: CoxFit,
    design: Design,
    times: SurvivalTimes,
    clusters: int | None = None,
    *,
    patient: Integers | None = None,
    model: str = "Cox's model",
) -> Iterator[Note]:
    """Yield the notes on a model: why it has no numbers, or what its numbers stand for.

    `patient` tells whose each row is where patients have several.
    """
    if fit.infinite:
        names = "; ".join(_with_deaths(name, design, times, patient) for name in fit.infinite)
        limits = "the finite limit and p are of the profile likelihood"
        if isnan(fit.log_likelihood):
            limits = "limits and p are not known, as the likelihood still rises very far out"
        yield Note(
            "separation",
            f"{model}: the deaths are separated, with no finite estimate of {names}; {limits}, and "
            "Firth's likelihood (--firth) has finite estimates",
        )
    elif fit.problem:
        yield Note(NOT_COMPUTED, f"{model} was not computed: {fit.problem}")
    if clusters is not None and clusters < FEW_CLUSTERS:
        text = (
            f"{clusters} clusters: with fewer than {FEW_CLUSTERS} clustered limits are too narrow"
        )
        yield Note("few_clusters", text)
    if clusters is not None and fit.infinite:
        yield Note(NOT_COMPUTED, f"{model}: no clustered limits where an estimate is infinite")
    if design.empty:
        named = ", ".join(column.name for column in design.empty)
        yield Note("empty_level", f"{model}: nobody to estimate a ratio of is in {named}")
    for term in design.terms:
        yield from _of_term(term, design)


def _with_deaths(name: str, design: Design, times: SurvivalTimes, patient: Integers | None) -> str:
    """Return the name of a column, and of one of 0 and 1 how many died with it and without."""
    import numpy as np

    values = design.matrix[:, design.names.index(name)]
    if not np.isin(values, (0.0, 1.0)).all():
        return name
    codes = values.astype(int)
    died = np.bincount(codes, times.frequency * times.event, minlength=2)
    n = np.bincount(codes, times.frequency, minlength=2)
    if patient is not None:
        n = np.array([len(np.unique(patient[codes == code])) for code in (0, 1)])
    return (
        f"{name} ({died[1]:.10g} events in {n[1]:.10g}, and {died[0]:.10g} in {n[0]:.10g} others)"
    )


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
