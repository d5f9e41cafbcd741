"""What counted codes mean: diagnoses, and readings of single and combined signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.cohort.coding import coding_of
from alsstats.cohort.diagnoses import diagnoses_of, groups_among, said_of
from alsstats.cohort.stated import notes_of_stated
from alsstats.cohort.unknown import Unknown, refusal, said_of_codes
from alsstats.counts import Codes
from alsstats.signs import all_present
from alsstats.study import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alsstats.cohort.coding import Coding
    from alsstats.cohort.roles import Roles
    from alsstats.counts import Counts
    from alsstats.result import Note
    from alsstats.signs import Readings
    from alsstats.study import Study


class Interpretation(NamedTuple):
    """The meaning of every code in the counts of some signs.

    `counts` holds, for each sign, how many rows hold each combination of its columns' codes and
    the diagnosis. `diagnoses` maps a raw code of the reference column to the diagnosis that is
    printed; `codings` maps a column to the meaning of its codes.
    """

    roles: Roles
    counts: Mapping[str, Counts]
    diagnoses: Mapping[str, str]
    codings: Mapping[str, Coding]

    def diagnosis(self, sign: str) -> Codes:
        """Return the diagnosis of each combination in the counts of a sign.

        Its levels are diagnoses as they are printed; two codes of one diagnosis remain two.
        """
        held = self.counts[sign].columns[self.roles.reference]
        return Codes(tuple(self.diagnoses[code] for code in held.levels), held.codes)

    def reading(self, sign: str) -> Readings:
        """Return the reading of a sign, single or combined, in each combination in its counts."""
        return all_present([self.column(sign, name) for name in self.roles.parts(sign)])

    def column(self, sign: str, name: str) -> Readings:
        """Return the reading that one column holds in each combination in the counts of a sign."""
        import numpy as np

        held, meaning = self.counts[sign].columns[name], self.codings[name].readings
        return np.array([meaning[code] for code in held.levels], dtype=np.int8)[held.codes]

    @property
    def groups(self) -> dict[str, frozenset[str]]:
        """The comparison groups that occur: name -> diagnoses, in the vocabulary's order."""
        return groups_among(self.diagnoses)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was understood without being told, in words: names, diagnoses, codes."""
        codes = codes_in(self.counts)
        said = [said_of(self.roles.reference, self.diagnoses, codes[self.roles.reference])]
        said += [said_of_codes(coding, codes[name]) for name, coding in self.codings.items()]
        return (*self.roles.assumed, *said)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader of the numbers must know of how the data were understood."""
        return (*self.roles.notes, *notes_of_stated(self))


def interpret(
    counts: Mapping[str, Counts], roles: Roles, study: Study, where: Callable[[str], str]
) -> Interpretation:
    """Understand every code in the counts, or refuse: with the codes, their rows, what to add.

    `where` says of a column where it stands, as `cohort.csv, column 7`.
    """
    codes = codes_in(counts)
    diagnoses = diagnoses_of(codes.pop(roles.reference), study, where(roles.reference))
    codings = {name: coding_of(name, codes[name], study, vocabulary()) for name in codes}
    if unknown := [
        Unknown(coding, where(name), codes[name], study.absentees(name, codes[name]))
        for name, coding in codings.items()
        if coding.unknown
    ]:
        raise refusal(unknown)
    return Interpretation(roles, counts, diagnoses, codings)


def codes_in(counts: Mapping[str, Counts]) -> dict[str, dict[str, int]]:
    """Return, for every column in some counts, how many rows hold each of its codes."""
    return {name: held.of_level(name) for held in counts.values() for name in held.columns}
