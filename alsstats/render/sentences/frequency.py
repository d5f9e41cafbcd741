"""The answer on frequencies in words: how often the main sign is there, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alsstats.errors import printable
from alsstats.render.cells import EVERYONE, adjusted, estimate, label, limits
from alsstats.render.main_sign import combined_sign
from alsstats.render.numbers import p_value
from alsstats.render.sentences.parts import (
    capital,
    counted,
    is_diagnosis,
    known,
    limits_named,
    listed,
    people_of,
    percent_in_words,
    rows_of,
    share_of,
    sign_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alsstats.result import Result, Row

PAIRED = "paired"  # the model of rows of people who were seen twice
MOST_GROUPS = 3  # that are named one by one


def of_frequency(result: Result) -> str:
    """Return a sentence for each category: of the combined sign, or the one that differs most.

    Of pairs of visits there is one sentence: of the pair that most people have.
    """
    shares = [row for row in rows_of(result, "prevalence") if row.model in {None, PAIRED}]
    shares = [row for row in shares if row.handling == shares[0].handling]
    held = [
        [row for row in shares if _place(row) == one] for one in dict.fromkeys(map(_place, shares))
    ]
    pairs = [rows for rows in held if rows[0].model == PAIRED]
    pairs = [max(pairs, key=lambda rows: rows[0].n or 0)] if pairs else []
    said = [_of_grouping(result, rows) for rows in held if rows[0].model != PAIRED]
    said += [_of_grouping(result, rows) for rows in pairs]
    return " ".join([*said, *_of_numbers(result)]) or "No finding was counted."


def _of_numbers(result: Result) -> Iterator[str]:
    """Say how a number differs between those with a finding and without."""
    areas = [row for row in rows_of(result, "auc") if known(row.estimate)]
    combined = combined_sign(result, [row.term for row in areas])
    areas = [row for row in areas if combined in {None, row.term}]
    tests = {(row.term, row.comparison): row for row in rows_of(result, "mann_whitney")}
    held = [(row, tests[row.term, row.comparison]) for row in areas]
    for row, test in sorted(held, key=lambda pair: pair[1].p_value or 0.0)[:1]:
        yield (
            f"Of two people, one with {sign_in_words(result, row.term)} and one without, the first "
            f"has the higher {printable(row.comparison or '')} with probability {estimate(row)} "
            f"({limits_named(result)}{limits(row)}; 0.5 is chance){_tested(test)}."
        )


def _place(row: Row) -> tuple[str | None, ...]:
    """Return the category that a row belongs to, and of a row of pairs its two levels."""
    return (row.by, row.group, row.comparison) if row.model == PAIRED else (row.by,)


def _of_grouping(result: Result, rows: Sequence[Row]) -> str:
    """Say how often a finding is there in each group, or in which most and least often."""
    terms = list(dict.fromkeys(row.term for row in rows))
    tests = {term: _test(result, term, rows[0]) for term in terms}
    term, chosen = _spoken_of(result, tests)
    mine = [row for row in rows if row.term == term]
    mine = [row for row in mine if row.group != EVERYONE or row.by is None] or mine
    sign = sign_in_words(result, term, "")
    computed = [row for row in mine if known(row.estimate)]
    if not computed:
        return f"How often {sign} is present cannot be computed: nobody was assessed."
    begun = capital(f"{_setting(mine)}{sign}{chosen}")
    said = _each(result, computed) if len(mine) <= MOST_GROUPS else _extremes(result, computed)
    test = tests[term]
    return f"{begun} {said}{_tested(test) if test else ''}.{_unread(mine)}"


def _spoken_of(result: Result, tests: dict[str | None, Row | None]) -> tuple[str | None, str]:
    """Return the finding to speak of, and that it was chosen for its p value, if it was."""
    combined = combined_sign(result, tests)
    p = {term: test.p_value or 0.0 for term, test in tests.items() if test and known(test.p_value)}
    if combined is not None or not p:
        return combined or next(iter(tests)), " was"
    chosen = min(p, key=lambda term: p[term])
    return chosen, f", which differs most of {len(tests)} findings, was" * (
        len(tests) > 1
    ) or " was"


def _test(result: Result, term: str | None, like: Row) -> Row | None:
    """Return the test of a finding over all levels, or in two: Fisher's where it was made."""
    where = {"term": term, "by": like.by, "handling": like.handling, "model": like.model}
    if like.model == PAIRED:
        of_pair = {"group": like.group, "comparison": like.comparison}
        return next(iter(rows_of(result, "mcnemar", **where, **of_pair)), None)
    exact = rows_of(result, "fisher_exact", **where)
    over_all = exact if len(exact) == 1 else [row for row in exact if row.comparison is None]
    return next(iter([*over_all, *rows_of(result, "chi_squared", **where)]), None)


def _setting(rows: Sequence[Row]) -> str:
    """Name the category; diagnoses need no name, and pairs are of the same people."""
    if rows[0].model == PAIRED:
        return "in the same people, "
    named = rows[0].by is not None and not all(is_diagnosis(row.group) for row in rows)
    return f"by {printable(rows[0].by or '')}, " * named


def _group(row: Row) -> str:
    """Return whom a share is of."""
    if row.category:
        return printable(row.category)
    return "all people" if row.group in {EVERYONE, None} else people_of(row.group)


def _each(result: Result, rows: Sequence[Row]) -> str:
    """Return the share of every group."""
    levels = [limits_named(result), *[""] * len(rows)]
    said = [_in(row, level) for row, level in zip(rows, levels, strict=False)]
    return f"present {listed(said)}"


def _in(row: Row, level: str) -> str:
    if row.model == PAIRED:
        return f"in {percent_in_words(row)} at {_group(row)} ({counted(row, level)})"
    return f"in {share_of(row, _group(row), level)}"


def _extremes(result: Result, rows: Sequence[Row]) -> str:
    """Return the groups of the largest and the smallest share; of equal ones the largest group."""
    by_size = sorted(rows, key=lambda row: -(row.n or 0))
    most = max(by_size, key=lambda row: row.estimate or 0.0)
    least = min(by_size, key=lambda row: row.estimate or 0.0)
    if most.estimate == least.estimate:
        return f"equally frequent in {len(rows)} groups, {percent_in_words(most)}"
    ends = _end(most, rows, limits_named(result)), _end(least, rows, "")
    return f"most frequent in {ends[0]} and least frequent in {ends[1]}, of {len(rows)} groups"


def _end(row: Row, rows: Sequence[Row], level: str) -> str:
    equal = sum(other.estimate == row.estimate for other in rows) - 1
    also = f"; as in {equal} other group{'s' * (equal > 1)}" * bool(equal)
    return f"{_group(row)} ({percent_in_words(row)}, {counted(row, level)}{also})"


def _unread(rows: Sequence[Row]) -> str:
    """Say in which groups nobody was assessed."""
    names = [_group(row) for row in rows if not known(row.estimate)]
    whom = listed(names) if len(names) <= MOST_GROUPS else f"{len(names)} other groups"
    return f" Of {whom} nobody was assessed." if names else ""


def _tested(row: Row) -> str:
    """Return the p value, never as zero, and the adjusted one."""
    name = label(row)
    if not known(row.p_value):
        return f"; {name} cannot be computed"
    held = adjusted(row).replace("adj. ", "") if row.p_adjusted is not None else ""
    return f"; {name}: {p_value(row.p_value)}{f', adjusted {held}' * bool(held)}"
