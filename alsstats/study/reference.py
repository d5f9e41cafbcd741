"""What the user says of the diagnosis: who has the disease, and who is compared with them."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study.document import Document

ALL_OTHERS = "all others"
DIAGNOSIS_MISSING = "diagnosis missing"
NOT_ASSESSABLE, MISSING = "sign not assessable", "sign missing"
RESERVED = {ALL_OTHERS, DIAGNOSIS_MISSING, NOT_ASSESSABLE, MISSING, "one of the signs unread", ""}
NO_STRATUM = "missing"  # the stratum of those in whom nothing is recorded


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


def about_diagnosis(
    column: str | None,
    target: str | Iterable[str] | None,
    versus: Mapping[str, str | Iterable[str]] | None,
    leave_out: str | Iterable[str] | None,
    certainty: Iterable[str] | None,
) -> Document:
    """Return what a question says of the diagnosis, in the shape of a study file."""
    said = {"column": column, "target": target, "versus": versus, "leave_out": leave_out}
    held: Document = {key: value for key, value in said.items() if value is not None}
    nested = {} if certainty is None else {"certainty": {"nested": certainty}}
    return {"reference": held | nested}


def refuse_impossible(reference: Reference) -> None:
    """Refuse names that cannot be used, and a diagnosis that is in two places."""
    levels = (*reference.target, *reference.leave_out, *chain(*reference.versus.values()))
    for text in (*reference.versus, *levels, *reference.nested):
        if folded(text) in RESERVED | vocabulary().missing:
            raise UsageError(
                f"no group, diagnosis or category can be called '{text.strip()}'",
                why="the name means something else: missing, all groups, a reason to be left out",
            )
    _refuse_twice(reference.versus)
    name = vocabulary().diagnosis
    places = {
        "the target": set(map(name, reference.target or (vocabulary().target,))),
        "compared": {name(level) for levels in reference.versus.values() for level in levels},
        "left out": set(map(name, reference.leave_out)),
    }
    for one, other in combinations(places, 2):
        if both := sorted(places[one] & places[other]):
            raise UsageError(
                f"'{both[0]}' is declared both {one} and {other}", why="it can only be one of them"
            )
    _refuse_disorder(reference.nested)


def _refuse_twice(groups: Iterable[str]) -> None:
    names = Counter(map(folded, groups))
    if twice := [name for name, times in names.items() if times > 1]:
        raise UsageError(
            f"two comparison groups are called '{twice[0]}'", fix="give one of them another name"
        )


def _refuse_disorder(nested: Iterable[str]) -> None:
    """Refuse categories of the vocabulary that do not go from the most to the least certain."""
    order = list(dict.fromkeys(vocabulary().categories.values()))
    known = [name for level in nested if (name := vocabulary().category(level)) in order]
    right = sorted(known, key=order.index)
    if known != right:
        raise UsageError(
            "categories of certainty go from the most certain to the least",
            found=[f"given: {', '.join(known)}"],
            why="each analysis adds a category to the ones before it",
            fix=f"--certainty {quote(','.join(right))}",
        )
