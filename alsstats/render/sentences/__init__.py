"""The answer in plain sentences, made from the numbers of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.sentences.accuracy import of_accuracy
from alsstats.render.sentences.assumptions import assumptions_in_words
from alsstats.render.sentences.frequency import of_description, of_exclusion, of_frequency
from alsstats.render.sentences.parts import capital
from alsstats.render.sentences.survival import of_survival
from alsstats.render.sentences.thousand import natural_frequencies_in_words

if TYPE_CHECKING:
    from alsstats.result import Result

__all__ = ["assumptions_in_words", "natural_frequencies_in_words", "sentence"]


def sentence(result: Result) -> str:
    """Return the answer as a clinician would say it, each number as the table has it, or rounder.

    >>> import alsstats as als
    >>> answer = sentence(als.calc(sens=0.70, spec=0.81, prevalence=0.10))
    >>> print(answer)  # doctest: +NORMALIZE_WHITESPACE
    Of 100 people with the disease, 70 have the sign; of 100 without, 81 lack it. Where 10 %
    have the disease (asked for), 29 of 100 people with the sign have it.
    """
    return capital(_answer(result))


def _answer(result: Result) -> str:
    statistics = {row.statistic for row in result.rows}
    if result.layout == "survival":
        return of_survival(result)
    if statistics & {"sensitivity", "specificity"}:
        return of_accuracy(result)
    if "other_cause" in statistics:
        return of_exclusion(result)
    if statistics & {"prevalence", "auc"}:
        return of_frequency(result)
    return of_description(result)
