"""What the user says of columns that are no signs: levels, kind, and what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.study.built_in import vocabulary
from alsstats.study.codes import column_key, plain
from alsstats.study.date_format import looks_like_a_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.study.document import Document

EVERYONE = "all"  # the group of everybody, in rows
ALL_PAIRS = "all-pairs"
NO_LEVEL = ""  # the level of those in whom none is recorded
SHOWN, LONGEST = 8, 24  # levels that a message lists, and characters of one


class Variable(NamedTuple):
    """What is said of one column.

    `label` is for people; `kind` says how its codes are read, `summary` how numbers are summed up;
    `order` lists the levels of a category from one end to the other, `listed` only says in what
    order they are shown, and `merge` maps a level to those that it is made of; `date` is
    the format of its dates. An empty entry is left to the vocabulary.
    """

    label: str = ""
    kind: str = ""
    summary: str = ""
    order: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    merge: Mapping[str, tuple[str, ...]] = {}
    date: str = ""


class Progression(NamedTuple):
    """How fast the disease progresses: the columns of a rate, and where it is cut.

    The rate is (48 - ALSFRS-R) / months from onset to that score, in points a month. It is made of
    the columns `alsfrs_r` and `months` where the study names them, and is else a column of the
    table. Slow is below the first cut-point, rapid above the second.
    """

    alsfrs_r: str = ""
    months: str = ""
    cut: tuple[float, float] = (0.5, 1.0)


class Exclusion(NamedTuple):
    """Another cause found by MRI: its columns, the codes for none, and whom each cause explains.

    `shows` maps a cause to the diagnoses that it is the sign of.
    """

    cause: str = ""
    found: str = ""
    none: tuple[str, ...] = ()
    shows: Mapping[str, tuple[str, ...]] = {}


def variable_key(name: str) -> str:
    """Return the name under which a column is known, by any spelling of it.

    >>> variable_key("Gender"), variable_key("My Column")
    ('sex', 'my_column')
    """
    return vocabulary().column(name) or column_key(name)


def with_levels_by_column(document: Document) -> Document:
    """Return a document in which every level stands with its column, under one name of it.

    What [prevalence] says of levels belongs to the one column that it names.
    """
    variables: dict[str, Document] = {}
    prevalence = dict(document.get("prevalence", {}))
    said = [(name, held) for name, held in document.get("variables", {}).items()]
    about = {key: prevalence.pop(key) for key in ("order", "merge") if key in prevalence}
    if about:
        if len(columns := prevalence.get("by", ())) != 1:
            raise UsageError(
                "[prevalence] has levels, and not the one column that they are of",
                found=[f"by: {', '.join(columns) or 'nothing'}"],
                fix='in [prevalence]: by = "COLUMN", or levels by column, in [variables.COLUMN]',
            )
        said.append((columns[0], about))
    for name, held in said:
        earlier = variables.setdefault(variable_key(name), {})
        if twice := sorted(set(earlier) & set(held)):
            raise UsageError(f"{twice[0]} of '{name}' is declared twice", fix="keep one of the two")
        earlier.update(held)
    sections = {"variables": variables, "prevalence": prevalence}
    return document | {name: held for name, held in sections.items() if held or name in document}


def variables_of(document: Document) -> dict[str, Variable]:
    """Return what is said of each column, by the name under which it is known."""
    variables = {name: Variable(**held) for name, held in document.get("variables", {}).items()}
    for name, variable in variables.items():
        _refuse_levels(name, variable)
    return variables


def about_levels(
    by: Iterable[str],
    order: Iterable[str] | None,
    merge: Mapping[str, Iterable[str]] | None,
) -> Document:
    """Return what a question says of levels, in the shape of a study file."""
    columns = tuple(by)
    said = {key: held for key, held in (("order", order), ("merge", merge)) if held}
    if said and len(columns) != 1:
        raise UsageError(
            f"--{next(iter(said))} is of one column, and --by names {len(columns)}",
            why="whose levels they are is not said",
            fix="one --by at a time, or [variables.COLUMN] order = [...] in the study file",
        )
    return {"variables": {columns[0]: said}} if said else {}


def _refuse_levels(name: str, variable: Variable) -> None:
    """Refuse levels without a name, and levels that stand twice."""
    for what, levels in (
        ("order", variable.order),
        ("merge", tuple(level for held in variable.merge.values() for level in held)),
    ):
        if "" in map(plain, (*levels, *variable.merge)):
            raise UsageError(
                f"a level of '{name}' has no name in its {what}",
                why="an empty cell is missing, and no level; there may be a comma too many",
            )
        if len(set(levels)) < len(levels):
            twice = next(level for level in levels if levels.count(level) > 1)
            raise UsageError(
                f"level '{twice}' of '{name}' stands twice in its {what}",
                fix="name each level once",
            )


def levels_shown(levels: Iterable[str]) -> str:
    """List levels as messages do: the first few, no long text and no date, which tell of a patient.

    >>> levels_shown(["I", "II", "a surname and some more letters"])
    'I, II, text of 31 characters'
    """
    names = list(levels)
    known = {*vocabulary().diagnoses.values(), *vocabulary().categories.values()}
    parts = [
        "a date"
        if looks_like_a_date(name)
        else name
        if len(name) <= LONGEST or name in known
        else f"text of {len(name)} characters"
        for name in names[:SHOWN]
    ]
    more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([*parts, *more])


def kind_of(name: str) -> str:
    """Return the kind of a column that the vocabulary knows, or an empty text.

    >>> kind_of("Gender"), kind_of("dfs"), kind_of("my column")
    ('category', 'number', '')
    """
    known = vocabulary()
    return known.kinds.get(variable_key(name), "")
