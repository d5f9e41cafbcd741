"""From counted codes to what they mean, or to a refusal that says what to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.cohort.certainty import categories_of, certain, strata_of
from alsstats.cohort.coding import coding_of
from alsstats.cohort.diagnoses import Diagnoses, diagnoses_of
from alsstats.cohort.interpretation import Interpretation
from alsstats.cohort.tabulated import Tabulated, codes_in
from alsstats.cohort.unknown import Unknown, refusal
from alsstats.errors import CodingError
from alsstats.signs import Reading
from alsstats.study import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alsstats.cohort.coding import Coding
    from alsstats.cohort.findings import Findings
    from alsstats.cohort.roles import Roles
    from alsstats.counts import Counts
    from alsstats.study import Declared, Study

    Where = Callable[[str], str]


def interpret(
    counts: Mapping[Any, Counts], roles: Roles, study: Study, where: Where
) -> Interpretation:
    """Understand every code in the counts, or refuse: with the codes, their rows, what to add.

    `where` says of a column where it stands, as `cohort.csv, column 7`.
    """
    codes = codes_in(counts.values())
    diagnoses = diagnoses_of(codes[roles.reference], study, where(roles.reference))
    categories, strata = {}, {}
    if roles.certainty is not None:
        held = _codes_of_target(next(iter(counts.values())), roles, diagnoses)
        categories = categories_of(held, study, where(roles.certainty))
        _refuse_same_name(diagnoses, categories)
    if roles.strata is not None:
        strata = strata_of(codes[roles.strata], study, where(roles.strata))
    table = understood(counts, roles.findings, study, where)
    return Interpretation(roles, study, table, diagnoses, categories, strata)


def understood(
    counts: Mapping[Any, Counts], findings: Findings, study: Study, where: Where
) -> Tabulated:
    """Understand the codes of the signs, or refuse those that are not known."""
    codes = codes_in(counts.values())
    held = {name: codes[name] for name in findings.read_columns if name in codes}
    return Tabulated(findings, counts, codings_of(held, findings, study, where))


def codings_of(
    codes: Mapping[str, Mapping[str, int]], findings: Findings, study: Study, where: Where
) -> dict[str, Coding]:
    """Return what the codes of the signs' columns mean, or refuse those that are not known."""
    codings = {
        name: coding_of(name, held, findings.declared.get(name), study)
        for name, held in codes.items()
    }
    if unknown := [
        Unknown(coding, where(name), codes[name], findings.absentees(name, codes[name]))
        for name, coding in codings.items()
        if coding.unknown
    ]:
        raise refusal(unknown)
    for name, coding in codings.items():
        _refuse_one_side(coding, findings.declared.get(name), where(name))
    return codings


def _refuse_one_side(coding: Coding, said: Declared | None, where: str) -> None:
    """Refuse several codes declared to mean the same in a column that then has no other side.

    So `--present x=1,0` is found out, which was meant as the number 1,0.
    """
    for reading, codes, other in (
        (Reading.PRESENT, said.present if said else (), said.absent if said else ()),
        (Reading.ABSENT, said.absent if said else (), said.present if said else ()),
    ):
        held = {plain(code) for code, mean in coding.readings.items() if mean is reading}
        sides = {mean for mean in coding.readings.values() if mean <= Reading.PRESENT}
        if len(held & set(map(plain, codes))) > 1 and not other and sides == {reading}:
            raise CodingError(
                f"every code of '{coding.column}' is declared {reading.name.lower()}",
                found=[f"{where}: {', '.join(sorted(held))}"],
                why="a sign that everybody has, or nobody, tells nothing; a code with a comma "
                "stands in double quotes",
                fix=f"--{reading.name.lower()} '{coding.column}=\"1,0\"', or declare both sides",
            )


def _refuse_same_name(diagnoses: Diagnoses, categories: Mapping[str, str]) -> None:
    """Refuse a diagnosis that has the name of the target with a category behind it."""
    held = set(diagnoses.names.values())
    for category in categories.values():
        for target in diagnoses.target:
            if (name := certain(target, category)) in held:
                raise CodingError(
                    f"'{name}' is a diagnosis, and a category of {target}",
                    why="those who have the one would be counted with the other",
                    fix="write the diagnosis in another way",
                )


def _codes_of_target(counts: Counts, roles: Roles, diagnoses: Diagnoses) -> dict[str, int]:
    """Return how many of those with the disease hold each code of the certainty column."""
    import numpy as np

    diagnosis, certainty = counts.columns[roles.reference], counts.columns[roles.certainty or ""]
    ill = np.array([diagnoses.names[code] in diagnoses.target for code in diagnosis.levels])
    rows = np.zeros(len(certainty.levels), dtype=np.int64)
    np.add.at(rows, certainty.codes, np.where(ill[diagnosis.codes], counts.n, 0))
    held = zip(certainty.levels, rows.tolist(), strict=True)
    return {code: count for code, count in held if count}
