"""The follow-up of a cohort: who was seen until when, with which event; and who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import CodingError
from alsstats.prognosis.times import EQUAL
from alsstats.study import CENSORED, NO_LEVEL
from alsstats.tally.left_out import not_among

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.counts import Codes
    from alsstats.prognosis.time_origin import TimeOrigin
    from alsstats.prognosis.times import Floats, Integers, Truths

KEY = "together"  # of the counts of a follow-up


class Sample(NamedTuple):
    """The rows that a number is made of, and how many people are not in it, by the reason."""

    used: Truths
    left_out: Mapping[str, int]


class FollowUp(NamedTuple):
    """Everybody's time and event, one entry a combination of codes that `n` people hold.

    `entry` is None where all are at risk from the first. With interval rows `patient` numbers the
    patients. `sample` holds those whom the question is among, and whose follow-up is known.
    """

    time: Floats
    entry: Floats | None
    died: Truths
    component: Codes
    n: Integers
    patient: Integers | None
    sample: Sample

    def people(self, used: Truths) -> int:
        """Count the people in some rows: a patient with several intervals once."""
        import numpy as np

        if self.patient is None:
            return int(self.n[used].sum())
        return len(np.unique(self.patient[used]))

    def events(self, used: Truths) -> int:
        """Count the people in whom the event occurred."""
        return int(self.n[used & self.died].sum())

    def without(self, sample: Sample, reasons: Mapping[str, Truths]) -> Sample:
        """Leave people out, each by the first reason that holds; a patient with all intervals."""
        used, left_out = sample.used, dict(sample.left_out)
        for why, rows in reasons.items():
            out = used & self._whole(rows & used)
            if people := self.people(out):
                left_out[why] = left_out.get(why, 0) + people
            used = used & ~out
        return Sample(used, left_out)

    def _whole(self, rows: Truths) -> Truths:
        """Return all rows of the patients of some."""
        import numpy as np

        if self.patient is None:
            return rows
        return np.isin(self.patient, self.patient[rows])


def follow_up(crossed: Crossed, origin: TimeOrigin) -> FollowUp:
    """Bring time, entry and event together; refuse times that nobody can have been followed for.

    Left out are those whom the question is not among, and those without time, entry or event.
    """
    import numpy as np

    inside, n = crossed.among(KEY), crossed.table.n(KEY)
    time = crossed.number(KEY, origin.time)
    entry = crossed.number(KEY, origin.entry) if origin.entry else None
    component = crossed.event(KEY)
    names = np.array(component.levels, dtype=object)
    died = ~np.isin(names, [CENSORED, NO_LEVEL])[component.codes]
    unknown = (names == NO_LEVEL)[component.codes]
    reasons = {not_among(crossed): ~inside, f"{origin.time} missing": np.isnan(time)}
    if entry is not None:
        reasons[f"{origin.entry} missing"] = np.isnan(entry)
    reasons[f"{crossed.roles.event} missing"] = unknown
    patient = None
    if crossed.wanted.patients:
        patient = crossed.patients(KEY).astype(np.int64)
    held = FollowUp(
        time, entry, died, component, n, patient, Sample(np.ones(len(n), dtype=bool), {})
    )
    held = held._replace(sample=held.without(held.sample, reasons))
    _refuse_impossible(held, origin)
    return held


def _refuse_impossible(held: FollowUp, origin: TimeOrigin) -> None:
    """Refuse times below 0, and entries that are not before the time, with how many there are."""
    import numpy as np

    used = held.sample.used
    with np.errstate(invalid="ignore"):
        _refuse(held, used & (held.time < 0), f"'{origin.time}' is below 0", BEFORE_ORIGIN)
        if held.entry is None:
            return
        _refuse(held, used & (held.entry < 0), f"'{origin.entry}' is below 0", BEFORE_ORIGIN)
        late = held.entry >= held.time * (1 - EQUAL)
        what = f"'{origin.entry}' is not before '{origin.time}'"
        _refuse(held, used & late, what, NEVER_AT_RISK)


BEFORE_ORIGIN = "nobody can be followed to a time before the origin"
NEVER_AT_RISK = (
    "these patients came under observation when they had died or been lost, or at that moment; "
    "dates may be exchanged"
)


def _refuse(held: FollowUp, wrong: Truths, what: str, why: str) -> None:
    if wrong.any():
        people, everyone = int(held.n[wrong].sum()), int(held.n[held.sample.used].sum())
        raise CodingError(
            what, found=[f"{people} of {everyone} rows"], why=why, fix="correct those rows"
        )
