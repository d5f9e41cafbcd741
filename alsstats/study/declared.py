"""What the user says of a table: in a study file, in flags, or in arguments of a function."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import plain
from alsstats.study.document import Document, checked, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ALL_OTHERS = "all others"
DIAGNOSIS_MISSING = "diagnosis missing"
NOT_ASSESSABLE, MISSING = "sign not assessable", "sign missing"
RESERVED = {ALL_OTHERS, DIAGNOSIS_MISSING, NOT_ASSESSABLE, MISSING, "one of the signs unread", ""}
NO_STRATUM = "missing"  # the stratum of those in whom nothing is recorded
MEANINGS = ("present", "absent", "not_assessable")
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


class Reference(NamedTuple):
    """What is said of the diagnosis; an empty entry is left to the vocabulary.

    `versus` maps a comparison group to its diagnoses, `leave_out` lists diagnoses that are neither
    target nor compared. `nested` lists categories of the column `certainty`, the most certain
    first. Of a case-control `design` the prevalence is not the patients' but the investigator's.
    """

    column: str = ""
    target: tuple[str, ...] = ()
    versus: Mapping[str, tuple[str, ...]] = {}
    leave_out: tuple[str, ...] = ()
    certainty: str = ""
    nested: tuple[str, ...] = ()
    design: str = "cohort"
    used_mri: bool = False


class Study(NamedTuple):
    """What the columns and codes of a table mean, as far as the user says so.

    `signs` maps the canonical name of a sign, or the name of its column, to what is said of it;
    `missing` holds codes that mean missing in every column, besides the usual ones. A declared code
    matches exactly, or as a number (`1.0` is `1`). `document` is all of it as the study file has
    it, and `name` that of the file, if there was one.

    >>> study = Study.of({"signs": {"motor_band": {"present": [1]}}, "data": {"id": "code"}})
    >>> study.id, study.signs["swi_motor_cortex"].present
    ('code', ('1',))
    """

    document: Document
    name: str
    id: str
    rows: str
    missing: tuple[str, ...]
    reference: Reference
    signs: Mapping[str, Declared]

    @classmethod
    def of(cls, *documents: Mapping[str, Any], name: str = "") -> Study:
        """Take documents in the shape of a study file, the later ones laid over the earlier."""
        where = name or "the study"
        document = merged({}, *(_canonical(checked(one, where)) for one in documents))
        data, reference = document.get("data", {}), dict(document.get("reference", {}))
        certainty = reference.pop("certainty", {})
        reference |= {"certainty": certainty.get("column", ""), "nested": certainty.get("nested")}
        reference["nested"] = reference["nested"] or ()
        study = cls(
            document,
            name,
            data.get("id", ""),
            data.get("rows", "patient"),
            data.get("missing", ()),
            Reference(**reference),
            {sign: Declared(**said) for sign, said in document.get("signs", {}).items()},
        )
        for sign, said in study.signs.items():
            _refuse_contradiction(sign, said, study.missing)
        _refuse_overlap(study.reference)
        return study

    @classmethod
    def from_file(cls, path: Path) -> Study:
        """Read a study file (TOML); refuse what is not TOML, and keys that are not known."""
        import tomllib

        try:
            with path.open("rb") as file:
                document = tomllib.load(file)
        except OSError as error:
            raise UsageError(
                f"cannot read the study file '{path}'", found=[f"{error.strerror}"]
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path.name} is not TOML", found=[f"{error}"]) from None
        return cls.of(document, name=path.name)

    def with_(self, *documents: Mapping[str, Any]) -> Study:
        """Return this study with more said, which wins over what was."""
        return Study.of(self.document, *documents, name=self.name)


def about_diagnosis(
    column: str | None,
    target: str | Iterable[str] | None,
    versus: Mapping[str, str | Iterable[str]] | None,
    leave_out: str | Iterable[str] | None,
    certainty: Iterable[str] | None,
) -> Document:
    """Return what a question says of the diagnosis, in the shape of a study file."""
    said = {"column": column, "target": target, "versus": versus, "leave_out": leave_out}
    held: Document = {key: value for key, value in said.items() if value}
    return {"reference": held | ({"certainty": {"nested": certainty}} if certainty else {})}


def _canonical(document: Document) -> Document:
    """Name the signs by their canonical names; two names of one sign are laid together."""
    signs: dict[str, Document] = {}
    for name, said in document.get("signs", {}).items():
        held = signs.setdefault(vocabulary().sign(name), {})
        if twice := sorted(set(held) & set(said)):
            raise UsageError(f"'{name}' is declared under two names", found=[f"{twice[0]} of both"])
        held.update(said)
    return document | {"signs": signs} if signs else document


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


def _refuse_overlap(reference: Reference) -> None:
    """Refuse a diagnosis that is in two places, of which only one can be right."""
    levels = (*reference.target, *reference.leave_out, *chain(*reference.versus.values()))
    for text in (*reference.versus, *levels):
        if text.strip() in RESERVED:
            raise UsageError(
                f"no group or diagnosis can be called '{text.strip()}'",
                why="answers use that name for all groups together, or for a reason why somebody "
                "is left out",
            )
    name = vocabulary().diagnosis
    places = {
        "the target": set(map(name, reference.target or (vocabulary().target,))),
        "compared": {name(level) for levels in reference.versus.values() for level in levels},
        "left out": set(map(name, reference.leave_out)),
    }
    for one, other in (
        ("the target", "compared"),
        ("the target", "left out"),
        ("compared", "left out"),
    ):
        if both := sorted(places[one] & places[other]):
            raise UsageError(
                f"'{both[0]}' is declared both {one} and {other}", why="it can only be one of them"
            )
