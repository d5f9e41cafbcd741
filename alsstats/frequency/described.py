"""The variables of a table one: which columns are described, and how each is summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.frequency.asked import names_of
from alsstats.study import column_key, kind_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alsstats.study import Study

CATEGORY, FINDING, MEDIAN, MEAN = "category", "finding", "median", "mean"


class Described(NamedTuple):
    """A column of a table one, and its kind: `category`, `finding`, `median` or `mean`."""

    name: str
    kind: str


class Said(NamedTuple):
    """What a question says of the kinds of columns."""

    category: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    mean: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        category: str | Iterable[str] | None,
        number: str | Iterable[str] | None,
        mean: str | Iterable[str] | None,
    ) -> Said:
        """Take one column or several of each kind; refuse one that is named for two kinds."""
        held = cls(*(names_of(given, "a column") for given in (category, number, mean)))
        if twice := sorted(set(held.category) & {*held.number, *held.mean}):
            raise UsageError(f"'{twice[0]}' is named as a category and as a number")
        return held


def described_of(
    names: Sequence[str], wanted: tuple[str, ...], study: Study, said: Said, left: set[str]
) -> tuple[list[Described], list[str]]:
    """Return the columns that are described, and those whose kind nothing tells.

    All whose kind is known, in the order of the file, unless some are `wanted`; columns in `left`,
    and outcomes, are not described unless they are. A kind is what the question says, or the study,
    or the vocabulary; never what the number of different values suggests.
    """
    described, unknown = [], []
    for name in wanted or names:
        kind = _kind(name, study, said)
        if not kind and wanted:
            raise UsageError(
                f"whether '{name}' is a number or a category is not known",
                why="the number of different values in the data does not tell, and may change",
                fix=f"--number '{name}', or --category '{name}'",
            )
        usual = vocabulary().column(name) or column_key(name)
        if not wanted and (name in left or usual in vocabulary().outcomes):
            continue
        if kind:
            described.append(Described(name, kind))
        else:
            unknown.append(name)
    return described, unknown


def _kind(name: str, study: Study, said: Said) -> str:
    held = study.variables.get(name)
    if name in said.mean:
        return MEAN
    kind = (
        CATEGORY
        if name in said.category
        else "number"
        if name in said.number
        else (held.kind if held else "")
        or ("number" if held and held.summary else "")
        or (FINDING if vocabulary().sign(name) in {*vocabulary().signs, *study.signs} else "")
        or kind_of(name)
    )
    return (held.summary if held else "") or MEDIAN if kind == "number" else kind
