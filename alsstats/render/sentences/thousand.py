"""A table of people in words: of a thousand like these, so many have the disease and the sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable

if TYPE_CHECKING:
    from alsstats.counts import TwoByTwo


def natural_frequencies_in_words(people: TwoByTwo, disease: str = "ALS") -> str:
    """Return the four counts as sentences, and who of those with the sign has the disease.

    >>> from alsstats.diagnostic import natural_frequencies
    >>> people = natural_frequencies(0.70, 0.81, 0.10)
    >>> print(natural_frequencies_in_words(people))  # doctest: +NORMALIZE_WHITESPACE
    Of 1,000 people like these, 100 have ALS: 70 of them have the sign, 30 do not. Of the 900
    without ALS, 171 have the sign, 729 do not. So of the 241 with the sign 70 have ALS.
    """
    named = printable(disease)
    ill, well = people.tp + people.fn, people.fp + people.tn
    signed = people.tp + people.fp
    said = [
        f"Of {people.total:,} people like these, {ill:,} have {named}: {people.tp:,} of them have",
        f"the sign, {people.fn:,} do not. Of the {well:,} without {named}, {people.fp:,} have the",
        f"sign, {people.tn:,} do not.",
        f"So of the {signed:,} with the sign {people.tp:,} have {named}."
        if signed
        else "So nobody has the sign.",
    ]
    return " ".join(said)
