"""The variables of a table one: which columns are described, and how each is summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.frequency.column_names import column_of, no_column, quoted, usual_name
from alsstats.study import Variable, date_as_variable, kind_of, names_of, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alsstats.study import Study

CATEGORY, FINDING, DATE, MEDIAN, MEAN = "category", "finding", "date", "median", "mean"


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
        names: Sequence[str],
    ) -> Said:
        """Take one column or several of each kind; refuse one that is named for two kinds."""
        held = cls(
            *(
                tuple(column_of(name, names) for name in names_of(given, "a column"))
                for given in (category, number, mean)
            )
        )
        if twice := sorted(set(held.category) & {*held.number, *held.mean}):
            raise UsageError(
                f"'{twice[0]}' is named as a category and as a number",
                fix="name it as one of them",
            )
        return held

    @property
    def by_flag(self) -> dict[str, str]:
        """The columns that are named, each with the flag that it was named with."""
        flags = (("--category", self.category), ("--number", self.number), ("--mean", self.mean))
        return {name: flag for flag, held in flags for name in held}


def described_of(
    names: Sequence[str], wanted: tuple[str, ...], study: Study, said: Said, left: set[str]
) -> tuple[list[Described], list[str]]:
    """Return the columns that are described, and those whose kind nothing tells.

    All whose kind is known, in the order of the file, unless some are `wanted`; columns in `left`
    are not described unless they are, outcomes unless their kind is said in the question, and dates
    never: they tell of a patient. A kind is what the question says, or the study, or the
    vocabulary; never what the number of different values suggests.
    """
    asked = tuple(dict.fromkeys(column_of(name, names) for name in wanted))
    for name, flag in said.by_flag.items():
        if name not in {*names, *asked}:
            raise no_column(name, flag, names)
    variables, signs = _of_study(study, names)
    kinds = {name: _kind(name, variables.get(name), signs, said) for name in asked or names}
    dates = {name for name, kind in kinds.items() if kind == DATE}
    if asked:
        _refuse_unknown(kinds, names)
        for name in sorted(dates):
            raise date_as_variable(name)
        return [Described(name, kind) for name, kind in kinds.items()], []
    outcomes = {name for name in names if usual_name(name) in vocabulary().outcomes}
    left = left | dates | (outcomes - said.by_flag.keys())
    described = [Described(name, held) for name, held in kinds.items() if held and name not in left]
    return described, [name for name, held in kinds.items() if not held and name not in left]


def _refuse_unknown(kinds: Mapping[str, str], names: Sequence[str]) -> None:
    """Refuse a column that is wanted, and is not there or may be a number or a category."""
    for name in (name for name, kind in kinds.items() if not kind):
        if name not in names:
            raise no_column(name, "--column", names)
        raise UsageError(
            f"whether '{name}' is a number or a category is not known",
            why="the number of different values in the data does not tell, and may change",
            fix=f"--number {quoted(name)}, or --category {quoted(name)}",
        )


def _of_study(study: Study, names: Sequence[str]) -> tuple[dict[str, Variable], set[str]]:
    """Return what the study says of columns, and its signs; a column of diagnoses is a category."""
    variables = {column_of(name, names): held for name, held in study.variables.items()}
    roles = (study.reference.column, study.reference.certainty)
    for name in (column_of(role, names) for role in roles if role):
        held = variables.get(name, Variable())
        variables[name] = held._replace(kind=held.kind or CATEGORY)
    return variables, {column_of(name, names) for name in study.signs}


def _kind(name: str, held: Variable | None, signs: set[str], said: Said) -> str:
    if name in said.mean:
        return MEAN
    kind = (
        CATEGORY
        if name in said.category
        else "number"
        if name in said.number
        else (held.kind if held else "")
        or ("number" if held and held.summary else "")
        or (FINDING if usual_name(name) in vocabulary().signs or name in signs else "")
        or kind_of(usual_name(name))
    )
    return (held.summary if held else "") or MEDIAN if kind == "number" else kind


def is_sign(name: str, study: Study, said: Said) -> bool:
    """Tell whether a name is that of a sign, and nothing says that its codes are levels."""
    held = study.variables.get(variable_key(name), Variable())
    if name in said.category or held.order or held.merge or held.kind not in {"", FINDING}:
        return False
    known = vocabulary()
    return known.sign(name) in {*known.signs, *study.signs}
