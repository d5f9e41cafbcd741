"""What columns and codes mean: the built-in vocabulary, and what the user declares on top of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.errors import UsageError

if TYPE_CHECKING:
    Declared = Mapping[str, object]

BLANKS = " \t\n\r\v\f\u00a0"  # what is trimmed from a code or an identifier
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def plain(code: str) -> str:
    """Return a code as codes are compared: trimmed, and a number without its empty decimals.

    >>> plain(" 1.0 "), plain("007"), plain("Yes"), plain("-9.50")
    ('1', '007', 'Yes', '-9.5')
    """
    text = code.strip(BLANKS)
    if NUMBER.fullmatch(text) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def folded(code: str) -> str:
    """Return a code as the vocabulary's words are compared: `plain`, in any case."""
    return plain(code).casefold()


def column_key(name: str) -> str:
    """Return a column name as names are compared: `Motor Band ` is `motor_band`."""
    return re.sub(r"[\s-]+", "_", name.strip()).casefold()


class Sign(NamedTuple):
    """A sign of the vocabulary: canonical name, words for people, and its parts if it has any."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Vocabulary(NamedTuple):
    """The names and codings that are understood without being told."""

    reference: str
    reference_aliases: tuple[str, ...]
    target: str
    diagnoses: Mapping[str, str]  # folded spelling -> the name that is printed
    groups: Mapping[str, frozenset[str]]  # comparison group -> its diagnoses
    signs: Mapping[str, Sign]
    columns: Mapping[str, tuple[str, ...]]  # other canonical columns -> aliases
    missing: frozenset[str]
    not_assessable: frozenset[str]
    pairs: tuple[tuple[str, str], ...]  # (absent, present)
    mates: tuple[tuple[str, str], ...]


class Study(NamedTuple):
    """What the user says of the columns: which codes mean what.

    `present`, `absent` and `not_assessable` map a column to codes; `missing` holds codes that mean
    missing in every column, besides the usual ones. A declared code matches exactly, or as a
    number (`1.0` is `1`).
    """

    present: Mapping[str, tuple[str, ...]]
    absent: Mapping[str, tuple[str, ...]]
    not_assessable: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]

    @classmethod
    def of(
        cls,
        present: Declared | None = None,
        absent: Declared | None = None,
        not_assessable: Declared | None = None,
        missing: object = (),
    ) -> Study:
        """Take what was declared; refuse an empty code, and one code for two meanings."""
        study = cls(_listed(present), _listed(absent), _listed(not_assessable), _codes(missing))
        for column in study.declared_columns():
            said = [held.get(column, ()) for held in study[:3]]
            codes = [plain(code) for codes in (*said, study.missing) for code in set(codes)]
            if repeated := sorted({code for code in codes if codes.count(code) > 1}):
                raise UsageError(
                    f"a code of '{column}' is declared twice",
                    found=[f"code: {', '.join(repeated)}"],
                    why="it can only mean one thing",
                )
            if "" in map(plain, (code for codes in said for code in codes)):
                raise UsageError(
                    f"an empty code is declared for '{column}'",
                    why="an empty cell is missing, and cannot mean anything else",
                )
        return study

    def declared_columns(self) -> set[str]:
        """Return the names of all columns that the user says something of."""
        return {*self.present, *self.absent, *self.not_assessable}

    def absentees(self, column: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are declared for a column and are not among its codes."""
        held = {plain(code) for code in codes}
        said = (code for meaning in self[:3] for code in meaning.get(column, ()))
        return tuple(code for code in said if plain(code) not in held)

    def renamed(self, columns: Mapping[str, str]) -> Study:
        """Return the same declarations under other names of the columns."""
        present, absent, not_assessable = (
            {columns[name]: codes for name, codes in held.items()}
            for held in (self.present, self.absent, self.not_assessable)
        )
        return Study(present, absent, not_assessable, self.missing)


def _listed(declared: Declared | None) -> dict[str, tuple[str, ...]]:
    if declared is not None and not isinstance(declared, Mapping):
        raise UsageError(
            "codes are declared by column", found=[f"given: {declared!r}"], fix="{'column': 'code'}"
        )
    return {str(column): _codes(codes) for column, codes in (declared or {}).items()}


def _codes(codes: object) -> tuple[str, ...]:
    """Return one code, or several, as texts."""
    if codes is None:
        return ()
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        return (str(codes),)
    return tuple(map(str, codes))


@cache
def vocabulary() -> Vocabulary:
    """Return the built-in vocabulary, from `vocabulary.toml`.

    >>> vocabulary().signs["flair_swi"].parts
    ('flair_cst', 'swi_motor_cortex')
    """
    import tomllib

    text = Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
    return _vocabulary(tomllib.loads(text))


def _vocabulary(document: dict[str, Any]) -> Vocabulary:
    reference, codes = document["reference"], document["codes"]
    target = {reference["target"]: document["target"][reference["target"]]["spellings"]}
    return Vocabulary(
        reference=reference["column"],
        reference_aliases=tuple(reference["aliases"]),
        target=reference["target"],
        diagnoses=_spellings([target, *document["groups"].values(), document["outside"]]),
        groups={name: frozenset(members) for name, members in document["groups"].items()},
        signs={
            name: Sign(
                name, sign["label"], tuple(sign.get("aliases", ())), tuple(sign.get("all_of", ()))
            )
            for name, sign in document["signs"].items()
        },
        columns={name: tuple(aliases) for name, aliases in document["columns"].items()},
        missing=frozenset(map(folded, codes["missing"])),
        not_assessable=frozenset(map(folded, codes["not_assessable"])),
        pairs=tuple((folded(absent), folded(present)) for absent, present in codes["pairs"]),
        mates=tuple((folded(one), folded(other)) for one, other in codes["mates"]),
    )


def _spellings(tables: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, str]:
    return {
        folded(spelling): name
        for table in tables
        for name, others in table.items()
        for spelling in (name, *others)
    }
