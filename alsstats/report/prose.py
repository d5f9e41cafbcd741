"""What the page says in sentences: the answer, how it was reached, and whether models hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods import methods
from alsstats.render.sentences import assumptions_in_words, sentence
from alsstats.report.parts import Heading, Listing, Words

if TYPE_CHECKING:
    from alsstats.report.answers import Report
    from alsstats.report.parts import Part
    from alsstats.result import Result

ANSWERED = ("accuracy", "prevalence", "survival")
LEADS = {
    "describe": "People",
    "accuracy": "Accuracy",
    "prevalence": "Prevalence",
    "exclusion": "Other causes",
    "survival": "Survival",
}


def answer(report: Report) -> list[Part]:
    """Return the answer to each main question, or that there is none."""
    return [Words(_said(report, name), LEADS[name]) for name in ANSWERED if _asked(report, name)]


def _asked(report: Report, name: str) -> bool:
    return name in report.results or name in report.failures


def _said(report: Report, name: str) -> str:
    if name in report.failures:
        return f"This could not be answered: {report.failures[name].what}."
    return sentence(report.results[name])


def belief(result: Result) -> list[Part]:
    """Return what speaks for and against the models of survival."""
    return [Heading("Can the model be believed?"), Words(assumptions_in_words(result))]


def methods_parts(report: Report) -> list[Part]:
    """Return a paragraph an answer, and below them the works that they cite."""
    if not report.results:
        return []
    text, _, works = methods(*report.results.values()).partition("\n\nReferences\n")
    paragraphs = zip(report.results, text.split("\n"), strict=True)
    parts: list[Part] = [Words(paragraph, LEADS[name]) for name, paragraph in paragraphs]
    cited = [line.partition(". ")[2] for line in works.split("\n") if line]
    return [*parts, Heading("References"), Listing(cited, numbered=True)] if cited else parts
