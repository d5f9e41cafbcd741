"""The Cox models of a question: the group alone, each covariate alone, and all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import EstimateError
from alsstats.prognosis.coding import Category
from alsstats.prognosis.design import Design, design_of
from alsstats.prognosis.exact_ties import fit_exact
from alsstats.prognosis.firth import fit_firth
from alsstats.prognosis.regression import fit_cox
from alsstats.prognosis.terms import names_in
from alsstats.prognosis.times import SurvivalTimes, survival_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.compared import Strata
    from alsstats.prognosis.fit import CoxFit
    from alsstats.prognosis.follow_up import FollowUp, Sample
    from alsstats.prognosis.hazards import Ties
    from alsstats.prognosis.terms import Term
    from alsstats.prognosis.times import Floats, Truths

UNIVARIABLE, ADJUSTED = "univariable", "adjusted"
FOUR_LEVELS = "four-level patients"
FOUR_LEVELS_ADJUSTED = f"{FOUR_LEVELS}, adjusted"


class Fitting(NamedTuple):
    """How models are fitted: `efron`, `breslow` or `exact` ties, Firth's likelihood or Cox's."""

    ties: str = "efron"
    firth: bool = False


class Data(NamedTuple):
    """The patients of some models: all these have every covariate, so that models compare.

    `covariates` have an entry for every row of the follow-up, also for those not in the sample.
    """

    held: FollowUp
    sample: Sample
    covariates: Mapping[str, Covariate]
    strata: Strata | None
    cluster: Strata | None


class Model(NamedTuple):
    """A fitted model; or the `problem` for which there is none, and no design or no estimate."""

    name: str
    terms: tuple[Term, ...]
    data: Data
    times: SurvivalTimes
    design: Design | None
    fit: CoxFit | None
    problem: str

    @property
    def words(self) -> str:
        """The model in words, as `adjusted model of flair_swi, age_at_onset`."""
        return f"{self.name} model of {', '.join(term.text for term in self.terms)}"


def fitted(name: str, terms: Sequence[Term], data: Data, fitting: Fitting) -> Model:
    """Fit a model of some terms to all patients of the sample."""
    times, used = times_of(data), data.sample.used
    taken = {one: of_rows(data.covariates[one], used) for one in names_in(terms)}
    try:
        design = design_of(taken, terms, frequency=_once(data))
    except EstimateError as error:
        return Model(name, tuple(terms), data, times, None, None, error.what)
    fit = fit_of(times, design, fitting)
    problem = "" if fit.infinite else fit.problem
    return Model(name, tuple(terms), data, times, design, fit, problem)


def fit_of(times: SurvivalTimes, design: Design, fitting: Fitting) -> CoxFit:
    """Fit a design by the likelihood that was asked for."""
    if fitting.ties == "exact":
        return fit_exact(times, design.matrix, design.names)
    ties: Ties = "breslow" if fitting.ties == "breslow" else "efron"
    fit = fit_firth if fitting.firth else fit_cox
    return fit(times, design.matrix, design.names, ties=ties)


def times_of(data: Data) -> SurvivalTimes:
    """Return the survival times of the sample."""
    held, used = data.held, data.sample.used
    return survival_times(
        held.time[used],
        held.died[used],
        entry=None if held.entry is None else held.entry[used],
        strata=None if data.strata is None else data.strata.place[used],
        frequency=held.n[used],
    )


def of_rows(covariate: Covariate, used: Truths) -> Covariate:
    """Return a covariate of some rows."""
    if isinstance(covariate, Category):
        return covariate._replace(codes=covariate.codes[used])
    return covariate[used]


def _once(data: Data) -> Floats:
    """Return how many patients each row stands for; of a patient of several, the last row."""
    held, used = data.held, data.sample.used
    n = held.n if held.last is None else held.n * held.last
    return n[used].astype(float)
