"""One row a patient of a REDCap export, by a rule that has a name.

REDCap writes what it knows of a patient over several rows: one for each event, and one for each
time a form or an event was repeated. Each row holds the forms of its event, and is empty elsewhere.
So no row is the patient, and the rules choose forms, each whole: a sign and its date stay together.

first   each form from the first row of the patient in which anything is recorded in it
last    each form from the last such row
EVENT   a form that anybody has recorded in this event from this event; any other form from the one
        row in which the patient has it

Rows go by the event, in the order in which the file has the events of a patient (the project's),
then by the number of the repeat. A form is recorded where one of its fields holds a value, a box is
ticked, or its state is unverified or complete; what REDCap fills itself does not count. Where
EVENT leaves several rows of a patient for a form, its columns are undecided, and a question that
needs one of them is refused. So are columns that no form has, where they differ between the rows of
a patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.redcap_rows import PLACES, ROWS, named, refuse_other_order, refuse_rows_twice
from alsstats.cohort.sql import count_of, literal
from alsstats.errors import RoleError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alsstats.cohort.redcap_columns import Column
    from alsstats.cohort.redcap_rows import Find

ENDS = {"first": "min", "last": "max"}


class Picked(NamedTuple):
    """The SQL of each column and of the rows, what was done in words, what is undecided."""

    cells: Mapping[str, str]
    rows: str
    said: tuple[str, ...]
    undecided: Mapping[str, RoleError]


class Picking:
    """The rule `pick` for the rows of one export, which `find` looks at by the name `rows`."""

    def __init__(
        self, pick: str, columns: Sequence[Column], record: Column, forms: Sequence[str], find: Find
    ) -> None:
        self.pick = pick
        self.columns = columns
        self.record = record
        self.forms = forms
        self.find = find
        flags = ", ".join(
            f"count(DISTINCT CASE WHEN r{i} THEN record END)" for i in range(len(forms))
        )
        everybody = "count(DISTINCT record)"
        rows = find(
            f"SELECT event, {everybody}, {flags} FROM {ROWS} GROUP BY event ORDER BY min(place)"
        )
        self.events = {event: people for event, people, *_ in rows}
        self.patients = {
            form: {event: counts[place] for event, _, *counts in rows if counts[place]}
            for place, form in enumerate(forms)
        }

    def picked(self) -> Picked:
        """Return how each column is picked; refuse an event that is not in the export."""
        refuse_rows_twice(self.find)
        if self.pick in ENDS:
            refuse_other_order(self.find, self.pick)
        elif self.pick not in self.events:
            raise UsageError(
                f"no event '{self.pick}'{did_you_mean(self.pick, self.events)}",
                found=[f"events: {named(self.events, 'patients')}"],
                why="the rule says of which row of a patient the values are",
                fix="--pick first, --pick last or --pick with one of these events",
            )
        kept = [column for column in self.columns if column.name not in PLACES]
        return Picked(
            {column.name: self._cell(column) for column in kept},
            self._rows(),
            tuple(self._said()),
            self._undecided_forms() | self._undecided_others(kept),
        )

    def _rows(self) -> str:
        """Return the SQL of the rows of each patient, and of where each form is taken from."""
        end = ENDS.get(self.pick, ENDS["first"])
        taken = ", ".join(
            f"{end}(CASE WHEN {self._rows_of(form)} THEN rank END) AS f{place}"
            for place, form in enumerate(self.forms)
        )
        return (
            f"FROM {ROWS} JOIN (SELECT record, {taken} FROM {ROWS} GROUP BY record) USING (record) "
            "GROUP BY record ORDER BY min(place)"
        )

    def _cell(self, column: Column) -> str:
        cell = f"w{column.place}"
        if column.name == self.record.name:
            return "nullif(record, '')"
        if not column.form:
            return f"CASE WHEN min({cell}) = max({cell}) THEN min({cell}) END"
        return f"max(CASE WHEN rank = f{self.forms.index(column.form)} THEN {cell} END)"

    def _rows_of(self, form: str) -> str:
        """Return the SQL of whether a row may be the one that a form is taken from."""
        held = f"r{self.forms.index(form)}"
        if self.pick in ENDS or self.pick not in self.patients[form]:
            return held
        return f"{held} AND event = {literal(self.pick)}"

    def _said(self) -> list[str]:
        """Say which forms were taken from which events, where there is more than one."""
        several = [form for form in self.forms if len(self.patients[form]) > 1]
        if self.pick not in ENDS:
            here = [form for form in self.forms if self.pick in self.patients[form]]
            other = [form for form in self.forms if self.patients[form] and form not in here]
            people = f"{self.events[self.pick]} patients have it"
            event = f"--pick {self.pick}: from that event ({people}) {', '.join(here) or 'no form'}"
            return [f"{event}; from the one row that has it {', '.join(other) or 'no other form'}"]
        order = f", events in the order {', '.join(self.events)}" if len(self.events) > 1 else ""
        said = [f"--pick {self.pick}: each form from the {self.pick} row that has it{order}"]
        taken = [f"{form} from {named(self._events_taken(form), 'patients')}" for form in several]
        return [*said, *(["; ".join(taken)] if taken else [])]

    def _events_taken(self, form: str) -> dict[str, int]:
        """Return from which events a form is taken, each with its patients."""
        end = "arg_min" if self.pick == "first" else "arg_max"
        event = f"{end}(event, rank) FILTER (WHERE r{self.forms.index(form)}) AS event"
        rows = self.find(
            f"SELECT event, count(*) FROM (SELECT {event} FROM {ROWS} GROUP BY record) "
            "WHERE event IS NOT NULL GROUP BY event ORDER BY 2 DESC, 1"
        )
        return dict(rows)

    def _undecided_forms(self) -> dict[str, RoleError]:
        """Return the columns of forms of which the rule leaves several rows of a patient."""
        if self.pick in ENDS:
            return {}
        counts = ", ".join(
            f"{count_of(self._rows_of(form))} AS n{place}" for place, form in enumerate(self.forms)
        )
        several = ", ".join(count_of(f"n{i} > 1") for i in range(len(self.forms)))
        [patients] = self.find(
            f"SELECT {several} FROM (SELECT {counts} FROM {ROWS} GROUP BY record)"
        )
        held = dict(zip(self.forms, patients, strict=True))
        return {
            column.name: self._error(column, held[column.form])
            for column in self.columns
            if column.form and held[column.form] and column.name != self.record.name
        }

    def _error(self, column: Column, patients: int) -> RoleError:
        events = self.patients[column.form]
        found = named(events, "patients")
        usual = "first" if self.pick in events else max(events, key=lambda event: events[event])
        return RoleError(
            f"--pick {self.pick} does not say which '{column.name}' is meant",
            found=[f"form {column.form} stands in several rows of {patients} patients: {found}"],
            why="a value of another visit would stand for the one that is meant",
            fix=f"--pick {usual}",
        )

    def _undecided_others(self, kept: Sequence[Column]) -> dict[str, RoleError]:
        """Return the columns of no form that differ between the rows of a patient."""
        other = [one for one in kept if not one.form and one.name != self.record.name]
        if not other:
            return {}
        ends = ", ".join(f"min(w{one.place}) <> max(w{one.place}) AS d{one.place}" for one in other)
        counts = ", ".join(count_of(f"d{one.place}") for one in other)
        [patients] = self.find(f"SELECT {counts} FROM (SELECT {ends} FROM {ROWS} GROUP BY record)")
        return {
            column.name: RoleError(
                f"'{column.name}' has several values in one patient, and is of no form",
                found=[f"in {count} patients"],
                why="the data dictionary does not say of which row its value is to be taken",
                fix="use a field of the data dictionary, or a dictionary that has it",
            )
            for column, count in zip(other, patients, strict=True)
            if count
        }
