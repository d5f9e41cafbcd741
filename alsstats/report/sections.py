"""The sections of the page, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.report.accuracy import range_tables, sign_folds, summary_tables
from alsstats.report.folding import folded
from alsstats.report.frequency import shares, table_one
from alsstats.report.parts import Refusal, Section, Words
from alsstats.report.pictures import pictures_of
from alsstats.report.projection import projection_tables, slider_of, without_usual
from alsstats.report.prose import answer, belief, methods_parts
from alsstats.report.record import (
    assumptions_of,
    notes_of,
    reproduction_parts,
    where_notes_are,
)
from alsstats.report.survival import survival_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.report.answers import Report
    from alsstats.report.parts import Part
    from alsstats.result import Result

TITLES = {  # of the section that answers a question
    "describe": "Who was examined",
    "prevalence": "How often findings are present",
    "exclusion": "Other causes found",
    "accuracy": "Accuracy",
    "survival": "Survival",
}
RANGE = (
    "Some readings could not be made. Beside each number, which is of those who were read, stand "
    "the lowest and the highest that it could be in everybody, however the others had been read. A "
    "part that was read may decide a combined sign, so that the number can lie outside."
)


def sections_of(report: Report) -> list[Section]:
    """Return all sections that have something to say."""
    accuracy = report.results.get("accuracy")
    held = [
        Section("answer", "The answer", answer(report)),
        Section(
            "assumed",
            "Assumptions and notes",
            [*assumptions_of(report.results), *where_notes_are(report.results, TITLES)],
        ),
        Section("flow", "Flow of participants", _flow(accuracy)),
        _answered(report, "describe"),
        _answered(report, "prevalence"),
        _answered(report, "exclusion"),
        _answered(report, "accuracy"),
        Section("projection", "At another prevalence", _projection(accuracy)),
        _answered(report, "survival"),
        Section("range", "Readings that could not be made", _ranges(accuracy)),
        Section("methods", "Methods", methods_parts(report)),
        Section("reproduction", "How to get these numbers again", reproduction_parts(report)),
    ]
    return [section._replace(parts=folded(section.parts)) for section in held if section.parts]


def _answered(report: Report, name: str) -> Section:
    if name in report.failures:
        return Section(name, TITLES[name], [Refusal(str(report.failures[name]))])
    result = report.results.get(name)
    parts = [*_parts(name, result), *notes_of(result)] if result else []
    return Section(name, TITLES[name], parts)


def _parts(name: str, result: Result) -> Iterator[Part]:
    if name == "describe":
        yield from table_one(result)
        yield from pictures_of(result, "numbers-by-group")
    elif name == "accuracy":
        yield from pictures_of(result)
        yield from summary_tables(result)
        yield from sign_folds(result)
    elif name == "survival":
        yield from pictures_of(result)
        yield from survival_parts(result)
        yield from belief(result)
        yield from pictures_of(result, "schoenfeld", "hazard-ratio-curve")
    else:
        yield from pictures_of(result)
        yield from shares(result)


def _flow(accuracy: Result | None) -> list[Part]:
    return [*pictures_of(accuracy, "flow")] if accuracy else []


def _projection(accuracy: Result | None) -> list[Part]:
    if not accuracy or not accuracy.rows:
        return []
    drawn = pictures_of(without_usual(accuracy), "predictive-values", "nomogram")
    return [slider_of(accuracy), *projection_tables(accuracy), *drawn]


def _ranges(accuracy: Result | None) -> list[Part]:
    tables = range_tables(accuracy) if accuracy else []
    return [Words(RANGE), *tables] if tables else []
