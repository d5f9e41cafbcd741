"""What is asked of survival, checked: the columns of the question, and how numbers are made."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import RoleError, UsageError
from alsstats.intervals import normal_quantile
from alsstats.prognosis.models import Fitting
from alsstats.prognosis.question import (
    CATEGORY,
    COMBINED,
    SIGN,
    Question,
    is_sign,
    kind_of_group,
    people_asked_for,
    refuse_unknown_diagnosis,
    refuse_unnamed,
)
from alsstats.prognosis.terms import names_in, parse_terms
from alsstats.prognosis.time_origin import UNITS, endpoint_of, in_declared_unit, origin_of
from alsstats.study import covariates_of, names_of, one_of, variable_key
from alsstats.tally.handling import Handling, handlings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.prognosis.time_origin import TimeOrigin
    from alsstats.study import Endpoint, Study

TIES = ("efron", "breslow", "exact")


class Asked(NamedTuple):
    """How the numbers of an answer are made.

    `against` maps columns to the level that others are compared with; `landmarks` are the times at
    which survival is given, `tau` is that up to which mean survival is, `split` cuts the follow-up
    into periods with a hazard ratio each, and nothing before `start` counts.
    """

    level: float
    fitting: Fitting
    against: Mapping[str, str]
    landmarks: tuple[float, ...]
    tau: float | None
    split: tuple[float, ...]
    start: float | None
    parametric: bool
    rules: tuple[Handling, ...]


def asked_of(  # noqa: PLR0913  # a question has many sides
    question: Question,
    *,
    level: float = 0.95,
    ties: str = "efron",
    firth: bool = False,
    against: Mapping[str, str] | None = None,
    landmarks: Iterable[float] | None = None,
    tau: float | None = None,
    split: Iterable[float] | None = None,
    start: float | None = None,
    parametric: bool = False,
    parts: str = "all",
) -> Asked:
    """Check how the numbers are asked for."""
    normal_quantile(level)
    one_of("--ties", ties, TIES)
    split = _times("--split", () if split is None else split)
    _refuse_exact(question, ties, firth=firth, split=bool(split))
    known = {variable_key(name) for name in (question.group, *question.covariates)}
    for column in against or {}:
        if variable_key(column) not in known:
            raise UsageError(
                f"--against names '{column}', which is no group and no covariate",
                found=[f"group: {question.group}", f"covariates: {', '.join(question.covariates)}"],
                fix="name a column of --group or --adjust",
            )
    if start is not None and split and min(split) <= start:
        raise UsageError(
            "--split cuts before patients count",
            found=[f"from: {start:g}", f"split: {', '.join(f'{cut:g}' for cut in split)}"],
            why="nobody is at risk then",
            fix="cut later than --from",
        )
    times = UNITS.get(question.origin.unit, ()) if landmarks is None else landmarks
    return Asked(
        level,
        Fitting(ties, firth),
        {str(column): str(level) for column, level in (against or {}).items()},
        _times("--landmarks", times),
        None if tau is None else _times("--tau", (tau,))[0],
        split,
        None if start is None else _times("--from", (start,))[0],
        parametric,
        handlings("exclude", parts) if question.kinds[question.group] == SIGN else _every_part(),
    )


def _every_part() -> tuple[Handling, ...]:
    return handlings("exclude", "all")


def _refuse_exact(question: Question, ties: str, *, firth: bool, split: bool) -> None:
    """Refuse what the exact likelihood of ties does not have."""
    other = {"--firth": firth, "--cluster": bool(question.cluster), "--split": split}
    if ties == "exact" and (flags := [flag for flag, given in other.items() if given]):
        raise UsageError(
            f"{flags[0]} needs Efron's or Breslow's ties", found=["ties: exact"], fix="--ties efron"
        )
    if firth and (split or question.cluster):
        flag = "--split" if split else "--cluster"
        raise UsageError(
            f"{flag} is of Cox's own likelihood, and --firth of another",
            fix="leave one of the two out",
        )


def _times(flag: str, given: Iterable[float]) -> tuple[float, ...]:
    """Return times, each once and in order; refuse what is no number of 0 or more."""
    times = (given,) if isinstance(given, Real) else tuple(given)
    for time in times:
        known = isinstance(time, Real) and not isinstance(time, bool)
        if not known or not 0 <= float(time) < 1e15:
            raise UsageError(f"{flag} takes numbers of 0 or more", found=[f"given: {time!r}"])
    return tuple(sorted({float(time) for time in times}))


def question_of(  # noqa: PLR0913  # a question has many sides
    study: Study,
    columns: tuple[str, ...],
    *,
    time: str | None = None,
    event: str | Mapping[str, object] | None = None,
    entry: str | None = None,
    unit: str | None = None,
    group: str | None = None,
    adjust: str | Iterable[str] | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    among: Mapping[str, tuple[str, ...]] | None = None,
    all_patients: bool = False,
    category: str | Iterable[str] | None = None,
    number: str | Iterable[str] | None = None,
) -> Question:
    """Give the columns of a question their parts: as asked, by the study, or the usual ones."""
    said = study.survival
    written = said.adjust if adjust is None else names_of(adjust, "a covariate")
    terms = parse_terms(written) if written else ()
    named = group or said.group or COMBINED
    names = tuple(name for name in names_in(terms) if name != named)
    plain = tuple(name for name in names if not is_sign(name, study))
    kinds = covariates_of(plain, columns, study, category, number)
    kinds = {name: CATEGORY if kind == SIGN else kind or CATEGORY for name, kind in kinds.items()}
    kinds |= {name: SIGN for name in names if name not in plain}
    kinds[named] = kind_of_group(named, study)
    intervals = study.rows == "interval"
    origin = origin_of(columns, said, time, entry, unit)
    origin = in_declared_unit(origin, study.durations)
    if intervals and not origin.entry:
        raise RoleError(
            "intervals need the column of their beginning",
            why="a row counts from where it begins to where it ends",
            fix="--entry COLUMN",
        )
    endpoint = endpoint_of(columns, study, event)
    _refuse_outcomes((named, *names), origin, endpoint)
    people = people_asked_for(study, among or {}, all_patients=all_patients)
    assumed = [origin.chosen] if origin.chosen else []
    if not (group or said.group):
        refuse_unnamed(columns, study)
        assumed.append(f"groups are those of {COMBINED}")
    if people and not among and study.survival.among is None:
        refuse_unknown_diagnosis(columns, study)
        [(column, levels)] = people.items()
        assumed.append(f"patients are those with {column} {' or '.join(levels)}")
    return Question(
        origin,
        endpoint,
        named,
        terms,
        kinds,
        strata or "",
        cluster or "",
        people,
        intervals,
        tuple(assumed),
    )


def _refuse_outcomes(names: tuple[str, ...], origin: TimeOrigin, endpoint: Endpoint) -> None:
    """Refuse what is to be explained as what explains it."""
    outcomes = {variable_key(origin.time): "time", variable_key(endpoint.column): "event"}
    for name in names:
        if what := outcomes.get(variable_key(name)):
            raise RoleError(
                f"'{name}' is the {what} of the follow-up, and no group or covariate",
                why="it would explain itself",
            )
