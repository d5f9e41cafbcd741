"""A methods paragraph made from a result: what was asked, by which methods, and their sources.

It says nothing that the rows, the notes or the provenance do not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.render.methods import accuracy, frequency, models, survival
from alsstats.render.methods.references import numbered
from alsstats.render.methods.saying import not_said, sentences
from alsstats.render.methods.setting import closing, opening

if TYPE_CHECKING:
    from alsstats.result import Result

SAYINGS = (*accuracy.SAYINGS, *frequency.SAYINGS, *survival.SAYINGS, *models.SAYINGS)


def methods(*results: Result) -> str:
    """Return the paragraph, or one for each result, with numbered references below.

    >>> import alsstats as als
    >>> print(als.calc(tp=28, fp=3, fn=12, tn=13).methods()[:95])
    Sensitivity, specificity, PPV, NPV, accuracy and prevalence: k/n with 95 % confidence limits by
    """
    return numbered("\n".join(map(_paragraph, results)))


def _paragraph(result: Result) -> str:
    said = [*opening(result), *sentences(SAYINGS, result), *not_said(SAYINGS, result)]
    return " ".join([*said, *closing(result)])
