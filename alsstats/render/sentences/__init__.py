"""The answer in plain sentences, made from the numbers of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.sentences.accuracy import of_accuracy
from alsstats.render.sentences.assumptions import assumptions_in_words
from alsstats.render.sentences.frequency import of_frequency
from alsstats.render.sentences.parts import capital
from alsstats.render.sentences.people import of_description, of_exclusion
from alsstats.render.sentences.survival import of_survival
from alsstats.render.sentences.thousand import natural_frequencies_in_words

if TYPE_CHECKING:
    from alsstats.result import Result

__all__ = ["assumptions_in_words", "natural_frequencies_in_words", "sentence"]


def sentence(result: Result) -> str:
    """Return the answer in one sentence, each number as the table has it, or rounder.

    A second one says what the first must not be read without, or that it cannot be computed.

    >>> import alsstats as als
    >>> answer = sentence(als.calc(sens=0.70, spec=0.81, prevalence=0.10))
    >>> print(answer)  # doctest: +NORMALIZE_WHITESPACE
    The sign was present in 70 % of people with the disease and absent in 81 % of people without
    the disease. Where 10 % have the disease, 29 % of people with the sign have it.
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
