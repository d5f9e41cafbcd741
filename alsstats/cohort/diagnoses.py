"""From the codes of the reference column to diagnoses of the vocabulary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from alsstats.cohort.unknown import SHOWN, listed, shown
from alsstats.errors import CodingError, did_you_mean
from alsstats.study import folded, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.study import Study

MISSING = "diagnosis missing"


def diagnoses_of(codes: Mapping[str, int], study: Study, where: str) -> dict[str, str]:
    """Map each raw code to the diagnosis that is printed, or to `MISSING`.

    A diagnosis that is not in the vocabulary stops the run: it may be the disease, a mimic, or
    neither, and each gives other numbers.
    """
    known = vocabulary()
    meaning: dict[str, str] = {}
    for code in codes:
        if folded(code) in known.missing or plain(code) in map(plain, study.missing):
            meaning[code] = MISSING
        elif folded(code) in known.diagnoses:
            meaning[code] = known.diagnoses[folded(code)]
    if unknown := {code: rows for code, rows in codes.items() if code not in meaning}:
        raise _unknown(unknown, sum(codes.values()), where)
    return meaning


def groups_among(diagnoses: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the comparison groups that occur: name -> diagnoses, in the vocabulary's order."""
    held = frozenset(diagnoses.values())
    known = vocabulary().groups.items()
    return {name: members & held for name, members in known if members & held}


def said_of(column: str, diagnoses: Mapping[str, str], codes: Mapping[str, int]) -> str:
    """Say in words which diagnosis is the target, who is compared with it, and who is not."""
    rows: Counter[str] = Counter()
    for code, count in codes.items():
        rows[diagnoses[code]] += count
    target, groups = vocabulary().target, groups_among(diagnoses)
    outside = set(rows) - {target, *(name for members in groups.values() for name in members)}
    parts = [f"target is {target} ({rows[target]} rows)"]
    for name, members in [*groups.items(), ("left out", outside)]:
        if members:
            listing = ", ".join(f"{member} ({rows[member]})" for member in sorted(members))
            parts.append(f"{name}: {listing}")
    return f"{column}: {'; '.join(parts)}"


def _unknown(unknown: Mapping[str, int], total: int, where: str) -> CodingError:
    known = sorted(set(vocabulary().diagnoses.values()), key=str.casefold)
    rows = sum(unknown.values())
    hints = [
        f"{shown(code)}{hint}"
        for code in unknown
        if (hint := did_you_mean(folded(code), vocabulary().diagnoses))
    ]
    return CodingError(
        "the reference column holds diagnoses that are not known",
        found=[f"{where}: {listed(unknown)}; {rows} of {total} rows", *hints[:SHOWN]],
        why="whether they have the disease, are compared or are left out changes the numbers",
        fix=f"write them as one of: {', '.join(known)}",
    )
