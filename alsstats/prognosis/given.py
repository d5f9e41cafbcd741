"""Covariates as analysts hold them: a data frame, named columns, a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from alsstats.errors import UsageError, did_you_mean
from alsstats.prognosis.coding import Category, DesignColumn
from alsstats.prognosis.design import Design, DesignTerm, design_of
from alsstats.prognosis.terms import MainEffect, names_in, parse_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.times import Floats


def design_matrix(
    covariates: Any,
    terms: str | Sequence[str] | None = None,
    *,
    frequency: npt.ArrayLike | None = None,
) -> Design:
    """Columns of a regression for the covariates of a data frame, with products and splines.

    `covariates` is a data frame, a mapping of names to columns, or a matrix (its columns are then
    x1, x2 ...); `terms` names those of the model, all as they are unless told:
    `"age, flair * bulbar, spline(delay, 4)"`. A column of texts is refused, since nobody said which
    of them is compared with which; one of pandas' categories is compared with the first of them.
    `frequency` is how many patients a row stands for, which moves the knots of a spline.

    >>> design_matrix({"age": [50, 60, 70], "flair": [1, 0, 1]}, "age * flair").names
    ('age', 'flair', 'age * flair')
    """
    import numpy as np

    if terms is None and not _has_names(covariates):
        return _of_matrix(covariates)
    columns = _named(covariates)
    wanted = tuple(map(MainEffect, columns)) if terms is None else parse_terms(terms)
    names = names_in(wanted)
    for name in names:
        if name not in columns:
            found = [f"there are {len(columns)} columns{did_you_mean(name, columns)}"]
            raise UsageError(
                f"there is no covariate '{name}'", found=found, fix="name one of the columns"
            )
    used = {name: _covariate(name, columns[name]) for name in names}
    rows = {len(one.codes if isinstance(one, Category) else one) for one in used.values()}
    if len(rows) > 1 or not rows:
        found = [f"lengths: {', '.join(map(str, sorted(rows))) or 'none'}"]
        raise UsageError("the covariates must be columns of one length", found=found)
    n = None if frequency is None else np.asarray(frequency, dtype=float)
    index = common_index(covariates, *(columns[name] for name in names))
    return design_of(used, wanted, frequency=n)._replace(index=index)


def common_index(*held: Any) -> Any:
    """Return the index of data frames, None of arrays and lists; refuse frames of other rows."""
    indices = [index for index in map(_index, held) if index is not None]
    if any(not indices[0].equals(index) for index in indices[1:]):
        raise UsageError(
            "the rows of time and covariates do not belong together: their indices differ",
            why="patients would be mixed up; take all columns from one data frame",
            fix="frame = frame.reset_index(drop=True) of each, if the order is the same",
        )
    return indices[0] if indices else None


def _index(held: Any) -> Any:
    index = getattr(held, "index", None)
    return None if callable(index) or not hasattr(index, "equals") else index


def _has_names(covariates: Any) -> bool:
    return isinstance(covariates, Mapping) or hasattr(covariates, "columns")


def _named(covariates: Any) -> dict[str, Any]:
    """Return the columns by name."""
    if not _has_names(covariates):
        return dict(zip(*_matrix(covariates), strict=True))
    names = list(covariates if isinstance(covariates, Mapping) else covariates.columns)
    if len(set(map(str, names))) < len(names):
        raise UsageError("two covariates have one name", why="rename one of them")
    return {str(name): covariates[name] for name in names}


def _of_matrix(covariates: Any) -> Design:
    """Return the design of a matrix as it is."""
    names, lines = _matrix(covariates)
    written = tuple(map(MainEffect, names))
    return Design(
        lines.T,
        tuple(map(DesignColumn, names)),
        tuple(DesignTerm(x, "number", (x,), slice(j, j + 1)) for j, x in enumerate(names)),
        splines={},
        empty=(),
        written=written,
        categories={},
        index=_index(covariates),
    )


def _matrix(covariates: Any) -> tuple[tuple[str, ...], Floats]:
    """Return names and columns of a matrix, or of one column."""
    import numpy as np

    try:
        values = np.asarray(covariates)
        lines = values.astype(float, copy=False).T if values.dtype.kind in "biuf" else None
    except ValueError:
        lines = None
    if lines is None or lines.ndim not in {1, 2}:
        raise UsageError("covariates must be a matrix of numbers, or columns with names")
    lines = lines.reshape(-1, lines.shape[-1])
    own = getattr(covariates, "name", None)
    if lines.shape[0] == 1 and own is not None:
        return (str(own),), lines
    return tuple(f"x{j + 1}" for j in range(len(lines))), lines


def _covariate(name: str, values: Any) -> Covariate:
    """Return a column of numbers as it is, and one of pandas' categories with its levels."""
    import numpy as np

    if isinstance(values, Category):
        return values
    held = getattr(values, "array", values)
    if hasattr(held, "codes") and hasattr(held, "categories"):
        levels = tuple(map(str, held.categories))
        if len(set(levels)) < max(1, len(levels)):
            raise UsageError(
                f"two levels of '{name}' have one name, or there is none",
                fix="give every level a name of its own",
            )
        return Category(np.asarray(held.codes, dtype=np.int64), levels, levels[0])
    kind = getattr(getattr(values, "dtype", None), "kind", None) or np.asarray(values).dtype.kind
    if kind not in "biuf" or np.ndim(values) != 1:
        raise UsageError(
            f"'{name}' is not a column of numbers",
            why="of texts nobody said which of them the others are compared with",
            fix='pandas.Categorical(column, ["the reference", "another level"])',
        )
    return np.asarray(values, dtype=float)
