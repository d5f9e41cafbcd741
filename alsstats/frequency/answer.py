"""How often every finding is present, by category, and with what it goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.frequency.asked import Asked, levels_by_column, names_of
from alsstats.frequency.by_category import rows_by_category
from alsstats.frequency.finding_table import finding_table
from alsstats.frequency.multiplicity import adjusted, notes_of_families
from alsstats.frequency.notes import notes_of_contrasts, notes_of_parts, notes_of_shares
from alsstats.frequency.remarks import notes_of_remarks
from alsstats.result import Note, Result, Row
from alsstats.study import Wanted, about_levels, vocabulary
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

    TODO
    """
    refuse_other(cohort, "prevalence")
    columns = names_of(by, "a column")
    graded, covariates = names_of(with_, "a column"), names_of(adjust, "a column")
    study = cohort.study.with_(about_levels(columns or (paired or "",), order, merge))
    asked = Asked.of(
        level=level,
        interval=interval,
        parts=parts,
        against=against,
        scores=scores,
        p_adjust=p_adjust,
        paired_limits=paired_limits,
        seed=seed,
    )
    columns = columns or (() if graded or paired else usual_category(study))
    beside = tuple((name, *((strata,) if strata else ())) for name in columns)
    crossed = cohort.cross(
        study,
        Wanted(
            signs=names_of(findings, "a finding"),
            categories=dict.fromkeys(columns, "--by") | ({strata: "--strata"} if strata else {}),
            groupings=beside,
            among=levels_by_column(among),
        ),
    )
    tables = [
        finding_table(crossed, finding, name, strata, names)
        for name, names in zip(columns, beside, strict=True)
        for finding in crossed.roles.findings.signs
    ]
    found = [one for table in tables for one in rows_by_category(table, asked, strata)]
    rows = adjusted([row for row, _ in found], p_adjust)
    notes = (
        *notes_of_shares(rows),
        *notes_of_contrasts(tables, asked),
        *notes_of_parts(tables, asked),
        *notes_of_families(rows, p_adjust),
        *notes_of_remarks(found),
    )
    by = f" by {', '.join(crossed.roles.categories[name].name for name in columns)}"
    return answer(cohort, crossed, f"Prevalence of findings{by}", rows, notes, level)


def answer(
    cohort: Cohort,
    crossed: Crossed,
    title: str,
    rows: Iterable[Row],
    notes: Iterable[Note],
    level: float,
) -> Result:
    """Return the result of a question of frequency, with what it was made from."""
    among = crossed.wanted.among
    whom = "".join(f", among {name} {' or '.join(levels)}" for name, levels in among.items())
    return Result(
        title=f"{title}{whom}: {cohort.title}",
        level=level,
        rows=tuple(rows),
        notes=(*notes, *crossed.notes),
        provenance={"versions": versions_in_use(), "input": cohort.provenance()}
        | {"study": crossed.provenance(), "assumed": (*cohort.assumed, *crossed.assumed)},
    )


def usual_category(study: Study) -> tuple[str, ...]:
    """Return the category that the study names, or else the diagnosis."""
    named = tuple(study.document.get("prevalence", {}).get("by", ()))
    return named or (study.reference.column or vocabulary().reference,)


def refuse_other(cohort: object, question: str) -> None:
    """Refuse what is no cohort."""
    if not hasattr(cohort, "cross"):
        raise UsageError(
            f"{question} takes a cohort",
            found=[f"this is a {type(cohort).__name__}"],
            fix=f"als.{question}(als.read(...))",
        )
