"""What a reader must know of the time of a follow-up: months in which nobody could die."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.prognosis.time_origin import DELAY, FROM_MRI
from alsstats.result import Note
from alsstats.study import variable_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alsstats.prognosis.analysis import Analysis
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.question import Question

RATES = ("dfs", "progression")  # points lost a month, and its groups


def notes_of_time(question: Question, asked: Asked, analysis: Analysis) -> Iterator[Note]:
    """Yield what is wrong with time that counts from before the sign was known."""
    origin = question.origin
    keys = set(map(variable_key, (question.group, *question.covariates)))
    if not _enter_late(analysis, asked):
        origin = origin._replace(entry="")
    if origin.is_immortal:
        yield Note(
            "immortal_time",
            f"time counts from the onset ({origin.time}), and nobody could die before the MRI that "
            "defines the groups: those months are immortal, and whoever was scanned late seems to "
            f"live longer; name the time of the MRI with --entry, as --entry {DELAY}",
        )
    elif not origin.entry and variable_key(origin.time) != FROM_MRI:
        yield Note(
            "immortal_time",
            f"{origin.time} is taken as the time since the sign was known; if it counts from "
            "earlier on, as the onset, the months before the MRI are immortal time: name the time "
            "of the MRI with --entry",
        )
    if keys.intersection(RATES) and (origin.is_from_onset or DELAY in keys):
        yield Note(
            "rate_and_delay",
            "dfs is made of the months from onset to the score, which time from onset and the "
            "delay of the diagnosis hold too: their ratios say partly the same thing twice",
        )


def _enter_late(analysis: Analysis, asked: Asked) -> bool:
    """Tell whether anybody comes under observation after the origin."""
    entry, used = analysis.held.entry, analysis.sample.used
    return entry is not None and bool((entry[used] > (asked.start or 0)).any())
