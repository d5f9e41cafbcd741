"""How covariates become columns of numbers: levels against a named one, products, splines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from alsstats.errors import EstimateError, UsageError, did_you_mean
from alsstats.prognosis.covariates import refuse_unknown
from alsstats.prognosis.splines import spline_columns
from alsstats.prognosis.terms import Interaction, Spline, Term
from alsstats.study import levels_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.prognosis.times import Floats, Integers, Truths

    Covariate: TypeAlias = Floats | "Category"

BENDS = ("linear", "bend 1", "bend 2", "bend 3")


class Category(NamedTuple):
    """A covariate of levels: row i has `levels[codes[i]]`, and is compared with `reference`."""

    codes: Integers
    levels: tuple[str, ...]
    reference: str


class DesignColumn(NamedTuple):
    """What a column of the matrix stands for; `category` and `comparison` are None for a number."""

    term: str
    category: str | None = None
    comparison: str | None = None

    @property
    def name(self) -> str:
        """The column's name, which no other column has."""
        if self.category is None:
            return self.term
        return f"{self.term} {'' if self.comparison is None else '= '}{self.category}"


class Filled(NamedTuple):
    """A column with its values, and who is in the level or combination that it stands for."""

    column: DesignColumn
    values: Floats
    members: Truths | None

    @property
    def empty(self) -> bool:
        """Whether nobody is in the level or combination."""
        return self.members is not None and not self.members.any()


def filled_columns(
    term: Term, covariates: Mapping[str, Covariate], knots: Mapping[str, tuple[float, ...]]
) -> list[Filled]:
    """Return the columns of a term, those of levels without anybody among them.

    >>> import numpy as np
    >>> from alsstats.prognosis.terms import Interaction
    >>> centre = Category(np.array([0, 1]), ("A", "B"), "A")
    >>> (made,) = filled_columns(
    ...     Interaction("x", "c"), {"x": np.array([2.0, 3.0]), "c": centre}, {}
    ... )
    >>> made.column.name, made.values.tolist()
    ('x * c = B', [0.0, 3.0])
    """
    if isinstance(term, Spline):
        values = number_of(term.name, covariates[term.name])
        parts = zip(BENDS, spline_columns(values, knots[term.name]), strict=False)
        return [Filled(DesignColumn(term.text, bend), values, None) for bend, values in parts]
    if isinstance(term, Interaction):
        first, second = (_coded(name, covariates[name]) for name in term.names)
        return [_product(term.text, one, other) for one in first for other in second]
    return _coded(term.name, covariates[term.name])


def number_of(name: str, covariate: Covariate) -> Floats:
    """Return a covariate that has a spline, which must be a number."""
    if isinstance(covariate, Category):
        raise UsageError(f"'{name}' has levels", why="a spline is of a number")
    return covariate


def check_covariates(covariates: Mapping[str, Covariate]) -> None:
    """Refuse unknown values, and references that are no level or that nobody has."""
    unknown = {name: _unknown(covariate) for name, covariate in covariates.items()}
    refuse_unknown(unknown)
    for name, covariate in covariates.items():
        if isinstance(covariate, Category):
            _check_reference(name, covariate)


def _unknown(covariate: Covariate) -> Truths:
    import numpy as np

    if isinstance(covariate, Category):
        return (covariate.codes < 0) | (covariate.codes >= len(covariate.levels))
    return np.asarray(~np.isfinite(covariate))


def _check_reference(name: str, category: Category) -> None:
    codes, levels, reference = category
    if reference not in levels:
        found = [f"levels: {levels_shown(levels)}{did_you_mean(reference, levels)}"]
        raise UsageError(
            f"'{reference}' is no level of '{name}'", found=found, fix="name one of the levels"
        )
    if not (codes == levels.index(reference)).any():
        raise EstimateError(
            f"nobody has the level '{reference}' of '{name}', with which others are compared",
            why="take a level that somebody has as the reference",
        )


def _coded(name: str, covariate: Covariate) -> list[Filled]:
    if not isinstance(covariate, Category):
        return [Filled(DesignColumn(name), covariate, None)]
    columns = []
    for code, level in enumerate(covariate.levels):
        if level != covariate.reference:
            members = covariate.codes == code
            column = DesignColumn(name, level, covariate.reference)
            columns.append(Filled(column, members.astype(float), members))
    return columns


def _product(text: str, one: Filled, other: Filled) -> Filled:
    labels = zip(one.column[1:], other.column[1:], strict=True)
    category, comparison = (" x ".join(filter(None, both)) or None for both in labels)
    held = [made.members for made in (one, other) if made.members is not None]
    members = held[0] & held[-1] if held else None
    return Filled(DesignColumn(text, category, comparison), one.values * other.values, members)
