"""What counted codes mean: diagnoses, strata, and readings of single and combined signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from alsstats.cohort.cells import CELLS, is_recorded
from alsstats.cohort.certainty import certain, nested_categories
from alsstats.cohort.diagnoses import refuse_empty_side
from alsstats.cohort.unknown import shown
from alsstats.counts import Codes
from alsstats.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.cohort.diagnoses import Diagnoses
    from alsstats.cohort.roles import Roles
    from alsstats.cohort.tabulated import Tabulated
    from alsstats.study import Study


class Enrolled(NamedTuple):
    """People of one diagnosis: those who have a row, and those of them who were scanned."""

    people: int
    scanned: int


class Interpretation(NamedTuple):
    """The meaning of every code in the counts of a question of diagnosis.

    The counts have a key: the name of a sign, or the names of signs that are read in one person.
    `categories` and `strata` map a code to the name of its category of certainty or stratum.
    """

    roles: Roles
    study: Study
    table: Tabulated
    diagnoses: Diagnoses
    categories: Mapping[str, str]
    strata: Mapping[str, str]

    def people(self, key: Any) -> Codes:
        """Return the diagnosis of each combination in some counts, as it is printed.

        Where the certainty of the diagnosis is asked for, it stands behind the name of the target,
        as `ALS (definite)`. A name may stand in `levels` more than once.
        """
        diagnosis = self.table.named(key, self.roles.reference, self.diagnoses.names)
        if self.roles.certainty is None:
            return diagnosis
        certainty = self.table.counts[key].columns[self.roles.certainty]
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
        return self.table.named(key, self.roles.strata, self.strata) if self.roles.strata else None

    def enrolled(self) -> dict[str, Enrolled]:
        """Return how many rows there are of each diagnosis, and how many were scanned.

        Scanned is who has a reading of some sign that is asked for or known, be it that it is not
        assessable.
        """
        people, held = self.people(CELLS), self.table.counts[CELLS]
        scanned = held.n * is_recorded(held.columns[CELLS], self.roles.findings, self.study)
        rows = zip(people.codes.tolist(), held.n.tolist(), scanned.tolist(), strict=True)
        sums: dict[str, Enrolled] = {}
        for code, some, of_them in rows:
            so_far = sums.get(people.levels[code], Enrolled(0, 0))
            sums[people.levels[code]] = Enrolled(so_far.people + some, so_far.scanned + of_them)
        return sums

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was understood without being told, in words: names, diagnoses, codes."""
        codes = self.table.codes
        said = [self.diagnoses.said(self.roles.reference, codes[self.roles.reference])]
        for column, names in (
            (self.roles.certainty, self.categories),
            (self.roles.strata, self.strata),
        ):
            if column is not None:
                said.append(f"{column}: {said_of_names(names, codes[column])}")
        return (*self.roles.assumed, *said, *self.table.assumed)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader of the numbers must know of how the data were understood."""
        return (*self.roles.notes, *self._notes())

    def _notes(self) -> Iterator[Note]:
        if self.diagnoses.absent:
            listed = ", ".join(self.diagnoses.absent)
            yield Note("absent_diagnosis", f"declared, and nobody has it: {listed}")
        signs = self.roles.findings.every
        yield from self.table.notes_of_stated({name: name for name in signs})

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
        } | self.table.provenance()


def said_of_names(names: Mapping[str, str], codes: Mapping[str, int]) -> str:
    """Say in words which codes are taken for which name: `definite (20 rows); A is a (3 rows)`."""
    parts = []
    for code, name in names.items():
        spelt = "" if shown(code) == name else f" is {shown(code) or 'empty'}"
        parts.append(f"{name}{spelt} ({codes[code]} rows)")
    return "; ".join(parts)
