"""Covariates as the fit uses them: in the order of the risk sets, centred, with a spread of 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from alsstats.prognosis.risk_sets import RiskSets
    from alsstats.prognosis.times import Floats, Integers, SurvivalTimes, Truths

CONSTANT = 1e-11  # a spread this small beside the largest value is rounding
DEPENDENT = 1e-11  # a share of variance this small, in all risk sets together, is none
BLOCK = 8192  # rows that are laid out at a time, so that they stay in the cache
INVOLVED = 1e-4  # the smallest part of a covariate in a combination that does not vary


class Standardised(NamedTuple):
    """One line a covariate, in the order of the risk sets: (x - the stratum's mean) / scale.

    `centre` has a row a stratum, a column a covariate.
    """

    design: Floats
    scale: Floats
    centre: Floats
    constant: Truths


def standardised(covariates: Floats, sets: RiskSets, times: SurvivalTimes) -> Standardised:
    """Centre each covariate in each stratum, which changes no hazard ratio, and scale it."""
    import numpy as np

    count = covariates.shape[1]
    design = np.empty((count, len(sets.order)))
    for start in range(0, len(sets.order), BLOCK):
        part = slice(start, start + BLOCK)
        design[:, part] = np.take(covariates, sets.order[part], axis=0).T
    scale, constant = np.ones(count), np.zeros(count, dtype=bool)
    centre = np.zeros((int(times.stratum.max()) + 1, count))
    stratum = times.stratum[sets.order] if times.stratum.any() else None
    people = sets.frequency.sum() or 1.0
    for j in range(count):
        largest = np.abs(design[j]).max(initial=0.0)
        centre[:, j] = _means(design[j], sets.frequency, stratum, len(centre))
        design[j] -= centre[0, j] if stratum is None else centre[stratum, j]
        squares = np.einsum("i,i,i->", sets.frequency, design[j], design[j])
        spread = np.sqrt(squares / people)
        constant[j] = not spread > CONSTANT * largest
        if not constant[j]:
            scale[j] = spread
            design[j] /= spread
    return Standardised(design, scale, centre, constant)


def _means(line: Floats, n: Floats, stratum: Integers | None, strata: int) -> Floats | float:
    """Return the mean of each stratum, 0 where nobody is ever at risk."""
    import numpy as np

    if stratum is None:
        return float(np.einsum("i,i->", n, line) / n.sum()) if len(n) else 0.0
    people = np.bincount(stratum, n, minlength=strata)
    sums = np.bincount(stratum, n * line, minlength=strata)
    return np.asarray(sums / np.where(people > 0, people, 1.0))


def checked(covariates: npt.ArrayLike, names: tuple[str, ...], rows: int) -> Floats:
    """Return covariates as a matrix of numbers with a row for each time and a column a name."""
    import numpy as np

    values = np.asarray(covariates, dtype=float)
    if values.ndim != 2 or values.shape != (rows, len(names)) or not names:
        raise UsageError(
            "covariates must have a row for each time and a column for each name",
            found=[f"covariates: {values.shape}", f"times: {rows}", f"names: {len(names)}"],
        )
    if not np.isfinite(values).all():
        refuse_unknown(dict(zip(names, ~np.isfinite(values.T), strict=True)))
    return values


def refuse_unknown(unknown: Mapping[str, Truths]) -> None:
    """Refuse covariates with unknown values, all by name with how many there are."""
    counts = {name: int(rows.sum()) for name, rows in unknown.items()}
    found = [f"{name}: {n} of {len(unknown[name])} rows" for name, n in counts.items() if n]
    if found:
        why = "leave these patients out, and say how many"
        raise UsageError("covariates must be known", found=found, why=why)


def dependent(information: Floats, deaths: float) -> Truths:
    """Tell which covariates take part in a combination that does not vary within risk sets.

    `information` is that at coefficients of 0, of covariates with a spread of 1.
    """
    import numpy as np

    sizes, directions = np.linalg.eigh(information / deaths)
    none = directions[:, sizes <= DEPENDENT]
    return np.asarray((np.abs(none) > INVOLVED).any(axis=1))
