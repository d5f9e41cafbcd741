"""What the user says of a table: in a study file, in flags, or in arguments of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import plain, pointed
from alsstats.study.column_names import own_names, with_canonical_names
from alsstats.study.document import Document, checked
from alsstats.study.durations import Duration, durations_of, refuse_other_unit, with_durations
from alsstats.study.endpoint import SurvivalSaid, survival_of
from alsstats.study.labels import Labels
from alsstats.study.layout import Layout, layout_of
from alsstats.study.overriding import laid_over
from alsstats.study.reference import Reference, refuse_impossible
from alsstats.study.variables import (
    Exclusion,
    Progression,
    Variable,
    variables_of,
    with_levels_by_column,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WORDS = {"label", "define"}
FLAGS = {"present": "--present", "absent": "--absent", "not_assessable": "--not-assessable"}


class Declared(NamedTuple):
    """What is said of one sign: its codes, as texts, or its definition; and words for people."""

    label: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    not_assessable: tuple[str, ...] = ()
    define: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes whose meaning is said."""
        return (*self.present, *self.absent, *self.not_assessable)


class Study(NamedTuple):
    """What the columns and codes of a table mean, as far as the user says so.

    `columns` maps the canonical name of a sign or of another column to the name that it has in the
    table; `signs` maps the canonical name of a sign, or the name of its column, to what is said of
    it; `missing` holds codes that mean missing in every column, besides the usual ones. A declared
    code matches exactly, or as a number (`1.0` is `1`). `date` is the format of the dates in
    columns of which nothing else is said. `labels` are the words of codes where cells hold those.
    `document` is all of it as the study file has it, and `name` that of the file, if there was one.

    >>> study = Study.of({"signs": {"motor_band": {"present": [1]}}, "data": {"id": "code"}})
    >>> study.id, study.signs["swi_motor_cortex"].present
    ('code', ('1',))
    """

    document: Document
    name: str
    id: str
    rows: str
    layout: Layout
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    reference: Reference
    signs: Mapping[str, Declared]
    variables: Mapping[str, Variable]
    progression: Progression
    exclusion: Exclusion
    survival: SurvivalSaid
    date: str
    durations: Mapping[str, Duration]
    labels: Labels = Labels()

    @classmethod
    def of(
        cls,
        *documents: Mapping[str, Any],
        name: str = "",
        labels: Labels = Labels(),  # noqa: B008  # it is immutable
        in_words: tuple[Mapping[str, Any], ...] = (),
    ) -> Study:
        """Take documents in the shape of a study file, the later ones laid over the earlier.

        Their codes are replaced by the words that `labels` have for them; `in_words` come first,
        and need no replacing.
        """
        where = name or "the study"
        document: Document = {}
        held = [checked(one, where) for one in (*in_words, *documents)]
        own = own_names(held)
        for place, one in enumerate(held):
            later = with_levels_by_column(with_canonical_names(one, own))
            later = later if place < len(in_words) else labels.in_words(later, document)
            document = laid_over(document, later)
        data, reference = document.get("data", {}), dict(document.get("reference", {}))
        certainty = reference.pop("certainty", {})
        reference |= {"certainty": certainty.get("column", ""), "nested": certainty.get("nested")}
        reference["nested"] = reference["nested"] or ()
        durations = durations_of(document)
        progression = Progression(**document.get("progression", {}))
        refuse_other_unit(progression.months, "months", durations)
        study = cls(
            document,
            name,
            data.get("id", ""),
            data.get("rows", "patient"),
            layout_of(data),
            own,
            data.get("missing", ()),
            Reference(**reference),
            {sign: Declared(**said) for sign, said in document.get("signs", {}).items()},
            with_durations(variables_of(document), durations),
            progression,
            Exclusion(**document.get("exclusion", {})),
            survival_of(document.get("survival", {})),
            data.get("date", ""),
            durations,
            labels,
        )
        for sign, said in study.signs.items():
            _refuse_contradiction(sign, said, study.missing)
        refuse_impossible(study.reference)
        return study

    @classmethod
    def from_file(cls, path: Path) -> Study:
        """Read a study file (TOML); refuse what is not TOML, and keys that are not known."""
        import tomllib

        try:
            document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise UsageError(
                f"cannot read the study file '{path}'",
                found=[f"{error.strerror}"],
                fix="see whether it is there, and who may read it",
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(
                f"{path.name} is not TOML", found=[f"{error}"], fix="correct the line that is named"
            ) from None
        return cls.of(_found_from(path.parent, document), name=path.name)

    def is_missing(self, code: str) -> bool:
        """Tell whether a code means missing in every column."""
        text = plain(code)
        return text.casefold() in vocabulary().missing or text in map(plain, self.missing)

    def with_points(self) -> Study:
        """Return this study with a decimal point in every code that is a number with a comma."""
        reference, signs = dict(self.document.get("reference", {})), self.document.get("signs", {})
        for key in ("target", "leave_out"):
            if key in reference:
                reference[key] = _pointed(reference[key])
        groups = {name: _pointed(held) for name, held in reference.get("versus", {}).items()}
        codes = {
            name: {key: held if key in WORDS else _pointed(held) for key, held in said.items()}
            for name, said in signs.items()
        }
        levels = {
            name: {
                "order": _pointed(said.order),
                "listed": _pointed(said.listed),
                "merge": {level: _pointed(held) for level, held in said.merge.items()},
            }
            for name, said in self.variables.items()
        }
        return self._and_in_words(
            {"data": {"missing": _pointed(self.missing)}, "signs": codes, "variables": levels},
            {"reference": reference | ({"versus": groups} if groups else {})},
        )

    def with_(self, *documents: Mapping[str, Any]) -> Study:
        """Return this study with more said, which wins over what was."""
        held = (self.document,)
        return Study.of(*documents, name=self.name, labels=self.labels, in_words=held)

    def with_labels(self, labels: Mapping[str, Mapping[str, str]]) -> Study:
        """Return this study for a table whose cells hold words, by column, in place of codes.

        >>> study = Study.of({"signs": {"motor_band": {"present": [1]}}})
        >>> labelled = study.with_labels({"motor_band": {"1": "seen", "2": "not seen"}})
        >>> labelled.signs["swi_motor_cortex"].present
        ('seen',)
        """
        return Study.of(self.document, name=self.name, labels=Labels.of(labels))

    def over(self, document: Mapping[str, Any]) -> Study:
        """Return this study laid over what else is said, in words, such as by the file itself."""
        held = (document, self.document)
        return Study.of(name=self.name, labels=self.labels, in_words=held) if document else self

    def _and_in_words(self, *documents: Mapping[str, Any]) -> Study:
        held = (self.document, *documents)
        return Study.of(name=self.name, labels=self.labels, in_words=held)


def _found_from(folder: Path, document: Document) -> Document:
    """Return a study with the path of a dictionary, which is relative to the study file, as is."""
    data = document.get("data")
    if not isinstance(data, dict) or not isinstance(held := data.get("dictionary"), str):
        return document
    return document | {"data": data | {"dictionary": str(folder / held) if held else held}}


def _pointed(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(pointed, codes))


def _refuse_contradiction(sign: str, said: Declared, missing: tuple[str, ...]) -> None:
    codes = [
        plain(code)
        for held in (said.present, said.absent, said.not_assessable, missing)
        for code in {plain(code) for code in held}
    ]
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise UsageError(
            f"a code of '{sign}' is declared twice",
            found=[f"code: {', '.join(repeated)}"],
            why="it can only mean one thing",
        )
    if "" in map(plain, said.codes):
        raise UsageError(
            f"an empty code is declared for '{sign}'",
            why="an empty cell is missing, and cannot mean anything else",
        )
