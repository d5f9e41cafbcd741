"""The covariates of a question, as the counts of a cohort hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import RoleError, UsageError, did_you_mean
from alsstats.prognosis.coding import Category
from alsstats.prognosis.compared import Strata
from alsstats.prognosis.groups import Groups, groups_of_category, groups_of_sign
from alsstats.prognosis.question import NUMBER, SIGN, Question
from alsstats.study import NO_LEVEL, TOGETHER, folded, levels_shown, variable_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsstats.cohort.crossed import Crossed
    from alsstats.prognosis.asked import Asked
    from alsstats.prognosis.coding import Covariate
    from alsstats.prognosis.follow_up import FollowUp
    from alsstats.prognosis.times import Truths
    from alsstats.tally.handling import Handling


def group_of(
    crossed: Crossed, question: Question, name: str, asked: Asked, rule: Handling, held: FollowUp
) -> Groups:
    """Return the groups that a sign or a category makes, with what they are compared with."""
    against = asked.against
    said = {variable_key(column): level for column, level in against.items()}.get(
        variable_key(name)
    )
    if question.kinds[name] == SIGN:
        if said is not None:
            raise UsageError(
                f"'{name}' is a sign, and compared with those in whom it is absent",
                fix="leave out --against for it",
            )
        return groups_of_sign(crossed, name, rule)
    groups = groups_of_category(crossed, name, "")
    return groups._replace(reference=_reference(groups, said, held))


def _reference(groups: Groups, said: str | None, held: FollowUp) -> str:
    """Return the level that others are compared with.

    It is the one that was named; else the absent one of a pair such as no and yes, the last one
    where the levels are in order, or the one that most people have.
    """
    names = groups.names
    if said is not None:
        spelt = [name for name in names if folded(name) == folded(said)]
        if not spelt:
            raise RoleError(
                f"nobody has the level '{said}' of '{groups.by}'{did_you_mean(said, names)}",
                found=[f"levels: {levels_shown(names)}"],
                fix=f"--against {groups.by}=LEVEL",
            )
        return said if said in names else spelt[0]
    pairs = {frozenset(pair): pair[0] for pair in vocabulary().pairs}
    absent = pairs.get(frozenset(map(folded, names)))
    if absent is not None:
        return next(name for name in names if folded(name) == absent)
    if groups.ordered or not names:
        return names[-1] if names else ""
    used = held.sample.used
    people = [held.people(used & (groups.place == place)) for place in range(len(names))]
    return names[people.index(max(people))]


def covariate_of(
    crossed: Crossed, question: Question, name: str, asked: Asked, rule: Handling, held: FollowUp
) -> tuple[Covariate, Mapping[str, Truths]]:
    """Return a covariate, and the rows in which it is not known, by the reason."""
    import numpy as np

    if question.kinds[name] == NUMBER:
        values = crossed.number(TOGETHER, name)
        return values, {f"{crossed.roles.numbers[name].name} missing": np.isnan(values)}
    groups = group_of(crossed, question, name, asked, rule, held)
    return Category(groups.place, groups.names, groups.reference), groups.unknown


def strata_of(crossed: Crossed, name: str) -> tuple[Strata, Mapping[str, Truths]]:
    """Return the strata, or clusters, that the levels of a column are, and who is in none."""
    import numpy as np

    level = crossed.level(TOGETHER, name)
    place = np.unique(np.array(level.levels), return_inverse=True)[1]
    column = crossed.roles.categories[name].name
    unknown = np.array([one == NO_LEVEL for one in level.levels])[level.codes]
    return Strata(column, place[level.codes]), {f"{column} missing": unknown}
