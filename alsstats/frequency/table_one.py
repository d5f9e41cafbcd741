"""Table one: what the people of every group are like."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from alsstats.errors import UsageError
from alsstats.frequency.answer import provenance, refuse_other
from alsstats.frequency.column_names import column_of, quoted
from alsstats.frequency.contrasts import pairs_of
from alsstats.frequency.described import CATEGORY, FINDING, Described, Said, described_of, is_sign
from alsstats.frequency.grouping import Groups, described_in, outside_of
from alsstats.frequency.summaries import (
    Numbers,
    difference_row,
    rows_of_numbers,
    rows_of_shares,
    tests_of,
)
from alsstats.result import Note, Result
from alsstats.study import Wanted, about_levels, levels_by_column, names_of, vocabulary
from alsstats.tally.remarks import notes_of_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alsstats.cohort import Cohort
    from alsstats.cohort.crossed import Crossed


def describe(  # noqa: PLR0913  # a question has many sides
    cohort: Cohort,
    *,
    by: str | None = None,
    columns: str | Iterable[str] | None = None,
    category: str | Iterable[str] | None = None,
    number: str | Iterable[str] | None = None,
    mean: str | Iterable[str] | None = None,
    left_out: str | None = None,
    order: Iterable[str] | None = None,
    merge: Mapping[str, Iterable[str]] | None = None,
    among: Mapping[str, str | Iterable[str]] | None = None,
    against: str | None = None,
    p_values: bool = False,
    seed: int = 1,
) -> Result:
    """What the people of every group are like: a table one.

    For every column whose kind is known (or for `columns` alone), in each level of the column `by`
    and in all: a finding or a category as people and share, a number as median and quartiles, or as
    mean and standard deviation where the study or `mean` says so; and how many it is missing in.
    `category` and `number` say of columns that are not known what they are: the number of their
    different values never does. Groups are compared with the level `against` by standardised mean
    differences (Yang and Dalton, SAS Global Forum 2012;335); `p_values` adds tests.

    Where `by` is a sign, single or combined, the groups are those with it and those without, unless
    `category` or `order` says that its codes are levels. `left_out` names a sign: the groups are
    then those in whom it was assessed, and those who were left out. `order`, `merge` and `among`
    are as in `prevalence`. Section [describe] of the study names the usual `by` and `columns`.

    >>> import pandas as pd
    >>> from alsstats import read
    >>> frame = pd.DataFrame({"diagnosis": ["ALS", "ALS", "MMN"], "age_at_onset": [50, 60, 41]})
    >>> rows = describe(read(frame), by="diagnosis").rows
    >>> [(row.group, row.estimate) for row in rows if row.at == 0.5]
    [('ALS', 55.0), ('MMN', 41.0), ('all', 50.0)]
    """
    refuse_other(cohort, "describe")
    usual = cohort.study.document.get("describe", {})
    by = usual.get("by") if by is None and left_out is None else by
    columns = usual.get("columns") if columns is None else columns
    if by and left_out:
        raise UsageError(
            "--by and --left-out each say what the groups are",
            fix="give one of them",
        )
    names_of([name for name in (by, left_out, against) if name is not None], "a column or a level")
    names = cohort.source.columns
    by = column_of(by, names) if by else None
    _refuse_nothing_to_compare(cohort, by or left_out, against, p_values=p_values)
    study = cohort.study.with_(about_levels((by,) if by else (), order, merge))
    said = Said.of(category, number, mean, names)
    sign = by if by and is_sign(by, study, said) else None
    left = {name for name in (by, cohort.patient) if name}
    described, unknown = described_of(names, names_of(columns, "a column"), study, said, left)
    if not described:
        first = quoted(unknown[0]) if unknown else ""
        raise UsageError(
            "no column to describe",
            why="what the columns are is not known: a number, a category, or a finding",
            fix=f"--number {first}, or --category {first}" if first else "name one with --column",
        )
    by, split = (None if sign else by), sign or left_out
    against = against and study.labels.level((by,) if by else (), against)
    among_whom = study.labels.levels(levels_by_column(among))
    flag = "--by" if sign else "--left-out" if left_out else "--column"
    crossed = cohort.cross(study, columns_wanted(described, by, split, among_whom, flag))
    split = next(iter(crossed.roles.findings.signs)) if split else None
    groups = Groups(crossed, by, split, read=sign is not None)
    beside = (by,) if by else ()
    held = [described_in(groups, variable, beside) for variable in described]
    rows = []
    for one in held:
        rows += [
            *(
                rows_of_numbers(one, groups.name)
                if isinstance(one, Numbers)
                else rows_of_shares(one, groups.name)
            )
        ]
        for group, reference in _pairs(groups, against):
            rows.append((difference_row(one, groups.name, group, reference), None))
        rows += [*tests_of(one, groups.name or "", seed)] if p_values else []
    return Result(
        title=f"Description of {cohort.title}{_among(crossed)}",
        level=0.95,
        layout="table one",
        rows=tuple(row for row, _ in rows),
        notes=(
            *_notes(groups, unknown, against, p_values=p_values),
            *notes_of_remarks(rows),
            *crossed.notes,
        ),
        provenance=provenance(cohort, crossed, seed),
    )


def _refuse_nothing_to_compare(
    cohort: Cohort, groups: str | None, against: str | None, *, p_values: bool
) -> None:
    if (against or p_values) and not groups:
        usual = cohort.study.reference.column or vocabulary().reference
        raise UsageError(
            f"{'--against' if against else '--p-values'} compares groups, and there are none",
            why="without groups everyone is described together",
            fix=f"--by {quote(column_of(usual, cohort.source.columns))}",
        )


def _among(crossed: Crossed) -> str:
    parts = (f"{name} {' or '.join(levels)}" for name, levels in crossed.wanted.among.items())
    return "".join(f", among {part}" for part in parts)


def columns_wanted(
    described: Sequence[Described],
    by: str | None,
    split: str | None,
    among: Mapping[str, tuple[str, ...]],
    sign_flag: str,
) -> Wanted:
    """Return all that is counted, in one pass; the sign that splits comes first."""
    beside = (by,) if by else ()
    signs = [variable.name for variable in described if variable.kind == FINDING]
    signs = list(dict.fromkeys([*([split] if split else []), *signs]))
    others = [variable for variable in described if variable.kind != FINDING]
    categories = {held.name: "--category" for held in others if held.kind == CATEGORY}
    return Wanted(
        signs=tuple(signs) if signs else None,
        categories=categories | ({by: "--by"} if by else {}),
        numbers={held.name: "--number" for held in others if held.kind != CATEGORY},
        groupings=(beside,),
        alone=tuple(tuple(dict.fromkeys((*beside, held.name))) for held in others),
        among=among,
        split=bool(split),
        sign_flag=sign_flag,
    )


def _pairs(groups: Groups, against: str | None) -> list[tuple[str, str]]:
    """Return the groups that are compared, each with the reference."""
    ordered = bool(groups.by and groups.crossed.levels[groups.by].ordered)
    if not groups.name:
        return []
    return pairs_of(groups.levels, against=against or "", ordered=ordered, by=groups.name)


def _notes(
    groups: Groups, unknown: Sequence[str], against: str | None, *, p_values: bool
) -> Iterator[Note]:
    key = next(iter(groups.crossed.table.counts))
    if outside := outside_of(groups, key):
        listed = ", ".join(f"{people} {why}" for why, people in outside.items())
        yield Note("left_out", f"in no group, and in none of the numbers: {listed}")
    if unknown:
        yield Note(
            "not_described",
            "whether they are numbers or categories is not known, and they are not described: "
            f"{', '.join(unknown)}; --number COLUMN or --category COLUMN says so",
        )
    if groups.name and not _pairs(groups, against):
        yield Note(
            "no_reference",
            f"--against LEVEL compares the levels of {groups.name} with one of them by "
            "standardised mean differences",
        )
    elif pairs := _pairs(groups, against):
        references = {reference for _, reference in pairs}
        yield Note(
            "smd",
            f"SMD is the standardised mean difference from "
            f"{pairs[0][1] if len(references) == 1 else 'the other group'}: of means (also where "
            "medians are shown) or shares, over the root of the mean of both variances; that of a "
            "category has no sign",
        )
    if p_values:
        yield Note(
            "p_values",
            "p values are raw, and not adjusted for how many they are: Fisher's exact test for "
            "findings and categories (JSON, CSV and Markdown have the chi-squared test too), Mann "
            "and Whitney's of two groups or Kruskal and Wallis's for medians, Welch's for means",
        )
