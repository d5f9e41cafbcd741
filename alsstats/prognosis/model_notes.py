"""What a reader must know of the models of a cohort: what is missing, infinite, or doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.cox_notes import notes_of_fit
from alsstats.prognosis.model_rows import is_large, too_few_clusters
from alsstats.result import NOT_COMPUTED, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alsstats.prognosis.analysis import Analysis
    from alsstats.prognosis.analysis_rows import Answered
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.models import Model
    from alsstats.result import Row

FEWEST_EVENTS = 10  # a coefficient; Peduzzi et al., J Clin Epidemiol 1995;48:1503
FEWEST_PATIENTS = 5  # of a group: below, one patient is more than a fifth of its curve
DOUBTFUL = 0.05  # a p value below it makes what was taken for granted doubtful


def notes_of_models(analysis: Analysis, answer: Answered, asked: Asked) -> Iterator[Note]:
    """Yield the notes on the models of an analysis, each once."""
    four = analysis.four.models if analysis.four else ()
    said: dict[Note, None] = {}
    for model in (*analysis.models, *four):
        said |= dict.fromkeys(_of_model(model))
    yield from said
    yield from _few(analysis.main, firth=asked.fitting.firth)
    yield from _alone(analysis.main)
    rows = [row for row, _ in answer.rows]
    yield from _small_groups(rows)
    yield from _doubtful(rows, analysis.main)


def _of_model(model: Model) -> Iterator[Note]:
    """Yield the notes on one model: why there is none, or what its numbers stand for."""
    import numpy as np

    name = f"the {model.words}"
    if model.fit is None or model.design is None:
        yield Note(NOT_COMPUTED, f"{name} was not computed: {model.problem}")
        return
    cluster, used = model.data.cluster, model.data.sample.used
    clusters = None if cluster is None else len(np.unique(cluster.place[used]))
    patient = None if model.data.held.patient is None else model.data.held.patient[used]
    yield from notes_of_fit(
        model.fit, model.design, model.times, clusters, patient=patient, model=name
    )
    if too_few_clusters(model):
        yield Note(
            "too_few_clusters",
            f"no clustered limits ({model.name}): there are no more clusters than coefficients",
        )
    if is_large(model) and not model.problem:
        yield Note(
            "wald_only",
            f"no profile-likelihood limits in models of so many patients, or coefficients "
            f"({model.name}): they would take long",
        )


def _few(model: Model, *, firth: bool) -> Iterator[Note]:
    """Say that there are few events a coefficient."""
    data = model.data
    if model.design is None or model.problem:
        return
    events, count = data.held.events(data.sample.used), len(model.design.columns)
    if events < FEWEST_EVENTS * count:
        coefficients = "1 coefficient" if count == 1 else f"{count} coefficients"
        better = "" if firth else "; --firth is less biased"
        yield Note(
            "few_events",
            f"events for {coefficients} ({model.name}): {events}; with fewer than {FEWEST_EVENTS} "
            "each, ratios tend to be too far from 1, and limits hold less often than they say"
            f"{better}",
        )


def _alone(model: Model) -> Iterator[Note]:
    """Say how many are alone in their stratum, where there is nobody to compare them with."""
    import numpy as np

    strata, held, used = model.data.strata, model.data.held, model.data.sample.used
    if strata is None:
        return
    place, n = strata.place[used], held.n[used]
    if held.patient is not None:  # one with several intervals is one in each stratum
        place = np.unique(np.stack([place, held.patient[used]]), axis=1)[0]
        n = np.ones_like(place)
    alone = int((np.bincount(place, n) == 1).sum())
    if alone:
        yield Note(
            "alone",
            f"{alone} of {held.people(used)} patients are alone in their stratum of {strata.name}: "
            "compared with nobody, they tell nothing, though they are counted",
        )


def _small_groups(rows: Iterable[Row]) -> Iterator[Note]:
    """Name the groups in which one patient is more than a fifth of the curve."""
    small = [
        f"{row.by} {row.group} ({row.n})"
        for row in rows
        if row.statistic == "events" and row.by and row.n and row.n < FEWEST_PATIENTS
    ]
    if small:
        yield Note(
            "small_group",
            f"groups of fewer than {FEWEST_PATIENTS} patients: {', '.join(dict.fromkeys(small))}; "
            "their curves, and ratios against them, rest on single patients",
        )


def _doubtful(rows: Iterable[Row], main: Model) -> Iterator[Note]:
    """Say what the data speak against: the same ratio all the time, entry that does not matter."""
    for row in rows:
        small = row.p_value is not None and row.p_value < DOUBTFUL
        if row.statistic == "proportional_hazards" and small and row.model == main.name:
            split = "; --split gives it by period" if row.term == main.terms[0].text else ""
            yield Note(
                "proportional_hazards",
                f"the effect of {row.term or 'all terms together'} changes over time "
                f"({row.model}): one ratio is an average{split}",
            )
        if row.statistic == "entry_dependence" and small:
            later = "later" if (row.estimate or 0) > 0 else "sooner"
            yield Note(
                "entry_dependence",
                f"those who came under observation late died {later}: curves and ratios with late "
                "entry take for granted that entry does not matter",
            )
