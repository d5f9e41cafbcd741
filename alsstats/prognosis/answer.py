"""Whether patients with the sign die sooner, by how much, and if the model can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.errors import UsageError
from alsstats.prognosis.analysis import analyse
from alsstats.prognosis.analysis_rows import answered
from alsstats.prognosis.asked import asked_of, question_of
from alsstats.prognosis.follow_up import followed
from alsstats.prognosis.notes import notes_of
from alsstats.result import Result
from alsstats.study import levels_by_column
from alsstats.tally.remarks import notes_of_remarks
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.cohort import Cohort
    from alsstats.cohort.crossed import Crossed
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.question import Question

LAYOUT = "survival"


def survival(  # noqa: PLR0913  # a question has many sides
    cohort: Cohort,
    *,
    time: str | None = None,
    event: str | Mapping[str, object] | None = None,
    entry: str | None = None,
    unit: str | None = None,
    group: str | None = None,
    adjust: str | Iterable[str] | None = None,
    against: Mapping[str, str] | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    among: Mapping[str, str | Iterable[str]] | None = None,
    all_patients: bool = False,
    category: str | Iterable[str] | None = None,
    number: str | Iterable[str] | None = None,
    ties: str = "efron",
    firth: bool = False,
    landmarks: Iterable[float] | None = None,
    tau: float | None = None,
    split: Iterable[float] | None = None,
    from_: float | None = None,
    parametric: bool = False,
    parts: str = "all",
    level: float = 0.95,
) -> Result:
    """Survival by a sign, above all the combined FLAIR/SWI sign: curves, tests and Cox models.

    Among those with the target diagnosis (or `among` a column's levels, or `all_patients`), by
    `group`: how many died, how long they were followed, Kaplan-Meier curves with medians, survival
    at `landmarks` and mean survival up to `tau`, the log-rank test, hazard ratios of Cox's model
    with Wald and profile-likelihood limits, alone and with `adjust` (covariates, `a * b`,
    `spline(a, 4)`) on the same patients; the test of proportional hazards, concordance, and how far
    one patient moves the ratio. A sign that is two together is also compared as four levels.

    `time` counts from `entry` on, where given; `event` is a column, or maps it to the codes of
    those in whom it occurred, or to components with their codes. Without `time` the months from MRI
    are used, or those from onset with entry at MRI. `strata` is a column within which groups are
    compared, `cluster` one whose members are alike; `against` maps a column to the level that
    others are compared with. `split` gives hazard ratios by period, `from_` counts from a later
    time on, `parametric` adds Weibull, log-normal and log-logistic models.

    Raises `RoleError` or `CodingError` where a column or a code is not known, or a time is none.
    What cannot be computed is said in a note, and the rest is given.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame(
    ...     {
    ...         "diagnosis": ["ALS"] * 6,
    ...         "snake_eyes": [1, 1, 1, 0, 0, 0],
    ...         "months_from_mri": [1, 1, 6, 6, 8, 9],
    ...         "death": [1, 0, 1, 1, 0, 1],
    ...     }
    ... )
    >>> answer = survival(read(frame), group="snake_eyes")
    >>> [(row.group, row.events, row.n) for row in answer.rows if row.statistic == "events"]
    [('all', 4, 6), ('absent', 2, 3), ('present', 2, 3)]
    """
    if not hasattr(cohort, "cross"):
        raise UsageError(
            "survival takes a cohort",
            found=[f"this is a {type(cohort).__name__}"],
            fix="als.survival(als.read(...))",
        )
    question = question_of(
        cohort.study,
        cohort.source.columns,
        time=time,
        event=event,
        entry=entry,
        unit=unit,
        group=group,
        adjust=adjust,
        strata=strata,
        cluster=cluster,
        among=cohort.study.labels.levels(levels_by_column(among)),
        all_patients=all_patients,
        category=category,
        number=number,
    )
    asked = asked_of(
        question,
        level=level,
        ties=ties,
        firth=firth,
        against=cohort.study.labels.each(against),
        landmarks=landmarks,
        tau=tau,
        split=split,
        start=from_,
        parametric=parametric,
        parts=parts,
    )
    crossed = cohort.cross(cohort.study, question.wanted())
    question = question.with_names(crossed.table.findings.named)
    held = followed(crossed, question.origin, asked.start)
    analyses = analyse(crossed, question, asked, held)
    answers = [answered(analysis, question, asked) for analysis in analyses]
    found = [pair for answer in answers for pair in answer.rows]
    return Result(
        title=_title(cohort, crossed, question, asked),
        level=level,
        layout=LAYOUT,
        rows=tuple(row for row, _ in found),
        curves=tuple(curve for answer in answers for curve in answer.curves),
        notes=(
            *notes_of(crossed, question, asked, analyses, answers),
            *notes_of_remarks(found),
            *crossed.notes,
        ),
        provenance=_provenance(cohort, crossed, question, asked, analyses[0].assumed),
    )


def _title(cohort: Cohort, crossed: Crossed, question: Question, asked: Asked) -> str:
    start = "" if asked.start is None else f" from {asked.start:g} {question.origin.unit}".rstrip()
    parts = [f"Survival by {question.group}{start}"]
    parts += [
        f"among {name} {' or '.join(levels)}" for name, levels in crossed.wanted.among.items()
    ]
    return f"{', '.join(parts)}: {cohort.title}"


def _provenance(
    cohort: Cohort, crossed: Crossed, question: Question, asked: Asked, chosen: tuple[str, ...]
) -> dict[str, Any]:
    origin = question.origin
    said = {
        "time": origin.time,
        "entry": origin.entry or None,
        "unit": origin.unit or None,
        "from": asked.start,
        "group": question.group,
        "adjust": [term.text for term in question.terms] or None,
        "ties": asked.fitting.ties,
        "firth": asked.fitting.firth,
        "strata": question.strata or None,
        "cluster": question.cluster or None,
    }
    return {
        "versions": versions_in_use(),
        "input": cohort.provenance(),
        "study": crossed.provenance() | {"survival": said},
        "seed": None,
        "assumed": (*cohort.assumed, *question.assumed, *chosen, *crossed.assumed),
    }
