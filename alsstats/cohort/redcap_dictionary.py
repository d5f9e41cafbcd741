"""A REDCap data dictionary: the fields of a project, their forms, and the labels of their choices.

One line is one field. Choices are written `1, Yes | 2, No`: a code, the first comma, a label that
may hold commas and HTML. It is downloaded from the project as CSV; the columns of the programming
interface, which name the same things otherwise, are taken as well.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.text_file import TextFile
from alsstats.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TITLES = {
    "name": ("Variable / Field Name", "field_name"),
    "form": ("Form Name", "form_name"),
    "kind": ("Field Type", "field_type"),
    "label": ("Field Label", "field_label"),
    "choices": ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    "validation": (
        "Text Validation Type OR Show Slider Number",
        "text_validation_type_or_show_slider_number",
    ),
    "condition": ("Branching Logic (Show field only if...)", "branching_logic"),
    "annotation": ("Field Annotation", "field_annotation"),
}
FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
OF_CHOICES = ("radio", "dropdown", "checkbox")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
COMPUTED = re.compile(r"@CALC(TEXT|DATE)")


class Field(NamedTuple):
    """A field of a project; `choices` maps its codes to labels, in the order of the form.

    `condition` is the branching logic by which the field is shown.
    """

    name: str
    form: str
    kind: str
    label: str = ""
    choices: Mapping[str, str] = {}
    validation: str = ""
    condition: str = ""
    annotation: str = ""

    @property
    def is_number(self) -> bool:
        """Whether REDCap lets numbers only into the field."""
        return self.kind in ("calc", "slider") or self.validation.startswith(("number", "integer"))

    @property
    def is_computed(self) -> bool:
        """Whether REDCap fills the field itself, be its form opened or not."""
        return self.kind == "calc" or COMPUTED.search(self.annotation) is not None

    @property
    def words(self) -> Mapping[str, str]:
        """The labels that can stand for the codes: nothing where a label could be mistaken.

        >>> Field("x", "mri", "radio", choices={"1": "Yes", "2": "No"}).words
        {'1': 'Yes', '2': 'No'}
        >>> Field("x", "mri", "radio", choices={"1": "other", "2": "other"}).words
        {}
        """
        labels = list(self.choices.values())
        other = any(label in self.choices and label != code for code, label in self.choices.items())
        return {} if "" in labels or len(set(labels)) < len(labels) or other else self.choices


class Dictionary(NamedTuple):
    """The fields of a project, by name; the first of them tells the patients apart."""

    name: str
    fields: Mapping[str, Field]

    @property
    def record(self) -> str:
        """The field that holds the patient."""
        return next(iter(self.fields))

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms, in their order."""
        return tuple(dict.fromkeys(field.form for field in self.fields.values()))


def read_dictionary(path: Path) -> Dictionary:
    """Read a data dictionary; refuse a file that is none, and a field that stands twice."""
    if not path.is_file():
        raise FileError(f"there is no data dictionary '{path}'", fix="--dictionary FILE")
    table = TextFile.of(path)
    places = _places(path, table.columns)
    try:
        rows = table.relation().fetchall()
    finally:
        table.close()
    fields = [_field(places, row) for row in rows]
    fields = [field for field in fields if field.name and field.kind != "descriptive"]
    times = Counter(field.name for field in fields)
    if not fields or times.most_common(1)[0][1] > 1:
        twice = ", ".join(name for name, count in times.items() if count > 1)
        raise FileError(
            f"the data dictionary {path.name} is not of one project",
            found=[f"fields that stand twice: {twice}" if twice else "no field at all"],
            fix="download it anew: Project Setup, Data Dictionary",
        )
    return Dictionary(path.name, {field.name: field for field in fields})


def choices_of(text: str) -> dict[str, str]:
    """Return codes with their labels; a code that stands twice has none, for it is open which.

    >>> choices_of("1, <b>Yes</b> | -99, Not known, or not asked | 3, a | 3, b")
    {'1': 'Yes', '-99': 'Not known, or not asked', '3': ''}
    """
    choices: dict[str, str] = {}
    for part in filter(str.strip, text.split("|")):
        code, comma, label = part.partition(",")
        known = code.strip() in choices
        choices[code.strip()] = "" if known else cleaned(label if comma else code)
    return choices


def cleaned(label: str) -> str:
    """Return a label without HTML and needless blanks.

    >>> cleaned("<p>Age  &lt; 50</p>"), cleaned("< 50")
    ('Age < 50', '< 50')
    """
    from html import unescape

    return " ".join(unescape(TAG.sub(" ", label)).split())


def _places(path: Path, columns: Sequence[str]) -> dict[str, int]:
    """Return where each property of a field stands; refuse a table that is no dictionary."""
    places = {
        key: columns.index(title)
        for key, titles in TITLES.items()
        for title in titles
        if title in columns
    }
    if wanting := [TITLES[key][0] for key in TITLES if key not in places]:
        raise FileError(
            f"{path.name} is not a REDCap data dictionary",
            found=[f"it has no column: {'; '.join(wanting)}"],
            why="labels of codes and the forms of fields are taken from it",
            fix="download it from the project (Project Setup, Data Dictionary), as CSV",
        )
    return places


def _field(places: Mapping[str, int], row: Sequence[str | None]) -> Field:
    held: dict[str, Any] = {key: (row[place] or "").strip() for key, place in places.items()}
    kind, choices = held["kind"], held["choices"]
    held["choices"] = FIXED.get(kind, {}) or (choices_of(choices) if kind in OF_CHOICES else {})
    return Field(**held | {"label": cleaned(held["label"])})
