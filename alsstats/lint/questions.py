"""The questions that a cohort can be asked, and the columns that each of them takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.cross_roles import assign_cross
from alsstats.errors import AlsstatsError
from alsstats.lint.finding import Finding
from alsstats.study import Wanted, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from alsstats.cohort import Cohort
    from alsstats.cohort.cross_roles import CrossRoles
    from alsstats.study import Study

FOLLOW_UP = ("months_from_mri", "months_from_onset", "death")
PATIENT, INTERVAL = "patient", "interval"


class Asked(NamedTuple):
    """A question, what it counts, and its columns; `said` is what it says of them itself."""

    name: str
    wanted: Wanted
    roles: CrossRoles
    said: Any = None

    @property
    def columns(self) -> set[str]:
        """Every column that the question counts."""
        named = (*self.wanted.categories, *self.wanted.numbers)
        event = {self.roles.event} if self.roles.event else set()
        return {*self.roles.columns(named), *self.roles.findings.read_columns, *event}


def questions_of(
    cohort: Cohort, study: Study, signs: tuple[str, ...]
) -> tuple[list[Asked], list[Finding]]:
    """Return the questions that a cohort has columns for, and what each lacks.

    Accuracy is not among them; prevalence is that of the `signs` wanted, all if none is named.
    Where a row is a visit there is none, and where it is an interval survival alone.
    """
    makers: Mapping[str, Callable[[Cohort, Study], tuple[Wanted, Any] | None]]
    makers = {
        "describe": _describe,
        "prevalence": partial(_prevalence, signs),
        "exclusion": _exclusion,
        "survival": _survival,
    }
    asked, lacking = [], []
    for name, wanted in makers.items():
        if study.rows != (INTERVAL if name == "survival" and study.rows == INTERVAL else PATIENT):
            continue
        try:
            if made := wanted(cohort, study):
                roles = assign_cross(cohort.source.columns, study, made[0], cohort.patient)
                asked.append(Asked(name, made[0], roles, made[1]))
        except AlsstatsError as error:
            lacking.append(Finding.of_error(error))
    return asked, lacking


def _describe(cohort: Cohort, study: Study) -> tuple[Wanted, Any] | None:
    from alsstats.frequency.described import Said, described_of
    from alsstats.frequency.table_one import columns_wanted

    names = cohort.source.columns
    left = {cohort.patient} if cohort.patient else set()
    described, _ = described_of(names, (), study, Said(), left)
    return (columns_wanted(described, None, None, {}, "--column"), None) if described else None


def _prevalence(signs: tuple[str, ...], _cohort: Cohort, study: Study) -> tuple[Wanted, Any]:
    from alsstats.frequency.answer import usual_category
    from alsstats.frequency.question import Question

    wanted = Question(usual_category(study), None, {}, (), None).wanted(signs, {})
    return wanted._replace(sign_flag="--sign"), None


def _exclusion(cohort: Cohort, study: Study) -> tuple[Wanted, Any] | None:
    from alsstats.frequency.scanned import columns_of, records_other_causes, wanted

    if not records_other_causes(cohort.source.columns, study):
        return None
    columns = columns_of(cohort.source.columns, study)
    return wanted(columns), columns


def _survival(cohort: Cohort, study: Study) -> tuple[Wanted, Any] | None:
    """Return the question of survival, None where nothing tells of a follow-up."""
    from alsstats.prognosis.asked import question_of

    said = study.survival
    known = set(map(variable_key, cohort.source.columns))
    if not (known & set(FOLLOW_UP) or said.time or said.event):
        return None
    question = question_of(study, cohort.source.columns)
    return question.wanted(), question


def parts_in(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield columns of a question with the part that each plays in it, in words."""
    roles, wanted, name = asked.roles, asked.wanted, asked.name
    if roles.event:
        yield roles.event, "event of survival"
    for flag, role in [
        *((wanted.categories[key], held) for key, held in roles.categories.items()),
        *((wanted.numbers[key], held) for key, held in roles.numbers.items()),
        *(("--among", held) for held in roles.among.values()),
    ]:
        for column in role.columns:
            if not (name == "describe" and vocabulary().is_outcome(column)):
                yield column, PARTS.get(flag, f"{flag.removeprefix('--')} of {name}")


PARTS = {
    "--number": "a number, described",
    "--category": "a category, described",
    "--by": "the groups of prevalence",
    "--time": "time of survival",
    "--entry": "entry of survival",
    "--group": "groups of survival",
    "--adjust": "covariate of survival",
    "--among": "whom survival is among",
    "--cause": "other cause found",
}
