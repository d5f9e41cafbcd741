"""One analysis of survival: the patients in it, their groups, and the models of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alsstats.errors import CodingError, EstimateError
from alsstats.prognosis.coding import Category
from alsstats.prognosis.covariate_data import covariate_of, group_of, strata_of
from alsstats.prognosis.groups import ABSENT, NOT_BOTH, Groups, four_levels
from alsstats.prognosis.models import (
    ADJUSTED,
    FOUR_LEVELS,
    FOUR_LEVELS_ADJUSTED,
    UNIVARIABLE,
    Data,
    Model,
    fitted,
)
from alsstats.prognosis.question import SIGN
from alsstats.prognosis.terms import Interaction, MainEffect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.compared import Strata
    from alsstats.prognosis.follow_up import FollowUp, Sample
    from alsstats.prognosis.question import Question
    from alsstats.prognosis.terms import Term
    from alsstats.prognosis.times import Truths
    from alsstats.tally.handling import Handling


class FourLevels(NamedTuple):
    """A sign that is two together as neither, the one, the other and both; its models.

    `repeated` are models of both against not both in the same patients.
    """

    groups: Groups
    sample: Sample
    models: tuple[Model, ...]
    repeated: tuple[Model, ...]


class Analysis(NamedTuple):
    """An analysis under one rule for readings that were not made.

    `sample` are those in a group, `data` those of them in whom all covariates are known. `models`
    are the group alone, each covariate alone, and all together; `main` is the one that the question
    is about.
    """

    rule: Handling
    held: FollowUp
    groups: Groups
    sample: Sample
    data: Data
    models: tuple[Model, ...]
    four: FourLevels | None

    @property
    def assumed(self) -> tuple[str, ...]:
        """What each category is compared with, in words, where that was not said."""
        held = self.data.covariates.items()
        return tuple(
            f"{name} is compared with {one.reference}"
            for name, one in held
            if isinstance(one, Category) and one.reference not in {ABSENT, NOT_BOTH}
        )

    @property
    def main(self) -> Model:
        """The adjusted model, or that of the group alone."""
        return self.models[-1]


def analyse(
    crossed: Crossed, question: Question, asked: Asked, held: FollowUp
) -> tuple[Analysis, ...]:
    """Return the analysis under each rule that changes who is in it."""
    analyses: list[Analysis] = []
    for rule in asked.rules:
        analysis = _analysed(crossed, question, asked, held, rule)
        if all((one.sample.used != analysis.sample.used).any() for one in analyses):
            analyses.append(analysis)
    return tuple(analyses)


def _analysed(
    crossed: Crossed, question: Question, asked: Asked, held: FollowUp, rule: Handling
) -> Analysis:
    groups, sample, data, unknown = prepare(crossed, question, asked, held, rule)
    four = None
    if question.kinds[question.group] == SIGN and rule is asked.rules[0]:
        four = _four_levels(crossed, question, asked, data, sample, unknown)
    return Analysis(rule, held, groups, sample, data, tuple(_models(question, asked, data)), four)


def prepare(
    crossed: Crossed, question: Question, asked: Asked, held: FollowUp, rule: Handling
) -> tuple[Groups, Sample, Data, Mapping[str, Truths]]:
    """Return the groups, who is in one, the data of the models, and who lacks a covariate."""
    groups = group_of(crossed, question, question.group, asked, rule, held)
    strata, no_stratum = _within(crossed, question.strata)
    cluster, no_cluster = _within(crossed, question.cluster)
    sample = held.without(held.sample, {**groups.unknown, **no_stratum, **no_cluster})
    if cluster is not None:
        _refuse_movers(held, sample, cluster)
    if not sample.used.any():
        raise EstimateError(
            "nobody is left whose survival could be compared",
            found=[f"left out: {people} {why}" for why, people in sample.left_out.items()],
            why="survival is that of people who are in a group, and were followed",
            fix="name another --group, or fill in what is missing",
        )
    covariates: dict[str, Covariate] = {
        question.group: Category(groups.place, groups.names, groups.reference)
    }
    unknown: dict[str, Truths] = {}
    for name in question.covariates:
        covariates[name], why = covariate_of(crossed, question, name, asked, rule, held)
        unknown |= why
    data = Data(held, held.without(sample, unknown), covariates, strata, cluster)
    return groups, sample, data, unknown


def _within(crossed: Crossed, name: str) -> tuple[Strata | None, Mapping[str, Truths]]:
    return strata_of(crossed, name) if name else (None, {})


def _refuse_movers(held: FollowUp, sample: Sample, cluster: Strata) -> None:
    """Refuse patients whose intervals are in several clusters: they are alike everywhere."""
    import numpy as np

    if held.patient is None:
        return
    patient, place = held.patient[sample.used], cluster.place[sample.used]
    order = np.lexsort((place, patient))
    moved = (np.diff(patient[order]) == 0) & (np.diff(place[order]) > 0)
    if moved.any():
        movers = len(np.unique(patient[order][1:][moved]))
        raise CodingError(
            f"patients whose intervals are in several clusters of '{cluster.name}'",
            found=[f"{movers} of {held.people(sample.used)} patients"],
            why="a patient's rows belong together, and clusters that share them are not apart",
            fix=f"give all rows of a patient one {cluster.name}",
        )


def _models(question: Question, asked: Asked, data: Data) -> Iterator[Model]:
    """Yield the models of the group alone, of each covariate alone, and of all together."""
    terms = question.adjusted
    alone: list[Term] = [MainEffect(question.group)]
    alone += [t for t in terms if not isinstance(t, Interaction) and t not in alone]
    for term in alone:
        yield fitted(UNIVARIABLE, [term], data, asked.fitting)
    if len(terms) > 1:
        yield fitted(ADJUSTED, terms, data, asked.fitting)


def _four_levels(
    crossed: Crossed,
    question: Question,
    asked: Asked,
    data: Data,
    sample: Sample,
    unknown: Mapping[str, Truths],
) -> FourLevels | None:
    """Return the analysis of the four levels of a sign, None where it is not two together."""
    groups = four_levels(crossed, question.group)
    if groups is None:
        return None
    held = data.held
    base = held.without(sample, groups.unknown)
    of_group = data.covariates[question.group]
    levels = Category(groups.place, groups.names, groups.reference)
    models: dict[str, list[Model]] = {"levels": [], "repeated": []}
    wanted: list[tuple[str, tuple[Term, ...], Sample]]
    wanted = [(FOUR_LEVELS, (MainEffect(question.group),), base)]
    parts = set(crossed.table.findings.signs[question.group].parts)
    signs = crossed.table.findings.signs
    others = {part for name in question.covariates if name in signs for part in signs[name].parts}
    if len(question.adjusted) > 1 and not others & parts:  # which the four levels determine
        wanted.append((FOUR_LEVELS_ADJUSTED, question.adjusted, held.without(base, unknown)))
    for name, terms, used in wanted:
        for key, category in (("levels", levels), ("repeated", of_group)):
            covariates = {**data.covariates, question.group: category}
            taken = data._replace(sample=used, covariates=covariates)
            models[key].append(fitted(name, terms, taken, asked.fitting))
    return FourLevels(groups, base, tuple(models["levels"]), tuple(models["repeated"]))
