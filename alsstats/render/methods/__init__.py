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
    from collections.abc import Iterator

    from alsstats.result import Result

SAYINGS = (*accuracy.SAYINGS, *frequency.SAYINGS, *survival.SAYINGS, *models.SAYINGS)


def methods(*results: Result) -> str:
    """Return the paragraph, or one for each result, with numbered references below.

    What was said of one result is not said again of the next.

    >>> import alsstats as als
    >>> print(als.calc(tp=28, fp=3, fn=12, tn=13).methods()[:95])
    Sensitivity, specificity, PPV, NPV, accuracy and prevalence: k/n with 95 % confidence limits by
    """
    said: dict[str, None] = {}
    paragraphs = []
    for result in results:
        new = [text for text in _sentences(result) if text not in said]
        said |= dict.fromkeys(new)
        paragraphs.append(" ".join(new))
    return numbered("\n".join(paragraphs))


def _sentences(result: Result) -> Iterator[str]:
    yield from opening(result)
    yield from sentences(SAYINGS, result)
    yield from not_said(SAYINGS, result)
    yield from closing(result)
