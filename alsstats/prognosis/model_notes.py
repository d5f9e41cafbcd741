"""What a reader must know of fitted models: what is missing, infinite, or doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.coding import Category
from alsstats.prognosis.model_rows import is_large
from alsstats.prognosis.models import Model
from alsstats.prognosis.terms import Interaction
from alsstats.result import NOT_COMPUTED, Note, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alsstats.prognosis.analysis import Analysis
    from alsstats.prognosis.analysis_rows import Answered
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.question import Question

FEWEST_EVENTS = 10  # a coefficient; Peduzzi et al., J Clin Epidemiol 1995;48:1503
FEWEST_CLUSTERS = 20
DOUBTFUL = 0.05  # a p value below it makes what was taken for granted doubtful


def notes_of_models(
    analysis: Analysis, answer: Answered, question: Question, asked: Asked
) -> Iterator[Note]:
    """Yield the notes on the models of an analysis."""
    four = analysis.four.models if analysis.four else ()
    for model in (*analysis.models, *four):
        if model.problem:
            yield Note(NOT_COMPUTED, f"no hazard ratios ({model.words}): {model.problem}")
        elif model.fit is not None and model.fit.infinite:
            yield Note("separation", _separated(model, asked))
        yield from _left_away(model)
        if is_large(model) and not model.problem:
            yield Note(
                "wald_only",
                f"no profile-likelihood limits ({model.name}): with so many patients they would "
                "take long, and hardly differ from Wald's",
            )
    yield from _few(analysis.main, firth=asked.fitting.firth)
    yield from _doubtful([row for row, _ in answer.rows], analysis.main)
    for term in question.adjusted:
        if isinstance(term, Interaction):
            yield Note(
                "interaction",
                f"{term.text}: the ratio of each of the two is that at the reference of the other "
                "(0, for a number), and that of their product says how it changes",
            )


def _separated(model: Model, asked: Asked) -> str:
    """Name what is infinite, with the events of each level, and what is given instead."""
    fit, parts = model.fit, []
    for name in fit.infinite if fit else ():
        column = next(one for one in model.design.columns if one.name == name)  # type: ignore[union-attr]
        parts.append(f"{name} ({_events_by_level(model, column.term)})")
    instead = (
        "the finite limit and p are by profile likelihood, and --firth gives finite estimates"
        if asked.fitting.ties != "exact"
        else "--firth with --ties efron gives finite estimates"
    )
    return f"no finite hazard ratio ({model.name}) of {'; '.join(parts)}: {instead}"


def _events_by_level(model: Model, term: str) -> str:
    held, used = model.data.held, model.data.sample.used
    covariate = model.data.covariates.get(term)
    if not isinstance(covariate, Category):
        return "separated by the others, or by its own order of deaths"
    parts = []
    for place, level in enumerate(covariate.levels):
        rows = used & (covariate.codes == place)
        if rows.any():
            parts.append(f"{level}: {held.events(rows)} events in {held.people(rows)}")
    return ", ".join(parts)


def _left_away(model: Model) -> Iterator[Note]:
    empty = model.design.empty if model.design else ()
    if empty:
        names = ", ".join(column.name for column in empty)
        yield Note("empty_level", f"nobody to estimate a ratio of ({model.name}): {names}")


def _few(model: Model, *, firth: bool) -> Iterator[Note]:
    """Say that there are few events a coefficient, or few clusters."""
    import numpy as np

    data = model.data
    if model.design is not None and not model.problem:
        events, count = data.held.events(data.sample.used), len(model.design.columns)
        if events < FEWEST_EVENTS * count:
            better = "" if firth else "; --firth is less biased"
            yield Note(
                "few_events",
                f"{events} events for {count} {'coefficient' if count == 1 else 'coefficients'} "
                f"({model.name}): with fewer than {FEWEST_EVENTS} each, ratios tend to be too far "
                f"from 1, and limits hold less often than they say{better}",
            )
    if data.cluster is not None:
        clusters = len(np.unique(data.cluster.place[data.sample.used]))
        if clusters < FEWEST_CLUSTERS:
            yield Note(
                "few_clusters",
                f"{clusters} clusters of {data.cluster.name}: with fewer than {FEWEST_CLUSTERS} "
                "clustered limits are too narrow",
            )


def _doubtful(rows: Iterable[Row], main: Model) -> Iterator[Note]:
    """Say what the data speak against: the same ratio all the time, entry that does not matter."""
    for row in rows:
        small = row.p_value is not None and row.p_value < DOUBTFUL
        if row.statistic == "proportional_hazards" and small and row.model == main.name:
            yield Note(
                "proportional_hazards",
                f"the hazard ratio of {row.term or 'the model as a whole'} changes over time "
                f"({row.model}): one ratio is an average; --split gives it by period",
            )
        if row.statistic == "entry_dependence" and small:
            later = "later" if (row.estimate or 0) > 0 else "sooner"
            yield Note(
                "entry_dependence",
                f"those who came under observation late died {later}: curves and ratios with late "
                "entry take for granted that entry does not matter",
            )
