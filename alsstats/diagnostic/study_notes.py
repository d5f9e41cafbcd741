"""What must be known of the study and its unread readings to read the estimates rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.result import Note
from alsstats.tally.handling import ANY_PART, Handling, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.diagnostic.sign import SignTallies
    from alsstats.diagnostic.tables import Comparison
    from alsstats.study import Study

COUNTED_AS = {
    "positive": "present",
    "negative": "absent",
    "worst": "absent with the disease and present without it (intention to diagnose)",
    "best": "present with the disease and absent without it",
}


def notes_of_study(study: Study, policy: str, *, paired: bool) -> Iterator[Note]:
    """Say what the study's settings do to the numbers."""
    if study.reference.used_mri:
        yield Note(
            "incorporation",
            "the reference diagnosis made use of MRI: a sign that helped to make the diagnosis "
            "agrees with it by construction, so sensitivity and specificity are too high",
        )
    if study.reference.nested:
        yield Note(
            "certainty",
            "those with the disease in a category that the target does not name, or in none, are "
            "left out; they are not counted as free of the disease",
        )
    if policy in COUNTED_AS:
        yield Note(
            "indeterminate_policy",
            f"readings that are not assessable are counted as {COUNTED_AS[policy]}; missing ones "
            "are left out",
        )
    if paired:
        yield Note(
            "paired",
            "a difference is that of the first sign less that of the second, in those in whom both "
            "were read; limits by Tango's score method, p by McNemar's exact test, which is never "
            "too small: it may be above 0.05 where the limits leave 0 out",
        )


def notes_of_unread(
    signs: Sequence[SignTallies], comparison: Comparison, rules: Sequence[Handling]
) -> Iterator[Note]:
    """Say how far unread readings could move the numbers, and who is decided by some parts only."""
    listed = [text for sign in signs for text in _range(sign, comparison)]
    if listed:
        yield Note(
            "indeterminate",
            "some readings could not be made: however they are coded, sensitivity and specificity "
            f"of {comparison.target} against {comparison.name} lie between 'range low' and 'range "
            f"high'. {'; '.join(listed)}",
        )
    decided = [
        f"{sign.name} ({people})" for sign in signs if (people := comparison.decided(sign.everyone))
    ]
    if decided:
        yield Note(
            "parts",
            f"not every part was read, but those that were decide: {', '.join(decided)} of those "
            f"compared, {comparison.target} against {comparison.name}. {_of_parts(rules)}",
        )


def _of_parts(rules: Sequence[Handling]) -> str:
    if any(rule.name.startswith(ANY_PART.name) for rule in rules):
        return (
            "The rows 'any part' hold them: people stay whom a part decides, and others with as "
            "much unread leave, which biases accuracy"
        )
    if len(rules) == 1 and rules[0].name in COUNTED_AS:
        return "Those whose unread parts are all not assessable are in, the others left out"
    return "They are left out, as all are in whom a part is unread; --parts any adds them"


def _range(sign: SignTallies, comparison: Comparison) -> Iterator[str]:
    not_assessable, missing = comparison.unread(sign.everyone)
    if not not_assessable:
        return
    parts = []
    for with_missing in (False, True) if missing else (False,):
        low, high = (comparison.table(sign.everyone, rule) for rule in ranges(missing=with_missing))
        also = f", with the {missing} missing too" if with_missing else ""
        parts.append(
            f"sensitivity {low.tp}/{low.target} to {high.tp}/{high.target}, specificity "
            f"{low.tn}/{low.others} to {high.tn}/{high.others}{also}"
        )
    yield f"{sign.name} ({not_assessable} not assessable): {'; '.join(parts)}"
