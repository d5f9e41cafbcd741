"""The matrix of a regression: terms and covariates to columns, each a coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.coding import (
    Category,
    DesignColumn,
    Filled,
    check_covariates,
    filled_columns,
    number_of,
)
from alsstats.prognosis.splines import knots_of, weighted_quantiles
from alsstats.prognosis.terms import Interaction, Spline, Term, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.times import Floats

Kind = Literal["number", "category", "interaction", "spline"]


class DesignTerm(NamedTuple):
    """A term of the model, and the columns that it has in the matrix."""

    text: str
    kind: Kind
    names: tuple[str, ...]
    columns: slice

    @property
    def df(self) -> int:
        """How many coefficients the term has."""
        return int(self.columns.stop - self.columns.start)


class SplineRange(NamedTuple):
    """The knots of a spline, and the median and range of its covariate among those analysed."""

    knots: tuple[float, ...]
    median: float
    least: float
    most: float


class Design(NamedTuple):
    """The matrix, what its columns stand for, and splines by the name of their covariate.

    `empty` are the columns that it lacks, since nobody is in them: levels, or combinations of
    levels. `written` and `categories`, which have no codes, make the columns of other patients;
    `index` is that of the data frame from which the covariates came.
    """

    matrix: Floats
    columns: tuple[DesignColumn, ...]
    terms: tuple[DesignTerm, ...]
    splines: Mapping[str, SplineRange]
    empty: tuple[DesignColumn, ...]
    written: tuple[Term, ...]
    categories: Mapping[str, Category]
    index: Any = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def design_of(
    covariates: Mapping[str, Covariate],
    terms: Sequence[Term],
    *,
    frequency: Floats | None = None,
) -> Design:
    """Return the design matrix of a model, a row a patient and a column a coefficient.

    A category has a column of 0 and 1 for each level but its reference, an interaction the products
    of its covariates' columns, a spline its covariate and the bends. Knots and medians are of
    patients as often as `frequency` says (0 for all but one of a patient's intervals). Levels
    without anybody have no column; a reference without anybody is refused.

    >>> import numpy as np
    >>> from alsstats.prognosis.terms import parse_terms
    >>> centre = Category(np.array([0, 1, 2]), ("A", "B", "C"), "B")
    >>> design_of({"centre": centre}, parse_terms("centre")).names
    ('centre = A', 'centre = C')
    """
    import numpy as np

    check_covariates({name: covariates[name] for name in names_in(terms)})
    splines = {
        term.name: _range(term, covariates[term.name], frequency)
        for term in terms
        if isinstance(term, Spline)
    }
    knots = {name: spline.knots for name, spline in splines.items()}
    made = [(term, filled_columns(term, covariates, knots)) for term in terms]
    laid = tuple(_laid_out(made, covariates))
    columns = [one for _, filled in made for one in filled if not one.empty]
    design = Design(
        np.column_stack([one.values for one in columns]),
        tuple(one.column for one in columns),
        laid,
        splines,
        tuple(one.column for _, filled in made for one in filled if one.empty),
        tuple(terms),
        _without_codes(covariates),
    )
    if len(set(design.names)) < len(columns):
        raise UsageError("two columns of the model have one name", why="rename a covariate")
    return design


def _laid_out(
    made: list[tuple[Term, list[Filled]]], covariates: Mapping[str, Covariate]
) -> Iterator[DesignTerm]:
    """Yield the terms with their places in the matrix; refuse one that has no column there."""
    start = 0
    for term, filled in made:
        end = start + sum(not one.empty for one in filled)
        if end == start:
            raise _nobody(term)
        yield DesignTerm(term.text, _kind(term, covariates), term.names, slice(start, end))
        start = end


def _without_codes(covariates: Mapping[str, Covariate]) -> dict[str, Category]:
    return {
        name: covariate._replace(codes=covariate.codes[:0])
        for name, covariate in covariates.items()
        if isinstance(covariate, Category)
    }


def _range(term: Spline, covariate: Covariate, frequency: Floats | None) -> SplineRange:
    values = number_of(term.name, covariate)
    least, median, most = weighted_quantiles(values, frequency, (0.0, 0.5, 1.0))
    knots = knots_of(values, frequency, term.knots, term.name)
    return SplineRange(knots, median, least, most)


def _kind(term: Term, covariates: Mapping[str, Covariate]) -> Kind:
    if isinstance(term, Interaction):
        return "interaction"
    if isinstance(term, Spline):
        return "spline"
    return "category" if isinstance(covariates[term.name], Category) else "number"


def _nobody(term: Term) -> EstimateError:
    if isinstance(term, Interaction):
        what = f"nobody is outside the references of both covariates of '{term.text}'"
        return EstimateError(what, why="there is no interaction to be seen")
    return EstimateError(
        f"everybody has the same level of '{term.text}'", why="there is nobody to compare with"
    )
