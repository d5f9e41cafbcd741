"""How certain the diagnosis is, and strata: columns whose codes are names of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.cohort.date_numbers import refuse_dates_as_names
from alsstats.cohort.unknown import listed
from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.study import NO_STRATUM, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from alsstats.study import Study

CERTAINTY_MISSING = "certainty missing"
MOST_STRATA = 100
LONGEST_STRATUM = 60  # characters


def categories_of(codes: Mapping[str, int], study: Study, where: str) -> dict[str, str]:
    """Map each code of the certainty column, among those with the disease, to its category.

    A code that nobody named is a category of its own, which no analysis holds; one that is nearly
    spelt as a category that is known or named is refused, since it would leave patients out. So is
    a named category that nobody has, unless the vocabulary has it.
    """
    known = vocabulary()
    nested = {known.category(level) for level in study.reference.nested}
    meaning = {
        code: known.category(code)
        if known.category(code) in nested or not study.is_missing(code)
        else CERTAINTY_MISSING
        for code in codes
    }
    named = nested | set(known.categories.values())
    if near := [code for code, name in meaning.items() if _is_nearly(name, named)]:
        raise CodingError(
            "the certainty of the diagnosis holds codes that are nearly known",
            found=[f"{where}: {listed({code: codes[code] for code in near})}"],
            why="a spelling that is not recognised would leave patients out",
            fix="correct them, or name them in --certainty too",
        )
    for level in study.reference.nested:
        if known.category(level) not in {*meaning.values(), *known.categories.values()}:
            raise RoleError(
                f"nobody has certainty '{level}'{did_you_mean(level, meaning.values())}",
                found=[f"{where}: {listed(codes)}"],
                why="patients of a category that is misspelt would be left out",
            )
    return meaning


def _is_nearly(name: str, named: Collection[str]) -> bool:
    """Tell whether a name is a slip of the pen away from one of these, or holds one of them."""
    if name in named or name == CERTAINTY_MISSING:
        return False
    words = {one.casefold() for one in named}
    inside = any(one.casefold() in name.casefold() for one in vocabulary().categories.values())
    return inside or bool(did_you_mean(name.casefold(), words))


def certain(diagnosis: str, category: str) -> str:
    """Return the name of a diagnosis with how certain it is.

    >>> certain("ALS", "definite")
    'ALS (definite)'
    """
    return f"{diagnosis} ({category})"


def nested_categories(nested: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the categories of each analysis: the first, the first two, and so on.

    >>> nested_categories(["definite", "probable"])
    [('definite',), ('definite', 'probable')]
    """
    names = tuple(dict.fromkeys(map(vocabulary().category, nested)))
    return [names[: place + 1] for place in range(len(names))]


def strata_of(codes: Mapping[str, int], study: Study, where: str) -> dict[str, str]:
    """Map each code of the column that stratifies to the name of its stratum."""
    refuse_dates_as_names(codes, where)
    meaning = {code: NO_STRATUM if study.is_missing(code) else plain(code) for code in codes}
    if any(len(name) > LONGEST_STRATUM for name in meaning.values()):
        raise RoleError(
            "strata with names as long as sentences",
            found=[f"{where}: texts of more than {LONGEST_STRATUM} characters"],
            why="such texts are not names of groups, and may tell of a patient",
            fix="--strata COLUMN, one of a few groups such as the centre",
        )
    if len(set(meaning.values())) > MOST_STRATA:
        raise RoleError(
            f"more than {MOST_STRATA} strata",
            found=[f"{where}: {len(set(meaning.values()))} codes"],
            why="a column of numbers, or of patients, makes strata of hardly anybody",
            fix="--strata COLUMN, one of a few groups such as the centre",
        )
    return meaning
