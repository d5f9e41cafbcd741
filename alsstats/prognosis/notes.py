"""What a reader must know of an answer of survival, in plain words."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from alsstats.prognosis.model_notes import notes_of_models
from alsstats.prognosis.question import SIGN
from alsstats.prognosis.time_notes import notes_of_time
from alsstats.result import NOT_COMPUTED, Note
from alsstats.signs import Value
from alsstats.study import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.cohort.crossed import Crossed
    from alsstats.prognosis.analysis import Analysis
    from alsstats.prognosis.analysis_rows import Answered
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.curve_rows import GroupCurve
    from alsstats.prognosis.question import Question


def notes_of(
    crossed: Crossed,
    question: Question,
    asked: Asked,
    analyses: Sequence[Analysis],
    answers: Sequence[Answered],
) -> Iterator[Note]:
    """Yield the notes on time and events, on the sign, on curves, and on models."""
    yield from notes_of_time(question, asked, analyses[0])
    yield from _of_comparison(question, asked)
    yield from _of_event(analyses[0])
    yield from _of_intervals(question, asked, analyses[0])
    yield from _of_sign(crossed, question, analyses)
    drawn = chain.from_iterable(answer.drawn for answer in answers)
    curves = [curve for one in drawn for curve in (one.whole, *one.curves)]
    yield from _of_curves(curves, question.origin.unit)
    for analysis, answer in zip(analyses, answers, strict=True):
        yield from notes_of_models(analysis, answer, asked)


def _of_comparison(question: Question, asked: Asked) -> Iterator[Note]:
    """Say from when on patients count, and within what they are compared."""
    if asked.start:
        begin = f"{asked.start:g} {question.origin.unit}".strip()
        yield Note(
            "from",
            f"nothing before {begin} counts: survival is that of patients who were alive then; "
            "mean survival is what they lived after it, all other times count from the origin",
        )
    if question.strata:
        yield Note(
            "strata",
            f"the log-rank test and the hazard ratios compare patients of one {question.strata} "
            "with each other only; curves and means take all together",
        )


def _of_event(analysis: Analysis) -> Iterator[Note]:
    held, used = analysis.held, analysis.sample.used
    if len(held.components) > 1:
        parts = [f"{name} ({held.events_of(name, used)})" for name in held.components]
        yield Note("composite", f"the event is {' or '.join(parts)}, whichever came first")
    if held.events(used) == held.people(used):
        yield Note(
            "nobody_censored",
            "nobody was alive when last seen: are these the codes of the event (--event)?",
        )


def _of_intervals(question: Question, asked: Asked, analysis: Analysis) -> Iterator[Note]:
    """Say who is left out whole, and what the curves of groups that change are."""
    if not question.intervals:
        return
    yield Note(
        "intervals",
        "a patient of whom something is not known in one interval is left out with all of them",
    )
    changing = _changing(analysis)
    if changing:
        yield Note(
            "changing_groups",
            f"patients whose {question.group} changes: {changing}; they count in each group while "
            "they are in it. The curve of a group is of those who are in it at each time: it is "
            "not the outlook of patients who were in it at the start",
        )
    if changing and asked.parametric:
        yield Note(
            "changing_groups",
            "time ratios take each interval as if the patient had been in its group from the start "
            "on: hazard ratios do not",
        )


def _changing(analysis: Analysis) -> int:
    """Count the patients who are in more than one group, one after the other."""
    import numpy as np

    patient, used, groups = analysis.held.patient, analysis.sample.used, analysis.groups
    if patient is None:
        return 0
    held = np.zeros(int(patient.max()) + 1, dtype=int)
    for place in range(len(groups.names)):
        held[np.unique(patient[used & (groups.place == place)])] += 1
    return int((held > 1).sum())


def _of_sign(crossed: Crossed, question: Question, analyses: Sequence[Analysis]) -> Iterator[Note]:
    """Say when a sign is taken to be known, and who is left out though parts decide it."""
    if question.kinds[question.group] != SIGN:
        return
    if not question.intervals:
        yield Note(
            "one_reading",
            f"{question.group} is taken as it was when the follow-up began; if any later scan "
            "could make it present, whoever lived longer had more scans: use one row an interval, "
            "--rows interval",
        )
    signs = crossed.table.findings.signs
    parts = set(signs[question.group].parts)
    own = [n for n in question.covariates if n in signs and parts.intersection(signs[n].parts)]
    if own:
        yield Note(
            "adjusted_for_parts",
            f"{question.group} is read from what the model also holds: {', '.join(own)}; its "
            "adjusted ratio is not that of those with it against those without, but what it adds "
            "to the ratios of its parts",
        )
    if len(analyses) == 1:
        yield from _of_parts(crossed, question, analyses[0])


def _of_parts(crossed: Crossed, question: Question, analysis: Analysis) -> Iterator[Note]:
    role = crossed.table.findings.signs[question.group]
    value = crossed.table.value(TOGETHER, role)
    held = analysis.held
    unread = held.sample.used & (crossed.table.unread(TOGETHER, role) != 0)
    decided = held.people(unread) - held.people(unread & (value == Value.UNDECIDED))
    if decided:
        yield Note(
            "parts",
            f"left out, though the part that was read decides {question.group}: {decided}; they "
            "enter with --parts any, which takes in those with one part absent and leaves out "
            "those with one present",
        )


def _of_curves(curves: Sequence[GroupCurve], unit: str) -> Iterator[Note]:
    """Say which curve there is not, and of which times a curve knows nothing."""
    starts = {made.group.words: first for made in curves if (first := _first_entry(made)) > 0}
    if starts:
        listing = ", ".join(f"{first:g} ({words})" for words, first in starts.items())
        yield Note(
            "late_start",
            f"nobody is at risk before these times{f', in {unit}' * bool(unit)}, and curves are "
            f"those of patients who lived so long: {listing}",
        )
    for made in curves:
        words, after = made.group.words, _gap(made)
        if made.problem is not None:
            found = "; ".join(made.problem.found)
            yield Note(
                NOT_COMPUTED,
                f"no survival curve of {words}: {made.problem.what} ({found}); begin later, with "
                f"those then alive: {made.problem.fix}",
            )
        elif after is not None:
            yield Note(
                "nobody_at_risk",
                f"nobody of {words} is at risk for a while before {after:g}, when others enter: "
                f"what the curve does then is not known; --from {after:g} begins with them",
            )


def _first_entry(made: GroupCurve) -> float:
    """Return when the first of a group come under observation, 0 where they always were."""
    import numpy as np

    table = made.table
    entered = np.flatnonzero(table.entered)
    late = len(entered) and not table.at_risk[: entered[0] + 1].sum()
    first = float(table.time[entered[0]]) if late else 0.0
    return first if first > table.start else 0.0


def _gap(made: GroupCurve) -> float | None:
    """Return when others enter after nobody was left at risk, None where there was always one."""
    import numpy as np

    table = made.table
    entered = np.flatnonzero(table.entered)
    if not len(entered):
        return None
    staying = table.at_risk - table.events - table.censored + table.entered
    gaps = np.flatnonzero((staying == 0)[entered[0] : entered[-1]]) + entered[0]
    return float(table.time[gaps[-1] + 1]) if len(gaps) else None
