"""A sensitivity and a specificity as people: so many of a thousand have the disease, the sign."""

from __future__ import annotations

from math import floor

from alsstats.counts import TwoByTwo
from alsstats.diagnostic.projection import share
from alsstats.errors import UsageError

DIGITS = 9  # after the point, beyond which a product of shares is the computer's and not the data's


def natural_frequencies(
    sensitivity: float, specificity: float, prevalence: float, of: int = 1000
) -> TwoByTwo:
    """Return how many of so many people like these have the disease, and of them the sign.

    Whole people: first as many with the disease as the prevalence comes nearest to, then of these,
    and of the others, as many with the sign; a half is rounded up. The four counts add up to `of`,
    and each is within one person of what it would be unrounded.

    Undefined for shares that are not between 0 and 1. Source: Hoffrage and Gigerenzer, Acad Med
    1998;73:538.

    >>> natural_frequencies(0.70, 0.81, 0.10)
    TwoByTwo(tp=70, fp=171, fn=30, tn=729)
    """
    shares = (sensitivity, "sensitivity"), (specificity, "specificity"), (prevalence, "prevalence")
    sens, spec, prev = (share(value, name) for value, name in shares)
    if isinstance(of, bool) or not isinstance(of, int) or of < 1:
        raise UsageError("a number of people is a whole number from 1 on", found=[f"given: {of!r}"])
    ill = _nearest(of * prev)
    tp, tn = _nearest(ill * sens), _nearest((of - ill) * spec)
    return TwoByTwo(tp=tp, fp=of - ill - tn, fn=ill - tp, tn=tn)


def _nearest(people: float) -> int:
    return floor(round(people, DIGITS) + 0.5)
