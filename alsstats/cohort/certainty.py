"""How certain the diagnosis is, and strata: columns whose codes are names of groups."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from alsstats.cohort.unknown import SHOWN, listed, shown
from alsstats.errors import CodingError, RoleError, did_you_mean
from alsstats.study import NO_STRATUM, folded, plain, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study import Study

CERTAINTY_MISSING = "certainty missing"
MOST_STRATA = 100
LONGEST_STRATUM = 60  # characters


def categories_of(codes: Mapping[str, int], study: Study, where: str) -> dict[str, str]:
    """Map each code of the certainty column, among those with the disease, to its category.

    A code that is neither a category of the vocabulary nor declared is refused: a spelling that is
    not recognised would leave patients out.
    """
    known = vocabulary()
    nested = [known.category(level) for level in study.reference.nested]
    meaning: dict[str, str] = {}
    for code in codes:
        name = known.category(code)
        if name in nested or folded(code) in known.categories:
            meaning[code] = name
        elif study.is_missing(code):
            meaning[code] = CERTAINTY_MISSING
    if unknown := {code: rows for code, rows in codes.items() if code not in meaning}:
        texts = [plain(code) for code in unknown]
        near = [
            text for text in texts if did_you_mean(text.casefold(), {*nested, *known.categories})
        ]
        short = not near and len(texts) <= SHOWN and all(text == shown(text) for text in texts)
        levels = [*study.reference.nested, *texts]
        raise CodingError(
            "the certainty of the diagnosis holds codes that are not known",
            found=[
                f"{where}: {listed(unknown)}",
                *(f"nearly a known one: {text}" for text in near),
            ],
            why="a spelling that is not recognised would leave patients out: name every category, "
            "the most certain first",
            fix=f"--certainty {quote(','.join(levels))}" if short else "correct the codes",
        )
    held = set(meaning.values())
    for level, name in zip(study.reference.nested, nested, strict=True):
        if name not in held and name not in known.categories.values():
            raise RoleError(
                f"nobody has certainty '{level}'{did_you_mean(level, held)}",
                found=[f"{where}: {listed(codes)}"],
                why="patients of a category that is misspelt would be left out",
            )
    return meaning


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
