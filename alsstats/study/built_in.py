"""The built-in names and codings: what is understood without being told."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.study.codes import column_key, folded, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).parents[1] / "vocabulary.toml"


class Sign(NamedTuple):
    """A sign: name, words for people, other names, definition if combined, a short name if any."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    define: str = ""
    short: str = ""


class Range(NamedTuple):
    """What a number can plausibly be, both ends included, and how that is known."""

    low: float
    high: float
    why: str


class Vocabulary(NamedTuple):
    """The names and codings that are understood without being told."""

    reference: str
    reference_aliases: tuple[str, ...]
    target: str
    diagnoses: Mapping[str, str]  # folded spelling -> the name that is printed
    groups: Mapping[str, frozenset[str]]  # comparison group -> its diagnoses
    certainty: str  # the column of diagnostic certainty
    categories: Mapping[str, str]  # folded spelling -> category of certainty
    signs: Mapping[str, Sign]
    columns: Mapping[str, tuple[str, ...]]  # other canonical columns -> aliases
    kinds: Mapping[str, str]  # canonical column -> category, number, finding or date
    units: Mapping[str, str]  # canonical column of numbers -> unit
    ranges: Mapping[str, Range]  # canonical column of numbers -> what is plausible
    outcomes: frozenset[str]  # columns of what came after
    months: Mapping[str, int]  # folded name -> number
    missing: frozenset[str]
    not_assessable: frozenset[str]
    pairs: tuple[tuple[str, str], ...]  # (absent, present)
    mates: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names: of the reference, of the signs, of the other columns."""
        return (self.reference, *self.signs, *self.columns)

    def canonical(self, name: str) -> str:
        """Return the canonical name of a column by any name of it, or an empty text.

        >>> vocabulary().canonical("dx"), vocabulary().canonical("Motor band")
        ('diagnosis', 'swi_motor_cortex')
        """
        if column_key(name) in {self.reference, *self.reference_aliases}:
            return self.reference
        sign = self.sign(name)
        return sign if sign in self.signs else self.column(name) or ""

    def diagnosis(self, code: str) -> str:
        """Return the name of a diagnosis by any spelling of it; any other code as it stands."""
        return self.diagnoses.get(folded(code), plain(code))

    def category(self, code: str) -> str:
        """Return the name of a category of certainty by any spelling of it."""
        return self.categories.get(folded(code), plain(code))

    def column(self, name: str) -> str | None:
        """Return the canonical name of a column that is no sign, by any name of it.

        >>> vocabulary().column("Site"), vocabulary().column("my column")
        ('centre', None)
        """
        key = column_key(name)
        held = self.columns.items()
        return next((canonical for canonical, others in held if key in {canonical, *others}), None)

    def is_outcome(self, name: str) -> bool:
        """Tell whether a column holds what came after the examination.

        >>> vocabulary().is_outcome("died"), vocabulary().is_outcome("flair_cst")
        (True, False)
        """
        return self.column(name) in self.outcomes

    def sign(self, name: str) -> str:
        """Return the canonical name of a sign by any name of it; any other name as it stands.

        >>> vocabulary().sign("Motor band"), vocabulary().sign("My sign")
        ('swi_motor_cortex', 'My sign')
        """
        key = column_key(name)
        named = (sign.name for sign in self.signs.values() if key in (sign.name, *sign.aliases))
        return next(named, name.strip())


@cache
def vocabulary() -> Vocabulary:
    """Return the built-in vocabulary, from `vocabulary.toml`.

    >>> vocabulary().signs["flair_swi"].define
    'flair_cst and swi_motor_cortex'
    """
    import tomllib

    return _vocabulary(tomllib.loads(FILE.read_text(encoding="utf-8")))


def _vocabulary(document: dict[str, Any]) -> Vocabulary:
    reference, codes, certainty = document["reference"], document["codes"], document["certainty"]
    ranges: dict[str, Any] = document["ranges"]
    target = {reference["target"]: document["target"][reference["target"]]["spellings"]}
    return Vocabulary(
        reference=reference["column"],
        reference_aliases=tuple(reference["aliases"]),
        target=reference["target"],
        diagnoses=_spellings([target, *document["groups"].values(), document["outside"]]),
        groups={name: frozenset(members) for name, members in document["groups"].items()},
        certainty=certainty["column"],
        categories=_spellings([certainty["categories"]]),
        signs={
            name: Sign(**{"name": name} | sign | {"aliases": tuple(sign.get("aliases", ()))})
            for name, sign in document["signs"].items()
        },
        columns={name: tuple(aliases) for name, aliases in document["columns"].items()},
        outcomes=frozenset(document["outcomes"]["columns"]),
        months={
            folded(name): month
            for month, names in enumerate(document["months"]["names"], 1)
            for name in names
        },
        kinds={name: kind for kind, names in document["kinds"].items() for name in names},
        units={name: unit for unit, names in document["units"].items() for name in names},
        ranges={name: _range(**said) for name, said in ranges.items()},
        missing=frozenset(map(folded, codes["missing"])),
        not_assessable=frozenset(map(folded, codes["not_assessable"])),
        pairs=tuple((folded(absent), folded(present)) for absent, present in codes["pairs"]),
        mates=tuple((folded(one), folded(other)) for one, other in codes["mates"]),
    )


def _range(limits: tuple[float, float], why: str) -> Range:
    low, high = limits
    return Range(low, high, why)


def _spellings(tables: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, str]:
    return {
        folded(spelling): name
        for table in tables
        for name, others in table.items()
        for spelling in (name, *others)
    }
