"""Adjusted prevalence: that of each level, had every level the same people in it."""

from __future__ import annotations

from math import erfc, exp, log, nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import UsageError
from alsstats.estimate import Estimate, undefined
from alsstats.frequency.design import assessed, constant_covariates, regression_design
from alsstats.frequency.logistic import fit_logistic
from alsstats.intervals import normal_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from alsstats.frequency.design import Assessed, Design

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int_]
    Truths = NDArray[np.bool_]

METHOD = "standardised, delta"
ENOUGH = 10  # people with the finding, and people without it, for each coefficient


class Contrast(NamedTuple):
    """A level against the reference: level - reference, level / reference, and one p for both.

    `p_value` is that of Wald's test of the difference on its own scale.
    """

    difference: Estimate
    ratio: Estimate
    p_value: float


class StandardisedLevel(NamedTuple):
    """A level: its people as counted, its standardised prevalence, and how it compares.

    The reference level has no contrast.
    """

    name: str
    events: int
    n: int
    prevalence: Estimate
    contrast: Contrast | None


class Standardised(NamedTuple):
    """The levels in the order of their names, and how far the regression can be trusted.

    `problem` says why there is no regression; every estimate is then undefined. Where that is
    separation, `infinite` names the coefficients without a finite estimate. `note` is a doubt.
    """

    levels: tuple[StandardisedLevel, ...]
    problem: str = ""
    infinite: tuple[str, ...] = ()
    note: str = ""


class _Marginal(NamedTuple):
    """A standardised prevalence, and its gradient in the coefficients."""

    value: float
    gradient: Floats


class _Model(NamedTuple):
    """The standardised prevalence of each level that holds anybody, or why there is none."""

    marginals: dict[int, _Marginal]
    covariance: Floats
    problem: str = ""
    infinite: tuple[str, ...] = ()
    note: str = ""


def standardise(
    level_codes: Integers,
    level_names: tuple[str, ...],
    present: Truths,
    covariates: Floats,
    covariate_names: tuple[str, ...],
    n: Integers,
    *,
    reference: int,
    level: float = 0.95,
) -> Standardised:
    """Prevalence of a finding in each level, as if all had the covariates of everybody together.

    Row i stands for n[i] people of level `level_codes[i]` (0, 1 ... in the order of the names) who
    have the finding (`present`) or are without it; covariates are numbers, and a category is a
    column of 0 and 1 for each of its values but one.
    Formula: P_l = sum n_i p_i(l) / sum n_i over the rows of all levels; p_i(l) is what a logistic
    regression on level and covariates gives row i, were it in level l. Variances by the delta
    method, the covariates taken as they are. Limits of a prevalence are made on the logit scale,
    which keeps them between 0 and 1, those of a ratio on the log scale, and those of a difference
    on its own, cut off at -1 and 1; `std_error` is on the same scale.
    Undefined, with the `problem`: a covariate that is the same in everybody, or that others
    determine; fewer people with the finding, or without it, than coefficients; separation. A level
    in which nobody was assessed is left out of the regression.
    Source: Lane and Nelder, Biometrics 1982;38:613; Greenland, Am J Epidemiol 2004;160:301.

    >>> import numpy as np
    >>> stage, low = np.repeat([0, 1, 2], 4), np.tile([[1.0], [1.0], [0.0], [0.0]], (3, 1))
    >>> died, women = np.tile([True, False], 6), [2, 10, 5, 50, 9, 13, 17, 57, 12, 2, 9, 6]
    >>> found = standardise(
    ...     stage, ("I", "II", "III"), died, low, ("low",), np.array(women), reference=0
    ... )
    >>> for held in found.levels[1:]:
    ...     estimate = held.contrast.difference
    ...     print(f"{held.name}: {estimate.value:.5f} (SE {estimate.std_error:.5f})")
    II: 0.16303 (SE 0.05964)
    III: 0.57097 (SE 0.09962)
    """
    import numpy as np

    normal_quantile(level)
    count = len(level_names)
    if not 0 <= reference < count:
        raise UsageError(
            f"the reference level is not one of 0 to {count - 1}", fix="number the levels from 0 on"
        )
    people = assessed(level_codes, count, present, covariates, covariate_names, n)
    size = np.bincount(people.level_codes, people.n, count).astype(int).tolist()
    events = np.bincount(people.level_codes, people.n * people.present, count).astype(int).tolist()
    model = _model(people, level_names, covariate_names)
    levels = tuple(
        StandardisedLevel(
            *counted,
            _prevalence(model, code, level),
            None if code == reference else _contrast(model, code, reference, level),
        )
        for code, counted in enumerate(zip(level_names, events, size, strict=True))
    )
    return Standardised(levels, model.problem, model.infinite, model.note)


def _model(
    people: Assessed, level_names: tuple[str, ...], covariate_names: tuple[str, ...]
) -> _Model:
    import numpy as np

    def none(problem: str, infinite: tuple[str, ...] = ()) -> _Model:
        return _Model({}, np.empty((0, 0)), problem, infinite)

    if not people.n.size:
        return none("nobody was assessed")
    constant = constant_covariates(people.covariates, covariate_names)
    if constant:
        return none(f"{', '.join(constant)}: the same in everybody")
    design = regression_design(people, level_names, covariate_names)
    fit = fit_logistic(design.columns, people.present, people.n, design.names)
    if fit.problem:
        return none(fit.problem, fit.infinite)
    share = people.n / people.n.sum()
    codes = np.unique(people.level_codes).tolist()
    marginals = {code: _marginal(design, code, fit.coefficients, share) for code in codes}
    return _Model(marginals, fit.covariance, note=_note(people, len(design.names)))


def _marginal(design: Design, code: int, coefficients: Floats, share: Floats) -> _Marginal:
    import numpy as np
    from scipy.special import expit

    fixed = design.at(code)
    varying = design.columns[:, len(fixed) :]
    linear = fixed @ coefficients[: len(fixed)] + varying @ coefficients[len(fixed) :]
    slope = share * expit(linear) * expit(-linear)
    gradient = np.concatenate([slope.sum() * fixed, slope @ varying])
    return _Marginal(float(share @ expit(linear)), gradient)


def _prevalence(model: _Model, code: int, level: float) -> Estimate:
    from scipy.special import expit

    if code not in model.marginals:
        return undefined(model.problem or "nobody in this level was assessed", level, METHOD)
    value, gradient = model.marginals[code]
    std_error = _std_error(model, gradient / (value * (1 - value)))
    centre, width = log(value / (1 - value)), normal_quantile(level) * std_error
    low, high = float(expit(centre - width)), float(expit(centre + width))
    return Estimate(value, low, high, level, METHOD, std_error=std_error)


def _contrast(model: _Model, code: int, reference: int, level: float) -> Contrast:
    if not {code, reference} <= model.marginals.keys():
        which = "this level" if reference in model.marginals else "the reference level"
        none = undefined(model.problem or f"nobody in {which} was assessed", level, METHOD)
        return Contrast(none, none, nan)
    here, there = model.marginals[code], model.marginals[reference]
    difference = _difference(model, here, there, level)
    p_value = erfc(abs(difference.value) / difference.std_error / sqrt(2))
    return Contrast(difference, _ratio(model, here, there, level), p_value)


def _difference(model: _Model, here: _Marginal, there: _Marginal, level: float) -> Estimate:
    value = here.value - there.value
    std_error = _std_error(model, here.gradient - there.gradient)
    width = normal_quantile(level) * std_error
    low, high = max(-1.0, value - width), min(1.0, value + width)
    return Estimate(value, low, high, level, METHOD, std_error=std_error)


def _ratio(model: _Model, here: _Marginal, there: _Marginal, level: float) -> Estimate:
    value = here.value / there.value
    std_error = _std_error(model, here.gradient / here.value - there.gradient / there.value)
    width = normal_quantile(level) * std_error
    low, high = exp(log(value) - width), exp(log(value) + width)
    return Estimate(value, low, high, level, METHOD, std_error=std_error)


def _std_error(model: _Model, gradient: Floats) -> float:
    return sqrt(float(gradient @ model.covariance @ gradient))


def _note(people: Assessed, coefficients: int) -> str:
    events, others = (int(people.n[people.present == is_so].sum()) for is_so in (True, False))
    each = min(events, others) / coefficients
    which = "with" if events <= others else "without"
    few = f"{each:.1f} people {which} the finding for each coefficient, fewer than {ENOUGH}"
    return few if each < ENOUGH else ""
