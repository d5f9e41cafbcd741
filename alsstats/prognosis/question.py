"""What a question of survival asks of a table: its columns, and the part that each plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import RoleError, UsageError
from alsstats.prognosis.terms import MainEffect, Term, model_of, names_in, renamed
from alsstats.signs import leaves, parse
from alsstats.study import (
    Endpoint,
    Wanted,
    column_key,
    columns_shown,
    kind_of,
    variable_key,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.prognosis.time_origin import TimeOrigin
    from alsstats.study import Study

COMBINED = "flair_swi"  # the group that is compared unless another is named
SIGN, NUMBER, CATEGORY = "finding", "number", "category"


class Question(NamedTuple):
    """The columns of a question, by the part they play in it.

    `kinds` says of the group and of every covariate whether it is a sign, a number or a category;
    `terms` are those that the group is adjusted for. `assumed` says in words what was understood
    without being told.
    """

    origin: TimeOrigin
    endpoint: Endpoint
    group: str
    terms: tuple[Term, ...]
    kinds: Mapping[str, str]
    strata: str
    cluster: str
    among: Mapping[str, tuple[str, ...]]
    intervals: bool
    assumed: tuple[str, ...] = ()

    @property
    def adjusted(self) -> tuple[Term, ...]:
        """The terms of the adjusted model: the group first, and those it is adjusted for."""
        return model_of((MainEffect(self.group), *self.terms))

    @property
    def covariates(self) -> tuple[str, ...]:
        """The columns of the adjusted model besides the group."""
        return tuple(name for name in names_in(self.adjusted) if name != self.group)

    def with_names(self, named: Mapping[str, str]) -> Question:
        """Return the question with signs by their own names; they may have been asked by others."""

        def own(name: str) -> str:
            return named.get(name, name)

        kinds = {own(name): kind for name, kind in self.kinds.items()}
        terms = model_of(renamed(term, own) for term in self.terms)
        return self._replace(group=own(self.group), terms=terms, kinds=kinds)

    def wanted(self) -> Wanted:
        """Return all that is counted, in one pass."""
        flags = dict.fromkeys(self.covariates, "--adjust") | {self.group: "--group"}
        signs = tuple(name for name in flags if self.kinds[name] == SIGN)
        categories = {n: flag for n, flag in flags.items() if self.kinds[n] == CATEGORY}
        categories |= {self.strata: "--strata"} if self.strata else {}
        categories |= {self.cluster: "--cluster"} if self.cluster else {}
        numbers = {n: flag for n, flag in flags.items() if self.kinds[n] == NUMBER}
        numbers |= {self.origin.time: "--time"}
        numbers |= {self.origin.entry: "--entry"} if self.origin.entry else {}
        return Wanted(
            signs or None,
            categories,
            numbers,
            among=self.among,
            patients=self.intervals,
            sign_flag="--group",
            endpoint=self.endpoint,
            together=(*categories, *numbers),
            unnamed=tuple({self.strata, self.cluster} - {"", self.group, *self.covariates}),
        )


def people_asked_for(
    study: Study, among: Mapping[str, tuple[str, ...]], *, all_patients: bool
) -> Mapping[str, tuple[str, ...]]:
    """Return whom the question is among: as asked, as the study says, or the target diagnosis."""
    if among and all_patients:
        raise UsageError(
            "--among and --all-patients contradict each other",
            found=[f"among: {', '.join(among)}"],
            fix="one of them",
        )
    if among or all_patients:
        return among
    if study.survival.among is not None:
        return study.survival.among
    known = vocabulary()
    return {study.reference.column or known.reference: study.reference.target or (known.target,)}


def refuse_unnamed(columns: Iterable[str], study: Study) -> None:
    """Refuse to compare the usual groups where the table has none, and nobody named others."""
    known, said = vocabulary(), study.signs.keys()
    held = {known.sign(name) for name in columns} | said
    if (
        COMBINED not in held
        and not set(leaves(parse(known.signs[COMBINED].define, COMBINED))) <= held
    ):
        raise RoleError(
            f"no groups are named, and there is no '{COMBINED}'",
            found=[columns_shown(columns)],
            fix="--group COLUMN",
        )


def refuse_unknown_diagnosis(columns: Iterable[str], study: Study) -> None:
    """Refuse to look for those with the disease where nothing says who they are."""
    known = vocabulary()
    names = {known.reference, *known.reference_aliases, column_key(study.reference.column)}
    if not names & set(map(column_key, columns)):
        raise RoleError(
            f"no column '{study.reference.column or known.reference}'",
            found=[columns_shown(columns)],
            why="survival is that of patients with the disease, and who they are is not recorded",
            fix="--all-patients",
        )


def kind_of_group(name: str, study: Study) -> str:
    """Tell whether a group is a sign or a category; a column that is not known is a category.

    >>> from alsstats.study import Study
    >>> kind_of_group("flair_swi", Study.of()), kind_of_group("arm", Study.of())
    ('finding', 'category')
    """
    if is_sign(name, study):
        return SIGN
    said = study.variables.get(variable_key(name))
    if (said.kind if said and said.kind else kind_of(name)) == NUMBER:
        raise UsageError(
            f"'{name}' is a number, and each of its values would be a group",
            fix=f"--adjust {name}, or a column that holds groups of it",
        )
    return CATEGORY


def is_sign(name: str, study: Study) -> bool:
    """Tell whether a name is that of a sign, or of a column that is read as one."""
    said = study.variables.get(variable_key(name))
    if said and said.kind:
        return said.kind == SIGN
    canonical = vocabulary().sign(name)
    return canonical in vocabulary().signs or canonical in study.signs or kind_of(name) == SIGN
