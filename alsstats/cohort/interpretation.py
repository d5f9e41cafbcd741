"""What counted codes mean: diagnoses, strata, and readings of single and combined signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.certainty import certain, nested_categories
from alsstats.cohort.diagnoses import refuse_empty_side
from alsstats.cohort.stated import note_of_stated
from alsstats.cohort.unknown import said_of_codes, shown
from alsstats.counts import Codes
from alsstats.result import Note
from alsstats.signs import unread, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from alsstats.cohort.coding import Coding
    from alsstats.cohort.diagnoses import Diagnoses
    from alsstats.cohort.roles import Roles
    from alsstats.cohort.sign_roles import SignRole
    from alsstats.counts import Counts
    from alsstats.signs.logic import Readings
    from alsstats.study import Study


class Interpretation(NamedTuple):
    """The meaning of every code in the counts of a question.

    `counts` holds how many rows hold each combination of codes, by a key: the name of a sign, or
    the names of signs that are read in one person. `categories` and `strata` map a code to the name
    of its category of certainty or stratum, `codings` a column to the meaning of its codes.
    """

    roles: Roles
    study: Study
    counts: Mapping[Any, Counts]
    diagnoses: Diagnoses
    categories: Mapping[str, str]
    strata: Mapping[str, str]
    codings: Mapping[str, Coding]

    def people(self, key: Any) -> Codes:
        """Return the diagnosis of each combination in some counts, as it is printed.

        Where the certainty of the diagnosis is asked for, it stands behind the name of the target,
        as `ALS (definite)`. A name may stand in `levels` more than once.
        """
        diagnosis = self._named(key, self.roles.reference, self.diagnoses.names)
        if self.roles.certainty is None:
            return diagnosis
        certainty = self.counts[key].columns[self.roles.certainty]
        names = tuple(
            certain(name, self.categories.get(code, code))
            if name in self.diagnoses.target
            else name
            for name in diagnosis.levels
            for code in certainty.levels
        )
        return Codes(names, diagnosis.codes * len(certainty.levels) + certainty.codes)

    @property
    def targets(self) -> dict[str, frozenset[str]]:
        """The targets of the analyses, by the name in rows: their diagnoses as in `people`."""
        label, ill = self.diagnoses.label, self.diagnoses.target
        if self.roles.certainty is None:
            return {label: ill}
        return {
            f"{label}: {' + '.join(names)}": frozenset(
                certain(diagnosis, name) for diagnosis in ill for name in names
            )
            for names in nested_categories(self.study.reference.nested)
        }

    def refuse_empty_side(self) -> None:
        """Refuse the question where nobody has the disease, or nobody is compared."""
        refuse_empty_side(self.diagnoses)

    def strata_of(self, key: Any) -> Codes | None:
        """Return the stratum of each combination in some counts, if there are strata."""
        return self._named(key, self.roles.strata, self.strata) if self.roles.strata else None

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

    def _named(self, key: Any, column: str, names: Mapping[str, str]) -> Codes:
        held = self.counts[key].columns[column]
        return Codes(tuple(names[code] for code in held.levels), held.codes)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was understood without being told, in words: names, diagnoses, codes."""
        codes = codes_in(self.counts.values())
        said = [self.diagnoses.said(self.roles.reference, codes[self.roles.reference])]
        for column, names in (
            (self.roles.certainty, self.categories),
            (self.roles.strata, self.strata),
        ):
            if column is not None:
                said.append(f"{column}: {_said(names, codes[column])}")
        said += [said_of_codes(coding, codes[name]) for name, coding in self.codings.items()]
        return (*self.roles.assumed, *said)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader of the numbers must know of how the data were understood."""
        return (*self.roles.notes, *self._notes())

    def _notes(self) -> Iterator[Note]:
        if self.diagnoses.absent:
            listed = ", ".join(self.diagnoses.absent)
            yield Note("absent_diagnosis", f"declared, and nobody has it: {listed}")
        for name, sign in (self.roles.signs | self.roles.inner).items():
            if sign.stated:
                stated = self.reading(name, sign.stated)
                yield from note_of_stated(sign, stated, self.value(name, sign), self.counts[name].n)

    def provenance(self) -> dict[str, Any]:
        """Return the study as it was understood, for the record."""
        said, roles = self.study.reference, self.roles
        versus = {name: sorted(members) for name, members in self.diagnoses.groups.items()}
        reference: dict[str, Any] = {
            "column": roles.reference,
            "target": sorted(self.diagnoses.target),
            "versus": versus,
            "leave_out": said.leave_out,
        }
        if roles.certainty is not None:
            nested = list(nested_categories(said.nested)[-1])
            reference["certainty"] = {"column": roles.certainty, "nested": nested}
            reference["certainty"]["categories"] = dict(self.categories)
        return {
            "file": self.study.name or None,
            "data": {
                "id": roles.patient,
                "rows": self.study.rows,
                "missing": self.study.missing,
            },
            "reference": reference | {"design": said.design, "used_mri": said.used_mri},
            "strata": {"column": roles.strata, "names": dict(self.strata)}
            if roles.strata
            else None,
            "signs": {
                name: {
                    "label": sign.label,
                    "define": sign.definition or None,
                    "columns": sign.parts,
                }
                for name, sign in (roles.signs | roles.inner).items()
            },
            "codes": {
                column: {code: reading.name.lower() for code, reading in coding.readings.items()}
                for column, coding in self.codings.items()
            },
        }


def _said(names: Mapping[str, str], codes: Mapping[str, int]) -> str:
    """Say in words which codes are taken for which name: `definite (20 rows); A is a (3 rows)`."""
    parts = []
    for code, name in names.items():
        spelt = "" if shown(code) == name else f" is {shown(code) or 'empty'}"
        parts.append(f"{name}{spelt} ({codes[code]} rows)")
    return "; ".join(parts)


def codes_in(counts: Iterable[Counts]) -> dict[str, dict[str, int]]:
    """Return, for every column in some counts, how many rows hold each of its codes."""
    first: dict[str, Counts] = {}
    for held in counts:
        for name in held.columns:
            first.setdefault(name, held)
    return {name: held.of_level(name) for name, held in first.items()}
