"""The questions of a report, and how each is put to a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.errors import UsageError, did_you_mean
from alsstats.study import names_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from alsstats.cohort import Cohort
    from alsstats.result import Result

QUESTIONS = ("describe", "accuracy", "prevalence", "exclusion", "survival")
PROJECTED = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)  # prevalences of the printed table


def function_of(question: str) -> Callable[..., Result]:
    """Return the function of `alsstats` that answers a question."""
    from alsstats import diagnostic, frequency, prognosis

    held: Mapping[str, Any] = {
        "describe": frequency.describe,
        "accuracy": diagnostic.accuracy,
        "prevalence": frequency.prevalence,
        "exclusion": frequency.exclusion,
        "survival": prognosis.survival,
    }
    answer: Callable[..., Result] = held[question]
    return answer


def questions_of(
    cohort: Cohort,
    without: str | Iterable[str],
    prevalence: Iterable[float] | float | None,
    level: float,
) -> dict[str, dict[str, Any]]:
    """Return the arguments that each question is asked with; those in `without` are not asked.

    Other causes are asked for where the table, or the study, has a column of them.
    """
    from alsstats.frequency.scanned import records_other_causes

    left_away = names_of(without, "a question")
    for name in left_away:
        if name not in QUESTIONS:
            raise UsageError(
                f"'{name}' is not a question of the report{did_you_mean(name, QUESTIONS)}",
                found=[f"known: {', '.join(QUESTIONS)}"],
                fix="--without survival",
            )
    limits = {"level": level}
    asked: dict[str, dict[str, Any]] = {
        "describe": _groups(cohort),
        "accuracy": {"prevalence": _prevalences(prevalence, level)} | limits,
        "prevalence": limits,
        "exclusion": limits,
        "survival": limits,
    }
    if not records_other_causes(cohort.source.columns, cohort.study):
        del asked["exclusion"]
    held = {name: said for name, said in asked.items() if name not in left_away}
    if not held:
        raise UsageError("every question was left away", fix="leave away fewer with --without")
    return held


def _groups(cohort: Cohort) -> dict[str, Any]:
    """Return the groups of table one: as the study says, or else the diagnoses."""
    said = cohort.study.document.get("describe", {}).get("by")
    return {"by": said or cohort.study.reference.column or vocabulary().reference}


def _prevalences(more: Iterable[float] | float | None, level: float) -> tuple[float, ...]:
    """Return the prevalences of the printed table, and those asked for; refuse what is none."""
    from alsstats.diagnostic.rows import Asked

    return tuple(sorted({*PROJECTED, *Asked.of(level, "wilson", more or ()).prevalence}))
