"""The counts of a question, and what the codes of the signs in them mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.stated import note_of_stated
from alsstats.cohort.unknown import said_of_codes
from alsstats.counts import Codes
from alsstats.signs import unread, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from alsstats.cohort.coding import Coding
    from alsstats.cohort.findings import Findings
    from alsstats.cohort.sign_roles import SignRole
    from alsstats.counts import Counts
    from alsstats.result import Note
    from alsstats.signs.logic import Readings


class Tabulated(NamedTuple):
    """How many rows hold each combination of codes, by a key, and the meaning of every reading.

    `codings` maps a column to the meaning of its codes.
    """

    findings: Findings
    counts: Mapping[Any, Counts]
    codings: Mapping[str, Coding]

    def n(self, key: Any) -> npt.NDArray[np.int64]:
        """Return how many rows hold each combination in some counts."""
        return self.counts[key].n

    def unread(self, key: Any, sign: SignRole) -> Readings:
        """Return why a sign was not read in full, 0 where it was, in each combination."""
        return unread(self._parts(key, sign))

    def value(self, key: Any, sign: SignRole) -> Readings:
        """Return the value of a sign that its read parts decide, in each combination."""
        return value(sign.expression, self._parts(key, sign))

    def reading(self, key: Any, column: str) -> Readings:
        """Return the reading that one column holds in each combination."""
        import numpy as np

        held, meaning = self.counts[key].columns[column], self.codings[column].readings
        return np.array([meaning[code] for code in held.levels], dtype=np.int8)[held.codes]

    def _parts(self, key: Any, sign: SignRole) -> dict[str, Readings]:
        return {column: self.reading(key, column) for column in sign.parts}

    def named(self, key: Any, column: str, names: Mapping[str, str]) -> Codes:
        """Return a column with names in the place of its codes; a name may stand twice."""
        held = self.counts[key].columns[column]
        return Codes(tuple(names[code] for code in held.levels), held.codes)

    @property
    def codes(self) -> dict[str, dict[str, int]]:
        """How many rows hold each code, of every column that was counted."""
        return codes_in(self.counts.values())

    @property
    def assumed(self) -> tuple[str, ...]:
        """What the codes of the signs' columns are taken to mean, in words."""
        codes = self.codes
        return tuple(said_of_codes(coding, codes[name]) for name, coding in self.codings.items())

    def notes_of_stated(self, key_of: Mapping[str, Any]) -> Iterator[Note]:
        """Hold combined signs that the table has ready made to their definition.

        `key_of` names, for each sign, the counts in which it is looked at.
        """
        for name, sign in self.findings.every.items():
            if sign.stated:
                key = key_of[name]
                stated = self.reading(key, sign.stated)
                yield from note_of_stated(sign, stated, self.value(key, sign), self.n(key))

    def provenance(self) -> dict[str, Any]:
        """Return the signs and the codes as they were understood, for the record."""
        return {
            "signs": {
                name: {
                    "label": sign.label,
                    "define": sign.definition or None,
                    "columns": sign.parts,
                }
                for name, sign in self.findings.every.items()
            },
            "codes": {
                column: {code: reading.name.lower() for code, reading in coding.readings.items()}
                for column, coding in self.codings.items()
            },
        }


def codes_in(counts: Iterable[Counts]) -> dict[str, dict[str, int]]:
    """Return, for every column in some counts, how many rows hold each of its codes."""
    first: dict[str, Counts] = {}
    for held in counts:
        for name in held.columns:
            first.setdefault(name, held)
    return {name: held.of_level(name) for name, held in first.items()}
