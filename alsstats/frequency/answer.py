"""How often every finding is present, by category, and with what it goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alsstats.errors import UsageError
from alsstats.frequency.asked import Asked
from alsstats.frequency.multiplicity import notes_of_families, with_adjusted
from alsstats.frequency.notes import (
    notes_of_contrasts,
    notes_of_pairs,
    notes_of_parts,
    notes_of_shares,
)
from alsstats.frequency.question import Question
from alsstats.result import Result
from alsstats.study import about_levels, covariates_of, levels_by_column, names_of, vocabulary
from alsstats.tally.remarks import notes_of_remarks
from alsstats.versions import versions_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alsstats.cohort import Cohort
    from alsstats.cohort.crossed import Crossed
    from alsstats.study import Study


def prevalence(  # noqa: PLR0913  # a question has many sides
    cohort: Cohort,
    *,
    by: str | Iterable[str] | None = None,
    findings: str | Iterable[str] | None = None,
    order: Iterable[str] | None = None,
    merge: Mapping[str, Iterable[str]] | None = None,
    among: Mapping[str, str | Iterable[str]] | None = None,
    against: str | None = None,
    scores: Iterable[float] | None = None,
    strata: str | None = None,
    adjust: str | Iterable[str] | None = None,
    category: str | Iterable[str] | None = None,
    number: str | Iterable[str] | None = None,
    with_: str | Iterable[str] | None = None,
    paired: str | None = None,
    paired_limits: str = "tango",
    parts: str = "all",
    p_adjust: str = "holm",
    seed: int = 1,
    level: float = 0.95,
    interval: str = "wilson",
) -> Result:
    """How often each finding is present in each level of a category, and whether levels differ.

    For every finding, single or combined (or for `findings` alone), in every level of each category
    in `by` (the diagnosis, if nothing is named) and in all together: how many have it of those in
    whom it was assessed, with limits, and who was left out and why. A category is a column, or
    `progression`: slow, average, rapid. `order` declares its levels, `merge` maps a new name to
    levels that are taken for one, `among` maps a column to the levels of those who are counted.

    Levels are compared with the level `against`, or in `all-pairs`: difference (Newcombe), ratio,
    conditional odds ratio, Fisher's test; over `strata`, a column, with Mantel-Haenszel. Over all
    levels: Pearson's chi-squared, Fisher's test (by random tables with `seed`, where there are too
    many), and for a declared order the trend with `scores`. p values are raw, and adjusted by
    `p_adjust` (`holm`, `bh`, `none`) within families that a note names. `adjust` lists covariates
    to which prevalences are standardised; `category` and `number` say of columns that are not known
    how they are read.

    `with_` lists columns of numbers: does the finding go with them? Area under the curve, Mann and
    Whitney's test, rank-biserial and Spearman's correlation. `paired` is a column such as the
    visit: its levels are compared in the same patients, by McNemar's tests and the paired
    difference with limits of `tango` or `newcombe`.

    Raises `RoleError` or `CodingError` where a column, a level or a code is not known, and computes
    nothing then.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "flair_cst": [1, 0, 0]})
    >>> [(row.group, row.events, row.n) for row in prevalence(read(frame)).rows[:3]]
    [('ALS', 1, 2), ('MMN', 0, 1), ('all', 1, 3)]
    """
    refuse_other(cohort, "prevalence")
    columns, graded = names_of(by, "a column"), names_of(with_, "a column")
    if not (columns or graded or paired):
        columns = usual_category(cohort.study)
    study = cohort.study.with_(about_levels((paired,) if paired else columns, order, merge))
    asked = Asked.of(
        level=level,
        interval=interval,
        parts=parts,
        against=against and study.labels.level((paired,) if paired else columns, against),
        scores=scores,
        p_adjust=p_adjust,
        paired_limits=paired_limits,
        seed=seed,
    )
    question = Question(
        columns,
        strata,
        covariates_of(names_of(adjust, "a column"), cohort.source.columns, study, category, number),
        graded,
        paired,
        asked.against,
        asked.scores,
    )
    among_whom = study.labels.levels(levels_by_column(among))
    crossed = cohort.cross(study, question.wanted(names_of(findings, "a finding"), among_whom))
    tables = list(question.tables(crossed))
    found = list(question.rows(crossed, tables, asked))
    rows = with_adjusted([row for row, _ in found], p_adjust)
    return Result(
        title=f"Prevalence of findings{question.title(crossed)}: {cohort.title}",
        level=level,
        rows=tuple(rows),
        notes=(
            *notes_of_shares(rows),
            *notes_of_contrasts(tables, asked),
            *notes_of_pairs(crossed, paired),
            *notes_of_parts(tables, asked),
            *notes_of_families(rows, p_adjust),
            *notes_of_remarks(found),
            *crossed.notes,
        ),
        provenance=provenance(cohort, crossed, asked.seed),
    )


def usual_category(study: Study) -> tuple[str, ...]:
    """Return the category that the study names, or else the diagnosis."""
    named = tuple(study.document.get("prevalence", {}).get("by", ()))
    return named or (study.reference.column or vocabulary().reference,)


def provenance(cohort: Cohort, crossed: Crossed, seed: int | None = None) -> dict[str, Any]:
    """Return what a result of frequency was made from, and with."""
    return {
        "versions": versions_in_use(),
        "input": cohort.provenance(),
        "study": crossed.provenance(),
        "seed": seed,
        "assumed": (*cohort.assumed, *crossed.assumed),
    }


def refuse_other(cohort: object, question: str) -> None:
    """Refuse what is no cohort."""
    if not hasattr(cohort, "cross"):
        raise UsageError(
            f"{question} takes a cohort",
            found=[f"this is a {type(cohort).__name__}"],
            fix=f"als.{question}(als.read(...))",
        )
