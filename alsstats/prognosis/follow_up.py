"""The follow-up of a cohort: who was seen until when, with which event; and who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import CodingError, UsageError
from alsstats.prognosis.patient_intervals import join_intervals
from alsstats.prognosis.risk_table import tabulate
from alsstats.prognosis.times import EQUAL
from alsstats.study import CENSORED, NO_LEVEL, TOGETHER
from alsstats.tally.left_out import not_among

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.counts import Codes
    from alsstats.prognosis.risk_table import RiskTable
    from alsstats.prognosis.time_origin import TimeOrigin
    from alsstats.prognosis.times import Floats, Integers, Truths
    from alsstats.study import Duration

BEFORE_ORIGIN = "nobody can be followed to a time before the origin"
NEVER_AT_RISK = (
    "these patients would come under observation when they had died or been lost, or at that very "
    "moment; dates may be exchanged"
)
DECIMALS = 9  # of person-time: beyond them a sum of days or months in decimals is rounding
TWICE = "the patient would count twice"


class Sample(NamedTuple):
    """The rows that a number is made of, and how many people are not in it, by the reason."""

    used: Truths
    left_out: Mapping[str, int]


class FollowUp(NamedTuple):
    """Everybody's time and event, one entry a combination of codes that `n` people hold.

    `entry` is None where all are at risk from the first, minus infinity in those who are. With
    interval rows `patient` numbers the patients, and `last` marks the last row of each. `sample`
    holds those whom the question is among, and whose follow-up is known; `components` names those
    of a composite event, also one that occurred in nobody.
    """

    time: Floats
    entry: Floats | None
    died: Truths
    component: Codes
    n: Integers
    patient: Integers | None
    sample: Sample
    last: Truths | None = None
    components: tuple[str, ...] = ()

    def people(self, used: Truths) -> int:
        """Count the people in some rows: a patient with several intervals once."""
        import numpy as np

        if self.patient is None:
            return int(self.n[used].sum())
        return len(np.unique(self.patient[used]))

    def events(self, used: Truths) -> int:
        """Count the people in whom the event occurred."""
        return int(self.n[used & self.died].sum())

    def events_of(self, component: str, used: Truths) -> int:
        """Count the people in whom one component of the event occurred."""
        import numpy as np

        is_it = np.array([name == component for name in self.component.levels])
        return int(self.n[used & is_it[self.component.codes]].sum())

    def person_time(self, used: Truths) -> float:
        """Add up how long people were at risk."""
        import numpy as np

        begin = 0.0 if self.entry is None else np.maximum(self.entry, 0.0)
        sums = float((self.n * (self.time - begin))[used].sum())
        return round(sums, DECIMALS)

    def follow_up_table(self, used: Truths) -> RiskTable:
        """Return the times of some people, one row a patient."""
        entry = None if self.entry is None else self.entry[used]
        if self.patient is None or entry is None:
            return tabulate(self.time[used], self.died[used], entry=entry, frequency=self.n[used])
        held = join_intervals(self.patient[used], entry, self.time[used], self.died[used])
        return tabulate(held.time, held.event, entry=held.entry)

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


def followed(crossed: Crossed, origin: TimeOrigin, start: float | None) -> FollowUp:
    """Bring time, entry and event together; refuse times that nobody can have been followed for.

    Left out are those whom the question is not among, and those without time, entry or event; with
    a `start` also those who were not followed beyond it, all others being at risk from then on.
    """
    import numpy as np

    inside, n = crossed.among(TOGETHER), crossed.table.n(TOGETHER)
    time = crossed.number(TOGETHER, origin.time)
    entry = crossed.number(TOGETHER, origin.entry) if origin.entry else None
    component = crossed.event(TOGETHER)
    names = np.array(component.levels, dtype=object)
    died = ~np.isin(names, [CENSORED, NO_LEVEL])[component.codes]
    reasons = {not_among(crossed): ~inside, f"{origin.time} missing": np.isnan(time)}
    if entry is not None:
        reasons[f"{origin.entry} missing"] = np.isnan(entry)
    reasons[f"{crossed.roles.event} missing"] = (names == NO_LEVEL)[component.codes]
    patient = crossed.patients(TOGETHER).astype(np.int64) if crossed.wanted.patients else None
    everybody = Sample(np.ones(len(n), dtype=bool), {})
    occurred = tuple(crossed.wanted.endpoint.occurred) if crossed.wanted.endpoint else ()
    held = FollowUp(time, entry, died, component, n, patient, everybody, components=occurred)
    held = held._replace(sample=held.without(everybody, reasons))
    _refuse_impossible(held, origin, crossed.study.durations)
    if entry is not None:
        held = held._replace(entry=np.where(entry == 0, -np.inf, entry))
    held = held if patient is None else held._replace(last=_last(held))
    return held if start is None else _from(held, start)


def _from(held: FollowUp, start: float) -> FollowUp:
    """Leave out what happened up to a time."""
    import numpy as np

    begin = np.full(len(held.time), -np.inf) if held.entry is None else held.entry
    over = held.time <= start * (1 + EQUAL)
    used, left_out = held.sample.used & ~over, dict(held.sample.left_out)
    gone = held.people(held.sample.used) - held.people(used)
    left_out |= {f"not followed beyond {start:g}": gone} if gone else {}
    return held._replace(entry=np.maximum(begin, start), sample=Sample(used, left_out))


def _last(held: FollowUp) -> Truths:
    """Mark the last interval of each patient; refuse intervals that do not fit together."""
    import numpy as np

    used = held.sample.used
    _refuse(held, used & (held.n > 1), "intervals of one patient stand twice", TWICE)
    last = np.zeros(len(used), dtype=bool)
    if held.entry is not None and held.patient is not None and used.any():
        rows = held.patient[used], held.entry[used], held.time[used], held.died[used]
        try:
            last[used] = join_intervals(*rows).last
        except UsageError as error:  # a fault of the data, not of how they were asked about
            raise CodingError(error.what, found=error.found, why=error.why, fix=error.fix) from None
    return last


def _refuse_impossible(
    held: FollowUp, origin: TimeOrigin, durations: Mapping[str, Duration]
) -> None:
    """Refuse times below 0, and entries that are not before the time, with their number."""
    import numpy as np

    used = held.sample.used
    with np.errstate(invalid="ignore"):
        _refuse(held, used & (held.time < 0), _below(origin.time, durations), BEFORE_ORIGIN)
        if held.entry is None:
            return
        _refuse(held, used & (held.entry < 0), _below(origin.entry, durations), BEFORE_ORIGIN)
        late = held.entry >= held.time * (1 - EQUAL)
        what = f"'{origin.entry}' is not before '{origin.time}'"
        _refuse(held, used & late, what, NEVER_AT_RISK)


def _below(name: str, durations: Mapping[str, Duration]) -> str:
    said = durations.get(name)
    return f"'{name}' is below 0" + (f": {said.backwards}" if said else "")


def _refuse(held: FollowUp, wrong: Truths, what: str, why: str) -> None:
    if wrong.any():
        found = [f"{held.people(wrong)} of {held.people(held.sample.used)} patients"]
        raise CodingError(what, found=found, why=why, fix="correct their rows")
