"""The row of a design matrix for a patient who was not among those analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import EstimateError, UsageError
from alsstats.prognosis.coding import filled_columns
from alsstats.prognosis.terms import names_in
from alsstats.study import levels_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.design import Design
    from alsstats.prognosis.times import Floats


def row_of(design: Design, values: Mapping[str, float | str]) -> Floats:
    """Return the row of the matrix for a patient with these covariates, by name.

    >>> import numpy as np
    >>> from alsstats.prognosis.design import design_of
    >>> from alsstats.prognosis.terms import parse_terms
    >>> design = design_of({"age": np.array([50.0, 60.0])}, parse_terms("age"))
    >>> row_of(design, {"age": 55}).tolist()
    [55.0]
    """
    import numpy as np

    names = names_in(design.written)
    if set(values) != set(names):
        found = [f"given: {', '.join(values)}", f"in the model: {', '.join(names)}"]
        raise UsageError("each covariate of the model needs a value, and no other", found=found)
    covariates = {name: _one(name, values[name], design) for name in names}
    knots = {name: spline.knots for name, spline in design.splines.items()}
    made = [one for term in design.written for one in filled_columns(term, covariates, knots)]
    for one in made:
        if one.column in design.empty and one.values.any():
            raise EstimateError(
                f"nobody analysed is in '{one.column.name}'",
                why="nothing is known of such a patient",
                fix="ask about a level that somebody has",
            )
    return np.array([one.values[0] for one in made if one.column not in design.empty])


def _one(name: str, value: float | str, design: Design) -> Covariate:
    """Return a covariate with one value: a number, or a level by its name."""
    import numpy as np

    held = design.categories.get(name)
    if held is None:
        try:
            return np.array([float(value)])
        except ValueError:
            raise UsageError(f"'{name}' is a number in this model", fix="give a number") from None
    if value not in held.levels:
        found = [f"levels: {levels_shown(held.levels)}"]
        raise UsageError(f"no such level of '{name}'", found=found, fix="name one of the levels")
    return held._replace(codes=np.array([held.levels.index(str(value))]))
