"""The columns of a regression: levels against a base level, covariates centred and scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int_]
    Truths = NDArray[np.bool_]


class Assessed(NamedTuple):
    """People in whom a finding was assessed: row i stands for n[i] > 0 of them."""

    level_codes: Integers
    present: Truths
    covariates: Floats
    n: Integers


class Design(NamedTuple):
    """Columns of a regression and their names (the intercept's is ""), which `at` sets to a level.

    First come the intercept and a column for each level in `others`, then the covariates.
    """

    columns: Floats
    names: tuple[str, ...]
    others: Integers

    def at(self, code: int) -> Floats:
        """Return what the columns before the covariates hold in people of a level."""
        import numpy as np

        return np.append(1.0, self.others == code)


def assessed(
    level_codes: Integers,
    levels: int,
    present: Truths,
    covariates: Floats,
    covariate_names: tuple[str, ...],
    n: Integers,
) -> Assessed:
    """Return the rows that hold anybody; refuse columns that do not fit one another."""
    import numpy as np

    rows = len(n)
    if not (
        level_codes.shape == present.shape == n.shape == (rows,)
        and covariates.shape == (rows, len(covariate_names))
    ):
        shapes = (level_codes.shape, present.shape, covariates.shape, n.shape)
        raise UsageError(
            "levels, finding, covariates and counts must have as many rows, covariates their names",
            found=[f"shapes {', '.join(map(str, shapes))}; {len(covariate_names)} names"],
        )
    if rows and (level_codes.min() < 0 or level_codes.max() >= levels):
        raise UsageError(
            f"a level code is not one of 0 to {levels - 1}", fix="number the levels from 0 on"
        )
    if n.dtype.kind not in "iu" or (n < 0).any():
        raise UsageError("counts must be whole numbers of people, none negative")
    if not np.isfinite(covariates).all():
        raise UsageError("a covariate is not a number in some rows: leave these people out first")
    held = n > 0
    return Assessed(
        level_codes[held], present[held].astype(bool), covariates[held].astype(float), n[held]
    )


def constant_covariates(covariates: Floats, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the covariates that are the same in everybody."""
    same = covariates.min(axis=0) == covariates.max(axis=0)
    return tuple(f"covariate '{name}'" for name, marked in zip(names, same, strict=True) if marked)


def regression_design(
    people: Assessed, level_names: tuple[str, ...], covariate_names: tuple[str, ...]
) -> Design:
    """Return the columns for those who were assessed; each covariate has mean 0 and variance 1.

    The base level is the one whose log odds are best known: with most people both with the finding
    and without it. The level to compare with has no part in this, and changes nothing.
    """
    import numpy as np

    codes, present, covariates, n = people
    size = np.bincount(codes, n, len(level_names))
    events = np.bincount(codes, n * present, len(level_names))
    both = np.minimum(events, size - events)
    base = int((both if both.any() else size).argmax())
    others = np.setdiff1d(np.flatnonzero(size), [base])
    centred = covariates - np.average(covariates, axis=0, weights=n)
    spread = np.sqrt(np.average(centred**2, axis=0, weights=n))
    columns = [np.ones((len(n), 1)), codes[:, None] == others, centred / spread]
    names = ("", *(f"level '{level_names[code]}'" for code in others))
    names += tuple(f"covariate '{name}'" for name in covariate_names)
    return Design(np.hstack(columns), names, others)
