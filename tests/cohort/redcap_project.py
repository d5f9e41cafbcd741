"""A REDCap project made for tests: its data dictionary, and exports as REDCap writes them.

What a patient's forms hold is said form by form, and the export spreads it over the rows of events
and repeats; hand-counted tables are of what is said, never of the export.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

TITLES = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)


class Line(NamedTuple):
    """A line of the dictionary, as far as tests need it."""

    name: str
    form: str
    kind: str
    label: str = ""
    choices: str = ""
    validation: str = ""
    condition: str = ""
    annotation: str = ""

    def written(self) -> list[str]:
        held = dict.fromkeys(TITLES, "")
        places = (0, 1, 3, 4, 5, 7, 11, 17)
        held |= {TITLES[place]: text for place, text in zip(places, self, strict=True)}
        return list(held.values())

    def columns(self, codes_of_missing: Iterable[str] = ()) -> list[str]:
        if self.kind != "checkbox":
            return [] if self.kind == "descriptive" else [self.name]
        codes = [choice.partition(",")[0].strip() for choice in self.choices.split("|")]
        ends = (code.lower().replace("-", "_") for code in (*codes, *codes_of_missing))
        return [f"{self.name}___{end}" for end in ends]


class Opened(NamedTuple):
    """A form that somebody opened: the values of its fields, ticked boxes by column, its state."""

    form: str
    values: Mapping[str, str]
    state: str = "2"
    event: str = ""
    instance: int | None = None  # of a form that is repeated


def written(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def dictionary(lines: Iterable[Line]) -> str:
    return written([TITLES, *(line.written() for line in lines)])


def export(
    lines: Iterable[Line],
    patients: Mapping[str, Iterable[Opened]],
    events: Mapping[str, tuple[str, ...]] | None = None,
    codes_of_missing: Iterable[str] = (),
) -> str:
    """Write an export: `events` holds the forms of each event in the order of the project."""
    lines, codes = list(lines), list(codes_of_missing)
    record, forms = lines[0].name, list(dict.fromkeys(line.form for line in lines))
    columns = {
        form: [
            *(name for line in lines if line.form == form for name in line.columns(codes)),
            f"{form}_complete",
        ]
        for form in forms
    }
    repeats = any(form.instance for held in patients.values() for form in held)
    own = [*(["redcap_event_name"] if events else [])]
    own += ["redcap_repeat_instrument", "redcap_repeat_instance"] if repeats else []
    header = [record, *own, *(name for form in forms for name in columns[form])]
    header = list(dict.fromkeys(header))
    rows = []
    for patient, held in patients.items():
        opened = list(held)
        for event, of_event in (events or {"": tuple(forms)}).items():
            here = [form for form in opened if form.event == event]
            single = [form for form in here if form.instance is None]
            if single or not events:
                row = {record: patient, "redcap_event_name": event}
                for form in of_event:
                    if not any(one.form == form for one in here if one.instance):
                        row |= _untouched(columns[form], record)
                for form in single:
                    row |= form.values | {f"{form.form}_complete": form.state}
                rows.append([row.get(name, "") for name in header])
            for form in sorted(
                (one for one in here if one.instance), key=lambda one: (one.form, one.instance)
            ):
                row = {record: patient, "redcap_event_name": event}
                row |= {
                    "redcap_repeat_instrument": form.form,
                    "redcap_repeat_instance": str(form.instance),
                }
                row |= _untouched(columns[form.form], record)
                row |= form.values | {f"{form.form}_complete": form.state}
                rows.append([row.get(name, "") for name in header])
    return written([header, *rows])


def _untouched(columns: Iterable[str], record: str) -> dict[str, str]:
    """Return what REDCap writes of a form of this event that nobody opened."""
    return {
        name: "0" if "___" in name or name.endswith("_complete") else ""
        for name in columns
        if name != record
    }
